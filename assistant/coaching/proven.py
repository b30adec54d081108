"""Whether every figure and date of an answer stands in what it was given."""

from collections.abc import Iterable
from datetime import date as Date

from assistant.checks.dates import Mention, dates_in
from assistant.checks.figures import Figure
from assistant.checks.proof import figures_of
from assistant.checks.text import plain

# 「2点あります」, "three things": a small bare number counts the answer's own points.
_OWN_COUNT = 5


def unproven(answer: str, sources: Iterable[str], today: Date) -> list[str]:
    """The figures and dates of an answer that no source shows, in the answer's words.

    A figure is shown where its value, or that value rounded as the answer writes it, stands in a source with a unit that
    can be the same; a date where a source names its month and day, and no other year.

    Args:
        answer: what was said.
        sources: all that it may rest on.
        today: resolves words such as 本日.
    """
    texts = [plain(text) for text in sources]
    shown = [figure for text in texts for figure in figures_of(text, today)]
    days = [mention for text in texts for mention in dates_in(text, today)]
    found = [f.quote for f in figures_of(answer, today) if not _own_count(f) and not any(_same(f, s) for s in shown)]
    return found + [d.quote for d in dates_in(plain(answer), today) if not _known(d, days, today)]


def _own_count(figure: Figure) -> bool:
    return not figure.unit and figure.value == int(figure.value) and figure.value <= _OWN_COUNT


def _same(figure: Figure, source: Figure) -> bool:
    return figure.shows(source.value, source.unit)


def _known(mention: Mention, others: list[Mention], today: Date) -> bool:
    if mention.relative:
        return True
    if mention.month is None:
        return any(other.year == mention.year for other in others) or mention.year == today.year
    for other in others:
        same_year = mention.year is None or other.year is None or mention.year == other.year
        same_day = mention.day is None or mention.day == other.day
        if other.month == mention.month and same_day and same_year:
            return True
    return mention.month == today.month and mention.day in (None, today.day) and mention.year in (None, today.year)
