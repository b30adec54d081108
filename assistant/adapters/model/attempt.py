"""One call of a model: streamed, or in one piece where nobody reads along."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from assistant.adapters.model.faults import Fault, fault_of, refuses_structure
from assistant.adapters.model.provider import Chat
from assistant.adapters.model.structure import Bare, bare, response_format
from assistant.ports import Prompt

# No tokenizer in use puts more than about four characters into a token on average.
CHARACTERS_A_TOKEN = 4


@dataclass(slots=True)
class Cost:
    """Tokens of all attempts of one question, so far as the server said."""

    tokens_in: int = 0
    tokens_out: int = 0

    def add(self, usage: Any) -> None:
        """Adds what one call used, in LangChain's `usage_metadata`."""
        self.tokens_in += usage.get("input_tokens", 0)
        self.tokens_out += usage.get("output_tokens", 0)


@dataclass(slots=True)
class Attempt:
    """One call: what it is about, and what came of it."""

    chat: Chat
    name: str
    setting: str
    cost: Cost
    heard_any: bool = False
    finish: str = ""
    refused: bool = False
    answered_by: str = ""
    usage: Any = None
    _said: list[str] = field(default_factory=list)

    async def run(self, prompt: Prompt, structured: bool, careful: bool, heard: Callable[[str], None] | None) -> str:
        """The whole answer, while `heard` is told each piece of it.

        Args:
            prompt: what is asked.
            structured: asks with `response_format`.
            careful: takes LangChain's slower way, the only one that hears a refusal in words.
            heard: is told pieces; for a prompt with a schema only JSON, without fences.

        Raises:
            Fault: nothing whole came.
        """
        bare_json = Bare() if prompt.schema else None
        room = prompt.longest * CHARACTERS_A_TOKEN
        async with aclosing(self._pieces(prompt, structured, careful)) as pieces:
            async for piece in pieces:
                room -= len(piece)
                if room < 0:
                    raise Fault("endless", self.name)
                self._said.append(piece)
                said = bare_json.take(piece) if bare_json else piece
                if heard and said:
                    heard(said)
        return self._whole(bool(prompt.schema))

    async def run_whole(self, prompt: Prompt, structured: bool, seconds: float) -> str:
        """The whole answer in one piece, for a `chat` that has `whole`: a stream's pieces cost more than all the rest.

        Raises:
            Fault: nothing whole came, or not within so many seconds.
        """
        assert self.chat.whole
        asked: dict[str, Any] = {"messages": [{"role": role, "content": text} for role, text in _messages(prompt)]}
        if structured:
            asked["response_format"] = response_format(prompt.task, prompt.schema)
        try:
            said = await self.chat.whole(asked, seconds)
        except ValueError:
            raise Fault("server", self.name, why="JSON") from None
        except Exception as error:
            if structured and refuses_structure(error):
                raise
            raise fault_of(error, self.name, self.setting, self.heard_any) from None
        try:
            choice, usage = said["choices"][0], said.get("usage") or {}
            message = choice["message"]
            text = message.get("content") or ""
            self._said.append(text)
            self.finish, self.refused = choice.get("finish_reason") or "", bool(message.get("refusal"))
            self.answered_by = said.get("model") or ""
            self.usage = {
                "input_tokens": usage.get("prompt_tokens") or 0,
                "output_tokens": usage.get("completion_tokens") or 0,
            }
        except (LookupError, TypeError, AttributeError):
            raise Fault("server", self.name, why="JSON") from None
        if len(text) > prompt.longest * CHARACTERS_A_TOKEN:
            raise Fault("endless", self.name)
        return self._whole(bool(prompt.schema))

    def _whole(self, json: bool) -> str:
        if self.usage:
            self.cost.add(self.usage)
        text = "".join(self._said)
        if self.refused or self.finish in ("content_filter", "refusal", "SAFETY"):
            raise Fault("refused", self.name)
        if self.finish in ("length", "max_tokens", "MAX_TOKENS"):
            raise Fault("endless", self.name)
        if self.chat.structured and not self.finish:
            raise Fault("cut", self.name)
        if not text.strip():
            raise Fault("empty", self.name)
        return bare(text) if json else text

    async def _pieces(self, prompt: Prompt, structured: bool, careful: bool) -> AsyncGenerator[str, None]:
        options: dict[str, Any] = {}
        if structured:
            form = {"response_format": response_format(prompt.task, prompt.schema)}
            # Named openly, LangChain reads the growing answer anew with each piece, which nobody needs here.
            options = form if careful else {"extra_body": form}
            if careful:
                # Its first use imports for a second, which no other stream should wait for.
                await asyncio.to_thread(lambda: self.chat.made.root_async_client.beta.chat.completions)
        try:
            async for chunk in self.chat.made.astream(_messages(prompt), **options):
                self._note(chunk)
                if text := str(chunk.text):
                    self.heard_any = True
                    yield text
        except Exception as error:
            if structured and refuses_structure(error):
                raise
            raise fault_of(error, self.name, self.setting, self.heard_any) from None

    def _note(self, chunk: Any) -> None:
        about = chunk.response_metadata
        self.finish = about.get("finish_reason") or about.get("stop_reason") or about.get("done_reason") or self.finish
        self.answered_by = about.get("model_name") or self.answered_by
        self.refused = self.refused or bool(chunk.additional_kwargs.get("refusal"))
        if chunk.usage_metadata:
            before = self.usage or {}
            self.usage = {key: max(before.get(key, 0), chunk.usage_metadata.get(key, 0) or 0)
                          for key in ("input_tokens", "output_tokens")}  # fmt: skip


def _messages(prompt: Prompt) -> list[tuple[str, str]]:
    return [(role, text) for role, text in (("system", prompt.system), ("user", prompt.user)) if text]
