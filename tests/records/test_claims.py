"""Claims: the first gets it, whoever else asks, until its time is over."""

import asyncio

import pytest

from assistant.adapters.records import SqlRecords
from tests.records.samples import account

pytestmark = pytest.mark.anyio


async def test_that_only_the_first_of_many_gets_a_claim(records: SqlRecords):
    got = await asyncio.gather(*(records.claim("slack:1", 60) for _ in range(8)))
    assert sorted(got) == [False] * 7 + [True]
    assert await records.claim("slack:2", 60)


async def test_that_of_two_processes_only_one_gets_a_claim(records: SqlRecords, database: str):
    other = SqlRecords(database)
    await other.open()
    got = await asyncio.gather(*(r.claim("slack:1", 60) for r in (records, other, records, other)))
    await other.close()
    assert sorted(got) == [False, False, False, True]


async def test_that_a_claim_is_free_again_when_its_time_is_over_or_nothing_came_of_it(records: SqlRecords):
    assert await records.claim("a", 0)
    await asyncio.sleep(0.01)
    assert await records.claim("a", 60)
    await records.unclaim("a")
    assert await records.claim("a", 60)


async def test_that_a_note_is_kept_as_long_as_its_claim(records: SqlRecords):
    await records.claim("a", 60, "値引きの\x00ご相談")
    await records.claim("b", 0, "gone")
    await asyncio.sleep(0.01)
    assert await records.claim_note("a") == "値引きの\x00ご相談"
    assert await records.claim_note("b") is None
    assert await records.claim_note("nobody") is None


async def test_that_every_account_is_called_by_its_name(records: SqlRecords):
    await records.merge_accounts([account(), account("other", "東野商店")])
    assert (await records.account_names())["other"] == "東野商店"
