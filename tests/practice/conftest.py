"""A coach over the demonstration data, made once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assistant.coach import Coach
from tests.practice.figures import coach_in


@pytest.fixture(scope="session")
async def coach(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Coach]:
    folder: Path = tmp_path_factory.mktemp("practice")
    opened = await coach_in(folder)
    yield opened
    await opened.close()
