"""What the score of an account says, and what it does not."""

from datetime import date, timedelta
from typing import Any

import pytest

from assistant.health import health_of, rules_of
from assistant.knowledge_base import KnowledgeBase
from assistant.texts import Say
from tests.records.samples import account, entry

TODAY = date(2026, 11, 24)
RULES = rules_of(KnowledgeBase())


def months(*users: int, last: int = 10) -> list[dict]:
    return [{"month": f"2026-{last - len(users) + n + 1:02}", "active_users": count} for n, count in enumerate(users)]


def goal(current: float, **fields) -> dict:
    return {
        "kpi": "締め日数",
        "unit": "日",
        "baseline": 10,
        "target": 5,
        "current": current,
        "as_of": "2026-10-31",
    } | fields


def ago(days: int, kind: str = "meeting", **fields) -> dict:
    return entry(str(TODAY - timedelta(days)), kind, **fields)


WELL: dict[str, Any] = {"goals": [goal(6)], "usage": months(40, 42, 44, 46), "history": [ago(7)]}


def health(language: str = "ja", **fields: Any):
    given: dict[str, Any] = WELL | fields
    return health_of(account(**given), TODAY, RULES, Say(language))


def test_that_an_account_that_gets_on_is_well_and_the_reasons_say_so():
    found = health()
    assert (found.level, found.word) == ("good", "良好") and found.score > 90
    assert "利用者が3か月で40名から46名に増えています" in found.reasons
    assert "「締め日数」は目標までの80%に達しています(現在6日、目標5日)" in found.reasons


def test_that_the_score_falls_with_each_sign_alone():
    best = health().score
    signs: tuple[dict[str, Any], ...] = (
        {"goals": [goal(9.5)]},
        {"usage": months(54, 50, 44, 38)},
        {"history": [ago(7), ago(20, "ticket", status="open")]},
        {"history": [ago(100)]},
    )
    for worse in signs:
        assert health(**worse).score < best, worse


def test_that_what_weighs_most_is_said_first():
    found = health(usage=months(54, 50, 44, 38))
    assert found.reasons[0] == "利用者が3か月で54名から38名に減っています"
    assert health("en", usage=months(54, 50, 44, 38)).reasons[0] == "Active users fell from 54 to 38 in 3 months."


def test_that_a_serious_open_ticket_keeps_any_account_from_being_well():
    found = health(history=[ago(7), ago(3, "ticket", status="open", severity="serious")])
    assert found.serious and found.level == "watch"
    assert not health(history=[ago(7), ago(3, "ticket", status="resolved", severity="serious")]).serious


def test_that_who_stops_using_it_is_at_risk_whatever_else_goes_well():
    assert health(usage=months(40, 30, 12, 4)).level == "risk"


def test_that_a_near_renewal_is_named_and_lowers_nothing():
    near = health(contract={"renewal": "2026-12-28"})
    assert near.score == health(contract={"renewal": "2027-10-31"}).score == health().score
    assert near.reasons[-1] == "契約更新日(12月28日)まであと34日です"


@pytest.mark.parametrize("fields", [{}, {"history": [ago(10)]}, {"usage": months(5)}])
def test_that_little_on_record_is_watched_and_says_so(fields: dict):
    found = health_of(account(**fields), TODAY, RULES, Say("ja"))
    assert found.level == "watch" and RULES.watch <= found.score < RULES.good
    assert found.reasons[0] == "判断に足る記録がまだありません"


def test_that_a_missing_part_is_left_out_and_its_weight_shared():
    assert health(goals=[]).score == pytest.approx(health().score, abs=3)
    assert "goals" not in health(goals=[]).parts


def test_that_figures_too_old_say_nothing_about_today():
    assert "usage" not in health(usage=months(40, 20, last=6)).parts
    assert "goals" not in health(goals=[goal(6, as_of="2025-01-31")]).parts


def test_that_half_a_month_is_no_fall():
    assert (
        health(usage=[*months(40, 42), {"month": "2026-11", "active_users": 9}]).score
        == health(usage=months(40, 42)).score
    )


def test_that_what_has_not_happened_yet_does_not_count():
    later = str(TODAY + timedelta(30))
    assert health(history=[ago(100), entry(later)]).score == health(history=[ago(100)]).score
    assert health(goals=[goal(10, readings=[{"date": later, "value": 5}])]).parts["goals"] == 40


def test_that_few_seats_in_use_are_not_hidden_by_an_even_trend():
    assert "80席のうち、利用者は5名です" in health(usage=months(5, 5, 5), contract={"seats": 80}).reasons


def test_that_empty_seats_are_no_matter_while_people_are_still_being_shown():
    young = health(usage=months(5, 5, 5), contract={"seats": 80, "start": "2026-10-01"})
    assert young.parts["usage"] == health(usage=months(5, 5, 5)).parts["usage"]


def test_that_figures_nobody_meant_do_not_stop_the_page():
    odd = {"goals": [goal(1e300, baseline=0, target=1e-300)], "usage": [{"month": "0000-05", "active_users": 3}]}
    assert 0 <= health(**odd).score <= 100


def test_that_a_goal_that_counts_down_and_one_that_counts_up_are_read_alike():
    up = goal(58, unit="%", baseline=50, target=60)
    assert health(goals=[up]).parts["goals"] == health(goals=[goal(6)]).parts["goals"]


def test_that_a_note_of_our_own_is_no_contact():
    assert health(history=[ago(100), ago(1, "note")]).score == health(history=[ago(100)]).score


def test_that_every_reason_has_its_japanese():
    worst = {"goals": [goal(11)], "usage": [{"month": "2026-09", "logins": 9}, {"month": "2026-10", "logins": 3}],
             "history": [ago(1), ago(5, "ticket", status="open"), ago(6, "ticket")]}  # fmt: skip
    for fields in (worst, {"goals": [goal(4)], "history": [ago(0)], "contract": {"notice_by": "2026-12-01"}}, {}):
        for reason in health_of(account(**fields), TODAY, RULES, Say("ja")).reasons:
            assert any("ぁ" <= letter <= "ん" for letter in reason), reason
