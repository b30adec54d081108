"""A draft for the CSM's mail program, and what a draft was asked for."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api.routes.drafts import DraftId
from api.voice import TheCoach
from assistant.sending import mail, outgoing

router = APIRouter(prefix="/api/drafts")

MailId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


@router.get("/{id}.eml")
async def eml(id: MailId, coach: TheCoach) -> Response:
    """The newest version as a mail to open and send by hand."""
    content = mail(await outgoing(coach.desk, id))
    headers = {"content-disposition": f'attachment; filename="{id}.eml"'}
    return Response(content, media_type="message/rfc822", headers=headers)


@router.get("/{id}/asked")
async def asked(id: DraftId, coach: TheCoach) -> dict[str, Any]:
    """What the newest version was asked for, whom it is addressed to, and what became of it."""
    letter = await outgoing(coach.desk, id)
    used, result = await coach.records.outcome(id)
    request, to = letter.request, letter.to
    return {
        "message": request.message, "from": request.sender, "situation": request.situation,
        "instruction": request.instruction, "to": {"name": to.name, "email": to.email} if to else None,
        "used": used, "result": result,
    }  # fmt: skip
