"""A coach over the demonstration data, made once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assistant.coach import Coach
from tests.golden.render import demo_coach


@pytest.fixture(scope="session")
async def coach(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Coach]:
    folder: Path = tmp_path_factory.mktemp("practice")
    opened = await demo_coach(folder)
    yield opened
    await opened.close()
