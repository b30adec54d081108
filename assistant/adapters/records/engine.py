"""The door to the database: a URL in; reading and writing transactions, and faults as sentences, out."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from assistant import errors
from assistant.adapters.records.faults import unavailable
from assistant.adapters.records.sqlite import BUSY_SECONDS, DRIVER, prepare

_DRIVERS = {
    "sqlite": DRIVER,
    "sqlite+aiosqlite": DRIVER,
    DRIVER: DRIVER,
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def database_url(url: str) -> URL:
    """The URL with the driver that is used here.

    Raises:
        errors.Invalid: it is no URL, or neither SQLite's nor PostgreSQL's.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.drivername not in _DRIVERS:
        raise errors.Invalid("The address of the records must begin with sqlite:/// or postgresql://.")
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


class Database:
    """Transactions on SQLite or PostgreSQL, with one meaning on both: many readers, one writer at a time."""

    def __init__(self, url: str):
        self.url = database_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            engine = create_async_engine(self.url)
            prepare(engine.sync_engine)
            self._reader = engine
        else:
            engine = create_async_engine(self.url, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS})
            # An account and its history are two queries: both must see the same moment.
            self._reader = engine.execution_options(isolation_level="REPEATABLE READ")
        self.engine = engine
        self._writer = engine.execution_options(tomoni_write=True)
        # Waiting writers of one process queue here; SQLite itself would let them poll, and some starve.
        self._turn = asyncio.Lock() if self.sqlite else nullcontext()

    @property
    def file(self) -> Path | None:
        """SQLite's file, None elsewhere (and for a database in memory or a `file:` URI)."""
        name = self.url.database or ""
        return Path(name) if self.sqlite and name and not name.startswith((":", "file:")) else None

    def make_file(self) -> None:
        """Make the folder and an empty file that only its owner may read, where they are not there yet.

        Raises:
            errors.Unavailable: there can be no such file. It is found out here, because the driver leaves a thread
                behind when it cannot open one.
        """
        path = self.file
        if path is None:
            return
        try:
            # A file that is there is not opened: closing it would take SQLite's locks on it away from this process.
            if path.exists() and not (path.is_file() and os.access(path, os.R_OK)):
                raise PermissionError("unable to open database file")
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileExistsError):
                    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as fault:
            raise unavailable(fault, self.place) from fault

    @property
    def place(self) -> str:
        """Where the records lie, in words that hold no password."""
        return str(self.file or self.url.render_as_string(hide_password=True))

    async def close(self) -> None:
        """Close every connection; a later use opens new ones."""
        await self.engine.dispose()

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Faults of the database as errors.Unavailable; broken constraints are left to the caller."""
        try:
            yield
        except IntegrityError:
            raise
        except (DBAPIError, PoolTimeout, sqlite3.Error, OSError) as fault:
            raise unavailable(fault, self.place) from fault

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read with: all its queries see the same moment."""
        with self.faults():
            async with self._reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self, what: str | None) -> AsyncIterator[AsyncConnection]:
        """A transaction to write in: whole or not at all; no other writer of `what` reads or writes meanwhile.

        Args:
            what: the name of what is written. SQLite has one writer for everything; PostgreSQL one for each name, and
                any number for None, where the rows' own keys keep writers apart.
        """
        with self.faults():
            async with self._turn, self._writer.begin() as connection:
                if what is not None and not self.sqlite:
                    await connection.execute(
                        _TAKE_TURN, {"what": f"tomoni:{what}", "patience": str(int(BUSY_SECONDS * 1000))}
                    )
                yield connection

    async def forget(self) -> None:
        """Make sure that what was deleted is in no file any more (SQLite's log keeps it until it is folded in)."""
        if not self.sqlite:
            return
        async with self.engine.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            # Readers may hold the log open: then it goes with the next one, and the deletion stands all the same.
            with suppress(sqlite3.Error):
                await asyncio.to_thread(raw.execute, "PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]

    def insert(self, table) -> Any:
        """An INSERT of the dialect at hand that knows `on_conflict_do_update`."""
        if self.sqlite:
            from sqlalchemy.dialects.sqlite import insert
        else:
            from sqlalchemy.dialects.postgresql import insert
        return insert(table)

    def upsert(self, table) -> Any:
        """An INSERT that replaces the row of the same primary key."""
        statement = self.insert(table)
        keys = [column.name for column in table.primary_key]
        values = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
        return statement.on_conflict_do_update(index_elements=keys, set_=values)


# For as long as the transaction lasts; who waits longer than `patience` milliseconds is told.
_TAKE_TURN = text(
    "SELECT set_config('lock_timeout', :patience, true), pg_advisory_xact_lock(hashtextextended(:what, 0))"
)
