"""A language model that is asked within a deadline, some attempts and some limits."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from assistant.adapters.model.attempt import Attempt, Cost
from assistant.adapters.model.faults import Fault, refuses_structure
from assistant.adapters.model.limits import Limiting, Limits
from assistant.adapters.model.provider import Chat, key_setting, make_chat
from assistant.adapters.model.question import Question
from assistant.errors import ModelFailed
from assistant.ports import Answered, Prompt

Read = TypeVar("Read")
Trouble = tuple[str, dict[str, Any]]

# Nothing but a sign of life is wanted; whatever comes is one.
_PROBE = Prompt(task="probe", system="", user="OK?", schema={}, origin="", longest=500)
PROBE_SECONDS = 10.0
# The share of the deadline that an answer in one piece may take.
_WHOLE = 0.9
# The pause of a patient caller where a busy server does not say how long it wants one.
BUSY_SECONDS = 2.0
_SIGNS_OF_LIFE = frozenset({"empty", "endless", "refused"})
_log = logging.getLogger(__name__)


class LangChainModel:
    """A chat model of LangChain behind `ports.Model`.

    Args:
        name: `provider:model`.
        environment: keys and addresses of providers, as in `settings.provider_environment`.
        deadline: seconds for one question with all its attempts and its waiting.
        concurrency: calls at once.
        requests_per_minute: None for no limit.
        tokens_per_minute: None for no limit; see `Limits` for how they are counted.
        silence: seconds without a sign of life after which an attempt is given up; half of the deadline where None, so
            that another attempt has as long.
        limits: take the place of the three above. Where they are patient, the deadline is one attempt's alone, and
            a busy server is asked again for as long as `question.PATIENCE_SECONDS`.
    """

    def __init__(
        self, name: str, environment: Mapping[str, str], *, deadline: float = 45.0, concurrency: int = 64,
        requests_per_minute: int | None = None, tokens_per_minute: int | None = None, silence: float | None = None,
        limits: Limiting | None = None,
    ):  # fmt: skip
        self._full_name, self._environment = name, environment
        self._setting = key_setting(name)
        self._deadline, self._silence = deadline, silence or deadline / 2
        self._limits: Limiting = limits or Limits(concurrency, requests_per_minute, tokens_per_minute)
        self._chat: Chat | None = None
        self._making = asyncio.Lock()
        self._takes_structure = True
        self._trouble: Trouble | None = None

    @property
    def name(self) -> str:
        """The model's own name, without its provider."""
        return self._full_name.partition(":")[2] or self._full_name

    @property
    def trouble(self) -> Trouble | None:
        """The last fault that a person has to mend, as a msgid and its values; None once the model has answered."""
        return self._trouble

    async def ask(
        self, prompt: Prompt, read: Callable[[str], Read], heard: Callable[[str | None], None] | None = None
    ) -> Answered[Read]:
        """Asks until an answer can be read: at most twice, three times where a busy server said when to come again.

        A key, a model's name or a refusal is never tried twice. Cancelling hangs up on the server.

        Raises:
            ModelFailed: nothing came that can be read, within the deadline.
        """
        question = Question(self.name, prompt, read, heard, self._deadline, self._limits.patient)

        async def once() -> Answered[Read]:
            text, by = await self._call(question, bound)
            return Answered(question.read(text), by, question.cost.tokens_in, question.cost.tokens_out)

        try:
            async with asyncio.timeout(self._deadline) as bound:
                answered = await question.attempts()(once)
        except TimeoutError:
            raise question.too_late() from None
        except ModelFailed as fault:
            if self._note(fault):
                _log.warning("%s", fault)
            raise
        self._trouble = None
        return answered

    async def probe(self) -> Trouble | None:
        """Asks for a word, once and for ten seconds: None where the model answers, else what has to be mended."""
        try:
            # The libraries' import takes seconds of its own, which are not the model's.
            attempt = Attempt(await self._ready(), self.name, self._setting, Cost())
            async with asyncio.timeout(min(self._deadline, PROBE_SECONDS)):
                await attempt.run(_PROBE, structured=False, careful=False, heard=None)
        except TimeoutError:
            fault = Fault("timeout", self.name)
            return fault.message, fault.values
        except ModelFailed as fault:
            if fault.kind not in _SIGNS_OF_LIFE:
                self._note(fault)
                return fault.message, fault.values
        self._trouble = None
        return None

    async def close(self) -> None:
        """Closes the connections."""
        await self._limits.close()
        if self._chat is not None:
            chat, self._chat = self._chat, None
            await chat.close()

    async def _ready(self) -> Chat:
        """The chat model, made at the first call and beside the event loop: its libraries take seconds to import."""
        async with self._making:
            if self._chat is None:
                self._chat = await asyncio.to_thread(make_chat, self._full_name, self._environment, self._silence)
            return self._chat

    async def _call(self, question: Question[Any], bound: asyncio.Timeout) -> tuple[str, str]:
        """The answer to one call, and the model that gave it."""
        chat = await self._ready()
        question.waiting = True
        if self._limits.patient:
            bound.reschedule(None)
        async with self._limits.seat(question.prompt):
            question.waiting = False
            if self._limits.patient:
                bound.reschedule(asyncio.get_running_loop().time() + self._deadline)
            try:
                return await self._answer(chat, question)
            except Fault as fault:
                if self._limits.patient and fault.kind == "busy" and fault.again:
                    # Before the place is given up, so that no other call takes it into the same refusal.
                    bound.reschedule(None)
                    await self._limits.pause(fault.after if fault.after is not None else BUSY_SECONDS)
                raise

    async def _answer(self, chat: Chat, question: Question[Any]) -> tuple[str, str]:
        structured = chat.structured and self._takes_structure and bool(question.prompt.schema)
        try:
            return await self._run(chat, question, structured)
        except ModelFailed:
            raise
        except Exception as error:
            if not structured or not refuses_structure(error):
                raise
        # The prompt describes the form as well, so such a server is asked in words, now and from now on.
        self._takes_structure = False
        _log.info("The server of the language model %s knows no response_format.", self.name)
        return await self._run(chat, question, structured=False)

    async def _run(self, chat: Chat, question: Question[Any], structured: bool) -> tuple[str, str]:
        attempt = Attempt(chat, self.name, self._setting, question.cost)
        if self._limits.patient and chat.whole:
            # Nobody reads along, and its time-out comes before the deadline, so that another attempt can be made.
            text = await attempt.run_whole(question.prompt, structured, self._deadline * _WHOLE)
        else:
            text = await attempt.run(question.prompt, structured, question.careful, question.hear)
        return text, attempt.answered_by or self.name

    def _note(self, fault: ModelFailed) -> bool:
        """Keeps a fault that a person has to mend; true where it is the first since the model last answered."""
        if not isinstance(fault, Fault) or not fault.lasting:
            return False
        first = self._trouble is None
        self._trouble = (fault.message, fault.values)
        return first
