"""How much a model is asked at once and in a minute."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from aiolimiter import AsyncLimiter

from assistant.domain.pause import Pause
from assistant.domain.tokens import estimate
from assistant.ports import Prompt

# Nobody is told to come back later than this without being asked again whether that still holds.
LONGEST_PAUSE = 300.0
_JITTER_SECONDS = 0.25


class Limiting(Protocol):
    """Limits towards one model.

    `patient` is true where nobody waits for a single letter: the time spent waiting for a place is then no part of a
    question's deadline, and a busy server is asked again until it answers.
    """

    patient: bool

    def seat(self, prompt: Prompt) -> AbstractAsyncContextManager[None]: ...
    async def pause(self, seconds: float) -> None: ...
    async def close(self) -> None: ...


def tokens_wanted(prompt: Prompt) -> int:
    """Tokens of a call before it is made, when the answer's are not known: the prompt's by estimate, and half of the
    most that the answer may have."""
    return estimate(prompt.system) + estimate(prompt.user) + prompt.longest // 2


class Limits:
    """Calls at once, and requests and tokens a minute, of this process.

    The minute is a leaky bucket: a full minute's worth may go at once, then it refills evenly. `wanted` is the pause that
    it shares with other processes.
    """

    def __init__(
        self, at_once: int, requests_a_minute: int | None = None, tokens_a_minute: int | None = None,
        patient: bool = False, wanted: Pause | None = None,
    ):  # fmt: skip
        self.patient = patient
        self._seats = asyncio.Semaphore(at_once)
        self._requests = AsyncLimiter(requests_a_minute, 60) if requests_a_minute else None
        self._tokens = AsyncLimiter(tokens_a_minute, 60) if tokens_a_minute else None
        self._pause = wanted or Pause()

    @asynccontextmanager
    async def seat(self, prompt: Prompt) -> AsyncIterator[None]:
        """Waits until one more call is within the limits, and holds a place for it."""
        if self._requests:
            await self._requests.acquire()
        if self._tokens:
            # One call above the whole minute's budget takes all of it; it could never come to its turn otherwise.
            await self._tokens.acquire(min(tokens_wanted(prompt), self._tokens.max_rate))
        async with self._seats:
            while (left := self._pause.until - asyncio.get_running_loop().time()) > 0:
                await asyncio.sleep(left + random.uniform(0, _JITTER_SECONDS))
            yield

    async def pause(self, seconds: float) -> None:
        """Lets no further call go for some seconds, as the server asked with a 429."""
        self._pause.begin(min(seconds, LONGEST_PAUSE), asyncio.get_running_loop().time())

    async def close(self) -> None:
        """Nothing is held beyond this process."""
