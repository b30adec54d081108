"""Batches at work: every row that has no end goes through the one flow, and its end is stored once.

Whoever works can die at any moment. What is on record stands; rows without an end are worked again, by whoever starts
next, and a draft that was made but not stored was never there.
"""

import asyncio
import logging
import secrets
from asyncio import FIRST_EXCEPTION
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import nullcontext
from functools import partial
from typing import TypeVar

from assistant import errors
from assistant.batch_settling import BatchSettling
from assistant.casework import gather
from assistant.coach import Coach
from assistant.domain.batch import Batch, BatchRow, Held, Reason, RowResult, RowState
from assistant.domain.draft import DraftRequest
from assistant.garbage import keep_what_is_loaded
from assistant.holding.locked import with_locked
from assistant.planning.brief import Brief
from assistant.telling import Telling, unheard
from assistant.texts import say_in

# Says of a row that it should not go out now; None where it may.
Judge = Callable[[Brief, DraftRequest], Held | None]
T = TypeVar("T")

# Ends are stored together: a commit for each would take longer than the drafts of a playbook.
STORE_SECONDS = 0.2
# How often somebody looks whether the batch was cancelled, and whether another process has let go of it.
LOOK_SECONDS = 1.0
_ROWS_READ = 100
_RETRY_SECONDS = 0.5

_log = logging.getLogger(__name__)


class Batching:
    """Works through batches.

    Args:
        coach: the one flow.
        judge: asked about every row before it is drafted.
        at_once: rows in work at the same time: worth while where they wait (for a model, for PostgreSQL).
        patience: for how many seconds of silence the records are asked again before their fault is raised.
        engines: who works through the batches that ask for another engine, by its name.
        turns: every row in work holds one, but while its model is asked; None where none need wait for another.
    """

    def __init__(
        self, coach: Coach, judge: Judge, at_once: int = 4, patience: float = 60.0,
        engines: Mapping[str, Callable[[], "Batching"]] | None = None, turns: asyncio.Semaphore | None = None,
    ):  # fmt: skip
        self.coach, self.records = coach, coach.records
        self._judge = judge
        self._at_once, self._patience = at_once, patience
        self._engines = engines or {}
        self.turns = turns or nullcontext()
        self._loaded = False

    async def run(self, id: str) -> Batch:
        """Works on a batch until it is finished or cancelled, or (where nobody has its file any more) nothing waits.

        While another process works on it this one waits, ready to go on should that one die.

        Raises:
            Unavailable: the records cannot be used for longer than `patience`. Nothing is lost.
            ModelFailed: the engine that the batch asks for is not to be had.
        """
        asked = (await self.patiently(partial(self.records.batch, id))).options.engine
        if asked and asked in self._engines:
            return await self._engines[asked]().run(id)
        while (batch := await self.patiently(partial(self.records.batch, id))).state == "running":
            async with self.records.hold_batch(id) as mine:
                settling = BatchSettling(batch, self.records, self.patiently)
                if mine and not await self._work_and_compare(batch, settling):
                    if batch.rows is None:
                        break
                    # A row whose account was removed while it was drafted waits still, and fails when it is asked for.
                    if not await self.patiently(partial(self.records.waiting_rows, id, 0, 1)):
                        await settling.finish()
                        await self.patiently(partial(self.records.finish_batch, id))
                    continue
            await asyncio.sleep(LOOK_SECONDS)
        return batch

    async def _work_and_compare(self, batch: Batch, settling: BatchSettling) -> bool:
        comparing = asyncio.create_task(settling.follow())
        try:
            return await self.work(batch)
        finally:
            comparing.cancel()
            await asyncio.gather(comparing, return_exceptions=True)

    async def work(
        self, batch: Batch, after: int = 0, until: int | None = None, share: tuple[int, int] = (0, 1)
    ) -> bool:
        """Gives their end to the rows that wait, with numbers after `after` up to `until`.

        Args:
            share: which of so many equal shares of the rows, counted from 0.

        Returns:
            True where rows were left as they are, because a model answers later or the batch was cancelled.
        """
        return await _Chunk(self, batch, after, until, share).work(self._at_once)

    async def result(self, batch: Batch, row: BatchRow) -> RowResult | None:
        """How one row ends; None where a model answers later. What is wrong with a row is its end, never an error.

        Raises Unavailable where the records cannot be used.
        """
        try:
            return await self._drafted(batch, row)
        except errors.Deferred:
            return None
        except errors.Unavailable:
            raise
        except errors.TomoniError as fault:
            code = "not_found" if isinstance(fault, errors.NotFound) else "refused"
            return RowResult(row.row, RowState.failed, Reason(code, fault.message, fault.values))
        except Exception as fault:
            _log.error("Row %s of batch %s could not be drafted.", row.row, batch.id, exc_info=fault)
            values = {"fault": f"{type(fault).__name__}: {fault}"[:200]}
            return RowResult(row.row, RowState.failed, Reason("inner", _INNER, values))

    async def _drafted(self, batch: Batch, row: BatchRow) -> RowResult:
        request = DraftRequest.model_validate(row.request)
        case = await gather(self.coach.desk, request, {}, ask_model=True)
        held = self._judge(case.brief, request)
        if held:
            if held.instead is None:
                return RowResult(row.row, RowState.held, held.reason)
            request = held.instead
            case = await gather(self.coach.desk, request, {}, ask_model=True)
        draft = await self.coach.worded(case, say_in(batch.options.language), secrets.token_hex(8), Telling(unheard))
        draft = with_locked(draft, batch.options.locked)
        state = RowState.held if held else RowState.needs_review if draft.needs_review else RowState.drafted
        asked = request.model_dump(mode="json", by_alias=True)
        return RowResult(row.row, state, held.reason if held else None, draft, asked)

    def begun(self) -> None:
        """A letter is made: what all others need is loaded."""
        if not self._loaded:
            self._loaded = True
            keep_what_is_loaded()

    async def patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        """Does it again while the records cannot be used: a database that is started anew is waited for."""
        clock = asyncio.get_running_loop().time
        since = clock()
        while True:
            try:
                return await work()
            except errors.Unavailable:
                if clock() - since > self._patience:
                    raise
                await asyncio.sleep(_RETRY_SECONDS)


