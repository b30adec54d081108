"""Facts of a record changed one at a time. Each is found by what it says, so that nobody's change is overwritten unseen."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Literal

from assistant.domain.account import Account, Goal, HistoryEntry, Measured, Outcome, Record
from assistant.errors import Conflict, Invalid

FactKind = Literal["goal", "reading", "outcome", "history"]
Changed = tuple[Account, Record]
MODELS: dict[FactKind, type[Record]] = {
    "goal": Goal, "reading": Measured, "outcome": Outcome, "history": HistoryEntry,
}  # fmt: skip
# A goal's readings are facts of their own: a new one does not get in the way of who words the goal.
_OF_READINGS = {"readings", "current", "as_of", "source"}
_LISTS: dict[FactKind, str] = {"goal": "goals", "outcome": "outcomes", "history": "history"}
_WORDS: dict[FactKind, tuple[str, ...]] = {
    "goal": ("statement", "kpi"),
    "outcome": ("statement",),
    "history": ("text",),
}


def tag_of(item: Record) -> str:
    """A fact's address: the hash of what it says (of a goal without its readings). Equal facts have equal tags."""
    left_out = _OF_READINGS if isinstance(item, Goal) else set()
    return sha256(item.model_dump_json(exclude=left_out, exclude_defaults=True).encode()).hexdigest()[:16]


def goal_ref(goal: Goal) -> str:
    """How a reading names its goal: by the goal's id, or by its tag where it has none."""
    return goal.id or tag_of(goal)


def measured(goal: Goal) -> list[Measured]:
    """The values on record with their day and source, oldest first; the current one is among them."""
    source = goal.source
    found = {r.date: r.model_copy(update={"source": r.source or source}) for r in goal.readings}
    if goal.current is not None and goal.as_of:
        found[goal.as_of] = Measured(date=goal.as_of, value=goal.current, source=source)
    return [found[day] for day in sorted(found)]


def added(account: Account, kind: FactKind, item: Record, goal: str | None = None, at: int | None = None) -> Changed:
    """The account with a new fact, and the fact as it stands there.

    Args:
        goal: whose reading it is (see `goal_ref`).
        at: its place in the list, for a fact that comes back where it was; the end where None.

    Raises:
        Invalid: it says nothing, or the record has it already.
        Conflict: the goal is not on record any more.
    """
    items = _items(account, kind, goal)
    item = _with_id(_worded(item, kind), items)
    if tag_of(item) in map(tag_of, items):
        raise Invalid("The record holds this already.")
    _refuse_same_day(item, items)
    place = len(items) if at is None else max(0, min(at, len(items)))
    return _with(account, kind, goal, [*items[:place], item, *items[place:]]), item


def replaced(account: Account, kind: FactKind, tag: str, news: Record, goal: str | None = None) -> Changed:
    """The account with a fact changed, and the fact: fields that the news was given replace, the others stay.

    Raises:
        Conflict: no fact says any more what the tag stands for.
        Invalid: nothing would be left of it; or a goal's readings were in the news, which are facts of their own.
    """
    items = _items(account, kind, goal)
    place = _place(items, tag)
    if kind == "goal" and (wrong := _OF_READINGS & news.model_fields_set):
        reason = "is changed value by value"
        raise Invalid("Measured values are changed one by one.", fields=dict.fromkeys(sorted(wrong), reason))
    changes: dict[str, Any] = {name: getattr(news, name) for name in news.model_fields_set}
    item = _worded(items[place].model_copy(update=changes), kind)
    others = [*items[:place], *items[place + 1 :]]
    _refuse_same_day(item, others)
    return _with(account, kind, goal, [*items[:place], item, *items[place + 1 :]]), item


def removed(account: Account, kind: FactKind, tag: str, goal: str | None = None) -> tuple[Account, Record, int]:
    """The account without a fact, the fact, and the place where it was.

    Raises:
        Conflict: no fact says any more what the tag stands for.
    """
    items = _items(account, kind, goal)
    place = _place(items, tag)
    return _with(account, kind, goal, [*items[:place], *items[place + 1 :]]), items[place], place


def _items(account: Account, kind: FactKind, goal: str | None) -> list[Any]:
    if kind == "reading":
        return measured(account.goals[_goal_place(account, goal)])
    return list(getattr(account, _LISTS[kind]))


def _with(account: Account, kind: FactKind, goal: str | None, items: list[Any]) -> Account:
    if kind != "reading":
        return account.model_copy(update={_LISTS[kind]: items})
    place = _goal_place(account, goal)
    goals = list(account.goals)
    goals[place] = _settled(goals[place], sorted(items, key=lambda r: r.date))
    return account.model_copy(update={"goals": goals})


def _settled(goal: Goal, readings: list[Measured]) -> Goal:
    """The goal with these readings, oldest first; the newest is its current value.

    A current value without a day stays until a newer reading than all before comes: nobody knows which one it was.
    """
    before = measured(goal)
    newest = readings[-1] if readings else None
    undated = goal.current is not None and goal.as_of is None
    if undated and (newest is None or (before and newest.date <= before[-1].date)):
        return goal.model_copy(update={"readings": readings})
    current = {"current": None, "as_of": None}
    if newest:
        current = {"current": newest.value, "as_of": newest.date, "source": newest.source}
    return goal.model_copy(update={"readings": readings, **current})


def _goal_place(account: Account, ref: str | None) -> int:
    for place, goal in enumerate(account.goals):
        if ref and goal_ref(goal) == ref:
            return place
    raise _gone()


def _place(items: Sequence[Record], tag: str) -> int:
    for place, item in enumerate(items):
        if tag_of(item) == tag:
            return place
    raise _gone()


def _gone() -> Conflict:
    return Conflict("Somebody changed or deleted this in the meantime. Nothing was stored; look at how it stands now.")


def _worded(item: Any, kind: FactKind) -> Any:
    """The item, where it says anything."""
    fields = _WORDS.get(kind, ())
    if fields and not any(getattr(item, name) for name in fields):
        raise Invalid("Nothing is written here yet.", fields={fields[0]: "must not be empty"})
    return item


def _with_id(item: Any, items: Sequence[Any]) -> Any:
    """A new goal or outcome gets the next free id."""
    if not isinstance(item, Goal | Outcome):
        return item
    taken = {other.id for other in items}
    if item.id and item.id not in taken:
        return item
    letter = "g" if isinstance(item, Goal) else "o"
    number = next(n for n in range(1, len(taken) + 2) if f"{letter}{n}" not in taken)
    return item.model_copy(update={"id": f"{letter}{number}"})


def _refuse_same_day(item: Record, others: Sequence[Any]) -> None:
    if isinstance(item, Measured) and any(other.date == item.date for other in others):
        reason = "has a value already"
        raise Invalid("There is a value for this day already. Change that one instead.", fields={"date": reason})
