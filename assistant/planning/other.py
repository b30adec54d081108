"""None of the situations: what it could be goes to the CSM; nothing is assumed in the letter."""

import re
import unicodedata

from assistant.domain.situation import Situation
from assistant.planning import echo, everyday, good_news, loose_ends, only_errands, saying, tickets, which_one
from assistant.planning.brief import Brief, Sheet
from assistant.planning.steps import from_help

# So many articles a letter holds.
_ARTICLES = 2
_CHECK = re.compile(r"\b(check|look into|verify)\b|ご?確認", re.IGNORECASE)


def plan(brief: Brief, sheet: Sheet) -> None:
    if brief.replying and brief.reading.corrections and not brief.reading.claims:
        _correction(brief, sheet)
        return
    if brief.replying and good_news.only_news(brief.reading):
        good_news.plan(brief, sheet)
        return
    if brief.replying and (errand := only_errands.errand_of(brief.reading, Situation.other)):
        everyday.plan(brief, sheet, errand)
        return
    if brief.replying and which_one.unclear(brief.reading):
        which_one.ask(brief, sheet)
        return
    words = echo.matter(brief, sheet, Situation.other)
    if brief.replying and not words and any(probe.kind == "other_customer" for probe in brief.reading.probes):
        _of_others(brief, sheet)
        return
    if not brief.replying:
        asked = sheet.ask("ask_what_to_say", "fact")
        sheet.move("facts", "csm_says", needs=asked.id, answer=asked.answer or "", weight=1)
        sheet.note("no_occasion", "trust-empathy-respect")
        return
    if not words:
        sheet.move("question", "what_is_meant", weight=1)
        sheet.note("could_be", "trust-empathy-respect", could_be=_could_be(brief))
        return
    if solved := _by_the_guides(brief, sheet):
        _left_over(brief, sheet, solved)
        return
    sheet.move("thanks", "taken_note", matter=words, weight=1)
    if ticket := tickets.waiting_for(brief):
        tickets.tell_open(brief, sheet, ticket)
    asked = sheet.ask("ask_what_to_answer", "fact", matter=words)
    sheet.move("facts", "csm_says", needs=asked.id, answer=asked.answer or "", weight=1)
    sheet.move("next_step", "back_to_you", answered=asked.answer is not None, weight=1)
    if not loose_ends.covered(brief, sheet):
        everyday.also(brief, sheet)
    sheet.note("could_be", "two-questions-before-every-answer", could_be=_could_be(brief))


def _by_the_guides(brief: Brief, sheet: Sheet) -> list[str]:
    """The steps for what an article plainly answers, whatever the mail is; the sentences that are answered so."""
    solved: list[str] = []
    for sentence, text in brief.further[:_ARTICLES]:
        steps = from_help(brief, sheet, text) if text else None
        if steps and (words := echo.quoted(brief, sheet, sentence)):
            inputs = {"s": steps, "matter": words, "unsure": False, "_of": Situation.support_question.value}
            if solved:
                sheet.move("support", "steps_too", weight=1, **inputs)
            else:
                sheet.move("support", "steps", urgent=brief.reading.urgent, weight=1, **inputs)
            solved.append(sentence)
    return solved


def _left_over(brief: Brief, sheet: Sheet, solved: list[str]) -> None:
    """What they ask besides what an article has answered: open, and asked of the CSM."""
    bare = [saying.bare(sentence) for sentence in solved]
    for sentence in saying.sentences(brief.reading):
        plain = saying.bare(sentence)
        if (
            not everyday.wants_something(sentence)
            or saying.asks_advice(sentence)
            or any(b in plain or plain in b for b in bare)
        ):
            continue
        if words := echo.quoted(brief, sheet, sentence):
            asked = sheet.ask("ask_what_to_answer", "fact", matter=sentence)
            sheet.move("facts", "left_open", matter=words, answer=asked.answer or "", weight=1)
    sheet.note("could_be", "two-questions-before-every-answer", could_be=_could_be(brief))


def _of_others(brief: Brief, sheet: Sheet) -> None:
    """They ask what others do or pay: a plain no, the same discretion for them, and the question behind it."""
    sheet.move("facts", "others_private", weight=1)
    sheet.move("question", "what_to_compare", weight=1)
    sheet.note("could_be", "two-questions-before-every-answer", could_be=_could_be(brief))


def _correction(brief: Brief, sheet: Sheet) -> None:
    """They put something right in what we wrote: taken over with thanks and written down, never argued with."""
    found = brief.reading.corrections[0].quote
    sentence = next((s for s in saying.sentences(brief.reading) if s in _plain(found)), "")
    asked = saying.is_question(sentence) or any(
        saying.is_question(s) and _CHECK.search(s) for s in saying.sentences(brief.reading)
    )
    sheet.move("facts", "put_right", matter=echo.quoted(brief, sheet, sentence) if sentence else "", weight=1)
    sheet.move("next_step", "written_down", asked=asked, weight=1)
    sheet.note("put_right", "trust-empathy-respect")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _could_be(brief: Brief) -> list[str]:
    """Situations that the message might still be, strongest first."""
    return [hit.name.value for hit in brief.reading.situations if hit.name is not Situation.other][:2]
