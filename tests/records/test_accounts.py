"""Accounts on record, on SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import update

from assistant import errors
from assistant.adapters.records import SqlRecords
from assistant.adapters.records.schema import events
from assistant.domain.organisation import Organisation
from tests.records.samples import FULL, account, draft, entry

pytestmark = pytest.mark.anyio


async def test_that_an_account_comes_back_as_it_was_put(records: SqlRecords):
    assert await records.put_account(FULL) is True
    assert (await records.account(FULL.id)).model_dump() == FULL.model_dump()


async def test_that_putting_the_same_account_again_changes_nothing(records: SqlRecords):
    await records.put_account(FULL)
    before = (await records.dossier(FULL.id)).revision
    assert await records.put_account(FULL.model_copy(deep=True)) is False
    assert (await records.dossier(FULL.id)).revision == before


async def test_that_putting_an_account_replaces_the_whole_of_it(records: SqlRecords):
    await records.put_account(FULL)
    smaller = account(history=[entry("2026-05-01", text="残った記録")])
    assert await records.put_account(smaller) is True
    assert (await records.account(FULL.id)).model_dump() == smaller.model_dump()


async def test_that_the_order_of_the_history_is_kept(records: SqlRecords):
    texts = [f"記録{n}" for n in (3, 1, 2)]
    await records.put_account(account(history=[entry(text=text) for text in texts]))
    assert [e.text for e in (await records.account("hinata-kiko")).history] == texts


async def test_that_control_characters_of_an_export_do_not_stop_a_record(records: SqlRecords):
    odd = account(name="株式会社\x00ひなた", history=[entry(text="改行\nと\x00\x07", visibility="森\x00田")])
    await records.put_account(odd)
    assert (await records.account("hinata-kiko")).model_dump() == odd.model_dump()


@pytest.mark.parametrize("id", ["nobody", "../records", "..", "", "A B", "x" * 65, "a\x00b", "a/b", "hinata-kiko\n"])
async def test_that_an_unknown_or_impossible_id_is_not_found(records: SqlRecords, id: str):
    await records.put_account(FULL)
    for ask in (records.account, records.dossier, records.delete_account):
        with pytest.raises(errors.NotFound) as fault:
            await ask(id)
        assert fault.value.message == "No account %(id)s is on record."
        assert fault.value.values == {"id": id}
    assert await records.history(id, [0]) == {}


@pytest.mark.parametrize(
    "query",
    [
        "ひなた",
        "ヒナタ",
        "ﾋﾅﾀ",
        "HINATA",
        "ｈｉｎａｔａ",
        "森田徹",
        "森田 徹",
        "もりた",
        "モリタ　トオル",
        "jane",
        "機工 森田",
    ],
)
async def test_that_a_query_finds_whatever_the_width_case_or_kana(records: SqlRecords, query: str):
    await records.put_account(FULL)
    await records.put_account(account("other", "東野商店"))
    assert [a.id for a in (await records.accounts(query))[0]] == ["hinata-kiko"]


@pytest.mark.parametrize("query", ["%", "_", "東野\\", "ない名前", "ひなた 東野"])
async def test_that_a_query_that_fits_no_account_finds_none(records: SqlRecords, query: str):
    await records.merge_accounts([FULL, account("other", "東野商店")])
    assert await records.accounts(query) == ([], None)


async def test_that_pages_of_accounts_follow_each_other_in_one_order(records: SqlRecords):
    ids = sorted(["b-2", "b", "b2", "a9", "a-10", "a-9", "0z"])
    await records.merge_accounts([account(id, f"会社{id}") for id in reversed(ids)])
    seen, after = [], None
    while True:
        page, after = await records.accounts(limit=3, after=after)
        seen += [a.id for a in page]
        if after is None:
            break
        assert len(page) == 3
    assert seen == ids


async def test_that_everything_derived_goes_with_an_account(records: SqlRecords):
    await records.merge_accounts([FULL, account("other", "東野商店株式会社")])
    for owner in ("hinata-kiko", "other"):
        await records.append_events(f"{owner}-d", [("stage", {"name": "words"})])
        await records.append_events(f"{owner}-stopped", [("text", {"append": "途中"})], account=owner)
        await records.save_draft(draft(f"{owner}-d", owner), {"account": owner})
    await records.delete_account("hinata-kiko")

    async with records.database.read() as connection:
        for table in ("accounts", "history", "account_index", "drafts", "draft_versions", "events"):
            rows = (await connection.exec_driver_sql(f"SELECT * FROM {table}")).all()
            assert not [row for row in rows if "hinata" in str(row)], table
    assert [d.account for d in (await records.drafts())[0]] == ["other"]
    assert len(await records.events("other-stopped")) == 1
    assert await records.named_in("ひなた機工様", "other") == []


async def test_that_events_of_drafts_that_never_came_to_be_do_not_stay_for_ever(records: SqlRecords):
    await records.merge_accounts([FULL, account("other", "東野商店")])
    await records.save_draft(draft("kept", "other"), {})
    for id in ("left-behind", "kept"):
        await records.append_events(id, [("text", {"append": "昨日の途中"})])
    async with records.database.write("draft") as connection:
        await connection.execute(update(events).values(at=events.c.at - 86_400))
    await records.append_events("in-the-making", [("text", {"append": "今の途中"})])
    await records.delete_account(FULL.id)
    left = {id: len(await records.events(id)) for id in ("left-behind", "kept", "in-the-making")}
    assert left == {"left-behind": 0, "kept": 1, "in-the-making": 1}


async def test_that_an_account_with_an_impossible_id_is_refused_and_nothing_stored(records: SqlRecords):
    odd = FULL.model_copy(update={"id": "../records"})
    for write in (records.put_account(odd), records.merge_accounts([FULL, odd])):
        with pytest.raises(errors.Invalid) as fault:
            await write
        assert "../records" in str(fault.value)
    assert await records.accounts() == ([], None)


async def test_that_a_deleted_account_is_in_no_file_any_more(tmp_path):
    records = SqlRecords(f"sqlite:///{tmp_path / 'r.sqlite3'}")
    await records.open()
    secret = "ELEPHANT-IN-THE-ROOM"
    await records.put_account(account(history=[entry(text=secret)]))
    await records.put_account(account("other", "東野商店"))
    assert any(secret.encode() in path.read_bytes() for path in tmp_path.iterdir())
    await records.delete_account("hinata-kiko")
    assert not any(secret.encode() in path.read_bytes() for path in tmp_path.iterdir())
    await records.close()


async def test_that_an_account_put_again_after_deletion_is_not_mistaken_for_the_old_one(records: SqlRecords):
    await records.put_account(FULL)
    old = await records.dossier(FULL.id)
    await records.delete_account(FULL.id)
    await records.put_account(account(industry="農業"))
    new = await records.dossier(FULL.id)
    assert new.account.industry == "農業" and new.revision != old.revision


async def test_that_the_organisation_comes_back_as_it_was_put(records: SqlRecords):
    assert await records.organisation() is None
    policy = {
        "max_discount_percent": 3,
        "trades": [{"offer": {"ja": "据え置き", "en": "same price"}, "for": "2年契約"}],
    }
    organisation = Organisation.model_validate({"name": "株式会社つむぎ", "policy": policy, "holidays": ["2026-12-29"]})
    await records.put_organisation(Organisation(name="前の名前"))
    await records.put_organisation(organisation)
    assert await records.organisation() == organisation
