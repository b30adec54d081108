"""SQLite for asyncio without a thread between: a statement takes less time than the way to a thread and back.

Only what can wait is taken off the event loop: another process's write lock (asked for again and again), a commit
(which may have to move its pages to the disk), and a statement with many rows of values.
"""

import asyncio
import sqlite3
import time
from collections import deque
from typing import Any

from sqlalchemy import Connection, event, pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteExecutionContext
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL, Engine
from sqlalchemy.util import await_only

BUSY_SECONDS = 5
DRIVER = "sqlite+inloop"
_ASK_AGAIN = (0.001, 0.002, 0.005, 0.01, 0.02)
_PRAGMAS = ("foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON")


class _Streaming(sqlite3.Cursor):
    """Gives rows as they are asked for."""

    async def _async_soft_close(self) -> None:
        """What SQLAlchemy's asyncio asks of a cursor whose rows are about to be read: nothing has to be awaited."""


class _Cursor(_Streaming):
    """Reads its rows at once: a statement that is not read to its end would be in the way of the commit."""

    _rows: deque[Any] = deque()

    def execute(self, sql: str, parameters: Any = ()) -> "_Cursor":
        super().execute(sql, parameters)
        self._rows = deque(super().fetchall()) if self.description else deque()
        return self

    def fetchone(self) -> Any:
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return [self._rows.popleft() for _ in range(min(size or self.arraysize, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        rows, self._rows = list(self._rows), deque()
        return rows


class _Connection(sqlite3.Connection):
    def cursor(self, factory: type[sqlite3.Cursor] = _Cursor) -> sqlite3.Cursor:
        return super().cursor(factory)


class _Context(SQLiteExecutionContext):
    def create_server_side_cursor(self) -> Any:
        return self._dbapi_connection.cursor(_Streaming)


class InLoop(SQLiteDialect_pysqlite):
    """Python's own sqlite3 under SQLAlchemy's asyncio."""

    driver = "inloop"
    is_async = True
    supports_statement_cache = True
    supports_server_side_cursors = True
    execution_ctx_cls = _Context

    def create_connect_args(self, url: URL) -> Any:
        arguments, options = super().create_connect_args(url)
        return arguments, {**options, "factory": _Connection, "check_same_thread": False}

    @classmethod
    def get_pool_class(cls, url: URL) -> type[pool.Pool]:
        return pool.AsyncAdaptedQueuePool if cls._is_url_file_db(url) else pool.StaticPool

    def do_commit(self, dbapi_connection: Any) -> None:
        if dbapi_connection.in_transaction:
            await_only(asyncio.to_thread(dbapi_connection.commit))

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        # SQLAlchemy's asyncio insists that something is awaited: this is, and it is done at once.
        await_only(_now(cursor, statement, parameters))

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        await_only(asyncio.to_thread(cursor.executemany, statement, parameters))


async def _now(cursor: Any, statement: str, parameters: Any) -> None:
    cursor.execute(statement, parameters)


registry.register("sqlite.inloop", __name__, "InLoop")


def prepare(engine: Engine) -> None:
    """Our transactions in place of the driver's own, which begin late and lose concurrent updates."""
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    _wait_at_most(connection, BUSY_SECONDS)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _wait_at_most(connection: sqlite3.Connection, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}").close()


def _begin(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    if not connection.get_execution_options().get("tomoni_write"):
        raw.execute("BEGIN").close()
        return
    # SQLite itself would wait in the loop's way.
    _wait_at_most(raw, 0)
    try:
        _begin_to_write(raw)
    finally:
        _wait_at_most(raw, BUSY_SECONDS)


def _begin_to_write(raw: sqlite3.Connection) -> None:
    patience, asked = time.monotonic() + BUSY_SECONDS, 0
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE").close()
            return
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
        await_only(asyncio.sleep(_ASK_AGAIN[min(asked, len(_ASK_AGAIN) - 1)]))
        asked += 1