_INNER = "Something went wrong inside Tomoni with this row (%(fault)s). The others are not affected."


class _Chunk:
    """Rows of one batch in work in this process."""

    def __init__(self, batching: Batching, batch: Batch, after: int, until: int | None, share: tuple[int, int]):
        self._by, self._batch, self._until, self._share = batching, batch, until, share
        self._rows = self._waiting(after)
        self._turn = asyncio.Lock()
        self._ends: list[RowResult] = []
        self._left = False
        self._looked = asyncio.get_running_loop().time()

    async def work(self, at_once: int) -> bool:
        """Several draft, this one stores what they have made; see `Batching.work`."""
        drafting = [asyncio.create_task(self._draft()) for _ in range(at_once)]
        try:
            unfinished: Collection[asyncio.Task[None]] = drafting
            while unfinished and await self._goes_on():
                done, unfinished = await asyncio.wait(drafting, timeout=STORE_SECONDS, return_when=FIRST_EXCEPTION)
                for task in done:
                    task.result()
                await self._store()
        finally:
            for task in drafting:
                task.cancel()
            await asyncio.gather(*drafting, return_exceptions=True)
        return self._left or bool(unfinished)

    async def _waiting(self, after: int) -> AsyncIterator[BatchRow]:
        by, id, (share, of) = self._by, self._batch.id, self._share
        while True:
            rows = await by.patiently(partial(by.records.waiting_rows, id, after, _ROWS_READ, self._until))
            for row in rows:
                if row.row % of == share:
                    yield row
            if len(rows) < _ROWS_READ:
                return
            after = rows[-1].row

    async def _draft(self) -> None:
        while True:
            async with self._turn:
                row = await anext(self._rows, None)
            if row is None:
                return
            async with self._by.turns:
                result = await self._by.patiently(partial(self._by.result, self._batch, row))
            if result:
                self._ends.append(result)
            else:
                self._left = True
            # On SQLite nothing in a playbook's draft waits: others have their turn here.
            await asyncio.sleep(0)

    async def _store(self) -> None:
        if self._ends:
            ends, self._ends = self._ends, []
            await self._by.patiently(partial(self._by.records.finish_rows, self._batch.id, ends))
            if any(end.draft for end in ends):
                self._by.begun()

    async def _goes_on(self) -> bool:
        clock = asyncio.get_running_loop().time
        if clock() - self._looked > LOOK_SECONDS:
            self._looked = clock()
            batch = await self._by.patiently(partial(self._by.records.batch, self._batch.id))
            return batch.state == "running"
        return True
