"""What the page of one account shows of its record, as plain values for the template."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date as Date
from datetime import datetime
from functools import partial
from typing import Any

from babel.dates import format_date
from markupsafe import Markup

from api.pages.plots import month_names
from assistant.casework import Desk
from assistant.domain import display
from assistant.domain.account import Account, Goal, HistoryEntry, Record
from assistant.domain.editing import goal_ref, measured, tag_of
from assistant.domain.facts import visibility_of
from assistant.health import rules_of
from assistant.health.usage import monthly
from assistant.portfolio import glance, this_day
from assistant.texts import Say
from assistant.triage.languages import language_of

# So many entries are seen at once, so many more are folded up, and then as many again for each wish to see older ones.
NEWEST, ENTRIES, MORE = 7, 60, 200
_MONTHS = 24


def words_in(language: str, default: str) -> Callable[[str], Markup]:
    """A function for templates: the lang attribute of a text of the record, where it is not in the page's language."""

    def attribute(text: str) -> Markup:
        found = language_of(text, default)
        return Markup("") if found == language else Markup(' lang="{}"').format(found)

    return attribute


async def account_view(desk: Desk, account: Account, say: Say, entries: int) -> dict[str, Any]:
    """The values of account.html.j2.

    Args:
        account: read whole.
        entries: how many of the newest entries of its history are shown; ENTRIES at least.
    """
    today = await this_day(desk)
    organisation = await desk.records.organisation()
    default = account.language or (organisation.language if organisation else "ja")
    history = sorted(enumerate(account.history), key=lambda found: (found[1].date, found[0]), reverse=True)
    shown = history[: max(entries, ENTRIES)]
    return {
        "account": account, "today": today, "glance": glance(account, today, rules_of(desk.knowledge), say),
        "goals": [_goal(goal, say.language) for goal in account.goals],
        "outcomes": [{"item": o, "tag": tag_of(o), "value": _value(o)} for o in account.outcomes],
        "value": _shown_value(account), "usage": _usage(account, say.language), "curve": _curve(account, today, say),
        "entries": [_entry(entry, n) for n, entry in shown], "more_entries": len(history) - len(shown), "newest": NEWEST, "opened": entries > ENTRIES, "then": len(shown) + MORE,
        "words_in": words_in(say.language, default), "tag_of": tag_of,
        "people": list(dict.fromkeys(contact.name for contact in account.contacts)),
        "ratio": partial(display.ratio, language=say.language), "moment": _moment,
    }  # fmt: skip


def _value(item: Record) -> dict[str, Any]:
    """A fact as a form holds it."""
    return item.model_dump(mode="json", exclude_defaults=True)


def _goal(goal: Goal, language: str) -> dict[str, Any]:
    readings = measured(goal)
    return {
        "item": goal, "ref": goal_ref(goal), "tag": tag_of(goal), "title": goal.kpi or goal.statement,
        "value": goal.model_dump(mode="json", include={"statement", "kpi", "unit", "baseline", "target"}),
        "readings": [{"item": r, "tag": tag_of(r), "value": _value(r)} for r in readings],
        "shown": lambda value: display.measured(value, goal.unit, _unit_language(goal.unit, language)),
        "share": _share(goal),
    }  # fmt: skip


def _unit_language(unit: str, language: str) -> str:
    """A unit is worded as its own language does it, whoever reads."""
    return language if not unit else "en" if unit.isascii() else "ja"


def _share(goal: Goal) -> int | None:
    """How much of the way from baseline to target is done, in percent: 0 to 100; None where a figure is missing."""
    if goal.current is None or goal.baseline is None or goal.target is None or goal.baseline == goal.target:
        return None
    share = 100 * (goal.current - goal.baseline) / (goal.target - goal.baseline)
    return round(max(0.0, min(share, 100.0)))


def _shown_value(account: Account) -> dict[str, Any]:
    """The value of a year against the price of a year, in the contract's currency; `others` are in other currencies."""
    contract = account.contract
    sums: dict[str, dict[str, float]] = defaultdict(lambda: {"confirmed": 0.0, "estimated": 0.0})
    currency = (contract.currency if contract else "") or ""
    for outcome in account.outcomes:
        if outcome.annual_value is not None and not outcome.withdrawn:
            kind = "confirmed" if outcome.confirmed_by else "estimated"
            sums[outcome.currency or currency][kind] += outcome.annual_value
    if not currency and sums:
        currency = next(iter(sums))
    own = sums.pop(currency, {"confirmed": 0.0, "estimated": 0.0})
    price = contract.annual_price if contract else None
    times = own["confirmed"] / price if price and own["confirmed"] else None
    return {**own, "price": price, "currency": currency, "times": times, "others": sorted(sums.items())}


def _usage(account: Account, language: str) -> list[dict[str, Any]]:
    """Usage as it was counted, oldest first."""
    rows = [(use.month or (use.date.isoformat() if use.date else ""), use) for use in account.usage]
    return [
        {"named": _named(when, language), "users": use.active_users, "logins": use.logins, "features": use.features}
        for when, use in sorted(rows, key=lambda row: row[0]) if when
    ]  # fmt: skip


def _named(when: str, language: str) -> str:
    """A month or a day of the record in words; as it stands there where it is on no calendar."""
    try:
        date = Date.fromisoformat(when if len(when) > 7 else f"{when}-01")
    except ValueError:
        return when
    form = ("y年M月", "MMMM y") if len(when) == 7 else ("y年M月d日", "d MMMM y")
    return format_date(date, form[language != "ja"], locale=language)


def _curve(account: Account, today: Date, say: Say) -> dict[str, Any]:
    """Usage month by month for a plot; a month that was not counted is a gap."""
    counted, users = monthly(account.usage, today)
    # A month before the year 1 is on no calendar.
    known = [month for month in counted if month >= 12]
    months = range(max(known[0], known[-1] - _MONTHS + 1), known[-1] + 1) if known else ()
    names = month_names([f"{month // 12:04}-{month % 12 + 1:02}" for month in months], say.language)
    title = say("Active users, month by month") if users else say("Log-ins, month by month")
    return {"title": title, "series": [(name, counted.get(m)) for name, m in zip(names, months, strict=True)]}


def _moment(text: str) -> Date | None:
    """The day of a draft's time stamp, None where there is none."""
    return datetime.fromisoformat(text).date() if text else None


def _entry(entry: HistoryEntry, place: int) -> dict[str, Any]:
    return {
        "item": entry, "place": place, "tag": tag_of(entry), "value": _value(entry),
        "visibility": visibility_of(entry),
    }  # fmt: skip
