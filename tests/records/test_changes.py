"""Accounts changed in one transaction with their reading: many at once, and each change counts."""

import asyncio

import pytest

from assistant import errors
from assistant.adapters.records import SqlRecords
from assistant.domain.account import Account, HistoryEntry
from tests.records.samples import account, entry

pytestmark = pytest.mark.anyio


def with_entry(text: str):
    def change(known: Account) -> Account:
        return known.model_copy(update={"history": [*known.history, HistoryEntry.model_validate(entry(text=text))]})

    return change


async def test_that_changes_at_the_same_time_all_count(records: SqlRecords):
    await records.put_account(account())
    await asyncio.gather(*(records.change_account("hinata-kiko", with_entry(str(n))) for n in range(12)))
    kept = await records.account("hinata-kiko")
    assert sorted(int(e.text) for e in kept.history) == list(range(12))


async def test_that_a_change_that_is_refused_changes_nothing(records: SqlRecords):
    await records.put_account(account(history=[entry()]))
    before = await records.account("hinata-kiko")

    def refuse(known: Account) -> Account:
        known.history.clear()
        raise errors.Conflict("no")

    with pytest.raises(errors.Conflict):
        await records.change_account("hinata-kiko", refuse)
    assert await records.account("hinata-kiko") == before


async def test_that_an_account_that_is_only_a_name_is_changed_too(records: SqlRecords):
    await records.put_account(account("same", "same"))
    changed = await records.change_account("same", with_entry("x"))
    assert changed == await records.account("same") and changed.history


@pytest.mark.parametrize("id", ["nobody", "NO SUCH ID"])
async def test_that_an_account_that_is_not_there_is_told(records: SqlRecords, id: str):
    with pytest.raises(errors.NotFound):
        await records.change_account(id, with_entry("x"))
    assert (await records.accounts())[0] == []
