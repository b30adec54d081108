"""Facts of an account, added, changed and removed one at a time; each is addressed by what it says (see `editing`)."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError

from api.voice import TheCoach
from assistant.coach import Coach
from assistant.domain import editing
from assistant.domain.account import Account, AccountId, Line, Record
from assistant.domain.editing import MODELS, FactKind

router = APIRouter(prefix="/api/accounts/{id}/facts")

Tag = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]


class Change(Record):
    """A fact as it shall be: `goal` names the goal of a reading; `at` the place of one that comes back."""

    kind: FactKind
    value: dict[str, Any]
    goal: Line | None = None
    at: Annotated[int, Field(ge=0)] | None = None

    def item(self) -> Record:
        """The value as the noun that it is; fields at fault are refused by name."""
        try:
            return MODELS[self.kind].model_validate(self.value)
        except ValidationError as fault:
            raise RequestValidationError(fault.errors(include_url=False)) from fault


@router.post("", status_code=201)
async def add(id: AccountId, change: Change, coach: TheCoach) -> dict[str, Any]:
    """Put a new fact on record."""
    item = change.item()
    return await _change(coach, id, change, lambda a: editing.added(a, change.kind, item, change.goal, change.at))


@router.put("/{tag}")
async def put(id: AccountId, tag: Tag, change: Change, coach: TheCoach) -> dict[str, Any]:
    """Change a fact: fields that are given replace, the others stay. 409 where it says something else by now."""
    item = change.item()
    return await _change(coach, id, change, lambda a: editing.replaced(a, change.kind, tag, item, change.goal))


@router.delete("/{tag}")
async def delete(
    id: AccountId, tag: Tag, kind: FactKind, coach: TheCoach, goal: Annotated[Line | None, Query()] = None
) -> dict[str, Any]:
    """Remove a fact; the answer's `undo` brings it back where it was when it is posted here."""
    places: list[int] = []

    def make(account: Account) -> editing.Changed:
        without, item, place = editing.removed(account, kind, tag, goal)
        places.append(place)
        return without, item

    item = await _changed(coach, id, make)
    value = item.model_dump(mode="json", exclude_defaults=True)
    return {"undo": {"kind": kind, "value": value, "goal": goal, "at": places[-1]}}


async def _change(coach: Coach, id: str, change: Change, make: Callable[[Account], editing.Changed]) -> dict[str, Any]:
    item = await _changed(coach, id, make)
    return {"kind": change.kind, "goal": change.goal, "tag": editing.tag_of(item), "value": item}


async def _changed(coach: Coach, id: str, make: Callable[[Account], editing.Changed]) -> Record:
    """The fact as it was changed, in one transaction with the reading of the account."""
    items: list[Record] = []

    def change(account: Account) -> Account:
        changed, item = make(account)
        items.append(item)
        return changed

    await coach.records.change_account(id, change)
    return items[-1]
