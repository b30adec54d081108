"""What the record says about an account's health: one figure for each part, with the words that give the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date

from assistant.domain import display
from assistant.domain.account import Account, Goal, HistoryEntry
from assistant.health.rules import Limits
from assistant.health.usage import Trend, trend
from assistant.texts import Say

_MOST_SHARE = 999.0
# What is a contact between people; a ticket goes to the support desk, a note is our own.
CONTACTS = ("meeting", "call", "email", "survey")


@dataclass(frozen=True, slots=True)
class Sign:
    """One part's figure (what it counts is said in knowledge/health.yaml), its most points, and its reason."""

    figure: float
    reason: str
    most: float = 100


def goals(account: Account, today: Date, limits: Limits, say: Say) -> Sign | None:
    """How far the goals have come, in percent of the way from baseline to target: the mean, and the goal furthest behind."""
    known = [(share, goal, now) for goal in account.goals for share, now in _progress(goal, today, limits)]
    if not known:
        return None
    share, goal, now = min(known, key=lambda found: found[0])
    # A unit is worded as its own language does it, whoever reads.
    shown = ("en" if goal.unit.isascii() else "ja") if goal.unit else say.language
    now_shown, target = (display.measured(value, goal.unit, shown) for value in (now, goal.target or 0))
    values = {"kpi": goal.kpi or goal.statement, "share": round(share), "now": now_shown, "target": target}
    if share >= 100:
        reason = say("“%(kpi)s”: the target of %(target)s is reached (%(now)s).", **values)
    elif share > 0:
        reason = say("“%(kpi)s”: %(share)s%% of the way to the target (now %(now)s, target %(target)s).", **values)
    else:
        reason = say("“%(kpi)s”: no progress since the start yet (now %(now)s, target %(target)s).", **values)
    mean = sum(max(-100.0, min(share, 100.0)) for share, _, _ in known) / len(known)
    return Sign(mean, reason)


def _progress(goal: Goal, today: Date, limits: Limits) -> Iterator[tuple[float, float]]:
    """The share of the way in percent, with the value it rests on; nothing where a figure is missing or too old."""
    measured = [(r.date, r.value) for r in goal.readings if r.date <= today]
    if goal.current is not None and (goal.as_of is None or goal.as_of <= today):
        # A current value without a date is taken as the newest word.
        measured.append((goal.as_of or today, goal.current))
    if not measured or goal.baseline is None or goal.target is None or goal.baseline == goal.target:
        return
    date, value = max(measured, key=lambda found: found[0])
    if (today - date).days <= limits.goal_days:
        share = 100 * (value - goal.baseline) / (goal.target - goal.baseline)
        # A target almost at the baseline makes shares that nobody can read.
        yield max(-_MOST_SHARE, min(share, _MOST_SHARE)), value


def usage(account: Account, today: Date, limits: Limits, say: Say) -> Sign | None:
    """The change of usage in percent; with few of the seats in use, no more than `few_seats_points`."""
    found = trend(account.usage, today, limits.usage_months, limits.usage_days)
    if found is None:
        return None
    seats = _seats_by_now(account, today, limits) if found.users else 0
    few = 100 * found.now < limits.few_seats * seats
    if found.months and not (few and found.now >= found.before):
        return Sign(found.percent, _usage_reason(found, say), limits.few_seats_points if few else 100)
    if few:
        values = {"now": display.number(found.now, 0), "seats": display.number(seats)}
        return Sign(found.percent, say("%(now)s of %(seats)s seats are in use.", **values), limits.few_seats_points)
    return None


def _seats_by_now(account: Account, today: Date, limits: Limits) -> int:
    """The seats that ought to be in use: none in the first months of a contract, when people are still being shown."""
    contract = account.contract
    if contract is None or (contract.start and (today - contract.start).days < 30 * limits.usage_months):
        return 0
    return contract.seats or 0


def _usage_reason(found: Trend, say: Say) -> str:
    span = say("a month") if found.months == 1 else say("%(months)s months", months=found.months)
    values = {"span": span, "before": display.number(found.before, 0), "now": display.number(found.now, 0)}
    if found.users:
        if found.now < found.before:
            return say("Active users fell from %(before)s to %(now)s in %(span)s.", **values)
        if found.now > found.before:
            return say("Active users grew from %(before)s to %(now)s in %(span)s.", **values)
        return say("Active users have stayed at %(now)s for %(span)s.", **values)
    if found.now < found.before:
        return say("Log-ins a month fell from %(before)s to %(now)s in %(span)s.", **values)
    if found.now > found.before:
        return say("Log-ins a month grew from %(before)s to %(now)s in %(span)s.", **values)
    return say("Log-ins a month have stayed at %(now)s for %(span)s.", **values)


def open_tickets(account: Account, today: Date, limits: Limits) -> tuple[list[HistoryEntry], list[HistoryEntry]]:
    """The open tickets: the serious ones and the others."""
    tickets = [e for e in account.history if e.kind == "ticket" and e.date <= today and _is_open(e, today, limits)]
    serious = [e for e in tickets if e.severity == "serious"]
    return serious, [e for e in tickets if e.severity != "serious"]


def _is_open(ticket: HistoryEntry, today: Date, limits: Limits) -> bool:
    if ticket.status is None:
        return (today - ticket.date).days <= limits.ticket_days
    return ticket.status == "open"


def tickets(account: Account, today: Date, limits: Limits, say: Say) -> Sign | None:
    """The weight of the open tickets; unknown where nothing at all was ever written down."""
    if not any(entry.date <= today for entry in account.history):
        return None
    serious, normal = open_tickets(account, today, limits)
    figure = len(serious) * limits.serious_ticket + len(normal)
    if serious or len(normal) == 1:
        since = display.day(min(e.date for e in serious or normal), say.language, today, weekday=False)
        if len(serious) > 1:
            return Sign(figure, say("%(count)s serious tickets are open, one since %(since)s.", count=len(serious), since=since))  # fmt: skip
        if serious:
            return Sign(figure, say("A serious ticket has been open since %(since)s.", since=since))
        return Sign(figure, say("A ticket has been open since %(since)s.", since=since))
    if normal:
        return Sign(figure, say("%(count)s tickets are open.", count=len(normal)))
    return Sign(0, say("No ticket is open."))


def contact(account: Account, today: Date, limits: Limits, say: Say) -> Sign | None:
    """Days since the last contact."""
    days = [(today - e.date).days for e in account.history if e.kind in CONTACTS and e.date <= today]
    if not days:
        return None
    last = min(days)
    if last == 0:
        return Sign(0, say("The last contact was today."))
    if last == 1:
        return Sign(1, say("The last contact was yesterday."))
    return Sign(last, say("The last contact was %(days)s days ago.", days=last))
