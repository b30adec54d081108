"""Golden texts of the red pen: what a model is asked and what the pen says read as they were reviewed."""

import asyncio

import pytest

from tests.golden.render_reviews import HERE, PROMPTS, render_all

NAMES = (*PROMPTS, "ja-sentences", "en-sentences")


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    return asyncio.run(render_all())


@pytest.mark.parametrize("name", NAMES)
def test_that_a_text_of_the_pen_reads_as_it_was_reviewed(rendered: dict[str, str], name: str) -> None:
    golden = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    assert rendered[name] == golden, "read the new words, then: python -m tests.golden.render_reviews"


def test_that_every_rendered_text_is_compared(rendered: dict[str, str]) -> None:
    assert set(rendered) == set(NAMES) == {path.stem for path in HERE.glob("*.txt")}
