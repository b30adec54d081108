"""The strongest rung of evidence, and what must never be claimed."""

import re
from datetime import date

from assistant.planning import evidence
from assistant.planning.brief import Sheet
from assistant.planning.concern import falling_use
from assistant.planning.evidence import doubted, goal_kpi, occasion
from tests.planning.briefs import brief

PRICE = {"annual_price": 1_200_000, "currency": "JPY"}


def outcome(**fields) -> dict:
    return {
        "statement": "集計作業の削減",
        "annual_value": 3_600_000,
        "currency": "JPY",
        "confirmed_by": "佐藤 健一",
        **fields,
    }


def money(*outcomes: dict, contract: dict = PRICE):
    case = brief({"contract": contract, "outcomes": list(outcomes)})
    return evidence.money(case, Sheet(case))


def test_that_confirmed_money_stands_beside_the_fee_with_its_ratio() -> None:
    shown = money(outcome())
    assert shown and "3,600,000円" in shown.amount and "3.0倍" in shown.ratio


def test_that_the_ratio_is_rounded_down() -> None:
    shown = money(outcome(annual_value=2_390_000))
    assert shown and "1.9倍" in shown.ratio


def test_that_a_value_below_the_fee_has_no_ratio() -> None:
    shown = money(outcome(annual_value=900_000))
    assert shown and shown.ratio == "" and shown.price == ""


def test_that_currencies_are_never_mixed() -> None:
    shown = money(outcome(currency="USD"))
    assert shown and shown.ratio == ""


def test_that_what_nobody_confirmed_or_somebody_withdrew_is_no_evidence() -> None:
    assert money(outcome(confirmed_by="")) is None
    assert money(outcome(withdrawn=True)) is None


def test_that_the_newest_of_the_same_result_counts() -> None:
    older = outcome(annual_value=9_000_000, as_of="2025-09-30")
    shown = money(older, outcome(annual_value=2_400_000, as_of="2026-09-30"))
    assert shown and "2,400,000円" in shown.amount


def test_that_a_kpi_is_told_from_baseline_to_now_with_the_gap() -> None:
    goal = {
        "statement": "締めを5日にする",
        "kpi": "締めの日数",
        "unit": "日",
        "baseline": 10,
        "current": 6,
        "target": 5,
    }
    case = brief({"goals": [goal]})
    kpi = evidence.goal_kpi(case, Sheet(case), case.goal)
    assert kpi and kpi.moved and not kpi.worse and not kpi.reached
    assert "10日" in kpi.baseline and "6日" in kpi.current and "1日" in kpi.gap


def test_that_a_kpi_that_went_the_wrong_way_is_known_as_such() -> None:
    goal = {"kpi": "稼働率", "unit": "%", "baseline": 51, "current": 48, "target": 68}
    case = brief({"goals": [goal]})
    kpi = evidence.goal_kpi(case, Sheet(case), case.goal)
    assert kpi and kpi.worse and "20ポイント" in kpi.gap


def test_that_a_goal_in_another_language_is_not_glued_into_the_letter() -> None:
    goal = {"statement": "Close in five days", "kpi": "days to close", "baseline": 10, "current": 6}
    case = brief({"goals": [goal]})
    assert evidence.goal_kpi(case, Sheet(case), case.goal) is None


def test_that_a_figure_is_dated_by_the_meeting_that_its_source_names() -> None:
    case = brief({})
    assert occasion(case, "2026年11月 振り返り会議事録", date(2026, 10, 31)) == "11月の振り返り会"
    assert occasion(case, "振り返り会議事録", date(2026, 10, 31)) == "10月の振り返り会"


def test_that_english_says_a_unit_once_where_the_measure_names_it() -> None:
    goal = {"kpi": "late visits per month", "unit": "visits", "baseline": 11, "current": 2, "target": 0}
    case = brief({"language": "en", "goals": [goal]})
    shown = goal_kpi(case, Sheet(case), case.goal)
    assert shown and not any("visits" in text for text in (shown.baseline, shown.current, shown.target, shown.gap))


def test_that_an_estimate_that_they_doubt_is_found_by_its_amount_and_a_confirmed_result_is_not() -> None:
    guess = {
        "statement": "転記の削減",
        "annual_value": 1150000,
        "currency": "JPY",
        "basis": "月40時間 × 2,396円 × 12か月",
    }
    mail = "115万円というのは、誰が認めた数字なのですか。"
    for outcome, found in (
        (guess, True),
        ({**guess, "confirmed_by": "佐藤"}, False),
        ({**guess, "annual_value": 1150}, False),
    ):
        case = brief({"outcomes": [outcome]}, mail)
        assert (doubted(case, Sheet(case)) is not None) is found


def test_that_fewer_people_are_told_with_both_months_and_more_are_not() -> None:
    def told(first: int, last: int, language: str = "ja") -> str:
        months = [{"month": "2026-09", "active_users": first}, {"month": "2026-10", "active_users": last}]
        case = brief({"language": language, "usage": months})
        return re.sub("[\ue000\ue002]|A1\ue001", "", falling_use(case, Sheet(case)))

    assert told(9, 3) == "10月にお使いになった方は3名(9月は9名)"
    assert told(9, 3, "en") == "3 people used it in October, after 9 in September"
    assert told(3, 9) == ""
