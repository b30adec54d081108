"""Leaving: notice given, and leaving only thought of."""

import pytest

from assistant.domain.situation import Situation
from assistant.planning.compose import make
from assistant.ports import HelpText
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
        ("途中で解約したら、残りの分は戻ってきますか。", True),
        ("使えないものに払い続けるのもどうかと言われました。", True),
        ("What would we owe you if we left before the term is over?", True),
        ("春で教室を閉めることにしました。途中でやめられますか。", False),
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


TAKEOUT = HelpText(
    id="t.md", title="すべてのデータを書き出す", body="1. 「管理」を開く\n2. 「書き出す」を押す", language="ja"
)
NOTICES = HelpText(id="n.md", title="お知らせを減らす", body="1. 「お知らせ」を開く\n2. 「なし」を選ぶ", language="ja")


@pytest.mark.parametrize(
    ("text", "mail", "shown", "asks"),
    [
        (TAKEOUT, "解約します。記録はどう受け取れますか。", True, []),
        (NOTICES, "解約します。記録はどう受け取れますか。", False, ["ask_data_answer"]),
        (TAKEOUT, "解約します。残りの月の分は返ってきますか。", False, ["ask_what_to_answer"]),
        (NOTICES, "解約します。", False, []),
    ],
)
def test_that_only_a_text_on_taking_data_out_is_shown_and_a_refund_is_asked_of_the_csm(
    text: HelpText, mail: str, shown: bool, asks: list[str]
) -> None:
    plan = make(brief({"contract": {"renewal": "2027-03-31"}}, mail, Situation.cancellation, help=[text]))
    assert ("take_data_along" in [move.name for move in plan.moves]) is shown
    assert [ask.name for ask in plan.asks] == asks


@pytest.mark.parametrize(
    ("mail", "human", "asked_why", "notice"),
    [
        ("体調の都合で、春に教室を閉めることにしました。", ["ill", "closes"], False, False),
        ("今期限りで解約いたします。", [], True, False),
        ("今期で解約いたします。申し出の期限はいつですか。", [], True, True),
        ("本部が一社に一本化するため、解約いたします。", [], False, False),
    ],
)
def test_that_a_notice_is_answered_as_one_person_answers_another(
    mail: str, human: list[str], asked_why: bool, notice: bool
) -> None:
    contract = {"renewal": "2027-01-31", "notice_by": "2026-12-25"}
    told = {m.name: m.inputs for m in make(brief({"contract": contract}, mail, Situation.cancellation)).moves}
    assert told["notice_taken"]["human"] == human and ("the_one_reason" in told) is asked_why
    end = told["the_end_on_record"]
    assert "2027年1月31日" in end["end"] and ("2026年12月25日" in end["notice"]) is notice
