"""Insights: what the stored drafts say about the work, as plots with their tables."""

from collections import Counter
from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.pages.frame import ThePage
from api.pages.plots import month_names
from api.voice import TheCoach
from assistant.insights import OTHERS, Row, ValueShown, insights
from assistant.texts import Say

router = APIRouter()

# The names of the checks, as the workspace has them.
CHECKS = {
    "concession": "Concession without authority", "ungrounded_figure": "Figure without a source",
    "ungrounded_date": "Date without a source", "calendar": "Dates and weekdays", "wrong_name": "Names and titles",
    "wrong_account": "Right account", "unapproved_commitment": "Promise without a record",
    "confidentiality": "Confidential matters", "support_success_mixed": "Support and success apart",
    "no_success_part": "A step toward their goal", "pandering": "Bowing too low",
    "cost_based_pricing": "Price argued by our costs", "begging_referral": "Begging for referrals",
    "blame_customer": "Blaming the customer", "no_next_step": "A next step", "placeholder": "Blanks left open",
    "runaround": "Sent from desk to desk", "wrong_language": "Language of the reply", "register": "Manners and tone",
    "unsafe_markup": "Unsafe characters and mark-up", "injection": "Orders hidden in the message",
    "forged_claim": "Claims without a record", "hidden_characters": "Invisible characters",
}  # fmt: skip
USED = {"as_is": "Sent as it is", "edited": "Sent with changes", "rejected": "Not used", "unsaid": "Not told yet"}
LANES = {"support": "Support only", "both": "Support and success", "success": "Success only", "neither": "Neither"}
RESULTS = {
    "held": "Price held", "traded": "Traded", "discounted": "Discounted", "lost": "Lost",
}  # fmt: skip
_MOST_BARS = 12


@router.get("/insights")
async def page_of_insights(coach: TheCoach, page: ThePage) -> HTMLResponse:
    """The page of insights over the last twelve months."""
    found, say = await insights(coach.desk), page.say
    titles = {name: card.title[say.language] for name, card in coach.desk.knowledge.situations.items()}
    titles[OTHERS] = say("Others")
    results = Counter(dict(found.discounts))
    values = {
        "drafts": found.drafts,
        "others": say("Others"),
        "neither": say("Neither"),
        "unsaid": say("Not told yet"),
        "situations": _named(found.situations, titles, say),
        "lanes": _named(found.lanes, _said(LANES, say), say),
        "used": _named(found.used, _said(USED, say), say),
        "used_shares": _shares([row for _, row in found.used]),
        "findings": [(say(CHECKS.get(code, code)), blocked + warned) for code, blocked, warned in found.findings],
        "finding_rows": [(say(CHECKS.get(code, code)), blocked, warned) for code, blocked, warned in found.findings],
        "discounts": [(say(msgid), results[result]) for result, msgid in RESULTS.items()],
        "discounts_told": sum(results[result] for result in RESULTS),
        "discounts_untold": results["unsaid"],
        "values": _by_currency(found.values),
    }
    return page("insights", values)


def _said(names: Mapping[str, str], say: Say) -> dict[str, str]:
    return {name: say(msgid) for name, msgid in names.items()}


def _named(rows: Sequence[Row], names: Mapping[str, str], say: Say) -> list[Row]:
    """Rows with the names that a reader knows, and without those that never occur."""
    labels = month_names([month for month, _ in rows], say.language)
    seen = [name for name in (rows[0][1] if rows else {}) if any(row[name] for _, row in rows)]
    return [
        (label, {names.get(name, name): row[name] for name in seen})
        for label, (_, row) in zip(labels, rows, strict=True)
    ]


def _shares(rows: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Of the drafts of which somebody has said it: the shares used as is, edited and rejected, in percent."""
    counts = {name: sum(row[name] for row in rows) for name in ("as_is", "edited", "rejected")}
    total = sum(counts.values())
    return {name: round(100 * count / total) for name, count in counts.items()} if total else {}


def _by_currency(values: Sequence[ValueShown]) -> list[tuple[str, list[ValueShown]]]:
    """Amounts of one currency are one plot; the largest dozen of each."""
    currencies = dict.fromkeys(value.currency for value in values)
    return [
        (currency, [value for value in values if value.currency == currency][:_MOST_BARS]) for currency in currencies
    ]
