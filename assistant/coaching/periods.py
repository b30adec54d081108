"""The time that a question names: 9月, 去年の秋, 先週, September, last autumn, three weeks ago."""

import calendar
import re
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name} | {
    name.lower(): n for n, name in enumerate(calendar.month_abbr) if name
} | {"sept": 9}  # fmt: skip
_M = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "couple of": 2} | {
    c: n for n, c in enumerate("一二三四五六", 1)
}
_YEAR_JA = r"(?:(?P<year>20\d\d)年|(?P<rel>一昨年|おととし|去年|昨年|前年|今年|本年))(?:度)?の?"
_YEAR_EN = r"(?:,?\s+(?:of\s+)?(?P<year>20\d\d|last year|this year))"
_DAY = re.compile(
    rf"(?P<y>20\d\d)[-/.年](?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})日?|(?P<m2>\d{{1,2}})(?:月(?P<d2>\d{{1,2}})日|/(?P<d3>\d{{1,2}})(?!\d))"
    rf"|\b(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m4>{_M})\b(?:,?\s+(?P<y4>20\d\d))?"
    rf"|\b(?P<m5>{_M})\.?\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,?\s+(?P<y5>20\d\d))?"
)
_MONTH = re.compile(
    rf"(?:{_YEAR_JA})?(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?!間)"
    rf"|(?P<numeric>(?<!\d)20\d\d-(?:0[1-9]|1[0-2])(?![-\d]))"
    rf"|\b(?:(?P<last>last|this|since|in|during|of|from|around|early|late|mid)[\s-]+|the\s+)(?P<name>{_M})\b{_YEAR_EN.replace('P<year>', 'P<year_en>')}?"
)
_SEASON = re.compile(
    rf"(?:{_YEAR_JA})?(?P<season>[春夏秋冬])(?:頃|ごろ)?(?=に|の|は|から|、|$|\s)"
    rf"|\b(?P<which>last|this|in|in the|during the)\s+(?P<name>spring|summer|autumn|fall|winter)\b{_YEAR_EN.replace('P<year>', 'P<year_en>')}?"
)
_YEAR = re.compile(rf"{_YEAR_JA}|\b(?P<en>last year|this year)\b|\bin (?P<number>20\d\d)\b")
_AGO = re.compile(
    r"(?P<n>\d{1,3}|[一二三四五六])\s?(?P<unit>日|週間|か月|ヶ月|カ月|ヵ月)前"
    r"|\b(?P<n_en>\d{1,3}|a|an|one|two|three|four|five|six|(?:a )?couple of)\s+(?P<unit_en>day|week|month)s?\s+ago\b"
)
_NEAR = re.compile(
    r"(?P<before_last>先々月|先々週)|(?P<last>先月|先週|昨日|前月|前週|前四半期)|(?P<now>今月|今週|今日|本日|今四半期)|(?P<recent>最近|この頃|このところ)"
    r"|\b(?P<en>last|this|previous|past)\s+(?P<unit>week|month|quarter)\b|\b(?P<word>yesterday|today|recently|lately)\b"
)
_RECENT_DAYS = 60


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included; `words` are the question's own."""

    start: Date
    end: Date
    words: str

    def holds(self, day: Date | None) -> bool:
        """True for a day in the period."""
        return day is not None and self.start <= day <= self.end


def period_in(question: str, today: Date) -> Period | None:
    """The time that a question names, None where it names none.

    A month or a season without a year is the last one that has begun: records tell what was.

    Args:
        question: folded (NFKC), in lower case.
        today: the organisation's day.
    """
    for pattern, read in _READERS:
        for match in pattern.finditer(question):
            if found := read(match, today):
                return Period(*found, match.group().strip(" 、のには"))
    return None


def _day(match: re.Match[str], today: Date) -> tuple[Date, Date] | None:
    g = match.groupdict()
    year = g["y"] or g["y4"] or g["y5"]
    month = g["m"] or g["m2"] or _MONTHS.get(g["m4"] or g["m5"] or "")
    day = g["d"] or g["d2"] or g["d3"] or g["d4"] or g["d5"]
    try:
        found = Date(int(year or today.year), int(month or 0), int(day or 0))
        if not year and found > today:
            found = found.replace(year=today.year - 1)
    except ValueError:
        return None
    return found, found


def _year_of(words: str | None, today: Date) -> int | None:
    if not words:
        return None
    if words.isdecimal():
        return int(words)
    return today.year - {"一昨年": 2, "おととし": 2, "今年": 0, "本年": 0, "this year": 0}.get(words, 1)


def _span(year: int, month: int, months: int = 1) -> tuple[Date, Date]:
    last = month - 1 + months - 1
    end_year, end_month = year + last // 12, last % 12 + 1
    return Date(year, month, 1), Date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def _month(match: re.Match[str], today: Date) -> tuple[Date, Date]:
    if numeric := match["numeric"]:
        return _span(int(numeric[:4]), int(numeric[5:]))
    month = int(match["month"]) if match["month"] else _MONTHS[match["name"]]
    year = _year_of(match["year"] or match["rel"] or match["year_en"], today)
    if year is None:
        year = today.year if month <= today.month else today.year - 1
        # "Last September" said in September is a year ago.
        year -= match["last"] == "last" and month == today.month
    return _span(year, month)


def _season(match: re.Match[str], today: Date) -> tuple[Date, Date]:
    month = _SEASONS[match["season"] or match["name"]]
    year = _year_of(match["year"] or match["rel"] or match["year_en"], today)
    if year is None:
        year = today.year if Date(today.year, month, 1) <= today else today.year - 1
        # "Last autumn" said in autumn is a year ago.
        year -= match["which"] == "last" and _span(year, month, 3)[1] >= today
    return _span(year, month, 3)


def _year(match: re.Match[str], today: Date) -> tuple[Date, Date]:
    year = _year_of(match["year"] or match["rel"] or match["en"] or match["number"], today) or today.year
    return Date(year, 1, 1), Date(year, 12, 31)


def _ago(match: re.Match[str], today: Date) -> tuple[Date, Date]:
    said, unit = match["n"] or match["n_en"], match["unit"] or match["unit_en"]
    n = int(said) if said.isdecimal() else _NUMBERS[said.removeprefix("a ") if "couple" in said else said]
    days, slack = {"日": (1, 1), "day": (1, 1), "週間": (7, 4), "week": (7, 4)}.get(unit, (30, 16))
    middle = today - timedelta(days * n)
    return middle - timedelta(slack), min(middle + timedelta(slack), today)


def _near(match: re.Match[str], today: Date) -> tuple[Date, Date]:
    words = match.group()
    if match["recent"] or words in ("recently", "lately"):
        return today - timedelta(_RECENT_DAYS), today
    if words in ("昨日", "yesterday", "今日", "本日", "today"):
        day = today - timedelta(1 if words in ("昨日", "yesterday") else 0)
        return day, day
    back = 2 if match["before_last"] else 0 if match["now"] or match["en"] == "this" else 1
    if "週" in words or match["unit"] == "week":
        monday = today - timedelta(today.weekday() + 7 * back)
        return monday, monday + timedelta(6)
    quarter = "四半期" in words or match["unit"] == "quarter"
    size = 3 if quarter else 1
    first = (today.year * 12 + today.month - 1) // size * size - back * size
    return _span(first // 12, first % 12 + 1, size)


_READERS = (
    (_DAY, _day), (_MONTH, _month), (_SEASON, _season), (_AGO, _ago), (_NEAR, _near), (_YEAR, _year),
)  # fmt: skip
