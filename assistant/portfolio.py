"""All accounts at a glance: how each is, what it pays, when it renews, where its usage goes."""

from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta

from babel.dates import format_date

from assistant.casework import Desk
from assistant.domain import display
from assistant.domain.account import Account
from assistant.health import Health, Rules, health_of, rules_of
from assistant.health.usage import monthly
from assistant.texts import Say

# Whose day it is where no organisation is on record yet.
TIME_ZONE = "Asia/Tokyo"
_SPARK_MONTHS = 12
# A day of the calendar that is further off is shown with its year.
_NEAR_DAYS = 92


@dataclass(frozen=True, slots=True)
class Glance:
    """One account at a glance; `spark` is its usage of the last months, oldest first."""

    account: Account
    health: Health
    spark: tuple[float, ...]
    price: str
    renewal: str


async def glances(
    desk: Desk, say: Say, query: str = "", limit: int = 50, after: str | None = None
) -> tuple[list[Glance], str | None]:
    """A page of the accounts as `Records.accounts` gives them, each at a glance, and the cursor of the next page."""
    page, following = await desk.records.accounts(query, limit, after)
    rules, today = rules_of(desk.knowledge), await this_day(desk)
    since = today - timedelta(rules.limits.ticket_days)
    histories = await desk.records.telling_history([account.id for account in page], today, since)
    told = [account.model_copy(update={"history": histories[account.id]}) for account in page]
    return [glance(account, today, rules, say) for account in told], following


def glance(account: Account, today: Date, rules: Rules, say: Say) -> Glance:
    """One account at a glance, as of `today`, in the language of `say`."""
    usage, _ = monthly(account.usage, today)
    spark = tuple(round(value, 1) for value in list(usage.values())[-_SPARK_MONTHS:])
    health = health_of(account, today, rules, say)
    return Glance(account, health, spark, _price(account, say), _renewal(account, today, say))


async def health(desk: Desk, account: Account, say: Say) -> Health:
    """The health of one account that was read whole, as of the organisation's day."""
    return health_of(account, await this_day(desk), rules_of(desk.knowledge), say)


async def this_day(desk: Desk) -> Date:
    """The organisation's day; Japan's where no organisation is on record yet."""
    organisation = await desk.records.organisation()
    return desk.today(organisation.time_zone if organisation else TIME_ZONE)


def _price(account: Account, say: Say) -> str:
    contract = account.contract
    if contract and contract.annual_price is not None:
        return say("%(amount)s a year", amount=display.money(contract.annual_price, contract.currency, say.language))
    if contract and contract.total_price is not None:
        return say("%(amount)s in total", amount=display.money(contract.total_price, contract.currency, say.language))
    return ""


def _renewal(account: Account, today: Date, say: Say) -> str:
    date = account.contract.renewal if account.contract else None
    return say("Renews %(date)s", date=short_day(date, say.language, today)) if date else ""


def short_day(date: Date, language: str, today: Date) -> str:
    """12月28日, or 28 Dec; with the year where it is far off."""
    form = ("M月d日", "y年M月d日") if language == "ja" else ("d MMM", "d MMM y")
    return format_date(date, form[abs((date - today).days) > _NEAR_DAYS], locale=language)
