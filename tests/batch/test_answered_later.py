"""A whole batch through OpenAI's Batch API: the same flow and the same checks, in rounds of hours."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from assistant.bootstrap_batches import open_batching
from assistant.coach import Coach
from assistant.domain.batch import BatchOptions, BatchRow, RowState
from assistant.settings import Settings
from tests.batch.openai_server import BatchServer
from tests.golden.render import demo_coach
from tests.model.good import good_model

pytestmark = pytest.mark.anyio


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchServer]:
    server = BatchServer().start()
    server.answer = good_model
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    yield server
    server.stop()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, model="openai:gpt-5-mini", openai_batch_poll=0.05)


@pytest.fixture
async def coach(tmp_path: Path) -> AsyncIterator[Coach]:
    opened = await demo_coach(tmp_path)
    yield opened
    await opened.close()


async def begun(coach: Coach) -> str:
    """A batch of a letter to every account, none of which is held."""
    accounts, _ = await coach.records.accounts()
    batch = await coach.records.begin_batch("0" * 64, "in.jsonl", BatchOptions(engine="openai-batch"))
    message = "お世話になっております。来月の更新について教えてください。"
    rows = [
        BatchRow(n, a.id, {"account": a.id, "message": message, "situation": "renewal"})
        for n, a in enumerate(accounts, start=1)
    ]
    await coach.records.add_rows(batch.id, rows)
    await coach.records.all_rows_added(batch.id, len(rows))
    return batch.id


async def test_that_every_row_is_worded_by_the_model_and_checked(
    provider: BatchServer, coach: Coach, settings: Settings
):
    id = await begun(coach)
    async with open_batching(coach, settings) as batching:
        done = await batching.run(id)
    assert done.state == "finished"
    outcomes = await coach.records.outcomes(id)
    spared = {account.id for account in (await coach.records.accounts())[0] if account.no_model}
    by = {one.account: json.loads(one.draft or "{}")["drafted_by"] for one in outcomes}
    assert by == {account: "playbook" if account in spared else "gpt-5-mini" for account in by}
    assert len(by) - len(spared) >= 5
    assert RowState.waiting not in {one.state for one in outcomes}
    assert (await coach.records.tally(id)).tokens_out >= 20 * (len(by) - len(spared))
    assert provider.files == {} and await coach.records.later_files(id) == []


async def test_that_a_batch_that_broke_off_goes_on_without_asking_anything_twice(
    provider: BatchServer, coach: Coach, settings: Settings
):
    id = await begun(coach)
    provider.looks = 10**6
    async with open_batching(coach, settings) as batching:
        running = asyncio.create_task(batching.run(id))
        while not provider.batches:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.3)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    provider.looks = 1
    async with open_batching(coach, settings) as batching:
        assert (await batching.run(id)).state == "finished"
    asked = [line["custom_id"] for line in provider.asked]
    assert len(asked) == len(set(asked))


async def test_that_cancelling_stops_the_waiting_and_calls_it_off(
    provider: BatchServer, coach: Coach, settings: Settings
):
    id = await begun(coach)
    provider.looks = 10**6
    async with open_batching(coach, settings) as batching:
        running = asyncio.create_task(batching.run(id))
        while not provider.batches:
            await asyncio.sleep(0.02)
        await coach.records.cancel_batch(id)
        async with asyncio.timeout(5):
            assert (await running).state == "cancelled"
    assert [kept.status for kept in provider.batches.values()] == ["cancelled"]


async def test_that_an_account_without_a_model_is_never_in_a_file(
    provider: BatchServer, coach: Coach, settings: Settings
):
    first = (await coach.records.accounts())[0][0]
    await coach.records.put_account(first.model_copy(update={"no_model": True}))
    id = await begun(coach)
    async with open_batching(coach, settings) as batching:
        await batching.run(id)
    assert provider.asked
    assert not any(first.name in json.dumps(line, ensure_ascii=False) for line in provider.asked)
    draft = (await coach.records.outcomes(id))[0].draft
    assert draft and json.loads(draft)["drafted_by"] == "playbook"
