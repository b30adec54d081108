"""How a batch gets on, read from the records: the same for whoever works on it, here or on another machine."""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from assistant.domain.batch import Batch, BatchTally
from assistant.ports import Records

_LOOK_SECONDS = 0.5
# Counting a million rows takes a while: it may take a twentieth of the time, not more.
_SHARE = 20
_MOST_SECONDS = 10.0
_RATE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Progress:
    """One look at a batch.

    Args:
        rate: ends a second over the last half minute; `left` the seconds to the last one at that rate. None where
            that cannot be said yet.
    """

    batch: Batch
    tally: BatchTally
    rate: float | None = None
    left: float | None = None


class Pace:
    """Tells the rate from how many ends there were at which time."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def at(self, now: float, ended: int) -> float | None:
        """The rate a second, where something has ended since the first look.

        Args:
            now: seconds by any clock that goes evenly.
            ended: how many rows have their end.
        """
        self._seen.append((now, ended))
        while len(self._seen) > 2 and now - self._seen[0][0] > _RATE_SECONDS:
            self._seen.popleft()
        since, before = self._seen[0]
        return (ended - before) / (now - since) if ended > before and now > since else None


async def look(records: Records, id: str, pace: Pace | None = None) -> Progress:
    """One look. Raises NotFound where there is no such batch."""
    batch = await records.batch(id)
    tally = await records.tally(id)
    rate = pace.at(asyncio.get_running_loop().time(), tally.ended) if pace else None
    waiting = (batch.rows or tally.states.total()) - tally.ended
    return Progress(batch, tally, rate, waiting / rate if rate else None)


async def follow(records: Records, id: str) -> AsyncIterator[Progress]:
    """Looks again and again until the batch is finished or cancelled; the last look says so."""
    clock, pace = asyncio.get_running_loop().time, Pace()
    quickest = math.inf
    while True:
        began = clock()
        progress = await look(records, id, pace)
        # The first look takes longer than those that come after it.
        quickest = min(quickest, clock() - began)
        yield progress
        if progress.batch.state != "running":
            return
        await asyncio.sleep(min(max(_LOOK_SECONDS, _SHARE * quickest), _MOST_SECONDS))
