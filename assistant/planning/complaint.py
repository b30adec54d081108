"""Anger; a failure, ours or not: owned at its weight, known and unknown apart, who reports and when; no selling."""

import re

from assistant.domain.account import HistoryEntry
from assistant.domain.situation import Situation
from assistant.planning import after_silence, echo, errands, our_word, reporting, saying, tickets
from assistant.planning.apology import Weight, weight_of
from assistant.planning.brief import Brief, Sheet
from assistant.planning.steps import from_help

_DAY = re.compile(r"(?<!\d)(?:1[0-2]|[1-9])月(?:3[01]|[12]\d|[1-9])日(?!まで|までに|に(?:ご|お|提出|出す))")


def plan(brief: Brief, sheet: Sheet) -> None:
    held = our_word.unkept(brief.reading, brief.today)
    if not held and our_word.silence(brief.reading) and not _something_failed(brief):
        after_silence.plan(brief, sheet)
        return
    weight = weight_of(brief.reading)
    weight = "late" if held and weight in ("mistake", "inconvenience") else weight
    words = echo.matter(brief, sheet, Situation.complaint)
    said = our_word.said_of_us(brief, sheet)
    # Beside a word of ours that is held up to us, only what has failed is worth repeating.
    words = (
        words if not said or (saying.tells_of_failure(words) and saying.bare(said) not in saying.bare(words)) else ""
    )
    harm = echo.harm(brief, sheet, " ".join((words, said)))
    sheet.move(
        "apology", "owned", matter=words, harm=harm, heavy=weight, day=_day(brief, words), held=bool(held), weight=1
    )
    kept = our_word.on_record(brief) if said else None
    if said:
        told = our_word.retold(brief, sheet, kept) if kept and held else ""
        day = brief.day(kept.entry.date, weekday=False) if kept else ""
        sheet.move("facts", "word_held_up", matter=said, told=told, day=day, owned=bool(kept and held), weight=1)
    if held and kept and _spoken_of(brief) is None:
        told_late = bool(_NOT_TOLD.search(brief.reading.own))
        sheet.move("facts", "why_not_kept", told_late=told_late, weight=1, joins=True)
    else:
        _known(brief, sheet, weight, kept)
    _asked_of_us(brief, sheet)
    if reporting.asks_when(brief.reading) and weight != "inconvenience":
        sheet.move("facts", "no_date_yet", weight=1, joins=True)
    if reporting.asks_for_never_again(brief.reading):
        sheet.move("facts", "against_a_repeat", weight=1, joins=True)
    # A way that is asked for beside a word of ours gets a part of its own.
    if not (held and saying.asks_a_way(brief.reading)):
        _way_out(brief, sheet)
    call = weight in ("grave", "stopped")
    asked = sheet.ask("ask_report_by", "time")
    sheet.move("next_step", "i_report", call=call, above=reporting.answers_above(brief.reading), weight=1)
    sheet.move("next_step", "report_by", needs=asked.id, by=asked.answer or "", call=call, weight=1, joins=True)
    if weight == "grave":
        signs = sheet.ask("ask_who_calls", "name")
        sheet.move("next_step", "manager_calls", needs=signs.id, who=signs.answer or "", weight=1, joins=True)
    _coach(sheet, weight)


def _something_failed(brief: Brief) -> bool:
    """True where more than our silence is told: work harmed, or a fault in so many words."""
    told = our_word.silence(brief.reading)
    others = (s for s in saying.sentences(brief.reading) if s != told and not saying.is_question(s))
    return brief.reading.serious or any(saying.tells_of_failure(s) and not our_word.only_of_us(s) for s in others)


def _spoken_of(brief: Brief) -> tuple[HistoryEntry, bool] | None:
    """The open ticket of a mail on trouble, and whether it surely is: the only serious one stands for what is not named."""
    if found := tickets.waiting_for(brief):
        return found, True
    reading = brief.reading
    trouble = errands.asks_after(reading) or our_word.rebuked(reading, brief.today) or reading.serious
    return tickets.stands_for(brief) if trouble or saying.tells_of_failure(reading.own) else None


