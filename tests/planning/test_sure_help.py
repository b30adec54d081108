"""Help texts that fit only weakly, and questions beside the one that a help text answers."""

from dataclasses import replace

import pytest

from assistant.domain.reading import Reading, SituationHit
from assistant.domain.situation import Situation
from assistant.planning.compose import make
from assistant.ports import HelpText
from tests.planning.briefs import brief

TEXT = HelpText(id="h.md", title="一覧の色を変える", body="1. 「設定」を開く\n2. 「色」を選ぶ", language="ja")
OTHER = HelpText(id="o.md", title="一覧を印刷する", body="1. 「印刷」を押す", language="ja")
MAIL = "一覧の色を変えたいのですが、どうすればよいでしょうか。"


def planned(sure: float, urgent: bool = False, **fields):
    made = brief({}, MAIL, Situation.support_question, help=[TEXT], help_sure={"h.md": sure}, **fields)
    hits = (SituationHit(Situation.support_question, 0.9),)
    return make(replace(made, reading=Reading(language="ja", own=MAIL, situations=hits, urgent=urgent)))


@pytest.mark.parametrize(("sure", "unsure"), [(0.9, True), (0.36, False)])
def test_that_a_weak_hit_is_called_the_nearest_and_a_plain_one_the_answer(sure: float, unsure: bool) -> None:
    steps = next(move for move in planned(sure).moves if move.name == "steps")
    assert steps.inputs["unsure"] is not unsure


def test_that_who_is_in_a_hurry_is_not_sent_on_a_weak_hit() -> None:
    assert "steps" not in [move.name for move in planned(0.36, urgent=True).moves]
    assert "steps" in [move.name for move in planned(0.9, urgent=True).moves]


def test_that_each_question_gets_its_own_steps_or_is_asked_of_the_csm() -> None:
    plan = planned(0.9, further=[("一覧を紙に印刷できますか", OTHER), ("一覧を社外の人に見せられますか", None)])
    names = [move.name for move in plan.moves]
    assert [name for name in names if name in ("steps", "steps_too", "left_to_find_out")] == [
        "steps", "steps_too", "left_to_find_out",
    ]  # fmt: skip
    assert [ask.name for ask in plan.asks] == ["ask_what_to_answer"]


def test_that_a_letter_without_steps_does_not_call_itself_an_answer_on_use() -> None:
    assert planned(0.9).subject["answered"] is True
    assert planned(0.36, urgent=True).subject["answered"] is False


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("あとで使いたいのですが、どうすればよいですか。", False),
        ("不要な一覧を消したいのですが、どうすればよいですか。", True),
    ],
)
def test_that_steps_that_remove_something_are_not_tried_on_a_guess(asked: str, shown: bool) -> None:
    text = replace(TEXT, body="1. 「設定」を開く\n2. 「一覧を削除」を押す")
    made = brief({}, asked, Situation.support_question, help=[text], help_sure={"h.md": 0.36})
    assert ("steps" in [move.name for move in make(made).moves]) is shown
