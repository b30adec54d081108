"""The strongest evidence of value that the record holds: money they confirmed, else a measured KPI, else a question."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date as Date

from assistant.domain import display
from assistant.domain.account import Goal, Outcome
from assistant.planning import people
from assistant.planning.brief import Brief, Sheet


@dataclass(frozen=True, slots=True)
class MoneyShown:
    """A confirmed annual value in display forms; `ratio` is "" where it must not be said."""

    amount: str
    statement: str
    basis: str
    as_of: str
    confirmed_by: str
    confirmed_by_reader: bool
    price: str
    ratio: str
    nature: str
    occasion: str


@dataclass(frozen=True, slots=True)
class KpiShown:
    """A goal's course in display forms. `worse` is true where it moved away from the target."""

    kpi: str
    statement: str
    baseline: str
    current: str
    target: str
    gap: str
    as_of: str
    occasion: str
    reached: bool
    moved: bool
    worse: bool
    measured: bool


def confirmed(outcomes: list[Outcome]) -> list[Outcome]:
    """Results that the customer confirmed and nobody withdrew, with an amount; the newest of the same statement."""
    newest: dict[str, Outcome] = {}
    for outcome in outcomes:
        if not (outcome.confirmed_by and outcome.annual_value) or outcome.withdrawn:
            continue
        older = newest.get(outcome.statement)
        if older is None or (outcome.as_of or Date.min) >= (older.as_of or Date.min):
            newest[outcome.statement] = outcome
    return sorted(newest.values(), key=lambda o: -(o.annual_value or 0))


def estimates(outcomes: list[Outcome]) -> list[Outcome]:
    """Results that nobody has confirmed yet: to be asked about, never told."""
    return [o for o in outcomes if not o.confirmed_by and not o.withdrawn and o.statement]


@dataclass(frozen=True, slots=True)
class EstimateShown:
    """A value of ours that nobody has confirmed, in display forms."""

    statement: str
    amount: str
    basis: str


def doubted(brief: Brief, sheet: Sheet) -> EstimateShown | None:
    """The unconfirmed result whose amount the message names: whoever asks where it comes from is told, and asked to check."""
    own = unicodedata.normalize("NFKC", brief.reading.own).replace(",", "")
    for outcome in estimates(brief.account.outcomes):
        value = outcome.annual_value or 0
        if not value or not brief.in_language(outcome.statement):
            continue
        forms = {
            display.number(n).replace(",", "") + unit
            for n, unit in ((value, ""), (value / 1e4, "万"), (value / 1e3, "k"))
        }
        if any(re.search(rf"(?<![\d.]){re.escape(form)}(?![\d.])", own) for form in forms):
            amount = brief.money(value, outcome.currency or brief.contract.currency)
            key, quote = f"outcome:{outcome.id or outcome.statement}", f"{outcome.statement} / {amount}"
            basis = (
                outcome.basis if outcome.basis and (brief.in_language(outcome.basis) or outcome.basis.isascii()) else ""
            )
            shown = [
                sheet.cite("account", key, w, title=outcome.statement, quote=quote, source=outcome.source) if w else ""
                for w in (amount, basis)
            ]
            return EstimateShown(outcome.statement, shown[0], shown[1])
    return None


def money(brief: Brief, sheet: Sheet) -> MoneyShown | None:
    """The largest confirmed result, beside the price of the same currency where it is worth at least the price."""
    found = [o for o in confirmed(brief.account.outcomes) if brief.in_language(o.statement)]
    if not found:
        return None
    outcome, contract = found[0], brief.contract
    currency = outcome.currency or contract.currency
    value, price = outcome.annual_value or 0.0, contract.annual_price or 0.0
    comparable = bool(price) and currency == contract.currency and value >= price
    key = f"outcome:{outcome.id or outcome.statement}"
    quote = " / ".join(t for t in (outcome.statement, brief.money(value, currency), outcome.basis) if t)

    def cite(words: str) -> str:
        return (
            sheet.cite("account", key, words, title=outcome.statement, quote=quote, source=outcome.source)
            if words
            else ""
        )

    shown_ratio = ""
    if comparable:
        ratio = display.ratio(value / price, brief.language)
        formula = f"{brief.money(value, currency)} ÷ {brief.money(price)} = {ratio}"
        title = formula if brief.language == "ja" else f"value / price: {formula}"
        shown_ratio = sheet.cite("computed", f"ratio:{key}", ratio, title=title, formula=formula)
    reader = brief.contact is not None and people.plain(brief.contact.name) == people.plain(outcome.confirmed_by)
    return MoneyShown(
        amount=cite(brief.money(value, currency)),
        statement=outcome.statement,
        basis=cite(outcome.basis)
        if outcome.basis and (brief.in_language(outcome.basis) or outcome.basis.isascii())
        else "",
        as_of=display.month(outcome.as_of, brief.language) if outcome.as_of else "",
        confirmed_by=outcome.confirmed_by
        if brief.language == "ja" or not people.is_japanese(outcome.confirmed_by)
        else "",
        confirmed_by_reader=reader,
        price=price_shown(brief, sheet) if comparable else "",
        ratio=shown_ratio,
        nature=outcome.nature or ("hours" if re.search(r"時間|hours?\b", outcome.basis) else ""),
        occasion=occasion(brief, outcome.source, outcome.as_of),
    )


