"""The red pen: a CSM's own text is read, nothing is stored."""

from fastapi import APIRouter

from api.voice import TheCoach, Voice
from assistant.domain.review import Review, ReviewRequest

router = APIRouter(prefix="/api/reviews")


@router.post("")
async def review(request: ReviewRequest, coach: TheCoach, say: Voice) -> Review:
    """Findings, each with the smallest change that mends it; what is good; the text with all changes."""
    return await coach.review(request, ui_language=say.language)
