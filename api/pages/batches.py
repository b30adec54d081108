"""The pages of the batches: a file given, or accounts chosen; one batch, how it gets on and what came of it."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from api.pages.account_view import words_in
from api.pages.frame import Page, ThePage
from api.pages.insights import CHECKS
from api.voice import TheCoach, TheSettings
from assistant.batch_output import said
from assistant.batch_words import STATES, in_short
from assistant.bootstrap_batches import LATER, check_engine
from assistant.casework import Desk
from assistant.domain.batch import SIMILAR, Batch, BatchTally, Outcome, RowState
from assistant.domain.situation import Situation
from assistant.errors import Invalid, NotFound
from assistant.portfolio import TIME_ZONE
from assistant.settings import Settings
from assistant.texts import Say

router = APIRouter(prefix="/batches")

_ROWS, _EARLIER, _PAIRS = 50, 30, 8
# More than these are given as a file.
_MOST_ACCOUNTS = 20_000
# What is written to many on one occasion; a mail that came in is answered by itself.
_OCCASIONS = (Situation.project_completion, Situation.feedback_request, Situation.referral)
# The reason of a row whose account was deleted since.
_GONE = "account_removed"
_BATCHES = {"running": "Running", "finished": "Finished", "cancelled": "Stopped"}

Word = Annotated[str, Query(max_length=64)]
Number = Annotated[int, Query(ge=0, le=2_000_000)]


@router.get("")
async def begin(page: ThePage, coach: TheCoach, settings: TheSettings, after: Word = "") -> HTMLResponse:
    """Where a batch begins, and those that were begun before."""
    cursor = after if after.isdecimal() else None
    earlier, following = await coach.records.batches(_EARLIER, cursor)
    zone = await _zone(coach.desk)
    batches = [
        {"id": one.id, "name": one.name, "state": one.state, "word": page.say(_BATCHES[one.state]), "rows": one.rows,
         "begun": _moment(one.begun, zone, page.say)}
        for one in earlier
    ]  # fmt: skip
    values = {
        "batches": batches, "following": following, "organisation": await coach.records.organisation(),
        "engine": _engine(settings),
    }  # fmt: skip
    return page("batches", values)


@router.get("/accounts")
async def choose(page: ThePage, coach: TheCoach, settings: TheSettings) -> HTMLResponse:
    """The accounts whose projects are completed, to be chosen from."""
    organisation = await coach.records.organisation()
    projects = await coach.records.completed_projects(_MOST_ACCOUNTS)
    titles = {name: card.title[page.say.language] for name, card in coach.desk.knowledge.situations.items()}
    values = {
        "projects": [(one, _day(one.completed)) for one in projects], "most": _MOST_ACCOUNTS,
        "occasions": [(name.value, titles[name]) for name in _OCCASIONS],
        "words_in": words_in(page.say.language, organisation.language if organisation else "ja"),
        "engine": _engine(settings),
    }  # fmt: skip
    return page("batch_accounts", values)


@router.get("/{id}")
async def batch(
    id: str, page: ThePage, coach: TheCoach, settings: TheSettings, status: Word = "", after: Number = 0
) -> HTMLResponse:
    """One batch: its rows as they stand now, those of one status where that is asked for."""
    try:
        found = await coach.records.batch(id)
    except NotFound:
        return page("batch_missing", status=404)
    tally = await coach.records.tally(id)
    state = RowState(status) if status in {*RowState} else None
    rows, following = await coach.records.listed_rows(id, state, after, _ROWS)
    names = await coach.records.names_of([one.account for one in rows])
    organisation = await coach.records.organisation()
    values = {
        **_head(found, tally, await _zone(coach.desk), page), "shown": state, "after": after,
        "rows": [_row(one, names, page.say) for one in rows],
        "following": _address(state, following) if following else None, "first": _address(state, 0),
        "cost": settings.cost(tally.tokens_in, tally.tokens_out, found.options.engine),
        "words_in": words_in(page.say.language, organisation.language if organisation else "ja"),
    }  # fmt: skip
    return page("batch", values)


def _engine(settings: Settings) -> str | None:
    """The engine that may be asked for in place of the usual one; None where the settings do not allow it."""
    with suppress(Invalid):
        check_engine(LATER, settings)
        return LATER
    return None


def _head(batch: Batch, tally: BatchTally, zone: ZoneInfo, page: Page) -> dict[str, Any]:
    """What is said of the whole batch."""
    say = page.say
    return {
        "batch": batch, "tally": tally, "state_word": say(_BATCHES[batch.state]), "stem": PurePath(batch.name).stem,
        "begun": _moment(batch.begun, zone, say), "rows_total": batch.rows or tally.states.total(),
        "states": [(state.value, say(word), tally.states[state]) for state, word in STATES.items()],
        "reasons": [(state.value, in_short(code, say), count) for (state, code), count in tally.reasons.most_common()],
        "findings": [(_check(code, say), severity, count) for (code, severity), count in tally.findings.most_common()],
        "pairs": tally.near[:_PAIRS], "more_pairs": len(tally.near) > _PAIRS, "similar": SIMILAR,
    }  # fmt: skip


def _row(one: Outcome, names: dict[str, str], say: Say) -> dict[str, Any]:
    """A line of the table."""
    draft: dict[str, Any] = json.loads(one.draft) if one.draft else {}
    findings = {(f["severity"], _check(f["code"], say)) for f in draft.get("findings", ())}
    return {
        "row": one.row, "account": one.account, "gone": bool(one.reason and one.reason.code == _GONE), "name": names.get(one.account), "state": one.state.value,
        "word": say(STATES[one.state]), "reason": said(one.reason, say), "draft": draft.get("id"),
        "subject": draft.get("subject") or draft.get("body", "")[:60], "language": draft.get("language"),
        "findings": sorted(findings), "asks": sum(not ask.get("answer") for ask in draft.get("asks", ())),
        "similarity": one.similarity, "nearest": one.nearest, "close": (one.similarity or 0) >= SIMILAR,
    }  # fmt: skip


def _check(code: str, say: Say) -> str:
    return say(CHECKS[code]) if code in CHECKS else code


def _address(state: RowState | None, after: int) -> str:
    given = {"status": state.value if state else "", "after": after or ""}
    return "?" + urlencode({name: value for name, value in given.items() if value})


async def _zone(desk: Desk) -> ZoneInfo:
    organisation = await desk.records.organisation()
    return ZoneInfo(organisation.time_zone if organisation else TIME_ZONE)


def _moment(seconds: float, zone: ZoneInfo, say: Say) -> str:
    """A day with its time, in the organisation's time zone."""
    form = "y年M月d日 H:mm" if say.language == "ja" else "d MMM y, H:mm"
    return format_datetime(datetime.fromtimestamp(seconds, zone), form, tzinfo=zone, locale=say.language)


def _day(text: str | None) -> datetime | None:
    """A day as it is on record; it was checked when it came."""
    return datetime.fromisoformat(text) if text else None
