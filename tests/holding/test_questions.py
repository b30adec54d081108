"""The letter in the row of a held one: the question that would confirm a result."""

from typing import Any

import pytest

from tests.batch.letters import judged
from tests.holding.rows import record

JA = {**record(language="ja", name="株式会社ツグミ木工", id="tsugumi"), "goals": [], "outcomes": []}
EN: dict[str, Any] = {
    "id": "wren", "name": "Wren Joinery Ltd", "language": "en",
    "contacts": [{"name": "Nora Pike", "title": "Works Manager", "role": "decision_maker"}],
    "history": [{"date": "2026-09-08", "kind": "meeting", "text": "Nora rewrote the cutting lists for both shops."}],
    "project": {"name": "Cutting lists off paper", "status": "completed", "completed": "2026-11-06"},
}  # fmt: skip
ESTIMATE = {
    "statement": "棚卸の残業の削減",
    "annual_value": 600000,
    "currency": "JPY",
    "basis": "月25時間 × 時給2,000円 × 12か月",
}
EN_ESTIMATE = {"statement": "Fewer boards cut twice", "annual_value": 4800, "currency": "GBP", "basis": "16 boards a month x 25 x 12"}  # fmt: skip
GOAL = {
    "id": "g",
    "statement": "棚卸を2日で終える",
    "kpi": "棚卸にかかる日数",
    "unit": "日",
    "baseline": 6,
    "target": 2,
}


def asked(account: dict[str, Any], **changes: Any) -> str:
    """The letter that is drafted instead of thanks."""
    draft, held = judged({**account, **changes})
    assert held and held.reason.code == "unconfirmed" and draft.situation == "success_definition"
    return f"{draft.subject}\n{draft.body}"


@pytest.mark.parametrize(
    ("account", "estimate", "figure", "not_confirmed"),
    [
        (JA, ESTIMATE, "年600,000円(月25時間 × 時給2,000円 × 12か月)", "ツグミ木工のどなたにもご確認いただいていない"),
        (EN, EN_ESTIMATE, "£4,800 a year", "nobody at Wren Joinery has confirmed it yet"),
    ],
)
def test_that_an_estimate_is_asked_about_as_an_estimate(
    account: dict, estimate: dict, figure: str, not_confirmed: str
) -> None:
    letter = asked(account, outcomes=[estimate])
    assert figure in letter and not_confirmed in letter
    assert "1. " in letter and "2. " in letter and "3. " not in letter


def test_that_the_missing_figure_is_asked_for_and_the_known_one_is_said() -> None:
    letter = asked(JA, goals=[GOAL])
    assert "始める前の値が6日" in letter and "目標が2日" in letter and "今はどのくらい" in letter
    letter = asked(JA, goals=[{**GOAL, "baseline": None, "current": 3, "as_of": "2026-10-20"}])
    assert "直近の値が3日" in letter and "始める前は、どのくらい" in letter


@pytest.mark.parametrize("account", [JA, EN], ids=["ja", "en"])
def test_that_with_no_measure_at_all_the_change_is_asked_for(account: dict) -> None:
    letter = asked(account)
    assert "始める前と今とで" in letter or "how much is there now" in letter
    assert "完了のお祝い" not in letter and "Congratulations" not in letter


def test_that_the_question_thanks_for_no_result_and_asks_for_no_referral() -> None:
    draft, _ = judged(JA)
    assert {part.kind for part in draft.parts} <= {"greeting", "thanks", "facts", "question", "next_step", "closing"}
    assert "長谷部様が" in draft.body
