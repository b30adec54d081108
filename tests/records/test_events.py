"""The log of a draft's events, as several makers and readers use it at once."""

import asyncio

import pytest

from assistant import errors
from assistant.adapters.records import SqlRecords
from assistant.ports import EventBatch
from tests.records.samples import account

pytestmark = pytest.mark.anyio

STAGE, TEXT, DONE = ("stage", {"name": "plan"}), ("text", {"append": "はい"}), ("done", {"draft": {}})


@pytest.fixture
async def records(records: SqlRecords):
    await records.merge_accounts([account(), account("other", "東野商店")])
    return records


async def test_that_events_of_several_drafts_are_appended_together(records: SqlRecords):
    await records.append_events("d1", [STAGE], "hinata-kiko")
    await records.append_batches(
        [EventBatch("d1", 1, [TEXT, DONE], "hinata-kiko"), EventBatch("d2", 0, [STAGE], "other")]
    )
    assert await records.events("d1") == [(1, *STAGE), (2, *TEXT), (3, *DONE)]
    assert await records.newest_events(["d1", "d2", "nobody"]) == {"d1": 3, "d2": 1}
    await records.append_batches([])


async def test_that_where_one_of_several_cannot_be_appended_none_is(records: SqlRecords):
    await records.append_events("d1", [STAGE, TEXT])
    for bad, fault in (
        (EventBatch("d1", 1, [TEXT]), errors.Conflict),
        (EventBatch("d3", 0, [STAGE], "nobody"), errors.NotFound),
    ):
        with pytest.raises(fault):
            await records.append_batches([EventBatch("d2", 0, [STAGE], "other"), bad])
    assert await records.events("d2") == await records.events("d3") == []
    assert len(await records.events("d1")) == 2


async def test_that_of_many_who_append_after_the_same_event_one_does(records: SqlRecords):
    assert await records.append_events("d1", [STAGE], "hinata-kiko", after=0) == 1

    async def append(n: int) -> int:
        if n % 2:
            await records.append_batches([EventBatch("d1", 1, [TEXT, DONE], "hinata-kiko")])
            return 3
        return await records.append_events("d1", [TEXT, DONE], "hinata-kiko", after=1)

    found = await asyncio.gather(*(append(n) for n in range(8)), return_exceptions=True)
    assert found.count(3) == 1 and sum(isinstance(f, errors.Conflict) for f in found) == 7
    assert await records.events("d1") == [(1, *STAGE), (2, *TEXT), (3, *DONE)]


async def test_that_a_log_says_where_it_stands(records: SqlRecords):
    assert await records.event_log("d1") is None
    await records.append_events("d1", [STAGE, TEXT], "hinata-kiko")
    log = await records.event_log("d1")
    assert log and (log.account, log.began, log.last, log.over) == ("hinata-kiko", 0, 2, False)
    assert 0 <= log.age < 60
    await records.append_events("d1", [DONE], "hinata-kiko")
    log = await records.event_log("d1")
    assert log and (log.began, log.last, log.over) == (0, 3, True)
    await records.append_events("d1", [STAGE, ("failed", {"why": "…"})], "hinata-kiko")
    log = await records.event_log("d1")
    assert log and (log.began, log.last, log.over) == (3, 5, True)
    await records.delete_account("hinata-kiko")
    assert await records.event_log("d1") is None
