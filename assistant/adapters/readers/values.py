"""Single values as people write them, to the values of the record: numbers, dates, yes and no, choices.

Each reader takes a JSON value (in tables, everything is text) and raises `Unfit` with the reason where it cannot be
meant. Nothing is guessed: 04/05/2026 could be April or May, so it is no date.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

Reader = Callable[[Any], Any]


class Unfit(ValueError):
    """The value is not of the kind the field holds; the message is a msgid with places for field and value."""

    def __init__(self, message: str, **values: object):
        super().__init__(message)
        self.message, self.values = message, values


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLAIN = r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?"
_NUMBER = re.compile(rf"([-+△▲−])?[¥$€£]?({_PLAIN}|\.\d+)([千万億])?円?(%)?")
_SCALE = {None: 1, "千": 1_000, "万": 10_000, "億": 100_000_000}
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d\d)(\d\d))"
    r"(?:\([月火水木金土日]\))?(?:[T ]\d{1,2}:\d\d.*)?"
)
_ERA = re.compile(r"(令和|平成|昭和|[RHS])(元|\d{1,2})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_ERA_START = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_MONTH = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:月|[-/]\d{1,2}|月\d{1,2}日)?")
_EXCEL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
_YES = {"true", "yes", "y", "はい", "1", "○", "〇"}
_NO = {"false", "no", "n", "いいえ", "0", "×"}


def cleaned(text: str) -> str:
    """Text without control characters, line ends as `\\n`."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text)


def text(value: Any) -> str:
    """Text, cleaned; an error of Excel is none."""
    if not isinstance(value, str):
        raise Unfit("`%(field)s` is not text: %(value)s.")
    if value in _EXCEL_ERRORS:
        raise Unfit("`%(field)s` holds an Excel error: %(value)s.")
    return cleaned(value)


def _folded(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip()


def number(value: Any, percent: float | None = None) -> float:
    """A finite number, also as "1,200,000", full-width digits, ¥ and 円, 万 and 億, △ for minus.

    Args:
        percent: what one percent is in this field (1 where it holds percent, 0.01 where a ratio), None where a
            percentage has no meaning in it.
    """
    if isinstance(value, str):
        found = _NUMBER.fullmatch(_folded(value).replace(" ", ""))
        if not found or (found[4] and percent is None):
            raise Unfit("`%(field)s` is not a number: %(value)s.")
        sign = -1 if found[1] in ("-", "△", "▲", "−") else 1
        amount = round(float(found[2].replace(",", "")) * _SCALE[found[3]], 10)
        value = sign * (round(amount * percent, 10) if found[4] and percent is not None else amount)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300 or not math.isfinite(value):
        raise Unfit("`%(field)s` is not a number: %(value)s.")
    return value


def whole(value: Any) -> int:
    """A whole number, written as `number` reads it."""
    found = number(value)
    if found != int(found) or abs(found) > 1e15:
        raise Unfit("`%(field)s` is not a whole number: %(value)s.")
    return int(found)


def yes_or_no(value: Any) -> bool:
    """Yes or no: true and false, はい and いいえ, TRUE and FALSE of Excel, 1 and 0."""
    word = _folded(value).casefold() if isinstance(value, str) else str(value).casefold()
    if word not in _YES | _NO:
        raise Unfit("`%(field)s` is neither yes nor no: %(value)s.")
    return word in _YES


def day(value: Any) -> date:
    """A day: 2026-04-01, 2026/4/1, 2026年4月1日, 20260401, 令和8年4月1日; a time of day behind it is left out."""
    written = _folded(value) if isinstance(value, str) else ""
    try:
        if found := _DATE.fullmatch(written):
            month, in_month = (int(part) for part in found.groups()[1:] if part)
            return date(int(found[1]), month, in_month)
        if found := _ERA.fullmatch(written):
            year = _ERA_START[found[1]] + (1 if found[2] == "元" else int(found[2]))
            return date(year, int(found[3]), int(found[4]))
    except ValueError:
        pass
    raise Unfit("`%(field)s` is not a date: %(value)s. A date is written like 2026-04-01.")


def month(value: Any) -> str:
    """A month as `2026-09`; Excel likes to make a date of it."""
    found = _MONTH.fullmatch(_folded(value).split("T")[0].split(" ")[0]) if isinstance(value, str) else None
    if not found or not 1 <= int(found[2]) <= 12:
        raise Unfit("`%(field)s` is not a month: %(value)s. A month is written like 2026-09.")
    return f"{found[1]}-{int(found[2]):02}"


def day_or_yes(value: Any) -> date | bool:
    """The day on which somebody left, or only that they did."""
    for reader in (yes_or_no, day):
        try:
            return reader(value)
        except Unfit:
            continue
    raise Unfit("`%(field)s` is neither a date nor yes or no: %(value)s.")


def choice(words: tuple[str, ...]) -> Reader:
    """One of the words, whatever its case; blanks and hyphens count as underscores."""

    def read(value: Any) -> str:
        word = re.sub(r"[\s-]+", "_", _folded(value).casefold()) if isinstance(value, str) else None
        if word not in words:
            raise Unfit("`%(field)s` is not one of %(words)s: %(value)s.", words=", ".join(words))
        return word

    return read
