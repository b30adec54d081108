"""Conversations: a customer's message gives a draft, an instruction revises it, a question to the coach is answered."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import ConfigDict, Field, StringConstraints

from api.guards import JSON_LIMIT
from api.routes.accounts import Limit
from api.voice import TheCoach, Voice
from assistant.domain.account import AccountId, Record
from assistant.domain.conversation import Conversation, Turn, TurnKind
from assistant.domain.situation import Situation

router = APIRouter(prefix="/api/conversations")

ConversationId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class Opening(Record):
    """What a conversation is about."""

    account: AccountId


class Said(Record):
    """One turn; `as` null lets triage decide what it is, `situation` null what a message is about."""

    # Its limit depends on what it is, see `Conversing.turn`; this one lies above all of them.
    text: Annotated[str, StringConstraints(max_length=JSON_LIMIT)]
    kind: TurnKind | None = Field(default=None, alias="as")
    situation: Situation | None = None

    model_config = ConfigDict(str_strip_whitespace=False)


@router.post("", status_code=201)
async def begin(opening: Opening, coach: TheCoach, response: Response) -> dict[str, Any]:
    """A new conversation about one account."""
    began = await coach.conversing.begin(opening.account)
    response.headers["Location"] = f"/api/conversations/{began.id}"
    return _shown(began)


@router.get("")
async def listed(account: AccountId, coach: TheCoach, limit: Limit = 50) -> dict[str, Any]:
    """An account's conversations without their turns, the one that was begun last first."""
    found = await coach.conversing.listed(account, limit)
    return {"conversations": [{"id": c.id, "account": c.account, "created_at": c.created_at} for c in found]}


@router.get("/{id}")
async def get(id: ConversationId, coach: TheCoach) -> dict[str, Any]:
    """A conversation with its turns, each with the draft or the answer that came of it."""
    return _shown(await coach.conversing.get(id))


@router.post("/{id}/turns", status_code=201)
async def turn(
    id: ConversationId, said: Said, coach: TheCoach, say: Voice, response: Response, wait: bool = True
) -> dict[str, Any]:
    """What comes of one turn; with `wait=false` a draft or its revision comes as events (202)."""
    made = await coach.conversing.turn(id, said.text, said.kind, say.language, wait, said.situation)
    if made.draft_id and made.draft is None:
        response.status_code = 202
    return _outcome(made)


def _shown(conversation: Conversation) -> dict[str, Any]:
    turns = [{"number": turn.number, "text": turn.text, "at": turn.at, **_outcome(turn)} for turn in conversation.turns]
    return {"id": conversation.id, "account": conversation.account, "turns": turns}


def _outcome(turn: Turn) -> dict[str, Any]:
    if turn.answer:
        return {"as": turn.kind, **turn.answer.model_dump(mode="json")}
    if turn.draft:
        return {"as": turn.kind, "draft": turn.draft.model_dump(mode="json", by_alias=True)}
    id = turn.draft_id
    return {"as": turn.kind, "id": id, "draft": None, "events": f"/api/drafts/{id}/events"}
