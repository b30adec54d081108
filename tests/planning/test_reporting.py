"""What the writer needs of our report: a date that nobody can promise yet, and words for those above them."""

import pytest

from assistant.domain.reading import Reading
from assistant.planning.reporting import answers_above, asks_when


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
        ("The board liked the report.", False, False),
    ],
)
def test_that_only_a_question_after_the_repair_and_a_duty_to_report_are_heard(
    message: str, when: bool, above: bool
) -> None:
    reading = Reading(language="ja", own=message)
    assert (asks_when(reading), answers_above(reading)) == (when, above)