def worth(brief: Brief) -> float | None:
    """Confirmed value over price, or None where the two cannot be set side by side."""
    found = confirmed(brief.account.outcomes)
    price = brief.contract.annual_price
    if not found or not price or (found[0].currency or brief.contract.currency) != brief.contract.currency:
        return None
    return (found[0].annual_value or 0) / price


def price_shown(brief: Brief, sheet: Sheet) -> str:
    """The fee as on record, cited; "" where none is."""
    contract = brief.contract
    price = contract.annual_price or contract.total_price
    if not price:
        return ""
    title = "契約" if brief.language == "ja" else "Contract"
    return sheet.cite("account", "contract:price", brief.money(price), title=title, quote=brief.money(price))


def occasion(brief: Brief, source: str, as_of: Date | None) -> str:
    """Where a figure was established, as a reader knows it: 9月の定例会, "the September review"; "" where unknown."""
    words = {
        "定例会": "定例会", "振り返り": "振り返り会", "報告": "ご報告", "レビュー": "レビュー", "打ち合わせ": "打ち合わせ",
        "会議": "会議", "アンケート": "アンケート", "電話": "お電話",
    }  # fmt: skip
    if brief.language == "ja":
        place = next((shown for word, shown in words.items() if word in source), "")
        # A figure as of the end of October is agreed in a meeting of November.
        named = re.search(r"(?<!\d)(1[0-2]|[1-9])月", source)
        month = f"{named[1]}月" if named else display.month(as_of, "ja") if as_of else ""
        return f"{month}の{place}" if place and month else ""
    if source.isascii() and any(w in source.lower() for w in ("review", "meeting", "note", "report", "call")):
        return f"the {lower_season(source)}"
    return ""


_COMMON_FIRST = (
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "annual",
    "quarterly",
    "monthly",
    "weekly",
    "half-year",
)
_OCCASIONS = (
    "review",
    "meeting",
    "acceptance",
    "steering",
    "kick-off",
    "kickoff",
    "final",
    "interim",
    "closing",
    "status",
)


def lower_season(source: str) -> str:
    """The name of an occasion inside a sentence: "Autumn review" is "the autumn review", "October review" keeps its O."""
    first = source.split()[0]
    return source[0].lower() + source[1:] if first.lower() in (*_COMMON_FIRST, *_OCCASIONS) else source


def goal_kpi(brief: Brief, sheet: Sheet, goal: Goal | None) -> KpiShown | None:
    """A goal in the words and figures of the record; None where there is no goal that this letter can read."""
    if goal is None or not brief.in_language(goal.kpi or goal.statement):
        return None
    key = f"goal:{goal.id or goal.kpi}"
    lower = goal.baseline is not None and goal.target is not None and goal.target < goal.baseline
    parts = [
        display.measured(v, goal.unit, brief.language)
        for v in (goal.baseline, goal.current, goal.target)
        if v is not None
    ]
    quote = f"{goal.statement} ({' → '.join(parts)})"

    # English says a unit once: "surveys postponed: from 11 to 2".
    named = brief.language == "en" and bool(goal.unit) and goal.unit.lower() in goal.kpi.lower()
    unit_shown = "" if named and goal.unit != "%" else goal.unit

    def cite(value: float | None) -> str:
        if value is None:
            return ""
        # English says a unit once: "from 6 to 2 working days".
        once = value is goal.baseline and goal.current is not None and brief.language == "en" and goal.unit != "%"
        words = display.measured(value, "" if once else unit_shown, brief.language)
        return sheet.cite("account", key, words, title=goal.kpi or goal.statement, quote=quote, source=goal.source)

    gap, reached, worse = "", False, False
    if goal.current is not None and goal.target is not None:
        reached = goal.current <= goal.target if lower else goal.current >= goal.target
        if not reached:
            unit = unit_shown
            if unit in ("%", "\uff05"):
                unit = "ポイント" if brief.language == "ja" else "points"
            left = display.measured(abs(goal.target - goal.current), unit, brief.language)
            formula = f"|{display.number(goal.target)} - {display.number(goal.current)}| = {left}"
            gap = sheet.cite("computed", f"gap:{key}", left, title=goal.kpi or goal.statement, formula=formula)
    if goal.current is not None and goal.baseline is not None and goal.current != goal.baseline:
        rose = goal.current > goal.baseline
        wanted_up = goal.target is None or goal.target >= goal.baseline
        worse = rose != wanted_up
    return KpiShown(
        kpi=goal.kpi or goal.statement, statement=goal.statement, baseline=cite(goal.baseline), current=cite(goal.current),
        target=cite(goal.target), gap=gap, as_of=brief.day(goal.as_of, weekday=False) if goal.as_of else "",
        occasion=occasion(brief, goal.source, goal.as_of), reached=reached,
        moved=goal.baseline is not None and goal.current is not None and goal.current != goal.baseline,
        worse=worse, measured=goal.current is not None,
    )  # fmt: skip
