"""Stretches of time that a text tells by both ends: 9時10分から10時25分まで, 12日から5日, July to October."""

import re
from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta
from itertools import combinations

from assistant.checks.dates import dates_in
from assistant.checks.figures import Figure
from assistant.checks.proof import Proof, Source
from assistant.checks.text import Sentence

_CLOCK = re.compile(
    r"(?P<half>午後|午前)?\s?(?<!\d)(?P<hour>[012]?\d)(?:時(?!間)(?:(?P<minute>\d{1,2})分|(?P<thirty>半))?|:(?P<minute2>[0-5]\d))"
    r"(?:\s?(?P<en>[ap])\.?m\b)?"
)
# 「15日の監査」 is a day, 「3日の遅れ」 and 「6日から2日に短縮」 are stretches.
_DAY = re.compile(
    r"(?<![\d月/.,])(?P<day>[0-3]?\d)日(?=に(?!\d|一度|分け|短|縮|減|なり|なっ|近)|の(?!短|遅|差|猶|余|間|うち|期|延|削|ず|お?休)"
    r"|まで(?!短|縮|減)|以降|付|午[前後]|朝|夕|正午)"
)
_DAY_EN = re.compile(r"\b(?:the|on) (?P<day>[0-3]?\d)(?:st|nd|rd|th)\b")
_WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri)day\b|(?<![一-龯])([月火水木金])曜")
_WEEKDAYS = {"Mon": 0, "Tues": 1, "Wednes": 2, "Thurs": 3, "Fri": 4} | {d: n for n, d in enumerate("月火水木金")}
_DAYS = {"day": 1, "week": 7}
_NOT_FAR = 45


def between_clocks(figure: Figure, proof: Proof, source: Source) -> bool:
    """True for the minutes or hours between two times of day of the same sentence, or of the same fact on record."""
    if figure.unit not in ("minute", "hour"):
        return False
    texts = [proof.text(source).sentence_at(figure.start).bare, *proof.known_lines(("時", ":"))]
    for text in texts:
        for one, two in combinations(_clocks(text), 2):
            gap = abs(two - one)
            whole, rest = divmod(gap, 60)
            if figure.unit == "minute" and figure.value in (gap, rest) and figure.value:
                return True
            if figure.unit == "hour" and (figure.value == whole or figure.shows(gap / 60)):
                return True
    return False


def _clocks(text: str) -> list[int]:
    """Times of day in minutes from midnight."""
    found = []
    for match in _CLOCK.finditer(text):
        later = 12 if (match["half"] == "午後" or match["en"] == "p") and int(match["hour"]) < 12 else 0
        minutes = 30 if match["thirty"] else int(match["minute"] or match["minute2"] or 0)
        found.append((int(match["hour"]) + later) * 60 + minutes)
    return found


def between_days(figure: Figure, proof: Proof, source: Source) -> bool:
    """True for the time between two days that stand near, today among them; months count with both ends."""
    if figure.unit not in (*_DAYS, "month"):
        return False
    text = proof.text(source)
    sentence = text.sentence_at(figure.start)
    if figure.unit == "month":
        months = [m.month for m in proof.dates(source) if m.month and sentence.start <= m.start < sentence.end]
        return any(figure.value in ((b - a) % 12, (b - a) % 12 + 1) for a, b in combinations(months, 2))
    start, end = text.paragraph_at(figure.start)
    near = [s for s in text.sentences if start <= s.start < end and s.start <= sentence.start <= s.end + 1]
    today = proof.letter.today
    here = {day for s in near for day in _days(s, proof, source)}
    all_days = {
        today,
        *here,
        *(day for s in text.sentences if start <= s.start < end for day in _days(s, proof, source)),
    }
    for a, b in combinations(sorted(all_days), 2):
        if not {a, b} & {today, *here}:
            continue
        if abs((b - a).days - figure.value * _DAYS[figure.unit]) <= (0 if figure.unit == "day" else 3):
            return True
        working = sum((a + timedelta(n)).weekday() < 5 for n in range(1, (b - a).days + 1))
        if figure.unit == "day" and (b - a).days < 40 and figure.value == working:
            return True
    return False


def _days(sentence: Sentence, proof: Proof, source: Source) -> Iterator[Date]:
    today = proof.letter.today
    for mention in proof.dates(source):
        if sentence.start <= mention.start < sentence.end and (day := mention.on(today)):
            yield day
    yield from (day for _, number in bare_days(sentence.bare) if (day := _nearest(number, today)))
    for match in _WEEKDAY.finditer(sentence.bare):
        yield today + timedelta((_WEEKDAYS[match[1] or match[2]] - today.weekday()) % 7)


def weekdays_in(text: str) -> frozenset[int]:
    """The working days of the week that a text names."""
    return frozenset(_WEEKDAYS[m[1] or m[2]] for m in _WEEKDAY.finditer(text))


def bare_days(text: str) -> Iterator[tuple[int, int]]:
    """Where a text names a day without its month, and which: 「15日の監査」, "by the 15th"."""
    for pattern in (_DAY, _DAY_EN):
        yield from ((m.start(), int(m["day"])) for m in pattern.finditer(text) if 0 < int(m["day"]) <= 31)


def names_day(proof: Proof, number: int) -> bool:
    """True where the message, the letter or the record names a day of that number, not far from today."""
    today = proof.letter.today
    if any(day == number for _, day in bare_days(proof.message.plain)):
        return True
    told = (fact.text for fact in proof.readable if f"{number}日" in fact.text)
    texts = (proof.message.plain, proof.body.bare, *told)
    days = {day for text in texts for m in dates_in(text, today) if m.day == number and (day := m.on(today))}
    days |= {fact.date for fact in proof.readable if fact.date and fact.date.day == number}
    return any(abs((day - today).days) <= _NOT_FAR for day in days)


def _nearest(number: int, today: Date) -> Date | None:
    """The last day of that number until today."""
    return next((day for n in range(32) if (day := today - timedelta(n)).day == number), None)


def days_after(proof: Proof, source: Source, sentence: Sentence) -> Iterator[Date]:
    """The days to which a stretch of time of the sentence leads from a day that the letter or the record names."""
    today = proof.letter.today
    stretches = [
        int(f.value * _DAYS[f.unit])
        for f in proof.figures(source)
        if sentence.start <= f.start < sentence.end and f.unit in _DAYS and f.value == int(f.value)
    ]
    if not stretches:
        return
    starts = {today, *(fact.date for fact in proof.readable if fact.date)}
    for text in (proof.text(source).bare, proof.message.plain, *(f.text for f in proof.readable if f.date)):
        starts |= {day for m in dates_in(text, today) if (day := m.on(today))}
    yield from (start + timedelta(n) for start in starts for n in stretches)
