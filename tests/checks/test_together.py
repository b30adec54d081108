"""Rules about what stands together in a sentence: order does not matter, what must be absent counts, groups are named."""

import pytest

from assistant.checks.lexicon import Lexicon
from assistant.checks.proof import Proof
from assistant.checks.together import standing_together
from tests.checks.letters import letter

RULES = Lexicon(
    {
        "checks_x": {
            "people": {"en": "crew|drivers"},
            "blames": {"en": "never & @people & !sorry\nbroke & at night"},
        }
    }
)


def found(body: str) -> list[str]:
    return [hit.text for hit in standing_together(Proof(letter(body, "harbour"), RULES), "blames")]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Your drivers never log in.", ["never"]),
        ("It was never opened by the crew. It broke last week at night.", ["never", "broke"]),
        ("Never mind.\nThe crew is fine.", []),
        ("The crew never saw it, and I am sorry.", []),
        ("It broke by day.", []),
    ],
)
def test_that_all_parts_must_stand_in_one_sentence_and_none_that_must_not(body: str, words: list[str]) -> None:
    assert [word.lower() for word in found(body)] == words


def test_that_the_finding_stands_on_the_words_of_the_first_part() -> None:
    body = "Thanks. The drivers never log in."
    (hit,) = standing_together(Proof(letter(body, "harbour"), RULES), "blames")
    assert body[hit.start : hit.end] == hit.text == "never"
