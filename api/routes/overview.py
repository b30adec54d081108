"""The accounts at a glance: health with its reasons, usage, price, renewal; for the CSM's eyes."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.routes.accounts import Cursor, Limit
from api.voice import TheCoach, Voice
from assistant.portfolio import Glance, glances

router = APIRouter(prefix="/api/overview")


@router.get("")
async def overview(
    coach: TheCoach,
    say: Voice,
    query: Annotated[str, Query(max_length=200)] = "",
    limit: Limit = 50,
    after: Cursor = None,
) -> dict[str, Any]:
    """A page of the accounts whose id, name or contacts hold `query`, whatever its width, case or kana."""
    found, following = await glances(coach.desk, say, query, limit, after)
    return {"accounts": [_shown(glance) for glance in found], "next": following}


def _shown(glance: Glance) -> dict[str, Any]:
    account, health, contract = glance.account, glance.health, glance.account.contract
    return {
        "id": account.id, "name": account.name, "language": account.language,
        "plan": contract.plan if contract else "", "price": glance.price,
        "renewal": contract.renewal if contract else None, "renewal_text": glance.renewal,
        "health": {"score": health.score, "level": health.level, "word": health.word, "reasons": health.reasons},
        "spark": glance.spark, "serious": health.serious,
    }  # fmt: skip
