"""Who works on the rows of a batch, with workers that a test scripts."""

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext

import pytest

from assistant.adapters.records import SqlRecords
from assistant.domain.batch import Batch, BatchOptions, BatchRow, RowResult, RowState
from assistant.spreading import RANGE, Spreading
from tests.records.samples import account

pytestmark = pytest.mark.anyio
ROWS = 40


class Hands(Spreading):
    """Rows end as failed, without a draft; who ended them is written down."""

    def __init__(self, workers: "Scripted", records: SqlRecords):
        self.records, self._workers, self._at_once, self._patience, self._engines = records, workers, 2, 1.0, {}
        self.turns = nullcontext()
        self.here: list[int] = []

    async def result(self, batch: Batch, row: BatchRow) -> RowResult:
        self.here.append(row.row)
        return RowResult(row.row, RowState.failed)


class Scripted:
    """Workers that live as `living` says and do what they are offered, or drop it."""

    def __init__(self, records: SqlRecords, living: int, drops: int = 0):
        self.records, self.living, self.drops = records, living, drops
        self.offered: list[tuple[int, int]] = []
        self.withdrawn = False

    async def alive(self) -> int:
        return self.living

    async def outstanding(self, batch: str) -> int:
        return 0

    async def offer(self, batch: str, ranges: Sequence[tuple[int, int]]) -> None:
        self.offered += ranges
        if self.drops:
            self.drops -= 1
            return
        for after, until in ranges:
            rows = [RowResult(n, RowState.failed) for n in range(after + 1, until + 1)]
            await self.records.finish_rows(batch, rows)

    async def withdraw(self, batch: str) -> None:
        self.withdrawn = True

    async def work(self, *_: object) -> None: ...
    async def close(self) -> None: ...


@pytest.fixture
async def batch(sqlite_records: SqlRecords) -> Batch:
    await sqlite_records.put_account(account("a"))
    made = await sqlite_records.begin_batch("0" * 64, "in.jsonl", BatchOptions())
    await sqlite_records.add_rows(made.id, [BatchRow(n, "a", {"account": "a"}) for n in range(1, ROWS + 1)])
    await sqlite_records.all_rows_added(made.id, ROWS)
    return await sqlite_records.batch(made.id)


async def test_that_rows_are_offered_in_ranges_where_workers_live(sqlite_records: SqlRecords, batch: Batch):
    workers = Scripted(sqlite_records, living=2)
    hands = Hands(workers, sqlite_records)
    assert not await hands.work(batch)
    assert workers.offered == [(0, RANGE), (RANGE, 2 * RANGE), (2 * RANGE, ROWS)]
    assert hands.here == []


async def test_that_the_holder_works_itself_where_no_worker_lives(sqlite_records: SqlRecords, batch: Batch):
    workers = Scripted(sqlite_records, living=0)
    hands = Hands(workers, sqlite_records)
    assert not await hands.work(batch)
    assert sorted(hands.here) == list(range(1, ROWS + 1)) and workers.offered == []


async def test_that_only_rows_without_an_end_are_offered_again(sqlite_records: SqlRecords, batch: Batch):
    done = [RowResult(n, RowState.failed) for n in range(1, 31) if n != 5]
    await sqlite_records.finish_rows(batch.id, done)
    workers = Scripted(sqlite_records, living=1)
    assert not await Hands(workers, sqlite_records).work(batch)
    assert workers.offered == [(4, 5), (30, ROWS)]


async def test_that_what_workers_lose_is_offered_again_and_then_done_here(sqlite_records: SqlRecords, batch: Batch):
    lost_once = Scripted(sqlite_records, living=1, drops=1)
    assert not await Hands(lost_once, sqlite_records).work(batch)
    assert len(lost_once.offered) == 6


async def test_that_rows_that_no_worker_ever_ends_are_ended_here(sqlite_records: SqlRecords, batch: Batch):
    hands = Hands(Scripted(sqlite_records, living=1, drops=1_000), sqlite_records)
    async with asyncio.timeout(10):
        assert not await hands.work(batch)
    assert sorted(hands.here) == list(range(1, ROWS + 1))


async def test_that_a_cancelled_batch_is_taken_back_from_the_workers(sqlite_records: SqlRecords, batch: Batch):
    await sqlite_records.cancel_batch(batch.id)
    workers = Scripted(sqlite_records, living=1)
    assert await Hands(workers, sqlite_records).work(batch)
    assert workers.withdrawn and workers.offered == []
