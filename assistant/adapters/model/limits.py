"""How much a model is asked at once and in a minute."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiolimiter import AsyncLimiter

from assistant.domain.tokens import estimate
from assistant.ports import Prompt


class Limits:
    """Calls at once, and requests and tokens a minute, of this process.

    Tokens are counted before the call, when the answer's are not known: the prompt's by estimate, and half of the most
    that the answer may have. The minute is a leaky bucket: a full minute's worth may go at once, then it refills evenly.
    """

    def __init__(self, at_once: int, requests_a_minute: int | None = None, tokens_a_minute: int | None = None):
        self._seats = asyncio.Semaphore(at_once)
        self._requests = AsyncLimiter(requests_a_minute, 60) if requests_a_minute else None
        self._tokens = AsyncLimiter(tokens_a_minute, 60) if tokens_a_minute else None

    @asynccontextmanager
    async def seat(self, prompt: Prompt) -> AsyncIterator[None]:
        """Waits until one more call is within the limits, and holds a place for it."""
        if self._requests:
            await self._requests.acquire()
        if self._tokens:
            wanted = estimate(prompt.system) + estimate(prompt.user) + prompt.longest // 2
            # One call above the whole minute's budget takes all of it; it could never come to its turn otherwise.
            await self._tokens.acquire(min(wanted, self._tokens.max_rate))
        async with self._seats:
            yield
