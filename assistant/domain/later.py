"""Questions to a language model that are answered hours later, and the files they go in."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

# The row (batch and number) that is being worked on: what is asked for it is kept by it, and goes with it.
IN_HAND: ContextVar[tuple[str, int] | None] = ContextVar("row_in_hand", default=None)

# `asked`: in a file that is on its way; `again`: to be sent once more; `failed` for good, for the reason of `kind`.
QuestionState = Literal["asked", "answered", "again", "failed"]


@dataclass(frozen=True, slots=True)
class LaterKey:
    """A question: the row that it is asked for, and a digest of what is asked."""

    row: int
    digest: str


@dataclass(frozen=True, slots=True)
class LaterAnswer:
    """Where a question stands.

    Args:
        text: of the answer; "" where there is none.
        kind: why there is none, as in `errors.ModelFailed`.
        tries: how often it went up.
    """

    key: LaterKey
    state: QuestionState
    text: str = ""
    kind: str = ""
    model: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    tries: int = 0


@dataclass(frozen=True, slots=True)
class LaterFile:
    """A file of questions. `remote` is the provider's id of the batch that it became; None until that is known."""

    id: str
    batch: str
    remote: str | None
    begun: float
