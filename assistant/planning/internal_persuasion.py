"""A colleague of ours says "just do it": a memo with logic and figures; it stays inside."""

import re
import unicodedata

from assistant.domain import display
from assistant.planning import echo, evidence, saying
from assistant.planning.brief import Brief, Sheet
from assistant.planning.trades import trades_for

_MONTHS = re.compile(
    r"(\d+)\s*(?:か|ヶ|ケ|カ|箇)月(?:分)?(?:も)?\s*(?:を|は)?\s*(?:タダ|ただ|無料|無償|サービス)|(\d+)\s+(?:free\s+)?months?(?:\s+(?:free|for nothing))?",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|パーセント|percent)")
_TENTHS = re.compile(r"(\d)\s*割")


def plan(brief: Brief, sheet: Sheet) -> None:
    organisation = brief.organisation
    sheet.move("memo", "heading", account=brief.account.name, from_colleague=brief.sender == "colleague", weight=1)
    sheet.move("memo", "conclusion", asked=_asked(brief, sheet), weight=1)
    cost = _cost(brief, sheet)
    sheet.move(
        "value",
        "figures",
        economics=_economics(brief, sheet),
        cost=cost,
        price=evidence.price_shown(brief, sheet),
        weight=1,
    )
    money = evidence.money(brief, sheet)
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    sheet.move("value", "what_they_get", m=money, k=kpi, weight=1)
    trades = trades_for(brief, sheet, 2)
    sheet.move("trade", "better_offer", trades=trades, k=kpi, weight=1)
    approver = (
        sheet.cite("policy", "approver", organisation.policy.approver, title=_title(brief))
        if organisation.policy.approver
        else ""
    )
    percent = display.number(organisation.policy.max_discount_percent)
    limit = sheet.cite("policy", "limit", f"{percent}%", title=_title(brief))
    sheet.move("next_step", "who_decides", approver=approver, limit=limit, weight=1)
    sheet.note("logic_not_feelings", "persuade-with-logic-and-figures")
    sheet.note("two_questions", "two-questions-before-every-answer")
    if not brief.account.economics:
        sheet.note("no_economics", "no-with-data")


def _title(brief: Brief) -> str:
    return "方針" if brief.language == "ja" else "Policy"


def _asked(brief: Brief, sheet: Sheet) -> str:
    """What the colleague asks for, in their words."""
    own = [s for s in saying.sentences(brief.reading) if len(s) >= 6 and not saying.introduces(s)]
    quoted = (echo.quoted(brief, sheet, s) for s in own)
    return next((q for q in quoted if q), "")


def _economics(brief: Brief, sheet: Sheet) -> dict[str, str]:
    """Margin and hours as on record: internal, for a colleague's eyes."""
    economics = brief.account.economics
    if economics is None:
        return {"margin": "", "hours": "", "hours_year": ""}
    title = "採算(社内)" if brief.language == "ja" else "Economics (internal)"
    found = {"margin": "", "hours": "", "hours_year": ""}
    if economics.gross_margin is not None:
        words = f"{display.number(economics.gross_margin * 100, 1)}%"
        found["margin"] = sheet.cite(
            "account", "economics:margin", words, title=title, quote=str(economics.gross_margin)
        )
    if economics.support_hours_per_month is not None:
        hours = display.number(economics.support_hours_per_month)
        words = f"月{hours}時間" if brief.language == "ja" else f"{hours} hours a month"
        found["hours"] = sheet.cite("account", "economics:hours", words, title=title, quote=hours)
        year = display.number(economics.support_hours_per_month * 12)
        unit = "時間" if brief.language == "ja" else " hours"
        found["hours_year"] = sheet.cite(
            "computed", "hours:year", f"{year}{unit}", title=title, formula=f"{hours} × 12 = {year}"
        )
    return found


def _cost(brief: Brief, sheet: Sheet) -> dict[str, str]:
    """What the request would cost, by a shown formula, where it names months or a percentage."""
    price = brief.contract.annual_price
    text = unicodedata.normalize("NFKC", brief.message)
    if not price:
        return {}
    if match := _MONTHS.search(text):
        months = int(match[1] or match[2])
        lost = price / 12 * months
        formula = f"{brief.money(price)} ÷ 12 × {months} = {brief.money(lost)}"
        span = f"{months}か月" if brief.language == "ja" else f"{months} months"
        return _lost(brief, sheet, lost, formula, span)
    percent = float(m[1]) if (m := _PERCENT.search(text)) else float(m[1]) * 10 if (m := _TENTHS.search(text)) else 0.0
    if 0 < percent < 100:
        lost = price * percent / 100
        formula = f"{brief.money(price)} × {display.number(percent)}% = {brief.money(lost)}"
        found = _lost(brief, sheet, lost, formula, f"{display.number(percent)}%")
        economics = brief.account.economics
        if economics and economics.gross_margin is not None:
            left = (economics.gross_margin - percent / 100) / (1 - percent / 100) * 100
            shown = f"{display.number(left, 1)}%"
            margin, cut = display.number(economics.gross_margin * 100, 1), display.number(percent)
            formula = f"({margin} - {cut}) ÷ (100 - {cut}) = {shown}"
            found["margin_left"] = sheet.cite("computed", "margin:left", shown, title=formula, formula=formula)
        return found
    return {}


def _lost(brief: Brief, sheet: Sheet, lost: float, formula: str, span: str) -> dict[str, str]:
    title = "試算" if brief.language == "ja" else "Reckoning"
    shown = sheet.cite("computed", "lost", brief.money(round(lost)), title=title, formula=formula)
    return {"lost": shown, "formula": formula, "span": span, "margin_left": ""}
