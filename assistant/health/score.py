"""The health of an account: a weighted mean of what is known, and the reasons in words.

The formula, its weights and its thresholds are in knowledge/health.yaml. For the CSM's eyes only.
"""

from dataclasses import dataclass
from datetime import date as Date
from typing import Literal

from assistant.domain import display
from assistant.domain.account import Account
from assistant.health import signs
from assistant.health.rules import Rules
from assistant.texts import Say

Level = Literal["good", "watch", "risk"]
READERS = {"goals": signs.goals, "usage": signs.usage, "tickets": signs.tickets, "contact": signs.contact}
# What is known too little of is neither good nor bad.
_UNKNOWN = 50


@dataclass(frozen=True, slots=True)
class Health:
    """How an account is.

    Attributes:
        score: 0 to 100.
        level: good, watch or risk; `word` is its name in the reader's language.
        reasons: short sentences in the reader's language, what weighs most first; a near renewal last.
        parts: the points (0 to 100) of each part that is known.
        serious: whether a serious ticket is open.
    """

    score: int
    level: Level
    word: str
    reasons: tuple[str, ...]
    parts: dict[str, int]
    serious: bool


def health_of(account: Account, today: Date, rules: Rules, say: Say) -> Health:
    """The health of an account as of `today` (the organisation's day), told in the language of `say`.

    Args:
        account: with that part of its history at least that `ports.Records.telling_history` gives.
    """
    limits = rules.limits
    known = {name: sign for name, read in READERS.items() if (sign := read(account, today, limits, say))}
    points = {name: min(rules.parts[name].at(sign.figure), sign.most) for name, sign in known.items()}
    weights = {name: rules.parts[name].weight for name in known}
    serious = bool(signs.open_tickets(account, today, limits)[0])
    enough = sum(weights.values()) >= limits.least_weight
    most = 100.0
    if serious:
        most = min(most, limits.serious_score)
    if "usage" in known and known["usage"].figure <= -limits.collapse:
        most = min(most, limits.collapse_score)
    score, level = _judged(points, weights, rules, most, enough)
    lost = {name: weights[name] * (100 - points[name]) for name in known}
    reasons = [known[name].reason for name in sorted(known, key=lambda name: -lost[name])]
    if not enough:
        reasons.insert(0, say("Little is on record."))
    reasons += _coming(account, today, limits.renewal_days, say)
    shown = {name: round(value) for name, value in points.items()}
    return Health(score, level, word_of(level, say), tuple(reasons), shown, serious)


def _judged(
    points: dict[str, float], weights: dict[str, float], rules: Rules, most: float, enough: bool
) -> tuple[int, Level]:
    total = sum(weights.values())
    mean = sum(points[name] * weights[name] for name in points) / total if total else _UNKNOWN
    if not enough:
        # With little known nobody is well; but what is known to be bad stays bad.
        mean = max(min(mean, rules.good - 1), rules.watch)
    score = round(min(mean, most))
    return score, "good" if score >= rules.good else "watch" if score >= rules.watch else "risk"


def word_of(level: str, say: Say) -> str:
    """The name of a level in the reader's language."""
    return {"good": say("Good"), "watch": say("Watch"), "risk": say("At risk")}[level]


def _coming(account: Account, today: Date, within: float, say: Say) -> list[str]:
    """The dates of the contract that are near: named, and no reason for a lower score."""
    contract = account.contract
    found = []
    if contract and contract.notice_by and 0 <= (contract.notice_by - today).days <= within:
        found.append(_dated(contract.notice_by, today, say, "Notice can be given until %(date)s."))
    if contract and contract.renewal and 0 <= (contract.renewal - today).days <= within:
        found.append(_dated(contract.renewal, today, say, "The renewal is near: %(date)s."))
    return found


def _dated(date: Date, today: Date, say: Say, msgid: str) -> str:
    return say(msgid, date=display.day(date, say.language, today, weekday=False), days=(date - today).days)
