"""Rules about what stands together in a sentence: order does not matter, what must be absent counts, groups are named."""

import pytest

from assistant.checks.lexicon import Lexicon, built_in, phrase
from assistant.checks.needs import Sieve, needs_of
from assistant.checks.proof import Proof
from assistant.checks.together import standing_together
from assistant.errors import KnowledgeError
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


def test_that_a_rule_with_a_group_that_there_is_not_is_named() -> None:
    rules = Lexicon({"checks_x": {"blames": {"en": "never & !@sorrow|regret"}}})
    with pytest.raises(KnowledgeError, match=r"checks_x.*sorrow"):
        list(standing_together(Proof(letter("It was never opened.", "harbour"), rules), "blames"))


def test_that_every_rule_that_travels_with_the_program_can_be_read() -> None:
    words = built_in()
    groups = [group for group in words.groups if group.startswith("own_together_")]
    parts = {
        part.strip().removeprefix("!") for group in groups for line in words.words(group) for part in line.split(" & ")
    }
    assert len(groups) > 8 and {part[1:] for part in parts if part[0] == "@"} <= set(words.groups)
    assert all(phrase(part).pattern for part in parts if part[0] != "@")


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("never (ever )?(open|use)s?", {("never",), ("open", "use")}),
        ("(半額|無料)(?!で)に?", {("半額", "無料")}),
        (r"[0-9]+円を?|\d", set()),
        ("colou?r", {("colo",), ("r",)}),
    ],
)
def test_that_what_a_text_must_hold_is_read_off_the_phrase(source: str, needs: set[tuple[str, ...]]) -> None:
    assert set(needs_of(source)) == needs


def test_that_only_phrases_are_tried_that_a_text_can_hold() -> None:
    sieve = Sieve(map(needs_of, ("never (open|use)", "[0-9]+円", "無料|半額")))
    assert sieve.passing("they never opened it") == [0]
    assert sieve.passing("半額にします") == [2]
    assert sieve.passing("500円") == [1]
