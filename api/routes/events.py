"""The events of a draft in the making, as server-sent events; any process that shares the records can serve them."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException

from api.routes.drafts import DraftId
from api.voice import TheCoach, Voice

router = APIRouter(prefix="/api/drafts")


@dataclass(frozen=True, slots=True)
class Place:
    """From where on the events of a draft are wanted; `whole` is a draft that was made without any."""

    draft: str
    after: int
    whole: dict | None = None


async def place(id: DraftId, coach: TheCoach, last_event_id: Annotated[str | None, Header()] = None) -> Place:
    """Where to go on: after the event that was heard last, else where the making of the newest version began.

    Unknown drafts are 404; 204 tells a browser that has the last event to come no more.
    """
    log = await coach.running.log(id)
    if log is None:
        draft, _request = await coach.records.draft(id)
        return Place(id, 0, draft.model_dump(mode="json", by_alias=True))
    heard = int(last_event_id[:18]) if last_event_id and last_event_id.isdecimal() else log.began
    if log.over and heard >= log.last:
        raise HTTPException(204)
    return Place(id, min(heard, log.last))


@router.get("/{id}/events", response_class=EventSourceResponse)
async def events(
    place: Annotated[Place, Depends(place)], coach: TheCoach, say: Voice
) -> AsyncIterator[ServerSentEvent]:
    """What happens to the draft, from `Last-Event-ID` on, until it is done or has failed."""
    if place.whole is not None:
        yield ServerSentEvent(event="done", raw_data=_text({"draft": place.whole}))
        return
    async for number, name, data in coach.running.follow(place.draft, place.after, say):
        yield ServerSentEvent(id=str(number), event=name, raw_data=_text(data))


def _text(data: dict[str, Any]) -> str:
    # These are plain values already: looking for models in them would take most of a stream's time.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
