"""Practice: where one begins and one's progress is drawn, and a practice itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.pages.frame import ThePage
from api.pages.picked import PickedAccount
from api.pages.plotting_words import day_name
from api.voice import TheCoach
from assistant.coach import Coach
from assistant.domain.practice import Practice
from assistant.errors import NotFound
from assistant.portfolio import TIME_ZONE
from assistant.texts import Say

router = APIRouter()

_LISTED = 30


@router.get("/practice")
async def begin(page: ThePage, coach: TheCoach, account: PickedAccount) -> HTMLResponse:
    """Where a practice begins, with the progress that was made and the practices that are kept."""
    organisation = await coach.records.organisation()
    days = Days(ZoneInfo(organisation.time_zone if organisation else TIME_ZONE), page.say.language)
    personas = coach.practising.personas(page.say.language)
    rows = await coach.practising.progress()
    values = {
        "account": account,
        "personas": personas,
        "practices": await _past(coach, page.say, days, {p["id"]: p["title"] for p in personas}),
        "held": _percent(rows, "held", days),
        # To somebody whose work stands still nobody owes a result.
        "shown": _percent([row for row in rows if row["persona"] != "angry_operations"], "value_shown", days),
    }
    return page("practice", values)


@router.get("/practice/{id}")
async def practising(id: str, page: ThePage, coach: TheCoach) -> HTMLResponse:
    """One practice: its turns come from the API."""
    try:
        practice = await coach.practising.get(id)
    except NotFound:
        return page("practice_missing", status=404)
    persona = next(p for p in coach.practising.personas(page.say.language) if p["id"] == practice.persona)
    account = await coach.records.account(practice.account)
    return page("practising", {"practice": practice, "name": account.name, "persona": persona})


@dataclass(frozen=True, slots=True)
class Days:
    """Says on which day a moment was, where the organisation is."""

    zone: ZoneInfo
    language: str

    def of(self, moment: str) -> str:
        """The day of an ISO 8601 moment."""
        return day_name(datetime.fromisoformat(moment).astimezone(self.zone).date(), self.language)


async def _past(coach: Coach, say: Say, days: Days, personas: dict[str, str]) -> list[dict[str, str]]:
    """The practices that are kept, as the list shows them, the newest first."""
    found = await coach.practising.listed(None, _LISTED)
    names = {id: (await coach.records.account(id)).name for id in {practice.account for practice in found}}
    return [
        {
            "id": practice.id, "account": names[practice.account], "persona": personas[practice.persona],
            "day": days.of(practice.created_at), "result": _result(practice, say),
        }
        for practice in found
    ]  # fmt: skip


def _result(practice: Practice, say: Say) -> str:
    """How a practice ended, in a few words."""
    if not practice.sheet:
        return say("Not over yet")
    if not practice.sheet.tally.replies:
        return say("Ended without a reply")
    conceded = practice.sheet.first_concession
    return say("Gave way in reply %(number)s", number=conceded.reply) if conceded else say("Never gave way")


def _percent(rows: Sequence[dict[str, Any]], name: str, days: Days) -> list[tuple[str, float]]:
    """The share of the replies with a mark, practice by practice, the oldest first."""
    return [(days.of(row["at"]), round(100 * row[name] / row["replies"])) for row in rows]
