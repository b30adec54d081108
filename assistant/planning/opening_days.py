"""On which days we are closed: the days that they name, or the season, held against the days on record."""

import re
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta

from assistant.planning.brief import Brief

_FLAGS = re.IGNORECASE
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_NAMED = re.compile(
    rf"(?P<m1>\d{{1,2}})月(?P<d1>\d{{1,2}})日|(?<!\d)(?P<m2>\d{{1,2}})/(?P<d2>\d{{1,2}})(?!\d)"
    rf"|\b{_MONTH.replace('(', '(?P<m3>', 1)} (the )?(?P<d3>\d{{1,2}})(st|nd|rd|th)?\b|\b(the )?(?P<d4>\d{{1,2}})(st|nd|rd|th)?( of)? {_MONTH.replace('(', '(?P<m4>', 1)}\b"
    r"|\bthe (?P<d5>\d{1,2})(st|nd|rd|th)\b|(?<![\d月/])(?P<d6>\d{1,2})日(?!間)",
    _FLAGS,
)
# A season runs from a day to a day of the next that comes.
_SEASONS: tuple[tuple[str, tuple[int, int], int], ...] = (
    (r"年末|年始|正月|冬季|冬休み|christmas|xmas|new year|festive|the holidays|year[- ]end", (12, 20), 22),
    (r"お盆|夏季|夏休み|\bsummer\b", (8, 1), 30),
    (r"ゴールデンウィーク|\bGW\b|大型連休", (4, 25), 15),
    (r"\beaster\b", (3, 20), 40),
    (r"\bthanksgiving\b", (11, 20), 10),
)
# Without a day or a season named, the closed days of the coming weeks are what is meant.
_COMING_DAYS = 60
_AT_WEEKENDS = re.compile(
    r"土|日曜|週末|365|24時間|年中|every ?day|daily|saturday|sunday|weekend|7 days|24/7|sat\b|sun\b", _FLAGS
)

_WEEKEND = re.compile(r"土曜日?|日曜日?|土日|週末|\b(saturdays?|sundays?|weekends?)\b", _FLAGS)
_CLOSED = re.compile(r"休み|休業|営業日|\b(closed|holidays?|shut|days off)\b", _FLAGS)


@dataclass(frozen=True, slots=True)
class Closed:
    """Days in a row on which we are closed; `last` is the first where it is a single day."""

    first: Date
    last: Date


def on_record(brief: Brief) -> list[Closed]:
    """The closed days on record that are not over, in order, each stretch once; weekends between them join it."""
    days: set[Date] = set()
    for span in brief.organisation.holidays:
        first, _, last = span.partition("/")
        try:
            start, end = Date.fromisoformat(first.strip()), Date.fromisoformat((last or first).strip())
        except ValueError:
            continue
        days |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
    found: list[Closed] = []
    for day in sorted(d for d in days if d >= brief.today):
        if found and day - found[-1].last == timedelta(days=1):
            found[-1] = Closed(found[-1].first, day)
        else:
            found.append(Closed(day, day))
    return found


def named(text: str, today: Date) -> list[Date]:
    """The days that a text names, each as the next that comes."""
    found: list[Date] = []
    bare: list[int] = []
    for match in _NAMED.finditer(text):
        part = {key[0]: value for key, value in match.groupdict().items() if value}
        told = part.get("m", "")
        if not told:
            bare.append(int(part["d"]))
            continue
        month = int(told) if told.isdigit() else _MONTHS.index(told[:3].lower()) + 1
        found += [d for d in _coming(today) if (d.month, d.day) == (month, int(part["d"]))][:1]
    # "The 26th" lies between the days that are named in full, else it is the next one.
    start = min(found, default=today)
    return found + [next(d for d in _coming(start) if d.day == day) for day in bare if 1 <= day <= 31]


def _coming(today: Date) -> list[Date]:
    return [today + timedelta(days=n) for n in range(366)]


def span_asked(text: str, today: Date) -> tuple[Date, Date] | None:
    """From when to when they ask about: the days they name, else the season; None where they name neither."""
    if days := named(text, today):
        return min(days), max(days)
    for words, (month, day), length in _SEASONS:
        if re.search(words, text, _FLAGS):
            year = today.year if (today.month, today.day) <= (month, day) else today.year + 1
            # Asked for in the middle of it, the season is the one that runs.
            begun = Date(year - 1, month, day)
            start = begun if begun <= today <= begun + timedelta(days=length) else Date(year, month, day)
            return start, start + timedelta(days=length)
    return None


@dataclass(frozen=True, slots=True)
class Opening:
    """What the record says of the days asked about; `open` and `weekend` hold days that they name, `named_weekend` their word for weekends."""

    closed: tuple[Closed, ...]
    open: tuple[Date, ...]
    weekend: tuple[Date, ...]
    named_weekend: str
    hours: str


def answered(brief: Brief, text: str, beside: str) -> Opening:
    """The closed days that fall into what they ask about, and the hours on the others; `beside` may name more days."""
    hours = brief.read(brief.organisation.support_hours)
    asked = span_asked(text, brief.today)
    start, end = asked or (brief.today, brief.today + timedelta(days=_COMING_DAYS))
    # Who asks until when somebody answers is not told of every holiday.
    of_days = asked or _CLOSED.search(text)
    stretches = [c for c in on_record(brief) if of_days and c.first <= end and c.last >= start]
    known = bool(on_record(brief))
    single = list(dict.fromkeys(named(f"{text} {beside}", brief.today)))
    free = [d for d in single if not any(c.first <= d <= c.last for c in stretches)]
    weekends_off = bool(hours) and not _AT_WEEKENDS.search(hours)
    weekend = [d for d in free if d.weekday() >= 5 and weekends_off]
    # A national holiday that the record does not name is nobody's to promise.
    plain = [d for d in free if d.weekday() < 5 and known and d not in brief.holidays]
    said = _WEEKEND.search(text)
    told = said[0] if said and weekends_off and not weekend else ""
    return Opening(tuple(stretches), tuple(plain), tuple(weekend), told, hours)
