"""What a locked paragraph may not say, it may not say ten thousand times."""

import pytest

from assistant.batch_locks import refuse_unfit
from assistant.coach import Coach
from assistant.errors import Invalid

pytestmark = pytest.mark.anyio


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
