"""The batches that a server works on: those given to it, and those that somebody else left unfinished."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress

from assistant.batching import Batching
from assistant.errors import TomoniError
from assistant.ports import Records

# Whoever dies leaves its batches to the next server that looks.
_LOOK_SECONDS = 10.0

_log = logging.getLogger(__name__)


class BatchRuns:
    """Works on every batch that runs.

    Args:
        records: where the batches are.
        open_batching: opens what works through them; only when there is one.
    """

    def __init__(self, records: Records, open_batching: Callable[[], AbstractAsyncContextManager[Batching]]):
        self._records, self._open = records, open_batching
        self._looking: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()

    def start(self) -> None:
        """Begins to look for batches."""
        self._looking = asyncio.create_task(self._look())

    def wake(self) -> None:
        """There is a new batch."""
        self._wake.set()

    async def close(self) -> None:
        """Stops working; what waits is gone on with by whoever starts next."""
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            with suppress(TomoniError):
                if any(batch.rows for batch in await self._records.running_batches()):
                    await self._work()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _LOOK_SECONDS)
            self._wake.clear()

    async def _work(self) -> None:
        """Works on all batches that run, until none is left."""
        working: dict[str, asyncio.Task[None]] = {}
        async with self._open() as batching:
            try:
                while True:
                    for batch in await self._records.running_batches():
                        if batch.rows and batch.id not in working:
                            working[batch.id] = asyncio.create_task(self._run(batching, batch.id))
                    if not working:
                        return
                    woken = asyncio.ensure_future(self._wake.wait())
                    done, _ = await asyncio.wait({*working.values(), woken}, return_when=asyncio.FIRST_COMPLETED)
                    woken.cancel()
                    self._wake.clear()
                    working = {id: task for id, task in working.items() if task not in done}
            finally:
                for task in working.values():
                    task.cancel()
                await asyncio.gather(*working.values(), return_exceptions=True)

    async def _run(self, batching: Batching, id: str) -> None:
        try:
            await batching.run(id)
        except Exception as error:
            _log.error("Batch %s stands still: %s", id, error, exc_info=not isinstance(error, TomoniError))
            await asyncio.sleep(_LOOK_SECONDS)
