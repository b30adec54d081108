"""The tables come to be, and come to be what this version knows, without help."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant import errors
from assistant.adapters.records import SqlRecords
from assistant.adapters.records.migrate import MIGRATIONS
from assistant.adapters.records.schema import HEAD, metadata
from tests.records.samples import FULL

pytestmark = pytest.mark.anyio


async def test_that_the_migrations_make_the_tables_that_the_code_knows(empty_database: str):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    records = SqlRecords(empty_database)
    await records.open()
    async with records.database.read() as connection:
        assert await connection.run_sync(differences) == []
    await records.close()


def test_that_the_newest_migration_is_the_one_the_code_asks_for():
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


async def test_that_opening_again_keeps_what_is_there(records: SqlRecords):
    await records.put_account(FULL)
    again = SqlRecords(records.database.url.render_as_string(hide_password=False))
    await again.open()
    assert (await again.account(FULL.id)).model_dump() == FULL.model_dump()
    await again.close()


async def test_that_records_of_a_newer_version_are_left_alone(records: SqlRecords):
    async with records.database.write("schema") as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    again = SqlRecords(records.database.url.render_as_string(hide_password=False))
    with pytest.raises(errors.Unavailable) as fault:
        await again.open()
    assert "newer version" in str(fault.value)
    await again.close()


OPEN = """
import asyncio, sys, time
from assistant.adapters.records import SqlRecords
async def main():
    started = time.process_time()
    records = SqlRecords(sys.argv[1])
    await records.open()
    print(time.process_time() - started, "alembic" in sys.modules)
    await records.close()
asyncio.run(main())
"""


def start(url: str) -> subprocess.Popen:
    command = [sys.executable, "-W", "error", "-c", OPEN, url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def test_that_programs_that_start_at_once_make_the_tables_once(empty_database: str):
    running = [start(empty_database) for _ in range(4)]
    assert [(process.communicate()[0] != "", process.returncode) for process in running] == [(True, 0)] * 4


def test_that_a_later_start_is_quick_and_needs_no_alembic(database: str):
    starts = [start(database).communicate()[0].split() for _ in range(3)]
    assert {alembic for _, alembic in starts} == {"False"}
    # The best of three, in time of the processor: other programs share the machine.
    assert min(float(seconds) for seconds, _ in starts) < 0.3
