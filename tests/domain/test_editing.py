"""Facts of a record changed one at a time: what a goal's current value is afterwards, and whose address is whose."""

from datetime import date
from typing import Any

import pytest

from assistant.domain import editing
from assistant.domain.account import Account, Goal, Measured, Outcome
from assistant.errors import Conflict, Invalid


def account(**goal: Any) -> Account:
    return Account(id="a", name="A", goals=[Goal.model_validate({"id": "g1", "kpi": "k", **goal})])


def reading(day: str, value: float, source: str = "") -> Measured:
    return Measured(date=date.fromisoformat(day), value=value, source=source)


def test_that_a_current_value_without_a_day_stays_until_a_newer_reading_comes():
    known = account(current=6, readings=[{"date": "2026-06-30", "value": 8}])
    older, _ = editing.added(known, "reading", reading("2026-01-31", 9), "g1")
    assert (older.goals[0].current, older.goals[0].as_of) == (6, None)
    newer, _ = editing.added(older, "reading", reading("2026-09-30", 5), "g1")
    assert (newer.goals[0].current, newer.goals[0].as_of) == (5, date(2026, 9, 30))
    assert [r.value for r in newer.goals[0].readings] == [9, 8, 5]


def test_that_the_current_value_is_one_of_the_readings_and_can_be_removed_like_them():
    known = account(current=6, as_of="2026-09-30", source="minutes", readings=[{"date": "2026-06-30", "value": 8}])
    first, last = editing.measured(known.goals[0])
    assert (last.value, last.source, first.source) == (6, "minutes", "minutes")
    without, item, place = editing.removed(known, "reading", editing.tag_of(last), "g1")
    assert (without.goals[0].current, without.goals[0].as_of) == (8, date(2026, 6, 30))
    back, _ = editing.added(without, "reading", item, "g1", place)
    assert (back.goals[0].current, back.goals[0].as_of, back.goals[0].source) == (6, date(2026, 9, 30), "minutes")


def test_that_a_goal_without_readings_has_no_current_value_left():
    known = account(current=6, as_of="2026-09-30", baseline=10)
    (only,) = editing.measured(known.goals[0])
    without, _, _ = editing.removed(known, "reading", editing.tag_of(only), "g1")
    assert (without.goals[0].current, without.goals[0].as_of, without.goals[0].baseline) == (None, None, 10)


def test_that_a_goal_without_an_id_is_found_by_what_it_says_whatever_is_measured():
    goal = Goal(kpi="late reports", baseline=9)
    known = Account(id="a", name="A", goals=[Goal(kpi="other"), goal])
    ref = editing.goal_ref(goal)
    for day in ("2026-01-31", "2026-02-28"):
        known, _ = editing.added(known, "reading", reading(day, 3), ref)
    assert known.goals[0].readings == [] and len(known.goals[1].readings) == 2


def test_that_the_address_of_a_fact_does_not_move_with_its_place():
    outcomes = [Outcome(id=f"o{n}", statement=f"s{n}") for n in range(3)]
    known = Account(id="a", name="A", outcomes=outcomes)
    known, _, _ = editing.removed(known, "outcome", editing.tag_of(outcomes[0]))
    known, changed = editing.replaced(known, "outcome", editing.tag_of(outcomes[2]), Outcome(statement="new"))
    assert [o.statement for o in known.outcomes] == ["s1", "new"] and known.outcomes[1].id == "o2"
    with pytest.raises(Conflict):
        editing.replaced(known, "outcome", editing.tag_of(outcomes[0]), Outcome(statement="x"))
    assert changed is known.outcomes[1]


def test_that_a_new_outcome_gets_an_id_that_no_other_has():
    known = Account(id="a", name="A", outcomes=[Outcome(id="o1", statement="s"), Outcome(id="o3", statement="t")])
    for id in ("o2", "o4"):
        known, item = editing.added(known, "outcome", Outcome(statement=f"new {id}"))
        assert isinstance(item, Outcome) and item.id == id


def test_that_a_fact_cannot_be_changed_into_nothing():
    outcome = Outcome(id="o1", statement="s")
    known = Account(id="a", name="A", outcomes=[outcome])
    with pytest.raises(Invalid) as refused:
        editing.replaced(known, "outcome", editing.tag_of(outcome), Outcome(statement=""))
    assert "statement" in refused.value.fields
