"""Whole sessions, word for word: a change of words is read as words (`python -m tests.practice.transcripts`)."""

import pytest

from assistant.coach import Coach
from tests.practice.transcripts import FOLDER, name_of, played, prompt, sessions

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("session", sessions(), ids=name_of)
async def test_that_a_session_reads_as_it_was_read_last(coach: Coach, session: dict):
    assert await played(coach, session) == (FOLDER / f"{name_of(session)}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_that_the_models_part_reads_as_it_was_read_last(language: str):
    assert prompt(language) == (FOLDER / f"prompt-{language}.txt").read_text(encoding="utf-8")
