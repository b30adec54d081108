"""One question to a model with all its attempts: what it costs, when it is asked again, when it is given up."""

import asyncio
import random
from collections.abc import Callable
from typing import Generic, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_random_exponential

from assistant.adapters.model.attempt import Cost
from assistant.adapters.model.faults import Fault, may_help_again
from assistant.errors import ModelFailed
from assistant.ports import Prompt

Read = TypeVar("Read")

# Somebody waits for the letter: one more attempt, and a third only where the server itself said when to come again.
ATTEMPTS = 2
ATTEMPTS_WHERE_BUSY = 3
# Nobody waits for a row of a batch: a busy server is asked again until this has passed since the first attempt.
PATIENCE_SECONDS = 1_800.0
_JITTER_SECONDS = 0.25
_BACK_OFF = wait_random_exponential(multiplier=0.25, max=2.0)
_OWN_LIMIT = "Tomoni's own limits for the language model left no place for this request in time."
UNREADABLE = "The answer of the language model %(model)s was not in the form that was asked for."


class Question(Generic[Read]):
    """What is asked, by whom it is heard, and how far it has come; begins when it is made.

    `waiting` is true while the limits hold it back, `careful` once an empty answer asks for a closer look.
    """

    def __init__(
        self, model: str, prompt: Prompt, read: Callable[[str], Read], heard: Callable[[str | None], None] | None,
        deadline: float, patient: bool = False,
    ):  # fmt: skip
        self.prompt = prompt
        self.cost = Cost()
        self.waiting = self.careful = False
        self._model, self._read, self._heard, self._patient = model, read, heard, patient
        self._until = asyncio.get_running_loop().time() + (PATIENCE_SECONDS if patient else deadline)
        self._heard_any = False
        self._refused = 0

    def attempts(self) -> AsyncRetrying:
        """The attempts, with their pauses."""
        return AsyncRetrying(
            stop=self._enough, wait=_pause, retry=retry_if_exception(self._worth_another), reraise=True,
            before_sleep=self._begin_anew,
        )  # fmt: skip

    def hear(self, piece: str) -> None:
        """Says a piece on."""
        if self._heard:
            self._heard_any = True
            self._heard(piece)

    def read(self, text: str) -> Read:
        """The value of a whole answer.

        Raises:
            ModelFailed: it cannot be read.
        """
        try:
            return self._read(text)
        except ValueError as error:
            raise Fault("structure", self._model, UNREADABLE) from error

    def too_late(self) -> Fault:
        """Why the deadline passed."""
        if self.waiting:
            return Fault("busy", self._model, _OWN_LIMIT)
        return Fault("timeout", self._model)

    def _worth_another(self, error: BaseException) -> bool:
        left = self._until - asyncio.get_running_loop().time()
        return may_help_again(error) and (not isinstance(error, Fault) or (error.after or 0.0) < left)

    def _enough(self, state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        busy = error if isinstance(error, Fault) and error.kind == "busy" else None
        if self._patient and busy:
            self._refused += 1
            return False
        told = busy is not None and busy.after is not None
        return state.attempt_number - self._refused >= (ATTEMPTS_WHERE_BUSY if told else ATTEMPTS)

    def _begin_anew(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        self.careful = isinstance(error, ModelFailed) and error.kind == "empty"
        if self._heard_any and self._heard:
            self._heard_any = False
            self._heard(None)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, Fault) and error.after is not None:
        return error.after + random.uniform(0, _JITTER_SECONDS)
    return _BACK_OFF(state)
