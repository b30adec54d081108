"""The term ends: results against goals, the next goal, the terms as they are."""

from assistant.domain.situation import Situation
from assistant.planning import common, discount_request, echo, evidence
from assistant.planning.brief import Brief, Sheet


def plan(brief: Brief, sheet: Sheet) -> None:
    words = echo.matter(brief, sheet, Situation.renewal)
    renewal = _date(brief, sheet, "renewal")
    sheet.move(
        "thanks", "occasion", matter=words, renewal=renewal, product=brief.product, replying=brief.replying, weight=1
    )
    shown = discount_request.value(brief, sheet)
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    sheet.move("success", "next_goal", k=kpi, shown=bool(shown), weight=1)
    if discount_request.asks_for_less(brief):
        discount_request.decide(brief, sheet)
        discount_request.trade(brief, sheet)
    else:
        terms(brief, sheet)
    notice = _date(brief, sheet, "notice_by")
    sheet.move(
        "next_step", "thirty_minutes_and_papers", period=common.period(brief), notice=notice, renewal=renewal, weight=1
    )
    _coach(brief, sheet, shown)


def aside(brief: Brief, sheet: Sheet) -> None:
    """The term beside another matter: the dates and the terms as they are."""
    terms(brief, sheet)


def terms(brief: Brief, sheet: Sheet) -> None:
    """The terms as they stand: fee, plan, seats, the new term. What is approved on record waits until the price is raised.

    What a project cost once is no fee of the next term.
    """
    contract = brief.contract
    sheet.move(
        "value", "terms_as_they_are", price=evidence.price_shown(brief, sheet) if contract.annual_price else "",
        tax=contract.tax or "",
        plan=contract.plan if brief.in_language(contract.plan) or contract.plan.isascii() else "", seats=contract.seats or 0,
        renewal=_date(brief, sheet, "renewal"), weight=1,
    )  # fmt: skip


def _date(brief: Brief, sheet: Sheet, field: str) -> str:
    value = getattr(brief.contract, field)
    if value is None or value < brief.today:
        return ""
    title = "契約" if brief.language == "ja" else "Contract"
    return sheet.cite("account", f"contract:{field}", brief.day(value), title=title, quote=value.isoformat())


def _coach(brief: Brief, sheet: Sheet, shown: str) -> None:
    if shown == "money":
        sheet.note("results_first", "show-the-effect-in-figures")
    else:
        sheet.note("confirm_effect_before", "show-the-effect-in-figures")
    if found := discount_request.approved(brief):
        sheet.note("approval_held_back", "free-extras-become-the-norm", what=found.what)
    else:
        sheet.note("no_unasked_sweetener", "free-extras-become-the-norm")
    sheet.note("who_signs", "success-map")
