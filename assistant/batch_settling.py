"""What only shows when all rows of a batch have their end: likeness of letters, and what follows from it.

Letters are taken in while others are worked on, in the order of the rows and as far as all have their end, so that little
is left to do at the end. Nothing of it is kept: a batch that was interrupted is taken in anew.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from assistant.domain.batch import Batch
from assistant.domain.draft import Draft
from assistant.ports import Records

if TYPE_CHECKING:
    from assistant.holding.settling import Settling

_LOOK_SECONDS = 1.0
_ROWS_READ = 100
_STORED_AT_ONCE = 500


class BatchSettling:
    """Settles one batch.

    Args:
        patiently: does something with the records, and does it again while they cannot be used.
    """

    def __init__(
        self, batch: Batch, records: Records, patiently: Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]
    ):
        self._batch, self._records, self._patiently = batch, records, patiently
        self._made: Settling | None = None
        self._after = 0

    async def follow(self) -> None:
        """Takes letters in as they come, until it is cancelled."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            find = partial(self._records.waiting_rows, self._batch.id, self._after, 1)
            # Where none waits any more, the end is here.
            if waiting := await self._patiently(find):
                await self._take_in(waiting[0].row - 1)

    async def finish(self) -> None:
        """Takes in what is left, and stores what follows from all letters together."""
        await self._take_in(None)
        settled = self._settling.settled()
        while some := list(islice(settled, _STORED_AT_ONCE)):
            await self._patiently(partial(self._records.settle_rows, self._batch.id, some))
            await asyncio.sleep(0)

    @property
    def _settling(self) -> "Settling":
        # Its libraries are loaded by those who have a letter to compare.
        from assistant.holding.settling import Settling

        self._made = self._made or Settling(self._batch.options.locked)
        return self._made

    async def _take_in(self, until: int | None) -> None:
        """Rows up to this number, or all."""
        while until is None or self._after < until:
            most = _ROWS_READ if until is None else min(_ROWS_READ, until - self._after)
            page = await self._patiently(partial(self._records.outcomes, self._batch.id, self._after, most))
            if not page:
                return
            for one in page:
                if one.draft:
                    self._settling.add(one.row, Draft.model_validate_json(one.draft))
                    # No await between a letter and its number: it is taken in once, whenever this is cancelled.
                self._after = one.row
                await asyncio.sleep(0)
