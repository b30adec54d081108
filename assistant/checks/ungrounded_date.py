"""Every date is on record, in what was said, or the CSM's own next contact; weekdays fit; we promise business days."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta
from functools import cached_property
from itertools import pairwise

from assistant.checks.dates import Mention, dates_in
from assistant.checks.proof import Proof, Source, figures_of
from assistant.checks.stretches import bare_days, days_after, weekdays_in
from assistant.checks.text import plain
from assistant.domain.draft import Finding

CODES = ("ungrounded_date", "calendar")

_NEXT_CONTACT_DAYS = 62
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SLOT = 12
_RANGE = 6
# A day of the message without its month lies within so many days.
_RECENT = 45
_IN_TIME = 10
_COMING = 8
_WEEKDAYS_JA = "月火水木金土日"


def check(proof: Proof) -> Iterator[Finding]:
    """Dates of body and subject, one by one."""
    known = _Known(proof)
    for source in ("subject", "body"):
        for mention in proof.dates(source):
            yield from _judge(proof, known, mention, source)


def _judge(proof: Proof, known: "_Known", mention: Mention, source: Source) -> Iterator[Finding]:
    span, say = (mention.start, mention.end), proof.say
    if not mention.exists:
        why = say("No calendar has %(date)s.", date=mention.quote)
        yield proof.finding("calendar", span, why, say("Look the day up."), source)
        return
    if mention.month is None and mention.relative is None:
        return
    on_record = known.holds(mention)
    near = mention.on(proof.letter.today)
    day = known.day_of(mention) or near
    if day and near and mention.weekday == near.weekday():
        day = near  # the weekday tells it from a day of another year on record
    if day and mention.weekday is not None and day.weekday() != mention.weekday:
        day = _in_named_year(mention, proof, source) or day
    if day and mention.weekday is not None and day.weekday() != mention.weekday:
        why = say("%(date)s is another day of the week.", date=mention.quote)
        right = _WEEKDAYS_JA[day.weekday()] if proof.letter.say.language == "ja" else f"{day:%A}"
        yield proof.finding("calendar", span, why, say("That day is a %(weekday)s.", weekday=right), source)
        return
    ours = _our_contact(proof, mention, source)
    if on_record or (mention.relative and not ours):
        return
    if day is None:
        if _past_month(mention, proof.letter.today) and not ours:
            why = say("Nothing on record happened in %(date)s.", date=mention.quote)
            hint = say("Take the month from the record, or leave it out.")
            yield proof.finding("ungrounded_date", span, why, hint, source, "warn")
        return
    ahead = (day - proof.letter.today).days
    if ours and ahead >= 0 and (day.weekday() >= 5 or day in proof.letter.closed):
        why = say("%(date)s is no business day of ours.", date=mention.quote)
        yield proof.finding("calendar", span, why, say("Promise a business day."), source)
    elif not mention.relative and not (ours and 0 <= ahead <= known.horizon) and ahead != 0:
        if proof.letter.by_hand and known.follows(mention, day, source):
            return
        why = say("%(date)s is neither on record nor in the message.", date=mention.quote)
        hint = say("Use a date of the record; for your own next contact, say what you will do on that day.")
        yield proof.finding("ungrounded_date", span, why, hint, source)


def _in_named_year(mention: Mention, proof: Proof, source: Source) -> Date | None:
    """The day in a year that the text writes out beside another day of the same month, where its weekday fits."""
    if mention.year or mention.day is None:
        return None
    years = {m.year for m in proof.dates(source) if m.year and m.month == mention.month}
    days = (Mention("", 0, 0, year, mention.month, mention.day).on(proof.letter.today) for year in sorted(years))
    return next((day for day in days if day and day.weekday() == mention.weekday), None)


def _past_month(mention: Mention, today: Date) -> bool:
    if mention.month is None or mention.day is not None:
        return False
    if mention.year:
        return (mention.year, mention.month) < (today.year, today.month)
    return 0 < (today.month - mention.month) % 12 <= 6


def _our_contact(proof: Proof, mention: Mention, source: Source) -> bool:
    """True where the sentence, or the paragraph around it, is about a call, a meeting, a reply or material of ours."""
    text = proof.text(source)
    sentence = text.sentence_at(mention.start)
    if proof.words.says("own_contact", sentence.bare) or proof.words.says("meeting_words", sentence.bare):
        return True
    if proof.words.says("asks_reader", sentence.bare):
        return True
    # A line that holds only days and hours is a list of slots; the sentence before it says what for.
    start, end = text.paragraph_at(mention.start)
    near = text.bare[max(0, start - 80) : end]
    return len(
        re.sub(r"[\d\W]|[月日火水木金土曜時分午前後か]|\b\w{1,9}day\b", "", sentence.bare)
    ) < _SLOT and proof.words.says("meeting_words", near)


class _Known:
    """The dates that a letter may name."""

    def __init__(self, proof: Proof):
        self._proof = proof

    @cached_property
    def _fields(self) -> frozenset[Date]:
        account, organisation = self._proof.letter.account, self._proof.letter.organisation
        days: list[Date | None] = [self._proof.letter.today]
        if contract := account.contract:
            days += [contract.start, contract.renewal, contract.notice_by]
            days += [contract.renewal + timedelta(1)] if contract.renewal else []  # the new term begins
            days += [d for a in contract.approvals for d in (a.date, a.expires)]
        for goal in account.goals:
            days += [goal.as_of, *(r.date for r in goal.readings)]
        days += [o.as_of for o in account.outcomes]
        days += [account.project.completed] if account.project else []
        days += [_iso(f"{u.month}-01") if u.month else u.date for u in account.usage]
        days += {f.date for f in self._proof.readable}
        for entry in organisation.holidays:
            days += [_iso(part) for part in entry.split("/")]
        return frozenset(d for d in days if d)

    @cached_property
    def _said(self) -> tuple[Mention, ...]:
        today = self._proof.letter.today
        texts = [self._proof.message.plain, *self._proof.sources]
        account = self._proof.letter.account
        texts += [g.source for g in account.goals] + [o.source for o in account.outcomes]
        return tuple(m for t in texts if t for m in dates_in(plain(t), today))

    def holds(self, mention: Mention) -> bool:
        """True where the record, the message, an answer or a cited text has this date."""
        if mention.relative:
            return mention.relative in self._fields
        if any(mention.means(day) for day in self._fields) or any(_same(mention, m) for m in self._said):
            return True
        if any(_between(mention, one, two) for one, two in pairwise(self._said)):
            return True
        if mention.month is None:
            return False
        month = mention.month
        facts = self._proof.known_lines(
            (f"{month}月", f"{month}/", f"-{month:02d}-", f"/{month:02d}/", _MONTHS[month - 1])
        )
        return any(_same(mention, m) for text in facts for m in dates_in(text, self._proof.letter.today))

    @cached_property
    def horizon(self) -> int:
        """How many days ahead our next contact may lie: two months, or up to a day on record that the letter names."""
        today = self._proof.letter.today
        named = [m.on(today) for m in self._proof.dates("body") if m.day and self.holds(m)]
        return max([_NEXT_CONTACT_DAYS, *((day - today).days for day in named if day)])

    def follows(self, mention: Mention, day: Date, source: Source) -> bool:
        """True for a day that what is known leads to, where a CSM has counted it.

        The first or last day of a month that the reader names, a day that the reader names without its month or by its
        weekday alone, a stretch of the same sentence on from a known day, or a few days before a known one, asked of the
        reader to be in time.
        """
        proof = self._proof
        sentence = proof.text(source).sentence_at(mention.start)
        if day.day in (1, monthrange(day.year, day.month)[1]) and day.month in self._months_asked:
            return True
        apart = abs((day - proof.letter.today).days)
        if apart <= _RECENT and any(number == day.day for _, number in bare_days(proof.message.plain)):
            return True
        if 0 <= (day - proof.letter.today).days < _COMING and day.weekday() in weekdays_in(proof.message.plain):
            return True
        if day in days_after(proof, source, sentence) or day in self._by_policy:
            return True
        start, end = proof.text(source).paragraph_at(mention.start)
        near = [m.on(proof.letter.today) for m in proof.dates(source) if start <= m.start < end and self.holds(m)]
        if not proof.words.says("in_good_time", sentence.bare):
            return False
        return any(0 < (other - day).days <= _IN_TIME and day >= proof.letter.today for other in near if other)

    @cached_property
    def _by_policy(self) -> frozenset[Date]:
        """So many days before the contract ends, where the policy asks for that."""
        contract, today = self._proof.letter.account.contract, self._proof.letter.today
        if not contract or not contract.renewal:
            return frozenset()
        figures = (f for text in self._proof.policy_texts for f in figures_of(plain(text), today) if f.unit == "day")
        return frozenset(contract.renewal - timedelta(int(f.value)) for f in figures)

    @cached_property
    def _months_asked(self) -> frozenset[int]:
        """The months that the reader names, and those between two of them."""
        months = [m.month for m in self._proof.dates("message") if m.month]
        between = {(a + n - 1) % 12 + 1 for a, b in pairwise(months) for n in range((b - a) % 12)}
        return frozenset({*months, *between})

    def day_of(self, mention: Mention) -> Date | None:
        """The day on record that is meant, where a written weekday or a missing year leaves it open."""
        if mention.day is None:
            return None
        days = [d for d in self._fields if mention.means(d)]
        fitting = [d for d in days if mention.weekday is None or d.weekday() == mention.weekday]
        return min(fitting or days, key=lambda d: abs((d - self._proof.letter.today).days), default=None)


def _same(one: Mention, other: Mention) -> bool:
    if other.relative or other.month is None:
        return bool(other.relative and one.means(other.relative))
    if one.month != other.month or (one.day is not None and one.day != other.day):
        return False
    return one.year is None or other.year is None or one.year == other.year


def _between(mention: Mention, one: Mention, two: Mention) -> bool:
    """True for a day of those that a text names by the first and the last: "24 to 26 December"."""
    if None in (mention.day, one.day, two.day) or not mention.month == one.month == two.month or two.start < one.end:
        return False
    return two.start - one.end <= _RANGE and one.day < mention.day < two.day  # type: ignore[operator]


def _iso(text: str) -> Date | None:
    try:
        return Date.fromisoformat(text)
    except ValueError:
        return None
