"""What a locked paragraph may not say, it may not say ten thousand times."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assistant.batch_locks import refuse_unfit
from assistant.bootstrap import open_coach
from assistant.coach import Coach
from assistant.errors import Invalid
from assistant.settings import Settings
from tests.batch.folders import customers_copy

pytestmark = pytest.mark.anyio


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return customers_copy(tmp_path / "data")


@pytest.fixture
async def coach(folder: Path) -> AsyncIterator[Coach]:
    opened = await open_coach(Settings(data=folder))
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    "text",
    [
        "12月29日(火)から1月3日(日)まで、電話の窓口をお休みいたします。",
        "2027年4月1日のご更新分から、年額を1,320,000円(税抜)に改めます。",
        "Our telephone line is closed from Tuesday 29 December to Sunday 3 January.",
    ],
)
async def test_that_a_notice_of_the_vendors_own_may_be_locked(coach: Coach, text: str) -> None:
    await refuse_unfit(coach, [text], "ja")


@pytest.mark.parametrize(
    "text",
    [
        "今回に限り、年額を10%お値引きいたします。",
        "As a special favour we will take 10% off your renewal.",
        "○○様へのご案内です。",
    ],
)
async def test_that_what_no_letter_may_say_cannot_be_locked(coach: Coach, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        await refuse_unfit(coach, ["窓口は9時からです。", text], "ja")
    assert refused.value.values["quote"] in text
