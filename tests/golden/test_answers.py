"""Golden prompts of answers and advice: what a model is asked reads as it was reviewed."""

import asyncio

import pytest

from assistant.domain.tokens import estimate
from tests.golden.render_answers import CASES, HERE, render_all


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    return asyncio.run(render_all())


@pytest.mark.parametrize("name", CASES)
def test_that_a_prompt_reads_as_it_was_reviewed(rendered: dict[str, str], name: str) -> None:
    golden = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    assert rendered[name] == golden, "read the new words, then: python -m tests.golden.render_answers"


def test_that_a_budget_is_kept_and_what_answers_stays(rendered: dict[str, str]) -> None:
    asked = rendered["ja-tight"].split("== may be cited")[0]
    assert estimate(asked) <= CASES["ja-tight"][3] + 20 and "more did not fit" in asked
    assert "記録上の役割:決裁者" in asked


def test_that_only_the_accounts_own_record_is_given(rendered: dict[str, str]) -> None:
    assert "凪ノ森" not in rendered["ja-why"] and "あまのせ" not in rendered["ja-promise"]
