"""Sums that a CSM has done: what follows in one step from figures that the reader has before them, or that are on record.

A sum of many digits may rest on any of them. One of few digits is met by chance too soon: it has to stand beside what it
is made of.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from math import ceil

from assistant.checks.figures import Figure, fits
from assistant.checks.ledger import Ledger
from assistant.checks.proof import Proof, Source, figures_of

_TIME = {"minute": 1.0, "hour": 60.0, "day": 1_440.0, "week": 10_080.0, "month": 43_829.0, "year": 525_949.0}
_MONTHS_OF = {"month": 1, "year": 12}
# A value with so many digits of its own is not met by chance.
_TELLING = 3
_MANY = 48
# So many to one are still told as a share of one: 「1円あたり2.29円」.
_PER_ONE = 100
_FEW = 12
# A bare number below this stands beside what it is made of in one sentence, or is chance.
_BARE = 20
# A price of one: 「1席あたり月額4,200円」, "$600 a seat".
_MONEY_WORD = re.compile(
    r"(?:席|名|人|ID|seat|user)[^。\n]{0,30}?(?:円|[$£€¥]\s?\d)|(?:円|[$£€¥]\s?\d)[^。\n]{0,20}(?:席|seat|user)"
)
# More than half is no discount and no rise.
_SHARE = 50


class Sums:
    """What the figures of one text come to.

    Args:
        proof: the letter.
        ledger: its record.
        source: body or subject.
        known: the figures of that text that can be traced as they are.
    """

    def __init__(self, proof: Proof, ledger: Ledger, source: Source, known: Iterable[Figure]):
        self._proof, self._ledger = proof, ledger
        self._source: Source = source
        self._shown = list(known)

    def follows(self, figure: Figure) -> bool:
        """True where a figure is a sum of others; from then on it is a term of further ones."""
        terms = (
            [*self._near(figure), *self._given] if not _telling(figure) else [*self._shown, *self._given, *self._asked]
        )
        if not any(_makes(figure, value, unit) for value, unit in _results(figure, terms[:_MANY])):
            return False
        self._shown.append(figure)
        return True

    def _near(self, figure: Figure) -> list[Figure]:
        """The traced figures of the paragraph; of the sentence alone, for a bare number."""
        text = self._proof.text(self._source)
        if figure.unit or figure.value >= _BARE:
            start, end = text.paragraph_at(figure.start)
        else:
            sentence = text.sentence_at(figure.start)
            start, end = sentence.start, sentence.end
        near = [f for f in self._shown if start <= f.start < end]
        if figure.unit == "times":
            near += [f for f in self._shown if f.money and _telling(f)]
        if figure.money:
            near += [f for f in self._asked if f.value >= _PER_ONE]
        if near and figure.unit:
            near += [f for f in self._goals if f.unit == figure.unit]
        return near

    @cached_property
    def _given(self) -> list[Figure]:
        """Price and confirmed effect: what every other amount is set beside."""
        given = [_as_figure(e.value, e.unit) for e in self._ledger.record if e.of in ("price", "outcome", "seats")]
        contract = self._proof.letter.account.contract
        if contract and contract.seats and contract.annual_price:
            each = contract.annual_price / contract.seats
            given += [_as_figure(value, contract.currency or "money") for value in (each, each / 12)]
        return given

    @cached_property
    def _goals(self) -> list[Figure]:
        return [_as_figure(e.value, e.unit) for e in self._ledger.record if e.of.startswith("goal:")]

    @cached_property
    def _asked(self) -> list[Figure]:
        percent = self._proof.letter.organisation.policy.max_discount_percent
        of_policy = [_as_figure(percent, "percent")] if percent else []
        # A new price of a seat stands in the record's texts.
        told = (f for fact in self._proof.readable if _MONEY_WORD.search(fact.text) for f in self._of(fact.text))
        return [*self._proof.figures("message"), *of_policy, *list(told)[:_FEW]]

    def _of(self, text: str) -> list[Figure]:
        return [f for f in figures_of(text, self._proof.letter.today) if f.money]


def _as_figure(value: float, unit: str) -> Figure:
    return Figure(value, 0.0, unit, "", -1, -1)


def _telling(figure: Figure) -> bool:
    digits = f"{figure.value / min(figure.step, 1.0):.0f}".rstrip("0")
    large = figure.value >= _PER_ONE or figure.money
    return len(digits) >= _TELLING and figure.unit not in ("percent", "times") and large


def _makes(figure: Figure, value: float, unit: str) -> bool:
    return figure.shows(value, unit) if unit != "ceil" else not figure.money and figure.value == value


def _results(figure: Figure, terms: list[Figure]) -> Iterator[tuple[float, str]]:
    """What one step makes of one term, or of two, in the unit of the figure that is looked for."""
    for a in terms:
        if a.unit == figure.unit and a.unit not in ("percent", "times"):
            yield a.value * 12, a.unit
            yield a.value / 12, a.unit
            if a.money:
                yield a.value * 2, a.unit
                yield a.value * 3, a.unit
        if {a.unit, figure.unit} == {"minute", "hour"}:
            yield a.value * _TIME[a.unit] / _TIME[figure.unit], figure.unit
    alike = [f.value for f in terms if f.unit == figure.unit and f.start >= 0]
    if len(alike) > 2 and figure.unit:
        yield sum(alike), figure.unit
    for n, a in enumerate(terms):
        for b in terms[n + 1 :]:
            if a.start < 0 and b.start < 0:
                continue  # sums of the record alone are the ledger's
            yield from _of_two(figure, a, b)
            yield from _of_two(figure, b, a)


def _of_two(figure: Figure, a: Figure, b: Figure) -> Iterator[tuple[float, str]]:
    # "They quoted us 22,000": an amount, where the other is one.
    bare = (a.money and not b.unit and b.value >= _PER_ONE) or (b.money and not a.unit and a.value >= _PER_ONE)
    counts = not a.unit and not b.unit and min(a.value, b.value) >= _BARE and figure.unit in ("percent", "times")
    alike = (
        bare
        or counts
        or (bool(a.unit and b.unit) and (a.unit == b.unit or (a.money and b.money and fits(a.unit, b.unit))))
    )
    if alike:
        if fits(figure.unit, a.unit or b.unit):
            yield a.value + b.value, a.unit or b.unit
            yield a.value - b.value, a.unit or b.unit
        if b.value and figure.unit in ("times", "percent", ""):
            yield a.value / b.value, "times"
            if a.unit != "percent":
                yield 100 * a.value / b.value, "percent"
            yield 100 * abs(a.value - b.value) / b.value, "percent"
        if b.value and a.money and not figure.money and figure.unit in ("", "count", "person", "hour"):
            yield a.value / b.value, figure.unit
        if b.value and a.money and figure.money and figure.value < _PER_ONE and figure.step < 1:
            yield a.value / b.value, a.unit
    if a.money and b.unit == "percent" and b.value <= _SHARE and figure.money:
        yield from ((a.value * share / 100, a.unit) for share in (b.value, 100 - b.value, 100 + b.value))
    if (
        figure.unit == a.unit
        and a.unit not in ("percent", "times", "")
        and not b.money
        and b.unit not in ("percent", a.unit)
    ):
        yield a.value * b.value, a.unit
        yield a.value * b.value * 12, a.unit
        if b.value:
            yield a.value / b.value, a.unit
    if a.unit in _MONTHS_OF and b.unit in _MONTHS_OF and b.value and figure.unit in ("count", ""):
        yield float(ceil(a.value * _MONTHS_OF[a.unit] / (b.value * _MONTHS_OF[b.unit]))), "ceil"
