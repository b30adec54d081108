"""Checks of a text while the CSM types: no version is made."""

from typing import Any

from fastapi import APIRouter
from pydantic import ConfigDict

from api.voice import TheCoach, Voice
from assistant.domain.account import AccountId, Line, Record
from assistant.domain.draft import Message

router = APIRouter(prefix="/api/checks")


class CheckRequest(Record):
    """A reply to be checked against the account's record and the message that it answers."""

    account: AccountId
    message: Message = ""
    body: Message
    subject: Line = ""

    model_config = ConfigDict(str_strip_whitespace=False)


@router.post("")
async def check(request: CheckRequest, coach: TheCoach, say: Voice) -> dict[str, Any]:
    """Every check that ran, and what was found."""
    checks, findings = await coach.check(
        request.account, request.message, request.body, request.subject, ui_language=say.language
    )
    return {"checks": checks, "findings": findings}