def _known(brief: Brief, sheet: Sheet, weight: Weight, kept: our_word.Kept | None) -> None:
    """What is known and what is not: the open ticket of the record where there is one, else what they told us."""
    found = _spoken_of(brief)
    if found is None:
        sheet.move("facts", "known_and_unknown", heavy=weight, weight=1)
        return
    entry, sure = found
    # What the paragraph before has told already is not told again.
    words = "" if kept and kept.entry is entry and kept.words else tickets.sentence(entry, brief.language)
    told = tickets.cited(sheet, entry, words) if words else ""
    day = brief.day(entry.date, weekday=False)
    sheet.move("facts", "known_on_record", told=told, day=day, heavy=weight, sure=sure, weight=1)


# They were not told that it would be late.
_NOT_TOLD = re.compile(
    r"(?:早く|先に|事前に|前もって)[^。]{0,8}(?:言って|知らせ|教えて|連絡)|(?:遅れる|間に合わない|できない)(?:なら|のなら|と)[^。]{0,12}(?:言って|知らせ|連絡)"
    r"|\b(?:nobody|no one|no-one|never) (?:told|tell|let|warned|said)\b|\b(?:could|should|might) (?:at least )?have (?:told|let|warned|said)\b|\bwithout (?:telling|a word to|warning)\b",
    re.IGNORECASE,
)
# What is asked of the matter itself gets an answer of its own; a reproach in the form of a question asks for nothing.
_ANSWERED = re.compile(
    r"どうなって|どういう|つもり|なぜ|どうして|いつ|いい加減|何度|わかって|分かって|責任|いかが|教えて|ください|下さい|お願い|説明し|どうすれば|どうなり|他の|ほかの|よその|方法|やり方|手順"
    r"|\b(why|what exactly|how (?:can|could|do|is it)|when|what (?:is|are) (?:going on|you doing)|is that|what happened|explain|who is responsible|please|am i|are we|others?)\b",
    re.IGNORECASE,
)
_ASKED = 2


def _asked_of_us(brief: Brief, sheet: Sheet) -> None:
    """What they ask precisely of the matter ("will the records come back?"): taken up, and asked of the CSM."""
    left = 0
    for sentence in saying.asked(brief.reading):
        if not re.search(r"(か|の|かな|でしょう)$|\?$", sentence):
            continue
        known = [saying.bare(c.quote) for c in sheet.citations.values() if c.kind == "message"]
        plain = saying.bare(sentence)
        if (
            not saying.is_question(sentence)
            or _ANSWERED.search(sentence)
            or any(t in plain or plain in t for t in known if t)
        ):
            continue
        if (words := echo.quoted(brief, sheet, sentence)) and left < _ASKED:
            ask = sheet.ask("ask_what_to_answer", "fact", matter=sentence)
            sheet.move("facts", "asked_of_us", matter=words, answer=ask.answer or "", weight=1)
            left += 1


def aside(brief: Brief, sheet: Sheet) -> None:
    """A complaint beside another matter: owned first, briefly."""
    words = echo.matter(brief, sheet, Situation.complaint)
    sheet.move("apology", "owned", matter=words, harm="", heavy=weight_of(brief.reading), day="", held=False, weight=1)


def _day(brief: Brief, words: str) -> str:
    """The day on which it happened, as they name it; "" where the words quoted say it, or several days are named."""
    days = list(dict.fromkeys(_DAY.findall(brief.reading.own))) if brief.language == "ja" else []
    return days[0] if len(days) == 1 and days[0] not in words else ""


def _way_out(brief: Brief, sheet: Sheet) -> None:
    """What they can do at once, where a help text tells it and their own question asks for it."""
    if not any(h.name is Situation.support_question and h.confidence >= 0.5 for h in brief.reading.situations):
        return
    for text in brief.help:
        if brief.unsure_of(text):
            continue
        if steps := from_help(brief, sheet, text):
            sheet.move("support", "at_once", s=steps)
            return


def _coach(sheet: Sheet, weight: str) -> None:
    if weight in ("grave", "stopped"):
        sheet.note("call_first", "trust-empathy-respect", grave=weight == "grave")
    else:
        sheet.note("own_it", "own-the-question")
    sheet.note("nothing_unverified", "effortless")
    sheet.note("lane_closed", "support-and-success")
