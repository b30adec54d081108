"""Facts that a customer's mail proposes: shown, accepted into the record or left."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from api.routes.drafts import DraftId
from api.voice import TheCoach, Voice
from assistant.domain.account import Record
from assistant.domain.proposal import Proposal
from assistant.proposing import Proposing

router = APIRouter(prefix="/api/drafts/{id}/proposals")

ProposalId = Annotated[str, Path(pattern=r"^[0-9a-f]{12}$")]


class Decision(Record):
    """The CSM's answer."""

    accept: bool


@router.get("")
async def proposals(id: DraftId, coach: TheCoach, say: Voice) -> dict[str, list[Proposal]]:
    """What the draft's message proposes and nobody has answered yet."""
    return {"proposals": await Proposing(coach.desk).proposals(id, say)}


@router.post("/{pid}")
async def answer(id: DraftId, pid: ProposalId, decision: Decision, coach: TheCoach, say: Voice) -> dict[str, Any]:
    """Put it on record, or leave it; the same answer twice changes nothing."""
    proposal = await Proposing(coach.desk).answer(id, pid, decision.accept, say)
    return {"id": pid, "accepted": decision.accept, "proposal": proposal}
