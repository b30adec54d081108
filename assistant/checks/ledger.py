"""The ledger: every figure that a letter may hold, from the record, from what was said, or computed from those."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property, lru_cache
from itertools import combinations

from assistant.checks.figures import MONEY, Figure, fits, spelled, unit_of
from assistant.checks.proof import Proof, figures_of

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


# Figures of a text are read in a time that grows with the square of its longest line.
_LONG_MESSAGE = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that is on record or computed from the record; `of` names what it belongs to, `date` when it was read."""

    value: float
    unit: str
    of: str = ""
    date: Date | None = None


class Ledger:
    """Looks a figure up: first in the record's own fields, then among what can be computed, then in texts."""

    def __init__(self, proof: Proof):
        self._proof = proof
        self._account = proof.letter.account

    @cached_property
    def record(self) -> tuple[Entry, ...]:
        """The values of the record's fields that count as current."""
        return tuple(self._record())

    def _record(self) -> Iterator[Entry]:
        account = self._account
        for n, goal in enumerate(account.goals):
            unit, name = unit_of(goal.unit), f"goal:{goal.id or n}"
            for value in (goal.baseline, goal.target, goal.current):
                if value is not None:
                    yield Entry(value, unit, name)
                    if unit == "percent" and 0 < value < 1:
                        yield Entry(value * 100, unit, name)
        for outcome in account.outcomes:
            if outcome.annual_value is not None and not outcome.withdrawn:
                yield Entry(outcome.annual_value, outcome.currency or "money", "outcome")
        if contract := account.contract:
            for price in (contract.annual_price, contract.total_price):
                if price is not None:
                    yield Entry(price, contract.currency or "money", "price")
            if contract.seats is not None:
                yield Entry(contract.seats, "person", "seats")
            for approval in contract.approvals:
                if approval.percent is not None:
                    yield Entry(approval.percent, "percent", "approval")
        economics = account.economics
        if economics and not self._proof.to_customer:
            if economics.gross_margin is not None:
                yield Entry(economics.gross_margin * 100, "percent", "economics")
            if economics.support_hours_per_month is not None:
                yield Entry(economics.support_hours_per_month, "hour", "economics")

    @cached_property
    def superseded(self) -> tuple[Entry, ...]:
        """Values that were true once, or estimated once: known, and not to be used as current."""
        old = [
            Entry(reading.value, unit_of(goal.unit), f"goal:{goal.id or n}", reading.date)
            for n, goal in enumerate(self._account.goals)
            for reading in goal.readings
            if reading.value not in (goal.baseline, goal.target, goal.current)
        ]
        for outcome in self._account.outcomes:
            if outcome.withdrawn and outcome.annual_value is not None:
                old.append(Entry(outcome.annual_value, outcome.currency or "money", "withdrawn"))
        return tuple(old)

    @cached_property
    def computed(self) -> tuple[Entry, ...]:
        """Differences, ratios and shares of two values of the record that are of the same kind."""
        return tuple(self._computed())

    def _computed(self) -> Iterator[Entry]:
        for goal in self._account.goals:
            values = [v for v in (goal.baseline, goal.current, goal.target) if v is not None]
            yield from _pairs(values, unit_of(goal.unit))
            if None not in (goal.baseline, goal.current, goal.target) and goal.baseline != goal.target:
                done = (goal.baseline - goal.current) / (goal.baseline - goal.target)  # type: ignore[operator]
                yield Entry(abs(done) * 100, "percent")
        yield from self._of_money()
        yield from self._of_users()
        yield from self._with_theirs()

    def _with_theirs(self) -> Iterator[Entry]:
        """What the record's figures come to with those that the customer names: 21,400件 and their 4,200枚 more."""
        letter = self._proof.letter
        if not letter.by_hand or len(letter.message) > _LONG_MESSAGE:
            return
        counted = (f for f in self._proof.figures("message") if not f.money and f.unit not in ("percent", "times"))
        theirs = [f for f in counted if f.value > 1]
        for figure in theirs:
            for entry in self.record:
                if entry.unit and same_kind(figure, entry) and not entry.of.startswith("economics"):
                    yield Entry(entry.value + figure.value, entry.unit)
                    yield Entry(abs(entry.value - figure.value), entry.unit)

    def _of_money(self) -> Iterator[Entry]:
        contract = self._account.contract
        worth: dict[str, list[float]] = {}
        for outcome in self._account.outcomes:
            if outcome.annual_value and not outcome.withdrawn:
                worth.setdefault(outcome.currency, []).append(outcome.annual_value)
        for currency, values in worth.items():
            for value in {*values, sum(values)}:
                yield Entry(value, currency)
                yield Entry(value / 12, currency)
        if not contract:
            return
        for price in (contract.annual_price, contract.total_price):
            if not price:
                continue
            yield Entry(price / 12, contract.currency)
            yield from (Entry(price * years, contract.currency) for years in (2, 3))
            if contract.seats:
                yield Entry(price / contract.seats, contract.currency)
                yield Entry(price / contract.seats / 12, contract.currency)
            for approval in contract.approvals:
                if approval.percent:
                    yield from _cut(price, approval.percent, contract.currency)
            if percent := self._proof.letter.organisation.policy.max_discount_percent:
                yield from _cut(price, percent, contract.currency)
            values = worth.get(contract.currency, [])
            for value in {*values, sum(values)} if values else ():
                yield Entry(value / price, "times")
                yield Entry(value - price, contract.currency)

    def _of_users(self) -> Iterator[Entry]:
        contract = self._account.contract
        latest = [u for u in self._account.usage if u.active_users is not None][-2:]
        for use in latest:
            if contract and contract.seats and use.active_users:
                yield Entry(contract.seats - use.active_users, "person")
                yield Entry(100 * use.active_users / contract.seats, "percent")
        if len(latest) == 2:
            before, now = latest[0].active_users or 0, latest[1].active_users or 0
            yield Entry(abs(before - now), "person")
            if before:
                yield Entry(100 * abs(before - now) / before, "percent")

    def structured(self, figure: Figure, loose: bool = False) -> bool:
        """True where the figure is a current value of the record, or computed from such."""
        return any(shows(figure, e, loose) for e in self.record) or any(shows(figure, e, loose) for e in self.computed)

    def said(self, figure: Figure, loose: bool = False) -> bool:
        """True where the figure stands in a readable fact, a citation, an answer, a help text or the policy."""
        if any(self._holds(text, figure, loose) for text in self._proof.sources):
            return True
        # A bare number of the record (a seat, a count of use) is no hours, money or per cent.
        bare = figure.unit in ("", "person", "count")
        facts = self._proof.known_lines(_needles(figure))
        return any(self._holds(text, figure, loose, bare) for text in facts)

    def theirs(self, figure: Figure) -> bool:
        """True where the figure stands in the customer's own message."""
        return self._holds(self._proof.message.plain, figure, True)

    def _holds(self, text: str, figure: Figure, loose: bool, bare: bool = True) -> bool:
        if not any(needle in text for needle in _needles(figure)):
            return False
        written = figures_of(text, self._proof.letter.today)
        entries = (Entry(f.value, f.unit) for f in written if f.unit or bare)
        return any(shows(figure, entry, loose) for entry in entries)

    def span_of_time(self, figure: Figure) -> bool:
        """True where the figure is the time between today and a day on record, or the term of the contract."""
        if figure.unit not in _DAYS:
            return False
        today, days = self._proof.letter.today, figure.value * _DAYS[figure.unit]
        slack = {"day": 1.5, "week": 4.0, "month": 16.0, "year": 190.0}[figure.unit]
        return any(abs(abs((d - today).days) - days) <= slack for d in self._key_days) or any(
            abs(abs((a - b).days) - days) <= slack for a, b in combinations(self._key_days, 2)
        )

    @cached_property
    def _key_days(self) -> tuple[Date, ...]:
        account = self._account
        contract, project = account.contract, account.project
        days = [contract.start, contract.renewal, contract.notice_by] if contract else []
        days += [project.completed] if project else []
        days += [h.date for h in account.history if h.kind == "milestone"][:20]
        return tuple(d for d in days if d)


