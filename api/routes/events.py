"""The events of a draft in the making, as server-sent events; any process that shares the records can serve them."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException

from api.routes.drafts import DraftId
from api.voice import TheCoach

router = APIRouter(prefix="/api/drafts")

_LAST = frozenset({"done", "failed"})
_POLL_SECONDS = 0.06
# A maker that has died appends nothing more: the reader is let go and may come again.
_SILENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Place:
    """From where on the events of a draft are wanted; `whole` is a draft that was made without any."""

    draft: str
    after: int
    whole: dict | None = None


async def place(id: DraftId, coach: TheCoach, last_event_id: Annotated[str | None, Header()] = None) -> Place:
    """Where to go on. Unknown drafts are 404; 204 tells a browser that has the last event to come no more."""
    after = int(last_event_id[:18]) if last_event_id and last_event_id.isdecimal() else 0
    seen = await coach.records.events(id)
    if not seen:
        draft, _request = await coach.records.draft(id)
        return Place(id, after, draft.model_dump(mode="json", by_alias=True))
    if any(name in _LAST and number <= after for number, name, _data in seen):
        raise HTTPException(204)
    return Place(id, after)


@router.get("/{id}/events", response_class=EventSourceResponse)
async def events(place: Annotated[Place, Depends(place)], coach: TheCoach) -> AsyncIterator[ServerSentEvent]:
    """What happens to the draft, from `Last-Event-ID` on, until it is done or has failed."""
    if place.whole is not None:
        yield ServerSentEvent(event="done", data={"draft": place.whole})
        return
    after, heard = place.after, time.monotonic()
    while time.monotonic() - heard < _SILENCE_SECONDS:
        for number, name, data in await coach.records.events(place.draft, after):
            yield ServerSentEvent(id=str(number), event=name, data=data)
            if name in _LAST:
                return
            after, heard = number, time.monotonic()
        await asyncio.sleep(_POLL_SECONDS)
