"""What is still open on record: the ticket that a mail speaks of, and the serious one that no letter may pass over."""

import re

from assistant.domain.account import Account, HistoryEntry
from assistant.domain.facts import visibility_of
from assistant.planning import common_words, retell, topics
from assistant.planning.brief import Brief, Sheet

_LONGEST = {"ja": 70, "en": 160}
# 「満員のクラスに振替が入ってしまう件について、…」: what a ticket is about stands before 「件」.
_THE_MATTER = re.compile(r"^(.{6,70}?(?<![0-9])件)(?:は|が|に|を|で|、|について|につきまして)")


def topic(entry: HistoryEntry, language: str) -> str:
    """What a ticket is about, as a customer may read it; "" where the record has no such words."""
    told = retell.sentences(entry.say or "")
    if not told:
        words = topics.topic_of(entry.text.split("。")[0], language)
        return words if len(words) <= _LONGEST[language] and not retell.delicate(entry.text) else ""
    if language == "ja" and (matter := _THE_MATTER.match(told[0])):
        return matter[1]
    return next((s.rstrip("。. ") for s in told if len(s) <= _LONGEST[language]), "")


def sentence(entry: HistoryEntry, language: str) -> str:
    """The record's whole sentence on a ticket, without its full stop; its topic where it has none."""
    told = retell.sentences(entry.say or "")
    return told[0].rstrip("。. ") if told else topic(entry, language)


def cited(sheet: Sheet, entry: HistoryEntry, words: str) -> str:
    """Words of a ticket as a citation."""
    return sheet.cite(
        "account", f"ticket:{entry.date}", words, title=entry.text[:40], quote=entry.say or words,
        source=entry.date.isoformat(),
    )  # fmt: skip


def _open(brief: Brief) -> list[HistoryEntry]:
    return [
        e for e in retell.shared_entries(brief)
        if e.kind == "ticket" and e.status != "resolved" and brief.in_language(topic(e, brief.language))
    ]  # fmt: skip


def waiting_for(brief: Brief, after_it: bool = False) -> HistoryEntry | None:
    """The open ticket that the mail speaks of: the one with most words in common, and not by a single word.

    Of somebody who asks how far a matter has got (`after_it`), one word is enough where a single ticket is open.
    """
    asked = common_words.of(brief.reading.own)
    best: tuple[int, HistoryEntry] | None = None
    found = _open(brief)
    enough = 1 if after_it and len(found) == 1 else common_words.ENOUGH
    for entry in found:
        common = len(asked & common_words.of(f"{entry.text} {entry.say or ''}"))
        if common >= enough and (best is None or common > best[0]):
            best = (common, entry)
    return best[1] if best else None


def serious(brief: Brief) -> HistoryEntry | None:
    """The serious ticket that is open and that this reader knows of, where there is just one."""
    found = [e for e in _open(brief) if e.severity == "serious" and e.status == "open"]
    return found[0] if len(found) == 1 else None


def stands_for(brief: Brief) -> tuple[HistoryEntry, bool] | None:
    """The only serious ticket, for a mail that names nothing else, and whether the mail surely means it.

    Where something else is named, the ticket is only said not to be forgotten.
    """
    only = serious(brief)
    if only is None:
        return None
    spoken = common_words.of(brief.reading.own)
    sure = bool(spoken & common_words.of(topic(only, brief.language)))
    return (only, sure) if sure or len(spoken - common_words.OF_WAITING) < common_words.ENOUGH else None


def of_the_fault(account: Account, own: str, waits: bool) -> bool:
    """True where a mail that tells of failure speaks of the serious fault on record: no article answers that again."""
    spoken = common_words.of(own)
    return any(
        len(spoken & common_words.of(f"{e.text} {e.say or ''}")) >= (1 if waits else common_words.ENOUGH)
        for e in account.history
        if e.kind == "ticket" and e.status == "open" and e.severity == "serious" and visibility_of(e) == "account"
    )


def tell_open(brief: Brief, sheet: Sheet, entry: HistoryEntry) -> None:
    """What the record says of the ticket they ask after; also in a letter of another situation."""
    words = cited(sheet, entry, topic(entry, brief.language))
    sheet.move("facts", "still_open", told=words, day=brief.day(entry.date, weekday=False), weight=1, _of="other")


def contradicts(brief: Brief, words: str) -> bool:
    """True where a serious fault still open speaks of the very thing that a figure praises."""
    only = serious(brief)
    return bool(only and common_words.of(words) & common_words.of(f"{only.text} {only.say or ''}"))


def not_forgotten(brief: Brief, sheet: Sheet) -> None:
    """One sentence on the serious ticket that the letter, whatever it is about, has not spoken of."""
    only = serious(brief)
    cited_days = {c.source for c in sheet.citations.values() if c.kind == "account"}
    if only is None or only.date.isoformat() in cited_days:
        return
    words = cited(sheet, only, topic(only, brief.language))
    sheet.move("facts", "not_forgotten", told=words, day=brief.day(only.date, weekday=False), weight=1, _of="other")
