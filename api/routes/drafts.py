"""Drafts: made, read, revised, judged by what became of them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response
from pydantic import ConfigDict, model_validator

from api.routes.accounts import Cursor, Limit
from api.voice import TheCoach, Voice
from assistant.domain.account import AccountId, Line, Record, Text
from assistant.domain.draft import Draft, DraftRequest, Message
from assistant.errors import Invalid

router = APIRouter(prefix="/api/drafts")

DraftId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class Revision(Record):
    """What changes: an instruction, or the CSM's own words, or answers to asks; one of them."""

    instruction: Text | None = None
    body: Message | None = None
    subject: Line | None = None
    answers: dict[Line, Text] | None = None

    model_config = ConfigDict(str_strip_whitespace=False)

    @model_validator(mode="after")
    def _one_thing(self) -> "Revision":
        given = [self.instruction is not None, self.body is not None, self.answers is not None]
        if given.count(True) != 1 or (self.subject is not None and self.body is None):
            raise Invalid("A revision has either an instruction, or a body and subject, or answers.")
        return self


class Outcome(Record):
    """What became of a draft."""

    used: Literal["as_is", "edited", "rejected"]
    result: Literal["held", "traded", "discounted", "renewed", "lost", "referred"] | None = None


@router.post("", status_code=201, response_model=None)
async def draft(
    request: DraftRequest, coach: TheCoach, say: Voice, response: Response, wait: bool = True
) -> Draft | dict[str, str]:
    """A draft, whole; with `wait=false` its id and where its events come."""
    if wait:
        made = await coach.draft(request, say.language)
        response.headers["Location"] = f"/api/drafts/{made.id}"
        return made
    return _begun(await coach.begin(request, say.language), response)


@router.get("")
async def listed(
    coach: TheCoach, account: AccountId | None = None, limit: Limit = 50, after: Cursor = None
) -> dict[str, Any]:
    """A page of drafts in their newest version, the newest first."""
    drafts, following = await coach.records.drafts(account, limit, after)
    return {"drafts": drafts, "next": following}


@router.get("/{id}")
async def get(id: DraftId, coach: TheCoach) -> Draft:
    """The newest version."""
    found, _request = await coach.records.draft(id)
    return found


@router.get("/{id}/versions")
async def versions(id: DraftId, coach: TheCoach) -> dict[str, list[Draft]]:
    """All versions, the first one first."""
    return {"versions": await coach.records.versions(id)}


@router.post("/{id}/stop", status_code=204)
async def stop(id: DraftId, coach: TheCoach, say: Voice) -> None:
    """Stop a draft in the making."""
    await coach.stop(id, say.language)


@router.post("/{id}/revisions", status_code=201, response_model=None)
async def revise(
    id: DraftId, revision: Revision, coach: TheCoach, say: Voice, response: Response, wait: bool = True
) -> Draft | dict[str, str]:
    """The next version, checked again; earlier ones stay. With `wait=false` the draft's id and where its events come."""
    if wait:
        return await coach.revise(id, **dict(revision), ui_language=say.language)
    await coach.begin_revision(id, **dict(revision), ui_language=say.language)
    return _begun(id, response)


@router.post("/{id}/outcome")
async def outcome(id: DraftId, became: Outcome, coach: TheCoach) -> Outcome:
    """Store what became of it."""
    await coach.records.save_outcome(id, became.used, became.result)
    return became


def _begun(id: str, response: Response) -> dict[str, str]:
    response.status_code = 202
    response.headers["Location"] = f"/api/drafts/{id}"
    return {"id": id, "events": f"/api/drafts/{id}/events"}
