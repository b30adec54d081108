"""Golden prompts: what a model is asked reads as it was reviewed."""

import asyncio

import pytest

from tests.golden.render_prompts import HERE, render_all

NAMES = (
    "ja-discount_request",
    "ja-internal_persuasion",
    "en-support_question",
    "en-complaint",
    "ja-referral",
    "ja-repair",
    "ja-revise",
)


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    return asyncio.run(render_all())


@pytest.mark.parametrize("name", NAMES)
def test_that_a_prompt_reads_as_it_was_reviewed(rendered: dict[str, str], name: str) -> None:
    golden = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    assert rendered[name] == golden, "read the new words, then: python -m tests.golden.render_prompts"


def test_that_every_rendered_prompt_is_compared(rendered: dict[str, str]) -> None:
    assert set(rendered) == set(NAMES)
