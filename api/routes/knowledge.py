"""The user's own cards."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter

from api.voice import TheCoach, TheSettings, Voice
from assistant.cards import NewCard, add_card

router = APIRouter(prefix="/api/knowledge")


@router.post("/principles", status_code=201)
async def add(card: NewCard, coach: TheCoach, settings: TheSettings, say: Voice) -> dict[str, Any]:
    """Write a card into the user's own knowledge folder; it counts from the next draft on."""
    folder: Path | None = settings.knowledge
    made = add_card(coach.desk, folder, card, say("Our own experience"))
    return {"id": made.id, "address": f"/knowledge/principles/{made.id}"}
