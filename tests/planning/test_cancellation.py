"""Leaving: notice given, and leaving only thought of."""

import pytest

from assistant.domain.situation import Situation
from assistant.planning.compose import make
from tests.planning.briefs import brief


@pytest.mark.parametrize(
    ("message", "undecided"),
    [
        ("解約を検討しています。現場が使いこなせていません。", True),
        ("来期は契約を続けるか迷っています。", True),
        ("現場は紙に戻したいと言っています。私は続けたいのですが、どう話せばいいでしょうか。", True),
        ("Finance told us to cancel at renewal. I would prefer to stay, so what can I show them?", True),
        ("We are thinking of cancelling. It has not caught on.", True),
        ("Some of the partners want to go back to ledgers. I haven't made up my mind.", True),
        ("解約を検討しておりましたが、今期で終了することに決めました。", False),
        ("今期限りで解約します。", False),
        ("Please take this as formal notice: we are leaving.", False),
    ],
)
def test_that_who_only_thinks_of_leaving_is_not_said_good_bye_to(message: str, undecided: bool) -> None:
    account = {
        "contract": {"renewal": "2027-03-31", "notice_by": "2026-12-25"},
        "language": "ja" if "。" in message else "en",
    }
    plan = make(brief(account, message, Situation.cancellation))
    names = [move.name for move in plan.moves]
    assert ("not_decided" in names, "notice_taken" in names) == (undecided, not undecided)
    assert ("what_decides" in names, "orderly_end" in names) == (undecided, not undecided)


@pytest.mark.parametrize(
    ("why", "reason"),
    [("使いこなせていません。", "not_used"), ("料金が見合いません。", "cost"), ("迷っています。", "")],
)
def test_that_the_reason_they_give_shapes_the_question(why: str, reason: str) -> None:
    moves = make(brief({}, f"解約を検討しています。{why}", Situation.cancellation)).moves
    assert next(move for move in moves if move.name == "what_decides").inputs["reason"] == reason


def test_that_a_question_the_contract_answers_is_asked_of_the_csm() -> None:
    plan = make(
        brief({"contract": {"renewal": "2027-03-31"}}, "解約します。違約金はありますか。", Situation.cancellation)
    )
    assert [ask.name for ask in plan.asks] == ["ask_what_to_answer"]
    assert "take_data_along" not in [move.name for move in plan.moves]
