"""A word of ours that they hold up to us, and our silence: heard in the mail, looked up on the record.

Both weigh more than whatever is asked beside them: whoever was left waiting hears of that first.
"""

import re
from dataclasses import dataclass
from datetime import date as Date

from assistant.domain.account import HistoryEntry
from assistant.domain.reading import Reading
from assistant.planning import common_words, echo, retell, saying
from assistant.planning import echo_cues as cues
from assistant.planning import our_word_cues as ours
from assistant.planning.brief import Brief, Sheet

# What they tell of a word of ours stands in the sentence itself or right behind it.
_BEHIND = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """What the record says of a word of ours: the entry, and its own words for the customer ("" where it has none)."""

    entry: HistoryEntry
    words: str


def _odd(reading: Reading) -> bool:
    odd = (*reading.orders, *reading.probes, *reading.defames, *reading.hidden, *reading.markup)
    return bool(odd) or any(claim.kind in ("approval", "identity") for claim in reading.claims)


def _costs(sentence: str) -> bool:
    """True for what is about money, terms or anything odd: never repeated, whoever is said to have said it."""
    plain = cues.PROMISED.sub("", sentence)
    return bool(cues.BINDING.search(plain) or cues.AMOUNT.search(sentence) or cues.ADDRESS.search(sentence))


def held_up(reading: Reading) -> str:
    """The sentence in which they say what we told them we would do; "" where there is none.

    A claim is else never repeated. Of a repair or a call that did not come, a letter that passes over it makes it worse;
    taken up as theirs it admits nothing.
    """
    if _odd(reading):
        return ""
    for sentence in saying.sentences(reading):
        told = cues.OUR_WORD.search(sentence) and cues.KEPT.search(sentence)
        if (told or _promised(sentence)) and not ours.OTHERS.search(sentence) and not _costs(sentence):
            return sentence
    return ""


def _promised(sentence: str) -> bool:
    """True where a sentence tells of something we would do, and is no more than our advice on what they should do."""
    return bool(ours.PROMISE.search(sentence)) and not ours.ADVICE.search(sentence)


def unkept(reading: Reading, today: Date | None = None) -> str:
    """The sentence that holds a word of ours up to us as not kept; "" where an appointment is only repeated."""
    sentence = held_up(reading)
    promise = ours.PROMISE.search(sentence) if sentence else None
    if promise is None or ours.ADVICE.search(sentence):
        return ""
    days = _days(sentence, today) if today else []
    if today and days and min(days) > today:
        return ""
    all_of_them = saying.sentences(reading)
    at = all_of_them.index(sentence)
    behind = [sentence[promise.start() :], *all_of_them[at + 1 : at + 1 + _BEHIND]]
    told = any(ours.NOT_KEPT.search(words) for words in behind)
    # A day that has gone by, and a "but": nothing more needs to be said.
    gone = bool(today and days and max(days) < today and ours.BY_THEN_BUT.search(sentence))
    return sentence if told or gone else ""


def _days(sentence: str, today: Date) -> list[Date]:
    """The days that a sentence names, in this year, or in this month where it names none."""
    found = []
    for match in ours.DAY.finditer(sentence):
        parts = match.groupdict()
        month = parts["m"] or parts["mm"] or ""
        number = int(month) if month.isdigit() else ours.MONTHS.get(month[:3].lower(), today.month)
        try:
            found.append(Date(today.year, number, int(parts["d"] or parts["dd"])))
        except ValueError:
            continue
    return found


def silence(reading: Reading) -> str:
    """The sentence that reproaches us with our silence; "" where they only ask how far a matter has got."""
    if _odd(reading):
        return ""
    for sentence in saying.sentences(reading):
        if ours.SILENCE.search(sentence) and not ours.OTHERS.search(sentence) and not ours.NOT_OURS.search(sentence):
            return sentence
    return ""


def only_of_us(sentence: str) -> bool:
    """True for a sentence that tells of our silence and of nothing else that failed."""
    return bool(ours.SILENCE.search(sentence) or ours.NEVER_CAME.search(sentence))


def only_of_others(reading: Reading) -> bool:
    """True where what sounds like a reproach is about somebody else's silence: their contractors', their own people's."""
    told = [cue for hit in reading.situations if hit.name is reading.situation for cue in hit.because]
    spoken = [s for s in saying.sentences(reading) if any(cue in s for cue in told)]
    return bool(spoken) and all(ours.OTHERS.search(s) for s in spoken) and not reading.serious


def thinks_it_is_over(reading: Reading) -> bool:
    """True where they ask whether our part ended with the sale or the start."""
    return bool(ours.THE_END.search(reading.own))


def rebuked(reading: Reading, today: Date | None = None) -> bool:
    """True where they hold us to a word not kept, or reproach us with our silence."""
    return bool(unkept(reading, today) or silence(reading))


def said_of_us(brief: Brief, sheet: Sheet) -> str:
    """What they say that we told them we would do, cited in their words; "" where nothing can be."""
    sentence = held_up(brief.reading)
    return echo.cited(sheet, echo.trim(sentence, brief.language)) if brief.in_language(sentence) else ""


def retold(brief: Brief, sheet: Sheet, kept: Kept) -> str:
    """The record's sentence on our word, cited, fit to go on with "and have not": 「…とご案内しながら」, "we said that we would …"."""
    words = kept.words.rstrip("。. ")
    if brief.language == "ja":
        words = re.sub(r"ました$", "", words) if re.search(r"[しげえべ]ました$", words) else ""
    else:
        words = f"we{words[2:]}" if re.match(r"we\b", words, re.IGNORECASE) else ""
    date = kept.entry.date
    title = kept.entry.text[:40]
    return (
        sheet.cite("account", f"word:{date}", words, title=title, quote=kept.words, source=date.isoformat())
        if words
        else ""
    )


def on_record(brief: Brief) -> Kept | None:
    """The entry that holds the word they mean: with their day or figure, or with most words in common."""
    sentence = held_up(brief.reading)
    asked = common_words.of(sentence)
    best: tuple[int, Kept] | None = None
    for entry in retell.shared_entries(brief) if sentence else ():
        told = next((s for s in retell.sentences(entry.say or "") if ours.WE_SAID.search(s)), "")
        if not told and not ours.WE_SAID.search(entry.text):
            continue
        common = len(asked & common_words.of(f"{entry.text} {entry.say or ''}"))
        if common >= common_words.ENOUGH and (best is None or common > best[0]):
            best = (common, Kept(entry, told if brief.in_language(told) else ""))
    return best[1] if best else None
