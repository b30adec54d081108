"""Our silence reproached: owned without an excuse, where things stand by the record, a first step with a day.

No congratulations, no terms, no thanks for the notice: whoever was let alone is not to be sold anything.
"""

import re

from assistant.domain.situation import Situation
from assistant.planning import common, echo, evidence, our_word, tickets
from assistant.planning.brief import Brief, Sheet

# Where they decide on us, or have to account for us: what they need for that day is asked at once.
_DECIDED = re.compile(
    r"理事会|役員会|取締役会|経営会議|総会|委員会|議会|幹部会|(?:社長|上)(?:に|へ)(?:説明|報告)|\b(?:board|trustees|committee|council|leadership team|directors|steering group)\b",
    re.IGNORECASE,
)

_WROTE = re.compile(
    r"(?:問い合わせ|問合せ|質問|相談|依頼|メール|お願い)[^。]{0,24}(?:のに|ても|ましたが|が、|の(?:返事|返信|回答))|サポート(?:から|に)|\b(?:support|help ?desk)\b|\b(?:i|we)(?:'ve| have)? (?:wrote|written|asked|e?-?mailed|messaged|raised|reported)\b|\bwhen (?:i|we) (?:write|ask|e?-?mail)\b",
    re.IGNORECASE,
)


def plan(brief: Brief, sheet: Sheet) -> None:
    """The letter to somebody whom we left without a word."""
    told = our_word.silence(brief.reading)
    words = echo.quoted(brief, sheet, told) or echo.matter(brief, sheet, Situation.complaint)
    over = our_word.thinks_it_is_over(brief.reading)
    sheet.move("apology", "our_silence", matter=words, over=over, weight=1)
    ticket = tickets.waiting_for(brief) or tickets.serious(brief)
    if ticket:
        shown = tickets.cited(sheet, ticket, tickets.sentence(ticket, brief.language))
        sheet.move("facts", "unanswered_since", told=shown, day=brief.day(ticket.date, weekday=False), weight=1)
    # Whoever wrote and got no answer waits for those answers, not for figures.
    unanswered = not ticket and bool(_WROTE.search(brief.reading.own))
    kpi = None if ticket or unanswered else evidence.goal_kpi(brief, sheet, brief.goal)
    if kpi and kpi.measured and not tickets.contradicts(brief, kpi.kpi):
        sheet.move("facts", "where_it_stands", k=kpi, weight=1)
    asked = sheet.ask("ask_report_by", "time")
    period = common.period(brief, 2, 6)
    decided = bool(_DECIDED.search(brief.reading.own))
    sheet.move(
        "next_step",
        "first_step",
        k=kpi,
        ticket=bool(ticket),
        unanswered=unanswered,
        period=period,
        decided=decided,
        weight=1,
    )
    sheet.move("next_step", "report_by", needs=asked.id, by=asked.answer or "", call=False, weight=1, joins=True)
    sheet.note("silence_owned", "own-the-question", ticket=bool(ticket))
    sheet.note("lane_closed", "support-and-success")
