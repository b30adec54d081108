"""Facts that a mail proposes: shown, accepted once, never by themselves."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.domain.account import Account
from assistant.domain.proposal import Proposed
from assistant.proposing import applied

pytestmark = pytest.mark.anyio
SAMPLES = json.loads((Path(__file__).parents[1] / "triage" / "confirmed_accounts.json").read_text("utf-8"))
KASUMI = Account.model_validate(SAMPLES[0])
DAY = "2026-11-24"


def test_that_a_new_value_makes_the_earlier_one_an_older_reading():
    value = {"date": DAY, "value": 25, "source": "m"}
    goal = applied(KASUMI, Proposed(kind="reading", goal="g1", value=value)).goals[0]
    assert (goal.current, goal.as_of, goal.source) == (25, date(2026, 11, 24), "m")
    assert [(r.date.isoformat(), r.value) for r in goal.readings] == [("2026-09-30", 22), (DAY, 25)]


def test_that_a_second_value_of_one_day_takes_the_place_of_the_first():
    once = applied(KASUMI, Proposed(kind="reading", goal="g1", value={"date": DAY, "value": 25}))
    goal = applied(once, Proposed(kind="reading", goal="g1", value={"date": DAY, "value": 26})).goals[0]
    assert goal.current == 26
    assert [r.value for r in goal.readings] == [22, 26]
