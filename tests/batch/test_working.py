"""Work on a batch: every row ends once, a fault of one is its own, records that are away are waited for, stopping is quick."""

import asyncio
import gc
import io
import json
from collections.abc import AsyncIterator

import pytest

from assistant import batching, errors
from assistant.batch_intake import begin, take
from assistant.batch_output import line, outcomes, said
from assistant.batch_progress import Pace, follow
from assistant.batch_running import BatchRuns
from assistant.batching import Batching
from assistant.bootstrap_batches import open_batching
from assistant.coach import Coach
from assistant.domain.batch import Batch, BatchOptions
from assistant.settings import Settings
from assistant.texts import Say
from tests.batch.folders import rows

pytestmark = pytest.mark.anyio


@pytest.fixture
async def work(coach: Coach) -> AsyncIterator[Batching]:
    async with open_batching(coach, Settings(), patience=5) as opened:
        yield opened


async def given(coach: Coach, found: list[dict], **options) -> Batch:
    data = "".join(f"{json.dumps(row)}\n" for row in found).encode()
    batch, _ = await begin(io.BytesIO(data), "closings.jsonl", BatchOptions("en", **options), coach.records)
    await take(io.BytesIO(data), batch, coach.records)
    return await coach.records.batch(batch.id)


async def written(coach: Coach, batch: Batch) -> list[dict]:
    batch = await coach.records.batch(batch.id)
    return [json.loads(line(one, Say("en"))) async for one in outcomes(coach.records, batch)]


async def test_that_every_row_ends_and_the_output_is_in_input_order(coach: Coach, work: Batching):
    batch = await given(
        coach, [*rows(30), {"account": "nobody"}, {"account": "c-000001", "situation": "success_definition"}]
    )
    gc.unfreeze()
    assert (await work.run(batch.id)).state == "finished"
    assert gc.get_freeze_count(), "what the first letters have loaded is looked through again and again"
    found = await written(coach, batch)
    assert [one["row"] for one in found] == list(range(1, 33))
    assert list(found[0]) == ["row", "account", "status", "reason", "draft", "similarity", "nearest"]
    assert {one["status"] for one in found} <= {"drafted", "needs_review", "held", "failed"}
    assert found[30]["status"] == "failed" and "nobody" in found[30]["reason"] and found[30]["draft"] is None
    drafted = [one for one in found if one["status"] == "drafted"]
    assert len(drafted) > 5
    for one in drafted:
        assert one["draft"]["account"] == one["account"] and one["draft"]["body"] and one["reason"] is None
        assert 0 <= one["similarity"] <= 1
        assert (await coach.records.draft(one["draft"]["id"]))[0].body == one["draft"]["body"]
    for one in found:
        assert (one["status"] in ("held", "failed")) == bool(one["reason"])


async def test_that_a_row_that_breaks_something_fails_alone(
    coach: Coach, work: Batching, monkeypatch: pytest.MonkeyPatch
):
    make = batching.gather

    async def gather(desk, request, answers, ask_model):
        if request.account == "c-000002":
            raise ZeroDivisionError("a fault of ours")
        return await make(desk, request, answers, ask_model)

    monkeypatch.setattr(batching, "gather", gather)
    batch = await given(coach, rows(4))
    await work.run(batch.id)
    found = await written(coach, batch)
    assert [one["status"] == "failed" for one in found] == [False, False, True, False]
    assert "a fault of ours" in found[2]["reason"]


async def test_that_records_that_are_away_for_a_while_are_waited_for(
    coach: Coach, work: Batching, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batching, "_RETRY_SECONDS", 0.02)
    failing = {"finish_rows": 3, "waiting_rows": 2, "dossier": 4, "settle_rows": 2, "finish_batch": 1}
    for name, times in failing.items():
        whole, left = getattr(coach.records, name), [times]

        async def now_and_then(*arguments, whole=whole, left=left):
            if left[0]:
                left[0] -= 1
                raise errors.Unavailable("The database is away.")
            return await whole(*arguments)

        monkeypatch.setattr(coach.records, name, now_and_then)
    batch = await given(coach, rows(12))
    assert (await work.run(batch.id)).state == "finished"
    tally = await coach.records.tally(batch.id)
    assert tally.states["failed"] == 0 and tally.ended == 12


