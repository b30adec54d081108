"""The plan: which parts a reply has, on what each rests, and what only the CSM can say."""

from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.domain.account import Contact
from assistant.domain.draft import Ask, Citation
from assistant.domain.situation import Situation

PartKind = Literal[
    "greeting", "support", "success", "value", "facts", "apology", "boundary", "trade", "thanks", "expectation",
    "referral", "question", "feedback", "memo", "next_step", "closing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """One part to be worded: its kind, the name of its wording in the playbook, and the facts it is worded from.

    `inputs` are display forms (see `Cited`) and small flags; a playbook adds no fact to them.
    `needs` names the ask without whose answer the move stays out of the letter.
    """

    kind: PartKind
    name: str
    inputs: dict[str, Any] = field(default_factory=dict)
    needs: str | None = None


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
    answer. `subject` is a move whose wording is the subject of a new mail, or None where the subject is kept.
    """

    situation: Situation
    language: str
    audience: Literal["customer", "colleague"] = "customer"
    channel: Literal["mail", "chat", "call"] = "mail"
    contact: Contact | None = None
    moves: tuple[Move, ...] = ()
    subject: Move | str = ""
    asks: tuple[Ask, ...] = ()
    notes: tuple[CoachNote, ...] = ()
    citations: tuple[Citation, ...] = ()
    send: bool = True
