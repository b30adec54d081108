"""Alive, able to draft, and what was done so far."""

from fastapi import APIRouter, Request, Response

from api.problems import Problem
from api.voice import TheCoach, Voice

router = APIRouter()


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz", response_model=None)
async def ready(coach: TheCoach, say: Voice) -> Response | dict[str, str]:
    """Able to draft, or 503 with what is missing; what keeps a configured model from answering, since playbooks go on."""
    missing = {what: say(why) for what, why in (await coach.ready()).items()}
    if not missing:
        trouble = coach.desk.model.trouble if coach.desk.model else None
        return {"status": "ready", "model": say(trouble[0], **trouble[1])} if trouble else {"status": "ready"}
    detail = say("No draft can be made yet: %(missing)s", missing=" ".join(missing.values()))
    return Problem(503, detail, missing=missing)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Counts of this process, as Prometheus reads them."""
    return request.app.state.metrics.answer()
