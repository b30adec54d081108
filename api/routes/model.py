"""Whether the language model answers, where one is configured."""

from typing import Any

from fastapi import APIRouter

from api.voice import TheCoach, Voice

router = APIRouter(prefix="/api/model")


@router.post("/probe")
async def probe(coach: TheCoach, say: Voice) -> dict[str, Any]:
    """Asks the model for a word, once; no text of a customer is sent.

    `model` is null where none is configured; `trouble` says what has to be mended, null where it answers.
    """
    model = coach.desk.model
    if model is None:
        return {"model": None, "answers": False, "trouble": None}
    trouble = await model.probe()
    return {
        "model": model.name,
        "answers": trouble is None,
        "trouble": say(trouble[0], **trouble[1]) if trouble else None,
    }
