"""What answers a CSM's question: entries of the account's own record, notes on the last draft, cards of the method.

Pure: what recall found is handed in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date

from assistant.coaching.questions import Asked
from assistant.coaching.record import Entry
from assistant.domain.account import Account
from assistant.domain.draft import Citation, Draft
from assistant.knowledge_base import Card
from assistant.recall import analyse
from assistant.recall.index import ANSWER_FLOOR, FLOOR, Hit

_MOST_ENTRIES, _MOST_CARDS, _MOST_NOTES, _MOST_RECENT = 5, 2, 3, 3
_ROLES = ("decision_maker", "champion", "purchasing", "sponsor")
_EVERY = ("approval", "goal", "outcome")

# What the coach said of a draft: its words, and the ids of the principles that they rest on.
Notes = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer rests on.

    `entries` answer the question; where there are none, `besides` is what the record holds of that time or kind.
    `cards` are principles; `notes` what the coach said of the last draft, each with the ids of the draft's citations.
    """

    entries: tuple[Entry, ...] = ()
    besides: tuple[Entry, ...] = ()
    cards: tuple[Card, ...] = ()
    notes: Notes = ()
    sources: tuple[Citation, ...] = ()

    @property
    def anything(self) -> bool:
        """False where there is nothing to answer with."""
        return bool(self.entries or self.cards or self.notes or self.sources)


def find(
    asked: Asked, account: Account, record: Mapping[str, Entry], hits: Sequence[Hit], promised: Callable[[str], bool],
    cards: Sequence[Card], draft: Draft | None,
) -> Found:  # fmt: skip
    """What answers a question.

    Args:
        asked: the question, read.
        account: whose record alone answers.
        record: its entries by key.
        hits: what the account's index found for `asked.search`, best first, from `recall.index.FLOOR` on.
        promised: says whether an entry's words assure something.
        cards: the principle cards that recall found for the question, best first.
        draft: the last draft of the conversation, or None.
    """
    if draft and asked.sources:
        return Found(sources=tuple(c for c in draft.citations if c.kind in ("account", "computed", "help", "policy")))
    if draft and asked.advice:
        return Found(notes=_notes(draft)[:_MOST_NOTES])
    method = asked.why or asked.how
    notes = _meant(_in_language(_notes(draft), asked.language), draft, cards) if draft and asked.why else ()
    entries, besides = _entries(asked, account, record, hits, promised)
    return Found(
        entries[: 2 if method else _MOST_ENTRIES],
        () if entries or method else tuple(e for e in besides if _dated(e))[:_MOST_ENTRIES],
        tuple(cards[:_MOST_CARDS]) if method and not notes else (),
        notes,
    )


def _notes(draft: Draft) -> Notes:
    return tuple((note.text, tuple(note.citations)) for note in draft.coaching)


def _meant(notes: Notes, draft: Draft, cards: Sequence[Card]) -> Notes:
    """The notes that rest on a principle which the question speaks of; all where none does."""
    titles = {title for card in cards for title in card.title.values()}
    spoken_of = {c.id for c in draft.citations if c.kind == "principle" and c.title in titles}
    return (tuple(n for n in notes if spoken_of & set(n[1])) or notes)[:_MOST_NOTES]


