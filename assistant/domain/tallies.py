"""Counts over many stored drafts, as the records give them."""

from collections import Counter
from dataclasses import dataclass, field

from assistant.domain.account import Contract, Outcome

# The two lanes of a letter by its parts: what brings minus back to zero, and what leads on toward the customer's goal.
SUPPORT_PARTS = ("support", "apology")
SUCCESS_PARTS = ("success", "value")


@dataclass(frozen=True, slots=True)
class Alike:
    """What drafts that are counted together have in common.

    Attributes:
        month: "2026-09", of the newest version.
        situation: the name of the situation.
        used: as_is, edited, rejected, or None where nobody has said.
        result: held, traded, discounted, renewed, lost, referred, or None.
        support: whether the letter has a part of SUPPORT_PARTS; `success`: whether it has one of SUCCESS_PARTS.
    """

    month: str
    situation: str
    used: str | None
    result: str | None
    support: bool
    success: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """An account that drafts cite: the titles cited, and the results on record that they may be."""

    id: str
    name: str
    titles: frozenset[str]
    outcomes: tuple[Outcome, ...]
    contract: Contract | None


@dataclass(slots=True)
class Tallies:
    """Counts over the drafts of some time.

    Attributes:
        drafts: how many in their newest version, by what they have in common.
        findings: in how many drafts a check found something in any version, by its code and severity.
        cited: the accounts cited by drafts that nobody rejected, where there are results on record.
    """

    drafts: Counter[Alike] = field(default_factory=Counter)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    cited: list[Cited] = field(default_factory=list)
