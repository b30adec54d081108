"""The accounts pages: the list with what narrows it, and one account with its record."""

from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from api.pages.account_view import account_view, words_in
from api.pages.frame import ThePage
from api.voice import TheCoach
from assistant.casework import Desk
from assistant.errors import NotFound
from assistant.health.signs import CONTACTS
from assistant.portfolio import Glance, glances, this_day
from assistant.texts import Say

router = APIRouter()

LEVELS = ("good", "watch", "risk")
SHOWN = 50
SOON_DAYS = 90
# As many at once as the records read in a moment; a rare kind of account is looked for page by page.
_READ = 100


@dataclass(frozen=True, slots=True)
class Sieve:
    """What the list is narrowed to; what is empty narrows nothing.

    `renewal` keeps contracts that renew within SOON_DAYS of `today`, `serious` those with an open serious ticket.
    An account without a language of its own has the organisation's, `default`.
    """

    query: str
    level: str
    language: str
    renewal: bool
    serious: bool
    today: Date
    default: str

    def keeps(self, glance: Glance) -> bool:
        """True where the account is one of those that are wanted."""
        account = glance.account
        renews = account.contract.renewal if account.contract else None
        soon = renews is not None and self.today <= renews <= self.today + timedelta(SOON_DAYS)
        return (
            (not self.level or glance.health.level == self.level)
            and (not self.language or (account.language or self.default) == self.language)
            and (not self.renewal or soon)
            and (not self.serious or glance.health.serious)
        )

    @property
    def narrows(self) -> bool:
        """True where any account may be left out."""
        return bool(self.query.strip() or self.level or self.language or self.renewal or self.serious)

    def address(self, after: str) -> str:
        """The address of the page that begins after an account."""
        given = {
            "query": self.query, "health": self.level, "language": self.language,
            "renewal": "1" if self.renewal else "", "serious": "1" if self.serious else "", "after": after,
        }  # fmt: skip
        return "/accounts?" + urlencode({name: value for name, value in given.items() if value})


Word = Annotated[str, Query(max_length=200)]
Count = Annotated[int, Query(ge=0, le=100_000)]


@router.get("/accounts")
async def accounts(
    page: ThePage, coach: TheCoach, query: Word = "", health: Word = "", language: Word = "",
    renewal: Word = "", serious: Word = "", after: Word = "",
) -> HTMLResponse:  # fmt: skip
    """The list, narrowed on the server, a page at a time."""
    organisation = await coach.records.organisation()
    sieve = Sieve(
        query=query,
        level=health if health in LEVELS else "",
        language=language if language in ("ja", "en") else "",
        renewal=bool(renewal),
        serious=bool(serious),
        today=await this_day(coach.desk),
        default=organisation.language if organisation else "ja",
    )
    found, following = await _sifted(coach.desk, page.say, sieve, after or None)
    values = {
        "sieve": sieve, "glances": found, "following": sieve.address(following) if following else None, "after": after,
        "nothing": not found and not sieve.narrows and not after, "organisation": organisation,
        "last_contact": _last_contact, "soon_days": SOON_DAYS, "words_in": words_in(page.say.language, sieve.default),
    }  # fmt: skip
    return page("accounts", values)


@router.get("/accounts/{id}")
async def account(id: str, page: ThePage, coach: TheCoach, entries: Count = 0) -> HTMLResponse:
    """One account: what is on record of it, drawn and listed, to be added to and mended.

    Args:
        entries: how many of the newest entries of the history are shown; a long one is opened piece by piece.
    """
    try:
        found = await coach.records.account(id)
    except NotFound:
        return page("account_missing", {"id": id[:64]}, status=404)
    drafts, more = await coach.records.drafts(found.id, limit=5)
    view = await account_view(coach.desk, found, page.say, entries)
    return page("account", {**view, "drafts": drafts, "more_drafts": more is not None})


async def _sifted(desk: Desk, say: Say, sieve: Sieve, after: str | None) -> tuple[list[Glance], str | None]:
    """A page of the accounts that the sieve keeps, and the id after which the next one begins."""
    found: list[Glance] = []
    while True:
        read, following = await glances(desk, say, sieve.query, _READ, after)
        for glance in filter(sieve.keeps, read):
            if len(found) == SHOWN:
                return found, found[-1].account.id
            found.append(glance)
        if following is None:
            return found, None
        after = following


def _last_contact(glance: Glance, today: Date) -> Date | None:
    """The day of the last word between people; what lies ahead has not been said yet."""
    days = (entry.date for entry in glance.account.history if entry.kind in CONTACTS and entry.date <= today)
    return max(days, default=None)
