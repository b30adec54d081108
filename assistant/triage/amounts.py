"""Figures of a text with the words of their units and the time they are told for: 月100時間, about 100 hours a month."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Figured(Protocol):
    """A figure as the ledger reads it (`checks.figures`); handed in, because steps do not know each other."""

    @property
    def value(self) -> float: ...
    @property
    def step(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Figures = Callable[[str], Sequence[Figured]]

MONEY = frozenset({"JPY", "USD", "GBP", "EUR"})
_NUMBER = re.compile(r"^[\s$£€¥A-Z]*[\d,.〇一二三四五六七八九十百千万億兆割分]+")
_PERIODS = (("month", "月|ヶ月|か月"), ("year", "年間?"), ("week", "週間?"), ("day", "日"))
_JA_BEFORE = re.compile(
    r"(?:毎|1|一)?(月|年|週|日)(?:間|次|額)?(?:に|で|あたり|当たり|の|は)?(?:約|およそ|だいたい)?\s*$"
)
_JA_AFTER = re.compile(r"^\s*(?:/|毎)\s*(月|年|週|日)")
_JA_PERIOD = {"月": "month", "年": "year", "週": "week", "日": "day"}
_EN_AFTER = re.compile(
    r"^\s*(?:of work |saved |back )?(?:(?:a|per|each|every|/)\s*(month|year|week|day)\b|(monthly|annually|weekly|daily)\b)"
)
_EN_BEFORE = re.compile(r"\b(monthly|annual|yearly|weekly|daily)\b[^.,;\d]{0,20}$")
_EN_PERIOD = {
    "monthly": "month",
    "annually": "year",
    "annual": "year",
    "yearly": "year",
    "weekly": "week",
    "daily": "day",
}
# A name of a month or a day is a date, not an amount: 10月, 3日(火), in 2026.
_DATED = re.compile(
    r"^(?:月|日\s*[(（]|日(?:に(?![なは短減縮])|まで(?![に短縮])|から|付|頃|ごろ|締め|の(?:定例|会議|打ち))|年\s*\d|年度|時\s*\d|時(?:に|から|まで|ごろ)|:\d|分頃|/\d|st\b|nd\b|rd\b|th\b)"
)
# 3件目, 5日前: a place in a row or a stretch of time, no amount of anything.
_PLACED = re.compile(r"^\s*(?:目|前|後|ぶり|ago\b|later\b|earlier\b|into\b)")

# 3件減, 4 days faster, by 5%: how much a value has changed, not what it is.
_CHANGE_AFTER = re.compile(
    r"^\s*(?:分|ほど|も)?\s*(?:増|減|早|短|長|多|少|改善|上が|下が|伸び|faster|shorter|quicker|less|more|fewer|better|worse|higher|lower|points? (?:up|down))"
)
_CHANGE_BEFORE = re.compile(r"\b(?:by|(?:rose|fell|up|down|grew|dropped|improved|another|extra|additional))\s*$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its unit.

    `unit` is the unit's kind ("hour", "count"), `word` the unit as written (件, hours), `period` month, year, week, day
    or "" where none is said, `step` the smallest step that the notation shows.
    """

    value: float
    step: float
    unit: str
    word: str
    period: str
    start: int
    end: int

    def same_unit(self, other: "Amount") -> bool:
        """True where both count the same: 件 is not 回, 営業日 not 日, an hour a month not an hour a year."""
        if self.unit != other.unit or (self.period and other.period and self.period != other.period):
            return False
        return self.unit not in ("count", "day", "") or self.word == other.word

    def equals(self, other: "Amount") -> bool:
        """True for the same amount; money also where it is the same to the digits that are shown."""
        if not self.same_unit(other):
            return False
        gap = abs(self.value - other.value)
        if gap <= 1e-9 * max(1.0, abs(other.value)):
            return True
        return self.unit in MONEY and gap < self.step and gap <= 0.02 * abs(other.value)


def amounts(text: str, figures: Figures, own_units: Sequence[str] = ()) -> list[Amount]:
    """The amounts of a folded text, in order; dates and times of day are none.

    Args:
        figures: finds figures in a folded text.
        own_units: units of the account's goals, which may be words that nobody else counts in.
    """
    found = []
    for figure in figures(text):
        unit, end = figure.unit, figure.end
        word = unit_word(figure.quote)
        if not unit:
            word = next((own for own in own_units if text[end:].lstrip().lower().startswith(own)), "")
            end += len(text[end:]) - len(text[end:].lstrip()) + len(word) if word else 0
        if (not unit and not word) or _is_date(text, figure) or _PLACED.match(text[end:]):
            continue
        found.append(Amount(figure.value, figure.step, unit, word, _period(text, figure.start, end), figure.start, end))
    return found


def is_change(text: str, amount: Amount) -> bool:
    """True where an amount says how much something has changed, not what it is."""
    return bool(_CHANGE_AFTER.match(text[amount.end :]) or _CHANGE_BEFORE.search(text[: amount.start]))


def unit_word(quote: str) -> str:
    """The unit in a figure as written: 件 of 3件; a plural without its s."""
    word = _NUMBER.sub("", quote).strip(" -").lower()
    return word[:-1] if word.isascii() and word.endswith("s") and len(word) > 3 else word


def period_in(text: str) -> str:
    """The time that a goal's or a result's own words count for, "" where none is named."""
    text = text.lower()
    for period, words in _PERIODS[:3]:
        kanji = words[0]
        if re.search(
            rf"毎{kanji}|{kanji}(?:次|間|あたり|当たり)|[/(]\s*{kanji}\s*\)?|1(?:か|ヶ)?{kanji}(?:の|に)", text
        ):
            return period
        if re.search(rf"\b(?:per|a|each|every) {period}\b|\b{period}ly\b|/{period}\b", text):
            return period
    return "year" if re.search(r"\bannual", text) else ""


def _period(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 24) : start].lower(), text[end : end + 24].lower()
    if found := _JA_BEFORE.search(before):
        # 「10月は100時間」 names a month; 「月100時間」 a rate.
        named = re.search(r"[\d今先当前来同翌]\s*$", before[: found.start()])
        return "" if named else _JA_PERIOD[found[1]]
    if found := _JA_AFTER.search(after):
        return _JA_PERIOD[found[1]]
    if found := _EN_AFTER.search(after):
        return found[1] or _EN_PERIOD[found[2]]
    if found := _EN_BEFORE.search(before):
        return _EN_PERIOD[found[1]]
    return ""


def _is_date(text: str, figure: Figured) -> bool:
    number = _NUMBER.match(figure.quote)
    after_number = text[figure.start + (number.end() if number else 0) :]
    if _DATED.match(after_number):
        return True
    before = text[: figure.start]
    if figure.unit == "day" and unit_word(figure.quote) == "日" and re.search(r"\d\s*月\s*$", before):
        return True
    return bool(re.search(r"\d[/:]$", before))
