"""What recall finds, and what triage reads in a message."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field

from api.voice import TheCoach, Voice
from assistant.domain.account import AccountId, Record
from assistant.domain.draft import Message

router = APIRouter(prefix="/api")


class TriageRequest(Record):
    """A message to be read."""

    message: Message
    account: AccountId | None = None
    sender: Literal["customer", "csm", "colleague"] = Field(default="customer", alias="from")

    model_config = ConfigDict(populate_by_name=True, str_strip_whitespace=False)


@router.get("/search")
async def search(
    coach: TheCoach,
    say: Voice,
    q: Annotated[str, Query(min_length=1, max_length=1_000)],
    account: AccountId | None = None,
    kind: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> dict[str, Any]:
    """Hits with their scores, best first; `kind` lists principle, help, account with commas."""
    kinds = [name.strip() for name in kind.split(",") if name.strip()]
    hits = await coach.search(q, account, kinds, limit, ui_language=say.language)
    return {"hits": [asdict(hit) for hit in hits]}


@router.post("/triage")
async def triage(request: TriageRequest, coach: TheCoach) -> dict[str, Any]:
    """The situations that a message holds, strongest first, and its language."""
    reading = await coach.triage(request.message, request.account, request.sender)
    return {"situations": [asdict(hit) for hit in reading.situations], "language": reading.language}
