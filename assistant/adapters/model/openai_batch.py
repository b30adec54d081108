"""OpenAI's Batch API behind `ports.LaterModel`: half the price, answers within 24 hours.

A prompt that has no answer yet is collected and raises Deferred, so that its row waits; when answers have come, the row
goes through the same flow again and finds them by a digest of the prompt. A repair is simply asked in the next round.
Whatever breaks off where: what is on its way is on record before it goes, and is found again by a mark of our own.
"""

import asyncio
import hashlib
import json
import logging
import secrets
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from assistant.adapters.model.faults import Fault
from assistant.adapters.model.later_files import MOST_BYTES, MOST_LINES, Collected, read_line
from assistant.adapters.model.openai_exchange import ENDED, Exchange
from assistant.adapters.model.question import UNREADABLE
from assistant.adapters.model.structure import bare
from assistant.domain.later import IN_HAND, LaterAnswer, LaterFile, LaterKey
from assistant.errors import Deferred, ModelFailed
from assistant.ports import Answered, Prompt
from assistant.ports_batches import Later

Read = TypeVar("Read")

# How often one question goes up: a fault of the provider's may be over, an answer that cannot be read may be bad luck.
_MOST_TRIES, _MOST_READ = 3, 2
_STORED_AT_ONCE = 500
_FOLDER = "later"
_log = logging.getLogger(__name__)