def _cut(price: float, percent: float, currency: str) -> Iterator[Entry]:
    """What a percentage of a price comes to, and what is left of it."""
    yield Entry(price * percent / 100, currency)
    yield Entry(price * (100 - percent) / 100, currency)


def shows(figure: Figure, entry: Entry, loose: bool = False) -> bool:
    """True where a figure shows a value of the ledger; `loose` where it is called approximate."""
    if figure.shows(entry.value, entry.unit):
        return True
    return loose and fits(figure.unit, entry.unit) and abs(figure.value - entry.value) <= 0.05 * abs(entry.value)


def same_kind(figure: Figure, entry: Entry) -> bool:
    """True where figure and entry are written in the same unit, not merely in compatible ones."""
    if figure.unit in MONEY:
        return entry.unit in MONEY
    return figure.unit == entry.unit


def _pairs(values: list[float], unit: str) -> Iterator[Entry]:
    for a, b in combinations(values, 2):
        yield Entry(abs(a - b), unit)
        if a and b:
            yield Entry(max(a, b) / min(a, b), "times")
            yield Entry(100 * abs(a - b) / max(abs(a), abs(b)), "percent")
            yield Entry(100 * abs(a - b) / abs(a), "percent")
            yield Entry(100 * min(a, b) / max(a, b), "percent")


@lru_cache(maxsize=512)
def _needles(figure: Figure) -> tuple[str, ...]:
    """What a text must hold to be worth reading for this figure: its first digits, or its words."""
    digits = re.sub(r"\D", "", f"{figure.value:.10f}").strip("0") or "0"
    ways = [digits[:2], *(f"{digits[0]}{mark}{digits[1]}" for mark in ",." if len(digits) > 1), *spelled(figure.value)]
    if figure.unit == "percent":
        ways += [f"{way}割" for way in (f"{figure.value / 10:g}", *spelled(figure.value // 10))]
        ways += ["半", "half", "halved"] if figure.value == 50 else []
    if figure.unit == "times" and figure.value in (2, 3):
        ways += ["wice", "oubled", "倍増"] if figure.value == 2 else ["ripled"]
    return tuple(ways)
