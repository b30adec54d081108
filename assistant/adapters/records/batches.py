"""Batches: which file each is, how it stands, and who works on it."""

import json
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict

from sqlalchemy import ColumnElement, insert, select, text, update

from assistant import errors
from assistant.adapters.records.drafts import page_number
from assistant.adapters.records.holding import held_file
from assistant.adapters.records.schema import batches
from assistant.adapters.records.shelf import Shelf
from assistant.domain.batch import Batch, BatchOptions

_LIST_LIMIT = 1_000


def no_batch(id: str) -> errors.NotFound:
    """The fault that says that a batch is not on record."""
    return errors.NotFound("No batch %(id)s is on record.", {"id": id})


class Batches(Shelf):
    """The batches' shelf, without their rows."""

    async def begin_batch(self, digest: str, name: str, options: BatchOptions, again: bool = False) -> Batch:
        """The batch of a file: a new one, or the one that is there.

        One that was cancelled runs again. One that is finished comes as it is, or, with `again`, a new one is begun.

        Args:
            digest: SHA-256 of the file, hexadecimal.
            name: the file's, as the user knows it.
            options: of a new batch; one that is there keeps its own.
        """
        b = batches.c
        newest = select(batches).where(b.digest == digest).order_by(b.number.desc()).limit(1)
        async with self.database.write("batches") as connection:
            row = (await connection.execute(newest)).first()
            if row is None or (again and row.state == "finished"):
                made = {
                    "id": secrets.token_hex(8), "digest": digest, "name": json.dumps(name), "state": "running",
                    "options": json.dumps(asdict(options)), "rows": None, "begun": time.time(), "ended": None,
                }  # fmt: skip
                await connection.execute(insert(batches).values(made))
            elif row.state == "cancelled":
                running = {"state": "running", "ended": None}
                await connection.execute(update(batches).where(b.id == row.id).values(running))
            return _batch((await connection.execute(newest)).one())

    async def batch(self, id: str) -> Batch:
        """Raises errors.NotFound where there is none of that id."""
        async with self.database.read() as connection:
            row = (await connection.execute(select(batches).where(batches.c.id == id.replace("\x00", "")))).first()
        if row is None:
            raise no_batch(id)
        return _batch(row)

    async def batches(self, limit: int = 50, after: str | None = None) -> tuple[list[Batch], str | None]:
        """Batches, the newest first, and the cursor of the next page.

        Raises:
            errors.Invalid: `after` is no cursor.
        """
        limit = max(1, min(limit, _LIST_LIMIT))
        wanted = select(batches).order_by(batches.c.number.desc()).limit(limit + 1)
        if after is not None:
            wanted = wanted.where(batches.c.number < page_number(after))
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        return [_batch(row) for row in rows[:limit]], str(rows[limit - 1].number) if len(rows) > limit else None

    async def running_batches(self) -> list[Batch]:
        """Those that are neither finished nor cancelled, the oldest first."""
        wanted = select(batches).where(batches.c.state == "running").order_by(batches.c.number)
        async with self.database.read() as connection:
            return [_batch(row) for row in await connection.execute(wanted)]

    async def all_rows_added(self, batch: str, count: int) -> None:
        """The whole file is on record: it has `count` rows."""
        await self._change_batch(batch, {"rows": count})

    async def finish_batch(self, batch: str) -> None:
        """Every row has its end. A batch that was cancelled stays cancelled."""
        await self._change_batch(batch, {"state": "finished", "ended": time.time()}, batches.c.state == "running")

    async def cancel_batch(self, batch: str) -> None:
        """No further row is written; what is done stays. A finished batch stays finished.

        Raises:
            errors.NotFound: no such batch.
        """
        await self.batch(batch)
        await self._change_batch(batch, {"state": "cancelled", "ended": time.time()}, batches.c.state == "running")

    async def _change_batch(self, batch: str, values: dict, *only: ColumnElement[bool]) -> None:
        async with self.database.write(None) as connection:
            await connection.execute(update(batches).where(batches.c.id == batch, *only).values(values))

    @asynccontextmanager
    async def hold_batch(self, batch: str) -> AsyncIterator[bool]:
        """True for the one process at a time that works on the batch; whoever dies lets go of it."""
        if self.database.sqlite:
            file = self.database.file
            with held_file(file.with_name(f"{file.name}-batch-{batch}") if file else None) as mine:
                yield mine
            return
        with self.database.faults():
            connection = await self.database.engine.connect()
        try:
            with self.database.faults():
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                mine = bool(await connection.scalar(_HOLD, {"what": f"tomoni:batch:{batch}"}))
            yield mine
        finally:
            # The lock belongs to the connection, which must not go back to the pool with it.
            await connection.invalidate()
            await connection.close()


_HOLD = text("SELECT pg_try_advisory_lock(hashtextextended(:what, 0))")


def _batch(row) -> Batch:
    options = json.loads(row.options)
    return Batch(
        row.id, row.digest, json.loads(row.name), row.state, BatchOptions(**options | {"locked": tuple(options["locked"])}),
        row.rows, row.begun, row.ended,
    )  # fmt: skip
