"""What one draft needs, read in one go."""

import pytest
from sqlalchemy import update

from assistant.adapters.records import SqlRecords
from assistant.adapters.records.dossiers import Kept
from assistant.adapters.records.schema import account_index
from assistant.domain.account import Account
from assistant.ports import Dossier
from tests.records.samples import account, entry

pytestmark = pytest.mark.anyio


class Index:
    """An index that names what it was built of, and counts how often."""

    def __init__(self):
        self.built = 0

    def __call__(self, account: Account) -> bytes:
        self.built += 1
        return f"{account.id}:{account.industry}:{len(account.history)}".encode()


@pytest.fixture
async def indexed(database: str):
    index = Index()
    records = SqlRecords(database, index=index)
    await records.open()
    yield records, index
    await records.close()


async def fresh(records: SqlRecords, index, **options) -> SqlRecords:
    """The same database in another process, as far as its memory goes."""
    url = records.database.url.render_as_string(hide_password=False)
    other = SqlRecords(url, index=index, **options)
    await other.open()
    return other


def long_history() -> list[dict]:
    old = [
        entry("2020-01-01", "milestone", "稼働"),
        entry("2020-01-02", "ticket", "開いたまま", status="open"),
        entry("2020-01-03", "ticket", "重大だった", status="resolved", severity="serious"),
        entry("2020-01-04", "ticket", "済んだ", status="resolved"),
        entry("2020-01-05", "referral_ask", "紹介のお願い"),
        entry("2020-01-06", "note", "社内の話"),
        entry("2020-01-07", "meeting", "内緒の話", visibility="森田 徹"),
        entry("2020-01-08", "email", "【社内】値引きの余地"),
        entry("2020-01-09", "email", "古いメール"),
    ]
    return old + [entry(f"2025-{1 + n // 28:02}-{1 + n % 28:02}", text=f"会{n}") for n in range(200)]


async def test_that_a_dossier_holds_the_newest_entries_and_the_old_ones_that_planning_reads(records: SqlRecords):
    await records.put_account(account(history=long_history()))
    dossier = await records.dossier("hinata-kiko")
    texts = [e.text for e in dossier.account.history]
    assert texts[:200] == [f"会{n}" for n in reversed(range(200))]
    assert texts[200:] == ["紹介のお願い", "重大だった", "開いたまま", "稼働"]
    assert dossier.entries == 209


async def test_that_a_dossier_holds_every_internal_and_confided_entry_however_old(records: SqlRecords):
    await records.put_account(account(history=long_history()))
    private = [e.text for e in (await records.dossier("hinata-kiko")).private]
    assert private == ["【社内】値引きの余地", "内緒の話", "社内の話"]


async def test_that_entries_are_found_by_their_place_in_the_whole_history(records: SqlRecords):
    await records.put_account(account(history=long_history()))
    await records.put_account(account("other", "東野商店", history=[entry(text="よその話")]))
    found = await records.history("hinata-kiko", [8, 0, 208, 999])
    assert {key: e.text for key, e in found.items()} == {0: "稼働", 8: "古いメール", 208: "会199"}
    assert await records.history("hinata-kiko", []) == {}


async def test_that_a_dossier_is_read_once_until_the_account_changes(records: SqlRecords):
    await records.put_account(account(industry="機械"))
    first = await records.dossier("hinata-kiko")
    assert await records.dossier("hinata-kiko") is first
    await records.put_account(account("other", "東野商店"))
    assert await records.dossier("hinata-kiko") is first
    await records.put_account(account(industry="農業"))
    assert (await records.dossier("hinata-kiko")).account.industry == "農業"


async def test_that_a_change_by_another_process_is_seen(records: SqlRecords, database: str):
    await records.put_account(account(industry="機械"))
    await records.dossier("hinata-kiko")
    other = await fresh(records, lambda account: b"")
    await other.merge_accounts([account(industry="農業")])
    await other.close()
    assert (await records.dossier("hinata-kiko")).account.industry == "農業"


async def test_that_the_index_is_built_when_the_account_is_written(indexed):
    records, index = indexed
    await records.merge_accounts([account(history=long_history()), account("other", "東野商店", industry="小売")])
    assert index.built == 2
    assert (await records.dossier("hinata-kiko")).index == b"hinata-kiko::209"
    assert (await records.dossier("other")).index == "other:小売:0".encode()
    await records.put_account(account("other", "東野商店", industry="卸"))
    assert (await records.dossier("other")).index == "other:卸:0".encode()
    assert index.built == 3


@pytest.mark.parametrize("damage", ["lost", "broken", "of another form"])
async def test_that_a_damaged_index_is_rebuilt_from_the_records(indexed, damage: str):
    records, index = indexed
    await records.put_account(account(history=long_history()))
    async with records.database.write("accounts") as connection:
        if damage == "lost":
            await connection.execute(account_index.delete())
        if damage == "broken":
            await connection.execute(update(account_index).values(blob=b"hinata-kiko::20\x00"))
        if damage == "of another form":
            await connection.execute(update(account_index).values(format="an older one"))
    for built in (2, 2):
        other = await fresh(records, index)
        assert (await other.dossier("hinata-kiko")).index == b"hinata-kiko::209"
        assert index.built == built
        await other.close()


async def test_that_an_index_of_an_older_form_is_built_again(indexed):
    records, _ = indexed
    await records.put_account(account())
    other = await fresh(records, lambda account: b"new form", index_format="2")
    assert (await other.dossier("hinata-kiko")).index == b"new form"
    await other.close()


def dossier_of(size: int) -> Dossier:
    return Dossier(account(), (), (), b"x" * size, 1, 0)


def test_that_the_dossiers_least_used_give_way_to_new_ones():
    kept = Kept(most=2)
    for id in ("a", "b"):
        kept.keep(id, dossier_of(1))
    assert kept.get("a", 1)
    kept.keep("c", dossier_of(1))
    assert [id for id in "abc" if kept.get(id, 1)] == ["a", "c"]


def test_that_large_indexes_do_not_fill_the_memory():
    kept = Kept(most=100, most_bytes=10)
    for id in ("a", "b", "a"):
        kept.keep(id, dossier_of(6))
    assert [id for id in "ab" if kept.get(id, 1)] == ["a"]
    kept.keep("c", dossier_of(4))
    assert [id for id in "ac" if kept.get(id, 1)] == ["a", "c"]
    kept.keep("d", dossier_of(99))
    assert [id for id in "acd" if kept.get(id, 1)] == ["d"]
