"""The plan: which parts a reply has, on what each rests, and what only the CSM can say."""

from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.domain.account import Contact
from assistant.domain.draft import Citation
from assistant.domain.situation import Situation

PartKind = Literal[
    "greeting", "support", "success", "value", "facts", "apology", "boundary", "trade", "thanks", "expectation",
    "referral", "question", "feedback", "memo", "next_step", "closing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """One part to be worded: its kind, the name of its wording in the playbook, and the facts it is worded from.

    `inputs` are display forms and small flags; a playbook adds no fact to them. `needs` is the id of the ask without
    whose answer the move stays out of the letter. `weight` is 1 for what the letter cannot do without, 3 for what goes
    first where it must be short. `joins` means that it continues the paragraph before it where that has its kind.
    """

    kind: PartKind
    name: str
    inputs: dict[str, Any] = field(default_factory=dict)
    needs: str | None = None
    weight: int = 2
    joins: bool = False


@dataclass(frozen=True, slots=True)
class AskPlan:
    """What only the CSM can say: the name of its wording in prompts/coaching/, and the answer where there is one."""

    id: str
    name: str
    kind: Literal["time", "date", "name", "fact", "choice"] = "fact"
    inputs: dict[str, Any] = field(default_factory=dict)
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class CoachNote:
    """A note to the CSM: the name of its wording in prompts/coaching/, its inputs, the principles it rests on."""

    name: str
    inputs: dict[str, Any] = field(default_factory=dict)
    principles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What the reply says, decided in code; a playbook or a model only words it.

    `situation` names the playbook; `moves` stand in the order of the letter; `send` is false where nothing needs an
    answer. `subject` is the subject as kept from the customer, or the inputs of the playbook's own for a new mail.
    `tone` is plain, firm or soft. `warnings` are findings' msgids about the record (a text in one language only).
    """

    situation: Situation
    language: str
    audience: Literal["customer", "colleague"] = "customer"
    channel: Literal["mail", "chat", "call"] = "mail"
    contact: Contact | None = None
    moves: tuple[Move, ...] = ()
    subject: str | dict[str, Any] = ""
    tone: Literal["plain", "firm", "soft"] = "plain"
    warnings: tuple[str, ...] = ()
    asks: tuple[AskPlan, ...] = ()
    notes: tuple[CoachNote, ...] = ()
    citations: tuple[Citation, ...] = ()
    send: bool = True
