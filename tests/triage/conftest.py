"""Triage knowledge, trained once for all tests of the room."""

from pathlib import Path

import pytest

from assistant.kept import BUILT
from assistant.triage import TriageKnowledge, read

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="session")
def knowledge() -> TriageKnowledge:
    return TriageKnowledge.load([KNOWLEDGE], BUILT)


@pytest.fixture
def reading(knowledge):
    """Reads a message: `reading("…", sender="csm")`."""

    def read_it(message: str, **values):
        return read(message, knowledge=knowledge, **values)

    return read_it
