"""Few rows are planned or checked at once, and all of them may wait for their model meanwhile."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from assistant.batching import Batching
from assistant.bootstrap_batches import asking
from assistant.coach import Coach
from assistant.errors import ModelFailed
from assistant.ports import Answered, Prompt
from assistant.turns import AskedAside
from tests.batch.folders import rows
from tests.batch.test_working import given, written

pytestmark = pytest.mark.anyio
ROWS = 6
# No row comes near it; a test that hangs ends here.
ENOUGH = 60


class Slow:
    """A model that fails all questions when so many wait together."""

    name: str = "slow"
    trouble: None = None

    def __init__(self, together: int):
        self.waiting = asyncio.Barrier(together)
        self.answer = asyncio.Event()

    async def ask(
        self, prompt: Prompt, read: Callable[[str], Any], heard: Callable[[str | None], None] | None = None
    ) -> Answered[Any]:
        await self.waiting.wait()
        await self.answer.wait()
        raise ModelFailed("server", "Nothing came.")

    async def probe(self) -> None:
        return None

    async def close(self) -> None:
        return None


async def test_that_rows_that_wait_for_the_model_are_in_no_others_way(coach: Coach):
    model, turns, judged = Slow(ROWS), asyncio.Semaphore(1), list[bool]()
    model.answer.set()

    def judge(*_: object) -> None:
        judged.append(turns.locked())

    asked = asking(coach, AskedAside(model, turns))
    batch = await given(coach, rows(ROWS, message="更新の手続きを教えてください。", situation="renewal"))
    await asyncio.wait_for(Batching(asked, judge, ROWS, turns=turns).run(batch.id), ENOUGH)
    assert judged == [True] * ROWS
    assert [one["draft"]["origin"]["fallback"] for one in await written(coach, batch)] == ["Nothing came."] * ROWS
    assert not turns.locked()


async def test_that_who_is_cancelled_while_it_takes_its_turn_again_leaves_as_many_turns_as_there_were():
    model, turns = Slow(2), asyncio.Semaphore(1)
    aside = AskedAside(model, turns)

    async def row() -> None:
        async with turns:
            await aside.ask(Prompt(task="letter", system="", user="", schema={}, origin="", longest=1), str)

    working = asyncio.create_task(row())
    await model.waiting.wait()
    async with turns:
        model.answer.set()
        # Its answer is there, and the turn is not.
        await _others()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    assert working.cancelled()
    await _others()
    async with turns:
        assert turns.locked()
    assert not turns.locked()


async def _others() -> None:
    """Whoever can go on does so until it waits."""
    for _ in range(20):
        await asyncio.sleep(0)
