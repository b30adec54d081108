"""What the writer needs of our report: a date that nobody can promise yet, and words for those above them."""

import pytest

from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.planning.compose import make
from assistant.planning.reporting import answers_above, asks_when
from tests.planning.briefs import brief


@pytest.mark.parametrize(
    ("message", "when", "above"),
    [
        ("いつ直りますか。", True, False),
        ("復旧の目処だけでも教えてください。社長に説明しなければなりません。", True, True),
        ("理事会から聞かれています。", False, True),
        ("来週いつお越しになりますか。", False, False),
        ("昨年以上に報告書が増えています。", False, False),
        ("部長の佐藤です。印刷ができません。", False, False),
        ("When will this be fixed? My director is asking.", True, True),
        ("How long will it take? I have to tell the owners something by noon.", True, True),
        ("When can we meet next week?", False, False),
        ("Tell me when it'll be sorted.", True, False),
        ("理事長から数字で示せと詰められています。", False, True),
        ("The board liked the report.", False, False),
    ],
)
def test_that_only_a_question_after_the_repair_and_a_duty_to_report_are_heard(
    message: str, when: bool, above: bool
) -> None:
    reading = Reading(language="ja", own=message)
    assert (asks_when(reading), answers_above(reading)) == (when, above)


@pytest.mark.parametrize(
    ("message", "moves"),
    [
        ("印刷が止まりました。また同じことが起きないでしょうか。", {"against_a_repeat"}),
        ("先月のお話では「秋には速くなる」とのご説明でした。何も変わっていません。", {"word_held_up"}),
        ("担当の方から折り返し電話をいただける予定でした。まだ来ていません。", {"word_held_up"}),
        ("「次の年は半額にする」とのお約束でした。守ってください。", set()),
        ("印刷が止まりました。", set()),
    ],
)
def test_that_a_word_of_ours_is_taken_up_as_theirs_unless_it_is_about_money(message: str, moves: set[str]) -> None:
    made = {move.name: move.inputs for move in make(brief({}, message, Situation.complaint)).moves}
    assert made.keys() & {"against_a_repeat", "word_held_up"} == moves


def test_that_a_plain_question_when_it_will_work_is_answered_though_nobody_knows_yet() -> None:
    names = [m.name for m in make(brief({}, "印刷ができません。いつ直りますか。", Situation.support_question)).moves]
    assert "no_date_yet" in names
