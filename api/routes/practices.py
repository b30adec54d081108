"""Practice: the coach plays a customer of an account; marks at once, a sheet at the end, progress over time."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import ConfigDict, StringConstraints

from api.guards import JSON_LIMIT
from api.routes.accounts import Limit
from api.voice import TheCoach, Voice
from assistant.domain.account import AccountId, Language, Record
from assistant.domain.practice import Mark, Persona, Practice, PracticeTurn

router = APIRouter(prefix="/api/practices")

PracticeId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class Opening(Record):
    """Who is played, and where. `language` null: the account's own."""

    account: AccountId
    persona: Persona
    language: Language | None = None


class Reply(Record):
    """What the CSM answers; its limit is that of `Practising.turn`."""

    text: Annotated[str, StringConstraints(max_length=JSON_LIMIT)]

    model_config = ConfigDict(str_strip_whitespace=False)


@router.post("", status_code=201)
async def begin(opening: Opening, coach: TheCoach, response: Response) -> dict[str, Any]:
    """A new practice, with the customer's first words."""
    began = await coach.practising.begin(opening.account, opening.persona, opening.language)
    response.headers["Location"] = f"/api/practices/{began.id}"
    return shown(began)


@router.get("")
async def listed(coach: TheCoach, account: AccountId | None = None, limit: Limit = 50) -> dict[str, Any]:
    """The practices without their turns, the newest first."""
    found = await coach.practising.listed(account, limit)
    return {"practices": [{k: v for k, v in shown(p).items() if k not in ("turns", "left")} for p in found]}


@router.delete("")
async def delete_all(coach: TheCoach) -> dict[str, int]:
    """Removes every practice."""
    return {"deleted": await coach.practising.delete()}


@router.get("/personas")
async def personas(coach: TheCoach, say: Voice) -> dict[str, Any]:
    """Whom the coach can play."""
    return {"personas": coach.practising.personas(say.language)}


@router.get("/progress")
async def progress(
    coach: TheCoach, persona: Persona | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 200
) -> dict[str, Any]:
    """One row for each practice that was ended, the oldest first."""
    return {"practices": await coach.practising.progress(persona, limit)}


@router.get("/{id}")
async def get(id: PracticeId, coach: TheCoach) -> dict[str, Any]:
    """A practice with its turns, their marks, and its sheet where it is over."""
    return shown(await coach.practising.get(id))


@router.post("/{id}/turns", status_code=201)
async def turn(id: PracticeId, reply: Reply, coach: TheCoach, say: Voice) -> dict[str, Any]:
    """The mark of a reply, and what the customer says to it."""
    practice = await coach.practising.turn(id, reply.text, say.language)
    answered = practice.turns[-1]
    own = practice.replies[-1]
    return {
        "number": own.number, "mark": _mark(own.mark), "reply": _turn(answered) if answered.who == "customer" else None,
        "over": practice.over, "left": practice.left, "sheet": practice.sheet,
    }  # fmt: skip


@router.post("/{id}/end")
async def end(id: PracticeId, coach: TheCoach, say: Voice) -> dict[str, Any]:
    """Ends a practice; one that is over stays as it is."""
    return shown(await coach.practising.end(id, say.language))


@router.delete("/{id}", status_code=204)
async def delete(id: PracticeId, coach: TheCoach) -> None:
    """Removes a practice."""
    await coach.practising.delete(id)


def shown(practice: Practice) -> dict[str, Any]:
    """A practice as the API shows it."""
    return {
        **practice.model_dump(mode="json", exclude={"turns"}), "left": practice.left,
        "turns": [_turn(turn) for turn in practice.turns],
    }  # fmt: skip


def _turn(turn: PracticeTurn) -> dict[str, Any]:
    common = {"number": turn.number, "who": turn.who, "text": turn.text, "at": turn.at}
    if turn.who == "csm":
        return {**common, "mark": _mark(turn.mark)}
    return {**common, "scene": turn.scene, "by": turn.by, "fallback": turn.fallback}


def _mark(mark: Mark | None) -> dict[str, Any] | None:
    return mark.model_dump(mode="json", exclude={"seen", "arguments"}) if mark else None