def _entries(
    asked: Asked, account: Account, record: Mapping[str, Entry], hits: Sequence[Hit], promised: Callable[[str], bool]
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    content = _has_content(asked.bare)
    evidence = {hit.key: hit.evidence for hit in hits}
    named = [record[key] for key in _of_topics(asked, account, record) if key in record]
    if asked.narrowed:
        pool = _narrowed(asked, record)
        if asked.promise:
            matched = [e for e in pool if promised(e.quote) and (not content or evidence.get(e.key, 0) >= FLOOR)]
        elif content:
            matched = [e for e in pool if evidence.get(e.key, 0) >= FLOOR]
        else:
            matched = pool
        # A topic's fields are the present; of a time past only its own entries tell.
        now = [] if asked.period else named
        return tuple(_distinct([*now, *matched])), tuple(pool)
    if asked.promise and not content:
        said = sorted((e for e in record.values() if _dated(e) and promised(e.quote)), key=_newest_first)
        return tuple(_distinct([*named, *said])), ()
    if asked.talked and not content and not named:
        return tuple(sorted((e for e in record.values() if _dated(e)), key=_newest_first)[:_MOST_RECENT]), ()
    if named and not content and not set(asked.topics) & {"people", "approval"}:
        return tuple(named), ()
    best = [record[hit.key] for hit in hits if hit.evidence >= ANSWER_FLOOR and hit.key in record]
    return tuple(_distinct([*named, *with_latest_usage(best)])), ()


def _has_content(bare: str) -> bool:
    """True where words are left that only the record's own words can answer: a noun in kanji or katakana, a Latin word."""
    return any(term[0] in "btw" for term in analyse.terms(analyse.normalise(bare)))


def _narrowed(asked: Asked, record: Mapping[str, Entry]) -> list[Entry]:
    """History and measurements of the time, kind or state that was asked for, newest first."""
    pool = [e for e in record.values() if e.date is not None and (_dated(e) or asked.period)]
    if asked.period:
        period = asked.period
        pool = [e for e in pool if period.holds(e.date)]
    if asked.kinds:
        pool = [e for e in pool if e.kind in asked.kinds]
    if asked.open:
        pool = [e for e in pool if e.fields.get("open")]
    # What was said comes before what was measured.
    pool.sort(key=lambda e: (not _dated(e), *_newest_first(e)))
    return pool[:1] if asked.latest and not asked.period else pool


def _dated(entry: Entry) -> bool:
    return entry.key.startswith("history:")


def _newest_first(entry: Entry) -> tuple[int, str]:
    return (-(entry.date or Date.min).toordinal(), entry.key)


def with_latest_usage(entries: Sequence[Entry]) -> list[Entry]:
    """The same without measurements of the past, which share the names of features with many a question."""
    newest = max((e for e in entries if e.kind == "usage" and e.date), key=lambda e: e.date or Date.min, default=None)
    return [e for e in entries if e.kind not in ("usage", "reading") or e is newest]


def _distinct(entries: Sequence[Entry]) -> list[Entry]:
    return list({entry.key: entry for entry in entries}.values())


def _of_topics(asked: Asked, account: Account, record: Mapping[str, Entry]) -> list[str]:
    keys: list[str] = []
    for topic in asked.topics:
        if topic in _ROLES:
            keys += [f"contact:{n}" for n, c in enumerate(account.contacts) if c.role == topic and not c.left]
        elif topic == "people":
            keys += _people(asked, account)
        elif topic == "usage":
            months = [e for e in record.values() if e.kind == "usage" and e.date]
            keys += [max(months, key=lambda e: e.date or Date.min).key] if months else []
        elif topic in _EVERY:
            keys += [e.key for e in record.values() if e.kind == topic and not e.old]
        else:
            keys.append(topic)
    return list(dict.fromkeys(keys))


def _people(asked: Asked, account: Account) -> list[str]:
    """Who is named in the question; everybody where nobody is."""
    text = asked.text.lower()
    named = [
        f"contact:{n}" for n, contact in enumerate(account.contacts)
        if any(len(part) > 1 and part.lower() in text for part in contact.name.split())
    ]  # fmt: skip
    return named or [f"contact:{n}" for n, c in enumerate(account.contacts) if not c.left]


def _in_language(notes: Notes, language: str) -> Notes:
    """The notes that were worded in this language: the CSM may ask in another one than the draft was made in."""
    return tuple(note for note in notes if _japanese(note[0]) == (language == "ja"))


def _japanese(text: str) -> bool:
    return any("\u3041" <= c <= "\u30ff" for c in text)