class OpenAIBatchModel:
    """A model of OpenAI that answers in files.

    Args:
        name: `openai:model`.
        environment: keys and addresses of providers, as in `settings.provider_environment`.
        kept: where questions and answers are on record.
        data: the data folder, in which requests are collected until they go up.
        poll: seconds between two looks at what is on its way.
        most_lines, most_bytes: of one file.
    """

    def __init__(
        self, name: str, environment: Mapping[str, str], kept: Later, data: Path, *, poll: float = 30.0,
        most_lines: int = MOST_LINES, most_bytes: int = MOST_BYTES,
    ):  # fmt: skip
        self.name = name.strip().partition(":")[2]
        self._kept, self._folder, self._poll = kept, data / _FOLDER, poll
        self._most_lines, self._most_bytes = most_lines, most_bytes
        self._collected: dict[str, Collected] = {}
        self._lengths: dict[str, int] = {}
        self._exchange = Exchange(name.strip(), environment, poll)

    @property
    def trouble(self) -> tuple[str, dict[str, Any]] | None:
        """Nothing is known before the first file goes up; `collect` raises what has to be mended."""
        return None

    async def ask(
        self, prompt: Prompt, read: Callable[[str], Read], heard: Callable[[str | None], None] | None = None
    ) -> Answered[Read]:
        """The answer, where it has come.

        Raises:
            Deferred: it is still to come; the question is on its way, or goes up with the next `collect`.
            ModelFailed: none came that can be read, however often it was asked for.
        """
        in_hand = IN_HAND.get()
        assert in_hand is not None, "asked only for a row of a batch"
        batch, row = in_hand
        key = LaterKey(row, _digest(self.name, prompt))
        kept = await self._kept.later_answer(batch, key)
        if kept is None or (kept.state == "again" and kept.tries < _MOST_TRIES):
            raise self._noted(batch, key, prompt)
        if kept.state == "asked":
            raise Deferred
        if kept.state != "answered":
            raise Fault(kept.kind or "server", self.name, why=kept.kind or kept.state)
        try:
            value = read(bare(kept.text) if prompt.schema else kept.text)
        except (ModelFailed, ValueError) as error:
            if kept.tries >= _MOST_READ:
                raise error if isinstance(error, ModelFailed) else Fault("structure", self.name, UNREADABLE) from error
            await self._kept.ask_again(batch, key)
            raise self._noted(batch, key, prompt) from None
        return Answered(value, kept.model or self.name, kept.tokens_in, kept.tokens_out)

    async def collect(self, batch: str) -> None:
        """Sends what was asked since the last call, and waits until further answers are there; see `ports.LaterModel`."""
        if await self._lost(batch):
            return
        await self._send(batch)
        while files := await self._kept.later_files(batch):
            if any([await self._look(file) for file in files]):
                return
            await asyncio.sleep(self._poll)

    async def forget(self, batch: str) -> None:
        """Calls off what is on its way, and deletes what was kept."""
        for file in await self._kept.later_files(batch):
            if file.remote:
                await self._exchange.call_off(file.remote)
        await self._kept.forget_later(batch)
        self._collected.pop(batch, None)
        shutil.rmtree(self._folder / batch, ignore_errors=True)

    async def probe(self) -> tuple[str, dict[str, Any]] | None:
        """A single word would take hours."""
        return None

    async def close(self) -> None:
        """Closes the connections."""
        await self._exchange.close()

    def _noted(self, batch: str, key: LaterKey, prompt: Prompt) -> Deferred:
        if batch not in self._collected:
            self._collected[batch] = Collected(self._folder / batch, self._most_lines, self._most_bytes)
        self._collected[batch].add(key, self.name, prompt)
        return Deferred()

    async def _send(self, batch: str) -> None:
        collected = self._collected.pop(batch, None)
        for path, keys in collected.files() if collected else ():
            id = secrets.token_hex(12)
            self._lengths[id] = len(keys)
            await self._kept.begin_later_file(id, batch, keys)
            try:
                remote = await self._exchange.send(id, path)
            except Fault as fault:
                # Where nobody can say whether it arrived, `_lost` looks for it when there is an answer again.
                if not fault.again:
                    await self._kept.end_later_file(id, count=False)
                raise
            await self._kept.later_file_sent(id, remote)

    async def _lost(self, batch: str) -> bool:
        """Finds what broke off between its going up and our knowing its id; true where something has to go up anew."""
        lost = False
        for file in await self._kept.later_files(batch):
            if file.remote is None:
                if remote := await self._exchange.find(file.id, file.begun):
                    await self._kept.later_file_sent(file.id, remote)
                else:
                    await self._kept.end_later_file(file.id, count=False)
                    lost = True
        return lost

    async def _look(self, file: LaterFile) -> bool:
        """Reads what has come of a file; true where that is something to go on with."""
        made = await self._exchange.look(file.remote or "")
        if made.status not in ENDED:
            return False
        for id in (made.output_file_id, made.error_file_id):
            if id:
                await self._read(file, id)
        count = made.status != "failed" or self._counts(file, made)
        for id in (made.input_file_id, made.output_file_id, made.error_file_id):
            await self._exchange.delete(id)
        await self._kept.end_later_file(file.id, count)
        # What had no room is sent when another file is over, or at once where there is none.
        return count

    async def _read(self, file: LaterFile, id: str) -> None:
        some: list[LaterAnswer] = []
        async for line in self._exchange.lines(id):
            if answer := read_line(line):
                some.append(answer)
            if len(some) >= _STORED_AT_ONCE:
                await self._kept.store_later(file, some)
                some = []
        await self._kept.store_later(file, some)

    def _counts(self, file: LaterFile, made: Any) -> bool:
        """Whether a file that OpenAI did not take was a try of the questions in it."""
        codes = {error.code for error in made.errors.data or () if error.code} if made.errors else set()
        _log.warning("OpenAI did not take a file of the batch %s: %s.", file.batch, ", ".join(sorted(codes)) or "?")
        length = self._lengths.get(file.id, self._most_lines)
        if "token_limit_exceeded" not in codes or length == 1:
            return True
        # More tokens would wait at OpenAI than this account may have waiting: smaller files, and no fault of theirs.
        self._most_lines = max(1, length // 2)
        return False


def _digest(model: str, prompt: Prompt) -> str:
    asked = [model, prompt.task, prompt.system, prompt.user, prompt.schema]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:32]
