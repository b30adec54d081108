"""Several programs and many tasks on the same records: nothing is lost."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant import errors
from assistant.adapters.records import SqlRecords, sqlite
from tests.records.samples import account, draft, entry

pytestmark = pytest.mark.anyio

PROCESSES, TIMES = 4, 15

WRITE = """
import asyncio, sys
from assistant.adapters.records import SqlRecords, sqlite
from tests.records.samples import account, entry
async def main(url, who, times):
    records = SqlRecords(url)
    await records.open()
    for n in range(int(times)):
        await records.merge_accounts([account(history=[entry(text=f"{who}-{n}")])])
        await records.append_events("d1", [("text", {"append": f"{who}-{n}"})] * 2)
    await records.close()
asyncio.run(main(*sys.argv[1:]))
"""


async def test_that_no_update_of_several_processes_is_lost(records: SqlRecords, database: str):
    await records.put_account(account())
    root = Path(__file__).parents[2]
    running = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", WRITE, database, str(who), str(TIMES), cwd=root)
        for who in range(PROCESSES)
    ]
    # This process reads and writes as well meanwhile, as a server does beside the command line.
    for n in range(TIMES):
        await records.merge_accounts([account(history=[entry(text=f"server-{n}")])])
        await records.dossier("hinata-kiko")
    assert [await process.wait() for process in running] == [0] * PROCESSES
    texts = [e.text for e in (await records.account("hinata-kiko")).history]
    wanted = {f"{who}-{n}" for who in (*map(str, range(PROCESSES)), "server") for n in range(TIMES)}
    assert len(texts) == len(wanted) and set(texts) == wanted
    numbers = [number for number, _, _ in await records.events("d1")]
    assert numbers == list(range(1, PROCESSES * TIMES * 2 + 1))


async def test_that_no_update_of_many_tasks_is_lost(records: SqlRecords):
    await records.put_account(account())
    updates = [records.merge_accounts([account(history=[entry(text=f"t{n}")])]) for n in range(60)]
    await asyncio.gather(*updates)
    assert len((await records.account("hinata-kiko")).history) == 60


async def test_that_of_two_who_change_a_draft_at_once_one_is_told(records: SqlRecords):
    await records.put_account(account())
    await records.save_draft(draft(), {})
    both = [records.save_draft(draft(version=2, body=body), {}) for body in ("甲", "乙")]
    outcome = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(o) for o in outcome if o) == [errors.Conflict]
    assert len(await records.versions("d1")) == 2


async def test_that_a_drafts_account_deleted_meanwhile_leaves_nothing_behind(records: SqlRecords):
    await records.put_account(account())
    saving = [records.save_draft(draft(f"d{n}"), {}) for n in range(20)]
    outcome = await asyncio.gather(
        *saving[:10], records.delete_account("hinata-kiko"), *saving[10:], return_exceptions=True
    )
    assert all(o is None or isinstance(o, errors.NotFound) for o in outcome)
    assert await records.drafts() == ([], None)


async def test_that_a_write_that_is_called_off_leaves_no_lock_behind(records: SqlRecords, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.5)
    records = SqlRecords(records.database.url.render_as_string(hide_password=False))
    called_off = []
    for n in range(60):
        task = asyncio.create_task(records.put_account(account(industry=f"{n}")))
        await asyncio.sleep(n / 5000)
        task.cancel()
        # The faults are kept: what their frames hold on to must not keep the file locked.
        called_off += await asyncio.gather(task, return_exceptions=True)
        assert await records.put_account(account(industry=f"then {n}")) is True
    assert any(isinstance(fault, asyncio.CancelledError) for fault in called_off)
    await records.close()


def test_that_a_process_killed_while_writing_leaves_whole_accounts(database: str):
    one = 'account(history=[entry(text=f"{who}-{n}")])'
    hundred = "*[account(f'a{k}', f'会社{k}', history=[entry(text=str(n))]) for k in range(100)]"
    code = WRITE.replace(one, hundred)
    process = subprocess.Popen([sys.executable, "-c", code, database, "x", "100000"], cwd=Path(__file__).parents[2])
    try:
        process.wait(2.5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.returncode == -9

    async def counts() -> set[int]:
        records = SqlRecords(database)
        await records.open()
        page, _ = await records.accounts(limit=1000)
        entries = {(await records.dossier(a.id)).entries for a in page}
        await records.close()
        return entries if len(page) == 100 else set()

    assert len(asyncio.run(counts())) == 1


async def test_that_rows_nobody_reads_do_not_stand_in_the_way_of_a_commit(records: SqlRecords):
    async with records.database.write("unread") as connection:
        await connection.execute(text("CREATE TABLE unread (n INTEGER)"))
    async with records.database.write("unread") as connection:
        _kept = await connection.execute(text("INSERT INTO unread VALUES (1), (2), (3) RETURNING n"))
    async with records.database.read() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM unread")) == 3
