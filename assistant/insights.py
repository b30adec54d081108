"""What the stored drafts say about the work: what comes up, what was sent, what the checks found, what value was shown."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from zoneinfo import ZoneInfo

from assistant.casework import Desk
from assistant.domain.tallies import Alike, Cited, Tallies
from assistant.planning.evidence import confirmed
from assistant.portfolio import TIME_ZONE

MONTHS = 12
USED = ("as_is", "edited", "rejected", "unsaid")
LANES = ("support", "both", "success", "neither")
RESULTS = ("held", "traded", "discounted", "lost", "unsaid")
# More pieces than this in one column cannot be told apart.
_MOST_SITUATIONS = 5
OTHERS = "others"

Row = tuple[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class ValueShown:
    """The confirmed value of a year that drafts told an account, beside all that it has confirmed and what it pays."""

    id: str
    name: str
    shown: float
    confirmed: float
    price: float | None
    currency: str


@dataclass(frozen=True, slots=True)
class Insights:
    """Counts for the page; months are "2026-09", oldest first, without gaps, from the first one with a draft.

    Attributes:
        drafts: how many there were.
        situations: per month, the most frequent ones by name, and `others` where there are more.
        lanes: per month, letters with a support part, a success part, both or neither.
        used: per month, what became of the drafts.
        findings: per check, in how many drafts it blocked and in how many it warned; the most frequent first.
        discounts: what came of the discount requests.
        values: per account, the largest first.
    """

    drafts: int
    situations: list[Row]
    lanes: list[Row]
    used: list[Row]
    findings: list[tuple[str, int, int]]
    discounts: list[tuple[str, int]]
    values: list[ValueShown]


async def insights(desk: Desk) -> Insights:
    """The insights of the last twelve months, by the organisation's calendar."""
    organisation = await desk.records.organisation()
    zone = organisation.time_zone if organisation else TIME_ZONE
    today = desk.today(zone)
    return told(await desk.records.tallies(first_day(today), ZoneInfo(zone)), today)


def first_day(today: Date) -> Date:
    """The first day of the months that are looked at, the running one among them."""
    month = today.year * 12 + today.month - MONTHS
    return Date(month // 12, month % 12 + 1, 1)


def told(tallies: Tallies, today: Date) -> Insights:
    """The insights that counts give as of `today`."""
    months = _months(min((alike.month for alike in tallies.drafts), default=f"{today:%Y-%m}"), today)
    often = [name for name, _ in _total(tallies, lambda alike: alike.situation).most_common()]
    named = often if len(often) <= _MOST_SITUATIONS + 1 else [*often[:_MOST_SITUATIONS], OTHERS]
    return Insights(
        drafts=sum(tallies.drafts.values()),
        situations=_by_month(
            tallies, months, named, lambda alike: alike.situation if alike.situation in named else OTHERS
        ),
        lanes=_by_month(tallies, months, LANES, _lane),
        used=_by_month(tallies, months, USED, lambda alike: alike.used or "unsaid"),
        findings=_findings(tallies),
        discounts=_discounts(tallies),
        values=sorted(filter(None, map(_value, tallies.cited)), key=lambda value: -value.shown),
    )


def _months(first: str, today: Date) -> list[str]:
    begin, end = int(first[:4]) * 12 + int(first[5:]) - 1, today.year * 12 + today.month - 1
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(begin, max(begin, end) + 1)]


def _total(tallies: Tallies, key: Callable[[Alike], str]) -> Counter[str]:
    total: Counter[str] = Counter()
    for alike, drafts in tallies.drafts.items():
        total[key(alike)] += drafts
    return total


def _by_month(tallies: Tallies, months: Sequence[str], names: Sequence[str], key: Callable[[Alike], str]) -> list[Row]:
    """A row a month with a count for every name, 0 among them."""
    counts: Counter[tuple[str, str]] = Counter()
    for alike, drafts in tallies.drafts.items():
        counts[alike.month, key(alike)] += drafts
    return [(month, {name: counts[month, name] for name in names}) for month in months]


def _lane(alike: Alike) -> str:
    if alike.support and alike.success:
        return "both"
    return "support" if alike.support else "success" if alike.success else "neither"


def _findings(tallies: Tallies) -> list[tuple[str, int, int]]:
    codes = {code for code, _ in tallies.findings}
    rows = [(code, tallies.findings[code, "block"], tallies.findings[code, "warn"]) for code in codes]
    return sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))


def _discounts(tallies: Tallies) -> list[tuple[str, int]]:
    """What came of the discount requests; a renewal at the full price is a price held."""
    counts: Counter[str] = Counter()
    for alike, drafts in tallies.drafts.items():
        if alike.situation == "discount_request":
            result = "held" if alike.result == "renewed" else alike.result
            counts[result if result in RESULTS else "unsaid"] += drafts
    return [(result, counts[result]) for result in RESULTS] if counts else []


def _value(account: Cited) -> ValueShown | None:
    """What was told of what is confirmed, in one currency: that of the contract, else of the largest result."""
    results = confirmed(list(account.outcomes))
    told = [outcome for outcome in results if outcome.statement in account.titles]
    if not told:
        return None
    contract = account.contract
    own = (contract.currency if contract else "") or told[0].currency or "JPY"
    currency = own if any((outcome.currency or own) == own for outcome in told) else told[0].currency
    shown, known = (
        sum(o.annual_value or 0 for o in some if (o.currency or own) == currency) for some in (told, results)
    )  # fmt: skip
    price = contract.annual_price if contract and currency == own else None
    return ValueShown(account.id, account.name, shown, known, price, currency)
