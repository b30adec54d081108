"""A batch over many machines: whoever holds the batch offers ranges of its rows, and workers anywhere work on them.

The rows alone say what is left to do. So nothing is lost with the queue, and where no worker lives the holder works
itself: a batch goes on with any number of workers, none of them included.
"""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from assistant.batching import Batching
from assistant.domain.batch import Batch
from assistant.ports import Workers

# Rows that one worker takes at once: what a dead one takes with it, and what is not worth a look at the queue.
RANGE = 16
_LOOK_SECONDS = 0.5
# Whoever works alone looks for workers again when each of the rows at once has had so many turns.
_TURNS_ALONE = 8
_OFFERED_AT_ONCE = 1_000
# Offered so often without a single row's end, a range is worked on here, where its fault comes to light.
_MOST_OFFERS = 3


class Spreading(Batching):
    """Works through batches with the help of workers; see `Batching`.

    Args:
        workers: who takes ranges.
    """

    def __init__(self, workers: Workers, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self._workers = workers

    async def work(self, batch: Batch, after: int = 0, until: int | None = None) -> bool:
        """Gives their end to the rows that wait, here or by workers; those of a range are worked on here."""
        if until is not None or after:
            return await super().work(batch, after, until)
        offers, first = 0, 0
        while (await self.patiently(partial(self.records.batch, batch.id))).state == "running":
            waiting = await self.patiently(partial(self.records.waiting_rows, batch.id, 0, 1))
            if not waiting:
                return False
            if waiting[0].row != first:
                offers, first = 0, waiting[0].row
            if not await self.patiently(self._workers.alive) or offers >= _MOST_OFFERS:
                await super().work(batch, first - 1, first - 1 + max(RANGE, _TURNS_ALONE * self._at_once))
            elif not await self.patiently(partial(self._workers.outstanding, batch.id)):
                offers += 1
                await self._offer(batch)
            else:
                await asyncio.sleep(_LOOK_SECONDS)
        await self.patiently(partial(self._workers.withdraw, batch.id))
        return True

    async def _offer(self, batch: Batch) -> None:
        ranges: list[tuple[int, int]] = []
        async for row in self._waiting(batch.id):
            if ranges and row <= ranges[-1][0] + RANGE:
                ranges[-1] = (ranges[-1][0], row)
            else:
                ranges.append((row - 1, row))
            if len(ranges) > _OFFERED_AT_ONCE:
                await self.patiently(partial(self._workers.offer, batch.id, ranges[:-1]))
                ranges = ranges[-1:]
        await self.patiently(partial(self._workers.offer, batch.id, ranges))

    async def _waiting(self, batch: str) -> AsyncIterator[int]:
        after = 0
        while rows := await self.patiently(partial(self.records.waiting_rows, batch, after, _OFFERED_AT_ONCE)):
            for row in rows:
                yield row.row
            after = rows[-1].row
