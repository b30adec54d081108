"""Dates in Japanese and English: 11月27日(金), 2026年12月15日, 令和8年, 12/15, Friday 27 November, 来週火曜."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from functools import lru_cache

_MONTHS = {
    name: n
    for n, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
_WEEKDAYS_JA = "月火水木金土日"
_WEEKDAYS_EN = {
    w: n for n, w in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_WEEKDAYS_EN |= {w[:3]: n for w, n in _WEEKDAYS_EN.items()} | {"tues": 1, "thur": 3, "thurs": 3}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}

_YOUBI = r"(?:\s?\((?P<youbi>[月火水木金土日])(?:曜日?)?(?:・祝|祝)?\)|\s?(?P<youbi2>[月火水木金土日])曜日?)?"
_JA = re.compile(
    rf"(?:(?P<era>令和|平成|昭和)(?P<era_year>\d{{1,2}}|元)年|(?P<year>(?:19|20)\d\d)年度?|(?P<rel>来年|今年|昨年|本年|去年))?"
    rf"(?:(?<=[年度])[の ])?(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?:\s?(?P<day>\d{{1,2}})日{_YOUBI})?(?!間|額)"
)
_NUMERIC = re.compile(
    r"(?<![\d/.,-])(?:(?P<year>(?:19|20)\d\d)[/.-](?P<month>0?[1-9]|1[0-2])[/.-](?P<day>\d{1,2})"
    r"|(?P<month2>0?[1-9]|1[0-2])/(?P<day2>[0-3]?\d))(?![\d/]|,\d)(?:\s?\((?P<youbi>[月火水木金土日])(?:曜日?)?\))?"
)
_BARE_DAY = re.compile(r"(?<![\d月/.])(?P<day>[0-3]?\d)日\s?\((?P<youbi>[月火水木金土日])(?:曜日?)?(?:・祝|祝)?\)")
# Lower-case "may" is a verb far more often than a month.
_M = "|".join("(?-i:May)" if m == "may" else m for m in sorted(_MONTHS, key=len, reverse=True))
_W = "|".join(sorted(_WEEKDAYS_EN, key=len, reverse=True))
_EN = re.compile(
    rf"(?:\b(?P<weekday>{_W})\.?,?\s+(?:the\s+)?)?"
    rf"(?:\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_M})\b\.?"
    rf"|(?<!\bin )\b(?P<month2>{_M})\b\.?\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?![\d%,.:]*\d|%))(?:,?\s+(?P<year>20\d\d))?",
    re.IGNORECASE,
)
# 3 or 4 December: the first day takes the month of the second; 12月3日か4日: the second that of the first.
_EN_FIRST = re.compile(
    rf"(?<![\d.,£$€¥])\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?=(?:\s?(?:,|or|and|to|-|–|/)\s?(?:(?:{_W})\s+)?[0-3]?\d(?:st|nd|rd|th)?){{1,4}}"
    rf"\s+(?:of\s+)?(?P<month>{_M})\b)",
    re.IGNORECASE,
)
_JA_SECOND = re.compile(
    r"(?<=日|\))(?:の午[前後])?(?:か、?|または|もしくは|、|・|から|~|〜|-|と)(?:翌)?(?P<day>[0-3]?\d)日(?!間|以内|後|で|分|の差)"
    r"(?:\s?\((?P<youbi>[月火水木金土日])(?:曜日?)?\))?"
)
_EN_MONTH = re.compile(
    rf"\b(?:in|since|until|from|by|of|this|last|next|the|your|our|mid-?|late|early|end of)\s+"
    rf"(?P<month>{'|'.join(m.capitalize() for m in _MONTHS if len(m) > 3)}|May)\b(?:\s+(?P<year>20\d\d))?"
)
_YEAR = re.compile(r"(?:(?P<era>令和|平成|昭和)(?P<era_year>\d{1,2}|元)年度?|(?<![\d,.])(?P<year>(?:19|20)\d\d)年度?)")
_EN_YEAR = re.compile(r"(?<![\d,.$£€¥/-])(?:FY\s?)?(?P<year>20[0-4]\d)(?![\d,%]|\.\d|\s?(?:yen|users|hours|jobs|円))")
_NEAR = 40
_RELATIVE_JA = re.compile(
    r"(?P<which>来週|今週|再来週|翌週)の?(?P<youbi>[月火水木金土日])曜日?|(?P<near>明後日|明日|本日|今日|昨日|翌営業日)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A date as it stands in a text.

    `year` is None where it is not written, `day` None where only a month is; `month` None where only a year is.
    `relative` holds the day that words such as 来週火曜 mean. `start` and `end` in the normalised text.
    """

    quote: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: Date | None = None

    @property
    def exists(self) -> bool:
        """False for a day that no calendar has (2月30日)."""
        if self.month is None or self.day is None:
            return True
        return 1 <= self.day <= monthrange(self.year or 2024, self.month)[1]

    def on(self, today: Date) -> Date | None:
        """The day that is meant, taken as the one nearest to `today` where no year is written."""
        if self.relative:
            return self.relative
        if self.month is None or self.day is None or not self.exists:
            return None
        years = [self.year] if self.year else [today.year - 1, today.year, today.year + 1]
        days = [Date(y, self.month, self.day) for y in years if self.day <= monthrange(y, self.month)[1]]
        return min(days, key=lambda d: abs((d - today).days - 60)) if days else None

    def means(self, day: Date) -> bool:
        """True where `day` can be what is written here."""
        if self.relative:
            return self.relative == day
        if (self.month is not None and self.month != day.month) or (self.day is not None and self.day != day.day):
            return False
        return self.year is None or self.year == day.year


