"""The nearest other letter, found without comparing every pair."""

import time
from random import Random

import pytest

from assistant.holding.personal import paragraphs
from assistant.holding.settling import Settling
from assistant.holding.similarity import SIZE, Nearest, signature
from tests.batch.letters import letters

WORDS = [f"{a}{b}の{c}" for a in "棚卸帳票在庫出荷" for b in "期日台数場所人員" for c in "記録確認更新移動"]


def jaccard(one: str, other: str, width: int = 5) -> float:
    sets = [{t[n : n + width] for n in range(len(t) - width + 1)} for t in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def texts(many: int) -> list[str]:
    """Texts that share more or less of a common stock, as letters do."""
    random = Random(11)
    stock = [random.choice(WORDS) for _ in range(30)]
    made = []
    for _ in range(many):
        words = list(stock)
        for at in random.sample(range(30), random.choice((1, 4, 8, 14, 22))):
            words[at] = random.choice(WORDS) + random.choice(WORDS)
        made.append("".join(words))
    return made


def nearest(made: list[str]) -> dict[int, tuple[float, int | None]]:
    found = Nearest()
    for row, text in enumerate(made, 1):
        signed = signature(text, "ja")
        assert signed and len(signed) == SIZE
        found.add(row, signed)
    return found.of()


def test_that_the_nearest_row_and_its_likeness_are_those_of_a_comparison_of_all_pairs() -> None:
    made = texts(400)
    found = nearest(made)
    errors, missed = [], 0
    for row, (similarity, near) in found.items():
        best = max(jaccard(made[row - 1], text) for n, text in enumerate(made, 1) if n != row)
        assert near and near != row
        true = jaccard(made[row - 1], made[near - 1])
        errors.append(abs(similarity - true))
        missed += best >= 0.7 and best - true > 0.1
    assert sum(errors) / len(errors) < 0.04 and max(errors) < 0.14
    assert missed == 0


def test_that_equal_letters_are_one_and_strangers_near_nothing() -> None:
    made = [*texts(40), "Nothing of this kind was ever written before, and nothing else says it."]
    made.append(made[5])
    found = nearest(made)
    assert found[6] == (1.0, 42) and found[42] == (1.0, 6)
    assert found[41][0] < 0.1 and found[41][1]
    assert nearest(made[:1])[1] == (0.0, None)


def test_that_white_space_makes_no_difference_and_an_empty_letter_has_no_signature() -> None:
    assert signature("締めが 6日に\nなりました", "ja") == signature("締めが6日になりました", "ja")
    assert signature(" \n", "ja") is None
    assert signature("短", "ja") is not None


@pytest.mark.parametrize("order", ["forward", "backward"])
def test_that_likeness_does_not_depend_on_which_row_came_first(order: str) -> None:
    made = texts(60)
    found = nearest(made if order == "forward" else made[::-1])
    alike = sorted(similarity for similarity, _ in found.values())
    assert alike == pytest.approx(sorted(s for s, _ in nearest(made).values()), abs=0.03)


def test_that_a_row_takes_well_under_a_millisecond_and_memory_stays_small() -> None:
    signed = [s for text in texts(1500) if (s := signature(text, "ja"))]
    found, began = Nearest(), time.process_time()
    for n in range(6000):
        found.add(n, signed[n % len(signed)])
    assert (time.process_time() - began) / 6000 < 0.001
    began = time.process_time()
    for text in texts(300):
        signature(text, "ja")
    assert (time.process_time() - began) / 300 < 0.002
    held = sum(value.nbytes for value in vars(found).values() if hasattr(value, "nbytes"))
    assert held < 20_000_000


def test_that_personal_letters_are_less_alike_than_the_limit() -> None:
    settling, row = Settling(), 0
    for letter, held in letters(300):
        if held is None:
            row += 1
            settling.add(row, letter)
    alike = [s.similarity or 0.0 for s in settling.settled()]
    assert len(alike) == row > 200
    assert sum(s >= 0.9 for s in alike) <= 0.01 * row
    assert all(paragraphs(letter) for letter, _ in letters(5))
