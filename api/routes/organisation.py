"""The vendor and its policy."""

from fastapi import APIRouter

from api.voice import TheCoach
from assistant.domain.organisation import Organisation
from assistant.errors import NotFound

router = APIRouter(prefix="/api/organisation")


@router.get("")
async def get(coach: TheCoach) -> Organisation:
    """The organisation on record."""
    if (organisation := await coach.records.organisation()) is None:
        raise NotFound("No organisation is on record yet.")
    return organisation


@router.put("")
async def put(organisation: Organisation, coach: TheCoach) -> Organisation:
    """Replace the organisation."""
    await coach.records.put_organisation(organisation)
    return organisation
