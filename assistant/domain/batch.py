"""A batch: one draft a row of a file, each row durable, each with an end that a CSM understands."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from assistant.domain.draft import Draft, DraftRequest

# Letters of two rows that are more alike than this are named in the report.
SIMILAR = 0.8

BatchState = Literal["running", "finished", "cancelled"]


class RowState(StrEnum):
    """Where a row stands. All but `waiting` are ends, and are stored once."""

    waiting = "waiting"
    drafted = "drafted"
    needs_review = "needs_review"
    held = "held"
    failed = "failed"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row ended as it did: a msgid and what fills its places, said in the language of whoever reads it.

    `code` counts equal reasons together, whatever their values: `serious_ticket`, `unknown_account` …
    """

    code: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """A judgement, made before anything is drafted: this letter should not go out now.

    `instead` is what is drafted all the same, for the CSM's eyes (the question that would confirm a result); None where
    nothing is.
    """

    reason: Reason
    instead: DraftRequest | None = None


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What holds for every row of a batch; kept with it, so that a restart goes on in the same way.

    Args:
        language: of the coaching and findings, and of the reasons in files ("ja", "en").
        engine: None for what is configured, or "openai-batch".
        locked: paragraphs that stand word for word the same in every letter (a price notice, a holiday notice).
    """

    language: str = "ja"
    engine: str | None = None
    locked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it is on record.

    Args:
        id: its own.
        digest: of the file's bytes (SHA-256, hexadecimal); the same file is the same batch.
        name: the file's, as the user knows it.
        rows: how many the file has; None until the last one is on record.
        begun: when, in seconds since 1970; `ended` when the last row had its end, or it was cancelled.
    """

    id: str
    digest: str
    name: str
    state: BatchState
    options: BatchOptions
    rows: int | None
    begun: float
    ended: float | None = None


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One row as it came.

    Args:
        row: its place in the file, from 1.
        account: the id asked for; "" where the row names none.
        request: the fields of a draft request as plain values; the account is an id here.
        fault: what is wrong with a row that cannot be a request.
    """

    row: int
    account: str
    request: Mapping[str, Any]
    fault: Reason | None = None


@dataclass(frozen=True, slots=True)
class RowResult:
    """How one row ended: a state, a reason where it is held or failed, the draft where one was made.

    `request` is what the draft answers, as plain values, to be stored with it.
    """

    row: int
    state: RowState
    reason: Reason | None = None
    draft: Draft | None = None
    request: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settled:
    """What only shows when all rows have their end.

    Args:
        similarity: 0 to 1, to the nearest other row; `nearest` its number. None where there is no letter.
        held: a reason to hold the row after all (its facts stand word for word in another customer's letter).
    """

    row: int
    similarity: float | None
    nearest: int | None
    held: Reason | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row of the output. `draft` is the stored draft in its newest version, as JSON text."""

    row: int
    account: str
    state: RowState
    reason: Reason | None = None
    draft: str | None = None
    similarity: float | None = None
    nearest: int | None = None


@dataclass(frozen=True, slots=True)
class CompletedProject:
    """An account whose project is completed. `completed` is the day as it is on record, None where none is."""

    account: str
    name: str
    project: str
    completed: str | None


@dataclass(slots=True)
class BatchTally:
    """Counts over the rows of a batch.

    Attributes:
        states: rows by state; `waiting` are those without an end yet.
        findings: in how many drafts a check found something, by its code and severity.
        reasons: how many rows are held or failed, by state and the reason's code.
        tokens_in: what a language model read, tokens_out: what it wrote.
        near: pairs of rows whose letters are more alike than the limit: (row, nearest, similarity), most alike first.
    """

    states: Counter[RowState] = field(default_factory=Counter)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[tuple[RowState, str]] = field(default_factory=Counter)
    tokens_in: int = 0
    tokens_out: int = 0
    near: list[tuple[int, int, float]] = field(default_factory=list)

    @property
    def ended(self) -> int:
        """How many rows have their end."""
        return self.states.total() - self.states[RowState.waiting]