@lru_cache(maxsize=2048)
def dates_in(text: str, today: Date) -> tuple[Mention, ...]:
    """The dates of a normalised text, in order, none inside another.

    Args:
        text: normalised text.
        today: the day from which 来年 and 来週 are counted.
    """
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    latin = _LATIN.search(text) is not None
    for pattern, read in _READERS:
        if pattern in _NAMED and not latin:
            continue  # they try long lists of names at every letter of Japanese
        for match in pattern.finditer(text):
            if any(s < match.end() and match.start() < e for s, e in taken):
                continue
            if mention := read(match, today):
                found.append(mention)
                taken.append(match.span())
    return tuple(sorted(found, key=lambda m: m.start))


def _year(match: re.Match[str], today: Date) -> int | None:
    groups = match.groupdict()
    if era := groups.get("era"):
        return _ERAS[era] + (1 if groups["era_year"] == "元" else int(groups["era_year"]))
    if groups.get("year"):
        return int(groups["year"])
    return {"来年": today.year + 1, "今年": today.year, "本年": today.year, "昨年": today.year - 1,
            "去年": today.year - 1}.get(groups.get("rel") or "")  # fmt: skip


def _written(match: re.Match[str], today: Date) -> Mention | None:
    groups = match.groupdict()
    month = groups.get("month") or groups.get("month2")
    day = groups.get("day") or groups.get("day2")
    number = None
    if month:
        number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    youbi = groups.get("youbi") or groups.get("youbi2")
    weekday = _WEEKDAYS_JA.index(youbi) if youbi else None
    if groups.get("weekday"):
        weekday = _WEEKDAYS_EN[groups["weekday"].lower()]
    if day and int(day) == 0:
        return None
    return Mention(
        match.group().strip(),
        match.start(),
        match.end(),
        _year(match, today),
        number,
        int(day) if day else None,
        weekday,
    )


def _numeric(match: re.Match[str], today: Date) -> Mention | None:
    # 1/2 and 24/7 are no dates; a bare fraction is read as a date only where it can be one of these months.
    if not match["year"] and (int(match["day2"]) > 31 or (match["month2"], match["day2"]) in (("1", "2"), ("1", "3"))):
        return None
    return _written(match, today)


def _bare_day(match: re.Match[str], today: Date) -> Mention | None:
    day = int(match["day"])
    before = [m for m in _JA.finditer(match.string, max(0, match.start() - _NEAR), match.start()) if m["day"]]
    weekday = _WEEKDAYS_JA.index(match["youbi"])
    starts = [_after(before[-1], today), today] if before else [today]
    meant = [d for start in starts if (d := _next(day, start))]
    if not meant:
        return None
    # The weekday tells which month is meant; where it fits neither, today's.
    meant = next((d for d in meant if d.weekday() == weekday), meant[-1])
    return Mention(match.group(), match.start(), match.end(), meant.year, meant.month, day, weekday)


def _next(number: int, start: Date) -> Date | None:
    return next((d for d in (start + timedelta(n) for n in range(62)) if d.day == number), None)


def _after(match: re.Match[str], today: Date) -> Date:
    """The day just named, where it lies ahead: 「4月14日(水)か、16日(金)」."""
    mention = _written(match, today)
    day = mention.on(today) if mention else None
    return day if day and day > today else today


def _second(match: re.Match[str], today: Date) -> Mention | None:
    before = [m for m in _JA.finditer(match.string[: match.start() + 12]) if m["day"] and m.start() < match.start()]
    if not before or match.start() - before[-1].end() > 6:
        return None
    start, youbi = match.start("day"), match["youbi"]
    weekday = _WEEKDAYS_JA.index(youbi) if youbi else None
    month, quote = int(before[-1]["month"]), match.string[start : match.end()]
    return Mention(quote, start, match.end(), _year(before[-1], today), month, int(match["day"]), weekday)


def _relative(match: re.Match[str], today: Date) -> Mention | None:
    if near := match["near"]:
        shift = {"明後日": 2, "明日": 1, "昨日": -1}.get(near, 0)
        if near == "翌営業日":
            return None
        return Mention(match.group(), match.start(), match.end(), relative=today + timedelta(shift))
    monday = today - timedelta(today.weekday())
    weeks = {"今週": 0, "来週": 1, "翌週": 1, "再来週": 2}[match["which"]]
    meant = monday + timedelta(weeks * 7 + _WEEKDAYS_JA.index(match["youbi"]))
    return Mention(match.group(), match.start(), match.end(), relative=meant)


_LATIN = re.compile("[A-Za-z]{3}")
_NAMED = (_EN, _EN_FIRST, _EN_MONTH)
_READERS = (
    (_JA, _written), (_NUMERIC, _numeric), (_EN, _written), (_EN_FIRST, _written), (_JA_SECOND, _second),
    (_BARE_DAY, _bare_day), (_RELATIVE_JA, _relative),
    (_YEAR, _written), (_EN_MONTH, _written), (_EN_YEAR, _written),
)  # fmt: skip
