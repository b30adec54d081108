"""Cheaper, a cut, a rival's price: value first, the decision in a plain sentence, a trade only from the policy.

The order is that of japanese.md, "Four replies", discount_request.
"""

import re
from datetime import date as Date

from assistant.domain.account import Approval
from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.planning import common, echo, evidence, retell, terms, tickets
from assistant.planning.brief import Brief, Sheet
from assistant.planning.trades import trades_for

_HERE = Situation.discount_request.value
_RIVAL = ("他社", "競合", "相見積", "別の会社", "乗り換え", "rival", "competitor", "another vendor", "quote", "wants")

_LESS = re.compile(
    r"値引|値下げ|割引|安く|まけて|下げて|下がり|減額|万円台|に収め|抑えて|(\d|[一二三四五]|半)(割|%|パーセント)(ほど|程度|くらい)?(は|を|の)?(引|下げ|減|オフ)"
    r"|% off|percent off|discount|cheaper|come down|lower (the )?(price|fee|rate)|reduc\w+ (the )?(price|fee|rate)|knock .* off|better (price|rate)",
    re.IGNORECASE,
)
# What is said of a price that weighs on them; the mere word for a quotation says nothing of the kind.
_DEAR = re.compile(
    r"高[いくす額]|割高|安|[割値]引|予算|経費|厳し|きつ|苦し|負担|他社|競合|相見積|見直|交渉|抑え|無料|無償|[円万割%]|相談"
    r"|\b(expensive|dear|steep|afford|budget|cheap\w*|discount\w*|price\w*|pricing|costs?|fee|rate|competitor|rival|less|lower|cut)\b",
    re.IGNORECASE,
)


def plan(brief: Brief, sheet: Sheet) -> None:
    words = echo.circumstance(brief, sheet, Situation.discount_request)
    sheet.move("thanks", "thanks_for_openness", circumstance=words, rival=names_rival(brief), weight=1)
    shown = value(brief, sheet)
    decide(brief, sheet)
    trade(brief, sheet)
    sheet.move("question", "question_behind", rival=names_rival(brief), value_shown=shown, weight=3)
    due, due_kind = _deadline(brief)
    sheet.move(
        "next_step", "one_page_and_meeting", weight=1,
        period=common.period(brief), due=due, due_kind=due_kind, goal=_next_goal(brief, sheet),
    )  # fmt: skip
    _coach(brief, sheet, shown)


def aside(brief: Brief, sheet: Sheet) -> None:
    """The same matter as one of several in a mail: value in a line, the decision, one trade."""
    value(brief, sheet, short=True)
    decide(brief, sheet)
    trade(brief, sheet, limit=1)


def says_less(reading: Reading) -> bool:
    """True where the words themselves ask for a lower price."""
    return bool(_LESS.search(reading.own))


def asks_for_less(brief: Brief) -> bool:
    """True where a mail about something else also says that the price should come down; in two payments is no less."""
    quotes = [m.span.quote for m in brief.reading.matters if m.situation is Situation.discount_request]
    raised = any(not _only_of_terms(quote) for quote in quotes)
    return brief.replying and (raised or bool(_LESS.search(brief.reading.own)))


def _only_of_terms(quote: str) -> bool:
    """True where nothing is said of the price being high: a paper is asked for, another way to pay, more of it."""
    said = [s for s in re.split(r"[。.!?\n]", quote) if s.strip()]
    other = any(terms.asks_how_to_pay(f"{s}か") or terms.grows(s, quote) for s in said)
    return not _LESS.search(quote) and (other or not _DEAR.search(quote))


def names_rival(brief: Brief) -> bool:
    own = brief.reading.own.casefold()
    return any(word in own for word in _RIVAL)


