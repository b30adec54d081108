"""A database that cannot: a sentence that helps, and nothing half-written."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from assistant import errors
from assistant.adapters.records import SqlRecords, sqlite
from assistant.texts import say_in
from tests.records.samples import FULL, account, draft, entry

pytestmark = pytest.mark.anyio


async def opened(path: Path, query: str = "") -> SqlRecords:
    records = SqlRecords(f"sqlite:///{path}{query}")
    await records.open()
    return records


def japanese(fault: errors.TomoniError) -> str:
    return say_in("ja")(fault.message, **fault.values)


async def test_that_a_full_disk_says_so_and_leaves_what_was_there(tmp_path: Path):
    records = await opened(tmp_path / "r.sqlite3")
    await records.put_account(FULL)

    @event.listens_for(records.database.engine.sync_engine, "begin")
    def fill_disk(connection):
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")

    large = account(history=[entry(text="長い記録" * 4000, date=f"2026-01-{n:02}") for n in range(1, 29)])
    for write in (records.put_account(large), records.merge_accounts([account("other", "東野"), large])):
        with pytest.raises(errors.Unavailable) as fault:
            await write
        assert "disk" in str(fault.value) and "full" in str(fault.value)
        assert "空き容量" in japanese(fault.value)
    assert (await records.account(FULL.id)).model_dump() == FULL.model_dump()
    assert [a.id for a in (await records.accounts())[0]] == [FULL.id]
    await records.close()


async def test_that_records_locked_by_another_program_say_so_after_a_while(database: str, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.2)
    records, other = SqlRecords(database), SqlRecords(database)
    await records.open()
    async with other.database.write("accounts"):
        with pytest.raises(errors.Unavailable) as fault:
            await records.put_account(FULL)
        assert "Another program" in str(fault.value) and "別のプログラム" in japanese(fault.value)
        assert await records.accounts() == ([], None)
    assert await records.put_account(FULL) is True
    await asyncio.gather(records.close(), other.close())


async def test_that_a_writer_waits_for_another_program_that_is_soon_done(database: str):
    records, other = SqlRecords(database), SqlRecords(database)
    await records.open()
    async with other.database.write("accounts"):
        waiting = asyncio.create_task(records.put_account(FULL))
        await asyncio.sleep(0.3)
        assert not waiting.done()
    assert await waiting is True
    await asyncio.gather(records.close(), other.close())


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_that_connections_that_the_server_has_closed_are_opened_again(records: SqlRecords):
    await records.put_account(FULL)
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> {}"
    async with await psycopg.AsyncConnection.connect(
        records.database.url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
    ) as other:
        assert await (await other.execute(ended.format("pg_backend_pid()"))).fetchall()
    assert (await records.account(FULL.id)).name == FULL.name


async def test_that_a_copy_without_the_write_ahead_log_gets_it_back(tmp_path: Path):
    records = await opened(tmp_path / "r.sqlite3")
    await records.put_account(FULL)
    await records.close()
    with closing(sqlite3.connect(tmp_path / "r.sqlite3")) as source:
        source.execute("VACUUM INTO ?", (str(tmp_path / "copy.sqlite3"),))
    copy = await opened(tmp_path / "copy.sqlite3")
    async with copy.database.read() as connection:
        assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar() == "wal"
    await copy.close()


async def test_that_a_file_that_is_no_database_is_named_and_left_as_it_is(tmp_path: Path):
    path = tmp_path / "r.sqlite3"
    path.write_bytes("これはデータベースではありません。".encode() * 100)
    before = path.read_bytes()
    records = SqlRecords(f"sqlite:///{path}")
    with pytest.raises(errors.Unavailable) as fault:
        await records.open()
    assert str(path) in str(fault.value) and "damaged" in str(fault.value)
    assert "壊れて" in japanese(fault.value)
    assert path.read_bytes() == before
    await records.close()


async def test_that_a_file_damaged_in_use_is_told_and_not_a_crash(tmp_path: Path):
    path = tmp_path / "r.sqlite3"
    records = await opened(path)
    await records.merge_accounts([account(f"a{n}", f"会社{n}", history=[entry(text="記録" * 200)]) for n in range(50)])
    await records.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    records = SqlRecords(f"sqlite:///{path}")
    with pytest.raises(errors.Unavailable) as fault:
        await records.open()
        await records.account("a1")
    assert "damaged" in str(fault.value)
    await records.close()


async def test_that_read_only_records_can_be_read_and_say_that_they_cannot_be_written(tmp_path: Path):
    records = await opened(tmp_path / "r.sqlite3")
    await records.put_account(FULL)
    await records.close()
    records = SqlRecords(f"sqlite:///file:{tmp_path / 'r.sqlite3'}?mode=ro&uri=true")
    await records.open()
    assert (await records.account(FULL.id)).name == FULL.name
    for write in (records.put_account(account()), records.save_draft(draft(), {}), records.delete_account(FULL.id)):
        with pytest.raises(errors.Unavailable) as fault:
            await write
        assert "read-only" in str(fault.value) and "読み取り専用" in japanese(fault.value)
    await records.close()


async def test_that_a_place_where_no_file_can_be_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "r.sqlite3", tmp_path):
        records = SqlRecords(f"sqlite:///{place}")
        with pytest.raises(errors.Unavailable) as fault:
            await records.open()
        assert str(place) in str(fault.value)
        await records.close()


async def test_that_a_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path):
    records = SqlRecords(f"postgresql://tomoni:sesame@/tomoni?host={tmp_path}")
    with pytest.raises(errors.Unavailable) as fault:
        await records.open()
    assert "cannot be reached" in str(fault.value) and "接続できません" in japanese(fault.value)
    assert "sesame" not in str(fault.value)
    await records.close()


@pytest.mark.parametrize("url", ["", "tomoni", "mysql://localhost/x", "postgresql://h:port/x", "sqlite+pysqlite:///x"])
def test_that_an_address_of_another_kind_is_refused(url: str):
    with pytest.raises(errors.Invalid):
        SqlRecords(url)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_that_every_usual_way_of_writing_postgresql_is_understood(scheme: str):
    records = SqlRecords(f"{scheme}://user:p%40ss@db.example/tomoni")
    assert (
        records.database.url.render_as_string(hide_password=False)
        == "postgresql+psycopg://user:p%40ss@db.example/tomoni"
    )


async def test_that_the_file_is_made_where_it_is_missing_and_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / "new" / "folder" / "r.sqlite3"
    records = await opened(path)
    await records.put_account(FULL)
    assert {file.stat().st_mode & 0o077 for file in path.parent.iterdir()} == {0}
    await records.close()


async def test_that_a_fault_in_the_middle_of_an_import_leaves_whole_accounts(records: SqlRecords, monkeypatch):
    monkeypatch.setattr("assistant.adapters.records.accounts._ACCOUNTS_AT_ONCE", 2)
    real, calls = records._store, []

    async def failing(*arguments):
        calls.append(1)
        await real(*arguments)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(records, "_store", failing)
    many = [account(f"a{n}", f"会社{n}", history=[entry()]) for n in range(5)]
    with pytest.raises(errors.Unavailable):
        await records.merge_accounts(many)
    assert [a.id for a in (await records.accounts())[0]] == ["a0", "a1"]
    monkeypatch.undo()
    assert await records.merge_accounts(many) == ["unchanged", "unchanged", "taken", "taken", "taken"]
