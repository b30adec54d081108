"""The calls to OpenAI's Batch API: a file up, a look at what became of it, its lines down, and everything deleted."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from assistant.adapters.model.faults import Fault, fault_of
from assistant.adapters.model.provider import Chat, key_setting, make_chat
from assistant.errors import ModelFailed

T = TypeVar("T")

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
# For so long the provider may be out of reach before somebody is told.
PATIENCE_SECONDS = 1_800.0
_MARK = "tomoni"
# Results that nobody could delete any more (a machine that was lost) delete themselves.
_EXPIRES: Any = {"anchor": "created_at", "seconds": 14 * 24 * 3_600}
_UPLOAD_SECONDS = 600.0
_SILENCE_SECONDS = 60.0
# Clocks of two machines may be apart; what is older than this was made for another file.
_CLOCKS_SECONDS = 3_600.0


class Exchange:
    """One account at OpenAI. Every method raises Fault where a person has to mend something, or nothing helped.

    Args:
        name: `openai:model`.
        environment: keys and addresses of providers, as in `settings.provider_environment`.
        pause: seconds before a call that failed is made again.
    """

    def __init__(self, name: str, environment: Mapping[str, str], pause: float):
        self._name, self._environment, self._pause = name, environment, pause
        self._chat: Chat | None = None

    async def send(self, mark: str, path: Path) -> str:
        """Uploads a file of requests, has a batch made of it that carries the mark, and returns the batch's id."""
        client = await self._client()

        async def upload() -> Any:
            with path.open("rb") as file:
                given = (f"{_MARK}-{mark}.jsonl", file)
                return await client.files.create(file=given, purpose="batch", timeout=_UPLOAD_SECONDS)

        uploaded = await self._patiently(upload)
        first = True

        async def make() -> str:
            nonlocal first
            # An answer that got lost on its way is no reason to have the same made twice.
            if not first and (found := await self._marked(mark, 0.0)):
                return found
            first = False
            made = await client.with_options(max_retries=0).batches.create(
                input_file_id=uploaded.id, endpoint="/v1/chat/completions", completion_window="24h",
                metadata={_MARK: mark}, output_expires_after=_EXPIRES,
            )  # fmt: skip
            return made.id

        return await self._patiently(make)

    async def find(self, mark: str, since: float) -> str | None:
        """The id of the batch that carries a mark. Where there is none, a file that was uploaded for it is deleted.

        Args:
            since: when it went up at the earliest, in seconds since 1970.
        """
        if found := await self._patiently(lambda: self._marked(mark, since)):
            return found
        client = await self._client()

        async def uploaded() -> list[str]:
            return [f.id async for f in client.files.list(purpose="batch") if f.filename == f"{_MARK}-{mark}.jsonl"]

        for id in await self._patiently(uploaded):
            await self.delete(id)
        return None

    async def look(self, remote: str) -> Any:
        """What became of a batch, in OpenAI's own object."""
        client = await self._client()
        return await self._patiently(lambda: client.batches.retrieve(remote))

    async def lines(self, file: str) -> AsyncIterator[str]:
        """The lines of a file; none where it is gone."""
        from openai import NotFoundError

        client = await self._client()
        try:
            async with client.files.with_streaming_response.content(file) as response:
                async for line in response.iter_lines():
                    yield line
        except NotFoundError:
            return
        except Exception as error:
            raise self._fault(error) from None

    async def call_off(self, remote: str) -> None:
        """Cancels a batch and deletes what it was made of; whether that succeeds is of no consequence here."""
        client = await self._client()
        with suppress(ModelFailed):
            made = await self._once(lambda: client.batches.cancel(remote))
            await self.delete(made.input_file_id)

    async def delete(self, file: str | None) -> None:
        """Deletes a file, if it can."""
        if file:
            client = await self._client()
            with suppress(ModelFailed):
                await self._once(lambda: client.files.delete(file))

    async def close(self) -> None:
        """Closes the connections."""
        if self._chat is not None:
            chat, self._chat = self._chat, None
            await chat.close()

    async def _marked(self, mark: str, since: float) -> str | None:
        client = await self._client()
        async for one in client.batches.list(limit=100):
            if (one.metadata or {}).get(_MARK) == mark:
                return one.id
            if one.created_at < since - _CLOCKS_SECONDS:
                break
        return None

    async def _client(self) -> Any:
        if self._chat is None:
            self._chat = await asyncio.to_thread(make_chat, self._name, self._environment, _SILENCE_SECONDS)
        return self._chat.made.root_async_client

    async def _once(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            return await call()
        except Exception as error:
            raise self._fault(error) from None

    def _fault(self, error: Exception) -> Fault:
        return fault_of(error, self._name.partition(":")[2], key_setting(self._name), heard=False)

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """Calls until there is an answer; what a person has to mend is raised at once, what lasts after a while."""
        clock = asyncio.get_running_loop().time
        since = clock()
        while True:
            try:
                return await self._once(call)
            except Fault as fault:
                if not fault.again or clock() - since > PATIENCE_SECONDS:
                    raise
                await asyncio.sleep(max(fault.after or 0.0, self._pause))
