"""Golden letters: every situation in both languages reads as it was reviewed, and none is stopped by the checks."""

import asyncio

import pytest

from assistant.domain.situation import Situation
from tests.golden import transcripts
from tests.golden.render import HERE, cases, render_all


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    return asyncio.run(render_all())


@pytest.mark.parametrize("name", [case["name"] for case in cases()])
def test_that_a_letter_reads_as_it_was_reviewed(rendered: dict[str, str], name: str) -> None:
    golden = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    assert rendered[name] == golden, "read the new words, then: python -m tests.golden.render"


def test_that_every_situation_has_a_golden_letter_in_both_languages() -> None:
    names = {case["name"] for case in cases()}
    assert {f"{language}-{situation}" for language in ("ja", "en") for situation in Situation} <= names


def test_that_the_checks_stop_none_of_them_but_for_what_is_asked(rendered: dict[str, str]) -> None:
    stopped = [name for name, text in rendered.items() if "finding: block" in text]
    assert len(stopped) <= len(rendered) / 10, stopped
    assert stopped == []


def test_that_the_readme_shows_the_letters_as_they_are() -> None:
    assert transcripts.section() in transcripts.README.read_text(encoding="utf-8")
