"""Goals and results of an account as things that a mail may speak of: their figures, their words."""

import re
from dataclasses import dataclass
from datetime import date as Date
from typing import Literal

from assistant.domain.account import Account, Goal, Outcome
from assistant.domain.editing import goal_ref, tag_of
from assistant.triage.amounts import Amount, Figures, amounts, period_in
from assistant.triage.folded import fold
from assistant.triage.sentences import is_question, sentences

Role = Literal["baseline", "current", "target", "reading", "basis", "annual"]

# Words of measuring and improving: they are in every goal, so they tell none from another.
_JA_COMMON = frozenset(
    ["時間", "件数", "日数", "回数", "人数", "割合", "平均", "所要", "営業", "業日", "削減", "短縮", "減少", "増加", "向上", "改善", "達成", "以内", "以上", "以下", "月間", "年間", "毎月", "月次", "年次", "効果", "作業", "業務", "まで", "に短", "目標", "利用"]
)  # fmt: skip
_EN_COMMON = frozenset(
    ["hour", "day", "minute", "week", "month", "year", "time", "number", "count", "rate", "share", "average", "per", "within", "from", "into", "than", "with", "that", "this", "reduce", "reduced", "reduction", "cut", "fewer", "less", "more", "raise", "increase", "improve", "under", "below", "least", "keep", "save", "saved", "saving", "working", "business", "percent", "total", "each", "have", "every", "spent", "take", "taken", "customer"]
)  # fmt: skip
_ENOUGH = 2


def terms(text: str) -> frozenset[str]:
    """What a text speaks of: pairs of characters of Japanese words, stems of English ones."""
    folded = fold(text).lower()
    found: set[str] = set()
    for run in re.findall(r"[一-龯々ァ-ヴー]+[り|き|し|み|い|め|け|げ|ち|え]?", folded):
        found |= {run[n : n + 2] for n in range(len(run) - 1)}
    for word in re.findall(r"[a-z][a-z-]{3,}", folded):
        found.add(re.sub(r"(?:ing|ed|es|s)$", "", word))
    return frozenset(found - _JA_COMMON - _EN_COMMON)


@dataclass(frozen=True, slots=True)
class Item:
    """A goal or a result. `ref` is how `editing` finds it, `measures` the unit of a goal (its value means nothing)."""

    kind: Literal["goal", "outcome"]
    key: str
    ref: str
    text: str
    terms: frozenset[str]
    amounts: tuple[tuple[Amount, Role], ...]
    measures: Amount | None = None
    as_of: Date | None = None
    confirmed: bool = False

    @property
    def current(self) -> Amount | None:
        """A goal's current value."""
        return next((amount for amount, role in self.amounts if role == "current"), None)

    @property
    def units(self) -> set[str]:
        """The words of its units."""
        return {amount.word for amount, _ in self.amounts} | ({self.measures.word} if self.measures else set())

    def spoken_of(self, text: str, enough: int = _ENOUGH) -> bool:
        """True where a text has enough of its words."""
        return len(self.terms & terms(text)) >= max(1, min(enough, len(self.terms)))

    def asked_for(self, letter: str, language: str) -> bool:
        """True where a question of a letter speaks of it."""
        asked = [letter[a:b] for a, b in sentences(letter, language)]
        return any(self.spoken_of(words) for words in asked if is_question(words, language))

    def holds(self, words: str) -> bool:
        """True where these very words stand in it."""
        return words.strip() in self.text


def items_of(account: Account, figures: Figures) -> list[Item]:
    """All goals, and the results that are not withdrawn."""
    goals = [_of_goal(goal, figures) for goal in account.goals]
    return [*goals, *(_of_outcome(outcome, figures) for outcome in account.outcomes if not outcome.withdrawn)]


def _of_goal(goal: Goal, figures: Figures) -> Item:
    text = f"{goal.kpi} {goal.statement}"
    unit = re.split(r"[/(（]|\s(?:per|a|each)\s", fold(goal.unit).lower())[0].strip()
    period = period_in(f"{fold(goal.unit)} {fold(goal.kpi)}")

    def amount(value: float) -> Amount:
        found = amounts(f"1{unit}" if not unit.isascii() else f"1 {unit}", figures, [unit])
        kind, word = (found[0].unit, found[0].word) if found else ("", unit)
        return Amount(value, 0.0, kind, word, period, 0, 0)

    values: list[tuple[float | None, Role]] = [
        (goal.current, "current"), (goal.baseline, "baseline"), (goal.target, "target"),
        *((reading.value, "reading") for reading in goal.readings),
    ]  # fmt: skip
    known: list[tuple[Amount, Role]] = [(amount(value), role) for value, role in values if value is not None]
    ref = goal_ref(goal)
    measures = amount(0.0) if unit else None
    return Item("goal", f"goal:{ref}", ref, fold(text).lower(), terms(text), tuple(known), measures, goal.as_of)


def _of_outcome(outcome: Outcome, figures: Figures) -> Item:
    text = f"{outcome.statement} {outcome.basis}"
    known: list[tuple[Amount, Role]] = [(a, "basis") for a in amounts(fold(outcome.basis).lower(), figures)]
    # The steps of a formula that only turn months into a year are nobody's measurement.
    known = [(a, role) for a, role in known if a.unit not in ("month", "year", "week")]
    if outcome.annual_value is not None:
        known.append((Amount(outcome.annual_value, 1.0, outcome.currency or "JPY", "", "year", 0, 0), "annual"))
    return Item(
        "outcome", f"outcome:{outcome.id or tag_of(outcome)}", tag_of(outcome), fold(text).lower(), terms(outcome.statement),
        tuple(known), None, outcome.as_of, bool(outcome.confirmed_by),
    )  # fmt: skip
