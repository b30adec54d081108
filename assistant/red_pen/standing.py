"""What the record says of this customer, in display forms: what a reason or a mended sentence may lean on."""

from dataclasses import dataclass

from assistant.domain import display
from assistant.domain.account import Goal
from assistant.planning import common, evidence, people
from assistant.planning.brief import Brief


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer as a sentence may name it; "" where the record, or the sentence's language, has nothing to say.

    `ratio` is the confirmed yearly value over the fee, named only where it is one or more. `reader_confirmed` is true
    where the reader confirmed the value. `period` are business days to choose from, `later` the next point of contact.
    """

    reader: str
    account: str
    price: str = ""
    amount: str = ""
    ratio: str = ""
    confirmed_by: str = ""
    reader_confirmed: bool = False
    goal: str = ""
    kpi: str = ""
    baseline: str = ""
    current: str = ""
    target: str = ""
    gap: str = ""
    moved: bool = False
    grave: bool = False
    period: str = ""
    later: str = ""
    notice_by: str = ""


def standing_of(brief: Brief, language: str) -> Standing:
    """The customer's standing, worded in a language: the CSM's for a reason, the letter's for a mended sentence."""
    contract = brief.contract
    price = contract.annual_price or contract.total_price
    values = {"price": display.money(price, contract.currency or "JPY", language)} if price else {}
    return Standing(
        reader=_reader(brief, language), account=brief.account.name, grave=brief.closed_lane, period=common.period(brief),
        later=common.in_days(brief, 30), **values, **_money(brief, language), **_course(brief.goal, language),
        notice_by=brief.day(contract.notice_by) if contract.notice_by and contract.notice_by >= brief.today else "",
    )  # fmt: skip


def _reader(brief: Brief, language: str) -> str:
    contact = brief.contact
    if not contact:
        return brief.account.name
    if people.is_japanese(contact.name):
        return f"{people.surname(contact.name)}様" if language == "ja" else people.surname(contact.name)
    return f"{people.first_name(contact.name)}様" if language == "ja" else people.first_name(contact.name)


def _money(brief: Brief, language: str) -> dict:
    found = evidence.confirmed(brief.account.outcomes)
    if not found:
        return {}
    outcome, worth = found[0], evidence.worth(brief)
    reader = brief.contact is not None and people.plain(brief.contact.name) == people.plain(outcome.confirmed_by)
    by = outcome.confirmed_by.split()[0]
    return {
        "amount": display.money(outcome.annual_value or 0, outcome.currency or brief.contract.currency or "JPY", language),
        "ratio": display.ratio(worth, language) if worth and worth >= 1 else "",
        "confirmed_by": f"{by}様" if language == "ja" and people.is_japanese(by) else outcome.confirmed_by,
        "reader_confirmed": reader,
    }  # fmt: skip


def _course(goal: Goal | None, language: str) -> dict:
    if goal is None:
        return {}
    # A unit stands as the record has it, and the number beside it as that unit's language writes it.
    spoken = "en" if goal.unit.isascii() else "ja"
    shown = {
        name: display.measured(value, goal.unit, spoken)
        for name, value in (("baseline", goal.baseline), ("current", goal.current), ("target", goal.target))
        if value is not None
    }
    lower = goal.baseline is not None and goal.target is not None and goal.target < goal.baseline
    better, gap = False, ""
    if goal.current is not None and goal.baseline is not None and goal.current != goal.baseline:
        better = (goal.current < goal.baseline) == lower
    if goal.current is not None and goal.target is not None:
        left = goal.current - goal.target if lower else goal.target - goal.current
        percent = goal.unit in ("%", "\uff05")
        unit = {"ja": "ポイント", "en": "points"}[language] if percent else goal.unit
        gap = display.measured(left, unit, language if percent else spoken) if left > 0 else ""
    return {
        "goal": goal.statement or goal.kpi, "kpi": goal.kpi or goal.statement, "moved": better, "gap": gap, **shown,
    }  # fmt: skip
