"""Anger; a failure, ours or not: owned at its weight, known and unknown apart, who reports and when; no selling."""

import re

from assistant.domain.situation import Situation
from assistant.planning import echo, errands, everyday, reporting
from assistant.planning.apology import weight_of
from assistant.planning.brief import Brief, Sheet
from assistant.planning.steps import from_help

_DAY = re.compile(r"(?<!\d)(?:1[0-2]|[1-9])月(?:3[01]|[12]\d|[1-9])日(?!まで|までに|に(?:ご|お|提出|出す))")


def plan(brief: Brief, sheet: Sheet) -> None:
    weight = weight_of(brief.reading)
    words = echo.matter(brief, sheet, Situation.complaint)
    said = echo.said_of_us(brief, sheet)
    # Beside a word of ours that is held up to us, only what has failed is worth repeating.
    words = words if not said or (echo.tells_of_failure(words) and echo.bare(said) not in echo.bare(words)) else ""
    harm = echo.harm(brief, sheet, words)
    sheet.move("apology", "owned", matter=words, harm=harm, heavy=weight, day=_day(brief, words), weight=1)
    if said:
        sheet.move("facts", "word_held_up", matter=said, weight=1)
    sheet.move("facts", "known_and_unknown", heavy=weight, weight=1)
    after = errands.asks_after(brief.reading) or said or reporting.asks_when(brief.reading)
    if after and (ticket := everyday.waiting_for(brief)):
        everyday.still_open(brief, sheet, ticket)
    if reporting.asks_when(brief.reading) and weight != "inconvenience":
        sheet.move("facts", "no_date_yet", weight=1, joins=True)
    if reporting.asks_for_never_again(brief.reading):
        sheet.move("facts", "against_a_repeat", weight=1, joins=True)
    _way_out(brief, sheet)
    call = weight in ("grave", "stopped")
    asked = sheet.ask("ask_report_by", "time")
    sheet.move("next_step", "i_report", call=call, above=reporting.answers_above(brief.reading), weight=1)
    sheet.move("next_step", "report_by", needs=asked.id, by=asked.answer or "", call=call, weight=1, joins=True)
    if weight == "grave":
        signs = sheet.ask("ask_who_calls", "name")
        sheet.move("next_step", "manager_calls", needs=signs.id, who=signs.answer or "", weight=1, joins=True)
    _coach(sheet, weight)


def aside(brief: Brief, sheet: Sheet) -> None:
    """A complaint beside another matter: owned first, briefly."""
    words = echo.matter(brief, sheet, Situation.complaint)
    sheet.move("apology", "owned", matter=words, harm="", heavy=weight_of(brief.reading), day="", weight=1)


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
