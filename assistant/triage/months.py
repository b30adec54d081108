"""Months that a sentence names."""

import re
from datetime import date as Date
from datetime import timedelta

_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def month_named(text: str, today: Date) -> Date | None:
    """The last day of the month that a sentence names (10月, 先月, in October), the latest that has begun."""
    first = today.replace(day=1)
    if re.search(r"先々月|month before last", text):
        return (first - timedelta(days=1)).replace(day=1) - timedelta(days=1)
    if re.search(r"先月|前月|last month", text):
        return first - timedelta(days=1)
    months = [int(m) for m in re.findall(r"(?<!\d)(1[0-2]|[1-9])月(?!\d+(?:時間|件|回|円|営業日))", text)]
    months += [_NAMES.index(m) + 1 for m in re.findall(rf"\b(?:in|for|of|by|since) ({'|'.join(_NAMES)})\b", text)]
    if not months:
        return None
    ends = [_end_of(month, today) for month in months]
    return max(ends)


def _end_of(month: int, today: Date) -> Date:
    year = today.year if month <= today.month else today.year - 1
    return Date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
