"""The words of plots: values, amounts on an axis, months, labels that fit."""

import unicodedata
from collections.abc import Sequence
from datetime import date as Date

from babel.dates import format_date
from babel.numbers import format_compact_decimal

from assistant.domain import display

_CHARACTER = 7.2


def shown(value: float, unit: str, language: str) -> str:
    """A value with its unit; a unit of three capitals is a currency."""
    if _is_currency(unit):
        return display.money(value, unit, language)
    return display.measured(value, unit, "en" if unit and unit.isascii() else language)


def on_axis(value: float, unit: str, language: str) -> str:
    """A round value beside an axis: as `shown`, but large amounts of money in few letters (200万円, £2M)."""
    if not _is_currency(unit) or abs(value) < 10_000:
        return shown(value, unit, language)
    short = format_compact_decimal(value, locale=language, fraction_digits=1)
    return display.money(1, unit, language).replace("1", short)


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def month_names(months: Sequence[str], language: str) -> list[str]:
    """Short names of months ("2026-09") below an axis; the first one and each January with the year."""
    named = [(Date(int(month[:4]), int(month[5:7]), 1), n) for n, month in enumerate(months)]
    form = ("M月", "y/M") if language == "ja" else ("MMM", "MMM y")
    return [format_date(date, form[n == 0 or date.month == 1], locale=language) for date, n in named]


def day_name(date: Date, language: str) -> str:
    """A day in full, as a table shows it."""
    return format_date(date, "y年M月d日" if language == "ja" else "d MMM y", locale=language)


def month_name(date: Date, language: str) -> str:
    """A month with its year, short enough to stand below an axis."""
    return format_date(date, "y/M" if language == "ja" else "MMM y", locale=language)


def cut(text: str, most: int = 40) -> str:
    """A label that fits on one line of a phone: `most` columns, of which a Japanese letter takes two."""
    taken = 0
    for n, letter in enumerate(text):
        taken += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if taken > most:
            return text[:n].rstrip() + "…"
    return text


def gutter_of(texts: Sequence[str]) -> float:
    """The width in pixels that the words of an axis need."""
    wide = [
        sum(1.7 if unicodedata.east_asian_width(c) in "WF" else 1.5 if c == "%" else 1 for c in text) for text in texts
    ]
    return round(max(wide, default=0) * _CHARACTER + 10)
