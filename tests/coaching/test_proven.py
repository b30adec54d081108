"""Every figure and date of an answer must stand in what it was given."""

from datetime import date

import pytest

from assistant.coaching.proven import unproven

TODAY = date(2026, 11, 24)
GIVEN = (
    "[A1] 9月16日(水) 節目:6名に実演。",
    "年額 1,560,000円(税抜)、60席",
    "提出まで 5.2日 → 2.1日",
    "Renewal 31 March 2027",
)


@pytest.mark.parametrize(
    "answer",
    [
        "9月16日に6名へ実演しました。", "年額は156万円です。", "提出は5.2日から2.1日になりました。", "気をつける点は2つです。",
        "The renewal is on 31 March 2027.", "Three things: the fee is ¥1,560,000.", "本日11月24日の時点です。", "数字はありません。",
    ],
)  # fmt: skip
def test_that_what_was_given_passes(answer: str):
    assert unproven(answer, GIVEN, TODAY) == []


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("9月17日に実演しました。", "9月17日"), ("年額は165万円です。", "165万円"), ("提出は2.3日です。", "2.3日"),
        ("解約は30%割引で止まります。", "30%"), ("The renewal is on 30 March 2027.", "30 March 2027"),
        ("The renewal is on 31 March 2028.", "31 March 2028"), ("対象は14名でした。", "14名"),
    ],
)  # fmt: skip
def test_that_what_was_not_given_is_named(answer: str, word: str):
    assert any(word in found or found in word for found in unproven(answer, GIVEN, TODAY))