def value(brief: Brief, sheet: Sheet, short: bool = False) -> str:
    """The strongest rung on record; returns its name: money, kpi, or "" where the one question is asked instead."""
    worth, shown = evidence.worth(brief), ""
    if worth is None or worth >= 1:
        money = evidence.money(brief, sheet)
        if money:
            sheet.move("value", "value_money", m=money, weight=1)
            shown = "money"
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    # A fault still open in the very thing makes a success figure on it sound hollow.
    hollow = kpi is not None and tickets.contradicts(brief, kpi.kpi)
    if kpi and kpi.moved and not kpi.worse and not hollow:
        if not (short and shown):
            sheet.move("value", "value_kpi", k=kpi, after_money=bool(shown), weight=1, joins=True)
        shown = shown or "kpi"
    if not shown and not short and not hollow:
        started = retell.own_words(brief, sheet)
        statement = kpi.statement if kpi and not kpi.measured else ""
        sheet.move(
            "question", "make_it_countable", started=started, statement=statement, product=brief.product, weight=1
        )
    return shown


def decide(brief: Brief, sheet: Sheet) -> None:
    """The decision in one plain sentence: the fee, the period, its tax. Worded by this situation's playbook."""
    contract = brief.contract
    period = "year" if contract.annual_price else "project" if contract.total_price else ""
    sheet.move(
        "boundary", "decision_price_stays",
        price=evidence.price_shown(brief, sheet), period=period, tax=contract.tax or "", product=brief.product, weight=1,
        _of=_HERE,
    )  # fmt: skip


def approved(brief: Brief) -> Approval | None:
    """The concession on record that still holds today and that this letter can say, or None."""
    open_ones = [a for a in brief.contract.approvals if a.expires is None or a.expires >= brief.today]
    return next((a for a in open_ones if brief.in_language(a.what)), None)


def trade(brief: Brief, sheet: Sheet, limit: int = 2) -> None:
    """What is approved on record, exactly so; else at most two trades of the policy, each with what it asks in return."""
    if found := approved(brief):
        what = sheet.cite("account", f"approval:{found.what}", found.what, title=found.what)
        expires = brief.day(found.expires) if found.expires else ""
        sheet.move("trade", "approved_on_record", what=what, expires=expires, weight=1, _of=_HERE)
    elif trades := trades_for(brief, sheet, limit):
        sheet.move("trade", "trades", trades=trades, _of=_HERE)
    if brief.contract.approvals and not found:
        sheet.warnings.append(
            "An approval on record has expired or exists in another language only; it stays out of the letter."
        )


def _deadline(brief: Brief) -> tuple[str, str]:
    """The next day that matters to the contract, and whether it is the day of notice or of renewal."""
    contract = brief.contract
    due: Date | None = contract.notice_by or contract.renewal
    if due is None or due <= brief.today:
        return "", ""
    return brief.day(due), "notice" if contract.notice_by else "renewal"


def _next_goal(brief: Brief, sheet: Sheet) -> evidence.KpiShown | None:
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    return kpi if kpi and kpi.gap and not kpi.worse and not tickets.contradicts(brief, kpi.kpi) else None


def _coach(brief: Brief, sheet: Sheet, shown: str) -> None:
    policy = brief.organisation.policy
    if shown == "money":
        sheet.note("value_first_money", "price-by-value", "show-the-effect-in-figures")
    elif shown == "kpi":
        sheet.note("value_first_kpi", "show-the-effect-in-figures", estimate=_estimate(brief))
    else:
        sheet.note("no_value_on_record", "show-the-effect-in-figures", estimate=_estimate(brief))
    worth = evidence.worth(brief)
    if worth is not None and worth < 1:
        sheet.note("value_below_price", "respectful-no")
    sheet.note("who_decides", "equal-partnership", approver=policy.approver, percent=policy.max_discount_percent)
    sheet.note("call_before_mail", "free-extras-become-the-norm", rival=names_rival(brief))


def _estimate(brief: Brief) -> str:
    found = evidence.estimates(brief.account.outcomes)
    return found[0].statement if found else ""