async def test_that_records_that_stay_away_are_a_fault_and_nothing_is_lost(
    coach: Coach, work: Batching, monkeypatch: pytest.MonkeyPatch
):
    batch = await given(coach, rows(6))

    async def away(*_arguments):
        raise errors.Unavailable("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(coach.records, "finish_rows", away)
        patch.setattr(work, "_patience", 0.1)
        with pytest.raises(errors.Unavailable, match="full"):
            await work.run(batch.id)
    assert (await coach.records.tally(batch.id)).ended == 0
    assert (await work.run(batch.id)).state == "finished"
    assert (await coach.records.tally(batch.id)).ended == 6


async def test_that_stopping_takes_seconds_keeps_what_is_done_and_the_same_file_goes_on(
    coach: Coach, work: Batching, monkeypatch: pytest.MonkeyPatch
):
    worded = coach.worded

    async def slow(*arguments):
        await asyncio.sleep(0.2)
        return await worded(*arguments)

    monkeypatch.setattr(coach, "worded", slow)
    batch = await given(coach, rows(60))
    running = asyncio.create_task(work.run(batch.id))
    while not (await coach.records.tally(batch.id)).ended:
        await asyncio.sleep(0.05)
    await coach.records.cancel_batch(batch.id)
    assert (await asyncio.wait_for(running, 3)).state == "cancelled"
    done = (await coach.records.tally(batch.id)).ended
    assert 0 < done < 60
    stopped = await written(coach, batch)
    assert len(stopped) == 60 and "stopped" in stopped[-1]["reason"]
    again = await given(coach, rows(60))
    assert (again.id, again.state) == (batch.id, "running")
    assert (await work.run(batch.id)).state == "finished"
    kept = {one["row"]: one["draft"]["id"] for one in stopped if one["draft"]}
    assert (
        kept and {one["row"]: one["draft"]["id"] for one in await written(coach, batch) if one["row"] in kept} == kept
    )


async def test_that_a_model_that_answers_later_leaves_the_row_as_it_is(
    coach: Coach, work: Batching, monkeypatch: pytest.MonkeyPatch
):
    async def later(*_arguments):
        raise errors.Deferred

    batch = await given(coach, rows(12))
    with monkeypatch.context() as patch:
        patch.setattr(coach, "worded", later)
        assert await work.work(batch)
    tally = await coach.records.tally(batch.id)
    assert tally.states["failed"] == 0 and tally.states["waiting"] > 0
    assert not await work.work(batch)


async def test_that_a_second_one_waits_and_goes_on_where_the_first_one_left(
    coach: Coach, work: Batching, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batching, "LOOK_SECONDS", 0.05)
    batch = await given(coach, rows(12))
    async with coach.records.hold_batch(batch.id):
        second = asyncio.create_task(work.run(batch.id))
        await asyncio.sleep(0.2)
        assert (await coach.records.tally(batch.id)).ended == 0
    assert (await asyncio.wait_for(second, 20)).state == "finished"


async def test_that_a_server_goes_on_with_what_somebody_else_left(coach: Coach):
    batch = await given(coach, rows(6))
    runs = BatchRuns(coach.records, lambda: open_batching(coach, Settings()))
    runs.start()
    try:
        async with asyncio.timeout(20):
            while (await coach.records.batch(batch.id)).state == "running":
                await asyncio.sleep(0.05)
            other = await given(coach, rows(7))
            runs.wake()
            while (await coach.records.batch(other.id)).state == "running":
                await asyncio.sleep(0.05)
    finally:
        await runs.close()


async def test_that_progress_ends_with_the_last_row_and_counts_never_go_back(
    coach: Coach, work: Batching, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("assistant.batch_progress._LOOK_SECONDS", 0.01)
    batch = await given(coach, rows(20))
    running = asyncio.create_task(work.run(batch.id))
    seen = [progress async for progress in follow(coach.records, batch.id)]
    await running
    assert seen[-1].batch.state == "finished" and seen[-1].tally.ended == 20
    counts = [progress.tally.ended for progress in seen]
    assert counts == sorted(counts) and len(seen) > 1


def test_that_the_rate_is_that_of_the_last_half_minute():
    pace = Pace()
    assert pace.at(0, 0) is None
    assert pace.at(10, 100) == 10
    assert pace.at(40, 1_000) == pytest.approx(30)
    assert Pace().at(5, 70) is None


def test_that_reasons_are_said_in_the_callers_language():
    from assistant.adapters.records.batch_rows import GONE

    assert said(None, Say("ja")) is None
    assert "削除" in (said(GONE, Say("ja")) or "") and "removed" in (said(GONE, Say("en")) or "")


async def test_that_a_row_whose_account_goes_while_it_is_drafted_fails_and_is_in_the_output(
    coach: Coach, work: Batching, monkeypatch: pytest.MonkeyPatch
):
    """The account came after the file, so the row does not go with it."""
    batch = await given(coach, [{"account": "late", "situation": "success_definition"}])
    await coach.records.put_account((await coach.records.account("c-000001")).model_copy(update={"id": "late"}))
    finish = coach.records.finish_rows

    async def too_late(*arguments):
        monkeypatch.setattr(coach.records, "finish_rows", finish)
        await coach.records.delete_account("late")
        return await finish(*arguments)

    monkeypatch.setattr(coach.records, "finish_rows", too_late)
    assert (await work.run(batch.id)).state == "finished"
    (found,) = await written(coach, batch)
    assert (found["status"], found["draft"]) == ("failed", None) and "late" in found["reason"]
