"""What is done after Slack has its answer: one draft begins at a time, and never while somebody waits for an answer.

Slack gives up on a command after three seconds, and a draft keeps a processor busy for some hundredths of one: fifty
commands that came at once, each with its draft, would make the last one wait. So answers go first.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

Made = TypeVar("Made")

# So long a draft has the processor to itself: one by a playbook is done by then, one by a model waits for its words.
_ALONE_SECONDS = 0.05
# So long anything waits for a quiet moment at most; a form has to be open within three seconds.
_PATIENCE_SECONDS = 1.0
_GOODBYE_SECONDS = 2.0


class Errands:
    """The work of this process for Slack."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._lane, self._gate = asyncio.Lock(), asyncio.Lock()
        self._answering = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """Around the answer to a request of Slack's."""
        self._answering += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._answering -= 1
            if not self._answering:
                self._quiet.set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Starts work that nobody waits for; it tells its own end, also when it is cancelled."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def breathe(self) -> None:
        """Waits until nobody waits for an answer; of many who wait here one goes on at a time."""
        async with self._gate:
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await self._quiet.wait()
            except TimeoutError:
                pass
            await asyncio.sleep(0)

    async def in_turn(self, work: Callable[[], Awaitable[Made]]) -> Made:
        """Does what keeps the processor busy when its turn comes."""
        async with self._lane:
            await self.breathe()
            doing = asyncio.ensure_future(work())
            try:
                await asyncio.wait({doing}, timeout=_ALONE_SECONDS)
            except asyncio.CancelledError:
                doing.cancel()
                raise
        try:
            return await doing
        except asyncio.CancelledError:
            doing.cancel()
            raise

    async def close(self) -> None:
        """Ends all work; each piece has a moment to say so."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_GOODBYE_SECONDS)
