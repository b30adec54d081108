"""Drafts, their versions, their events, and what became of them."""

import pytest
from sqlalchemy import select

from assistant import errors
from assistant.adapters.records import SqlRecords
from assistant.adapters.records.schema import drafts
from assistant.domain.draft import Finding
from tests.records.samples import account, draft

pytestmark = pytest.mark.anyio


@pytest.fixture
async def records(records: SqlRecords):
    await records.merge_accounts([account(), account("other", "東野商店")])
    return records


async def test_that_a_draft_comes_back_with_its_request(records: SqlRecords):
    saved = draft(findings=[Finding(code="concession", source="subject", start=0, end=2)])
    request = {"account": "hinata-kiko", "message": "値引きを\x00お願いします", "from": "customer"}
    await records.save_draft(saved, request)
    assert await records.draft("d1") == (saved, request)


async def test_that_all_versions_stay_and_the_newest_is_the_draft(records: SqlRecords):
    for version in (1, 2, 3):
        await records.save_draft(draft(version=version, body=f"第{version}版"), {"instruction": version})
    assert [d.body for d in await records.versions("d1")] == ["第1版", "第2版", "第3版"]
    newest, request = await records.draft("d1")
    assert (newest.version, request) == (3, {"instruction": 3})


@pytest.mark.parametrize("version", [1, 2, 4])
async def test_that_a_version_that_is_taken_or_follows_on_none_is_a_conflict(records: SqlRecords, version: int):
    for known in (1, 2):
        await records.save_draft(draft(version=known), {})
    with pytest.raises(errors.Conflict) as fault:
        await records.save_draft(draft(version=version, body="別の人の文"), {})
    assert str(fault.value) == "Somebody else has changed this draft meanwhile."
    assert [d.body for d in await records.versions("d1")] == ["本文", "本文"]


async def test_that_a_draft_does_not_move_to_another_account(records: SqlRecords):
    await records.save_draft(draft(), {})
    with pytest.raises(errors.Conflict):
        await records.save_draft(draft(account="other", version=2), {})


async def test_that_a_draft_for_an_account_that_is_gone_is_not_stored(records: SqlRecords):
    await records.delete_account("hinata-kiko")
    with pytest.raises(errors.NotFound):
        await records.save_draft(draft(), {})
    with pytest.raises(errors.NotFound):
        await records.draft("d1")


@pytest.mark.parametrize("id", ["d2", "../d1", "", "d\x001"])
async def test_that_an_unknown_draft_is_not_found(records: SqlRecords, id: str):
    await records.save_draft(draft(), {})
    for ask in (records.draft(id), records.versions(id), records.save_outcome(id, "as_is", None)):
        with pytest.raises(errors.NotFound) as fault:
            await ask
        assert fault.value.message == "No draft %(id)s is on record."


async def test_that_a_draft_with_an_impossible_id_is_refused(records: SqlRecords):
    for id in ("../d1", "", "x" * 65, "d\x001"):
        with pytest.raises(errors.Invalid):
            await records.save_draft(draft(id), {})
        with pytest.raises(errors.Invalid):
            await records.append_events(id, [("stage", {})])


async def test_that_pages_of_drafts_go_from_the_newest_to_the_oldest(records: SqlRecords):
    for n in range(5):
        await records.save_draft(draft(f"d{n}", "other" if n == 2 else "hinata-kiko"), {})
    await records.save_draft(draft("d1", version=2, body="直した"), {})
    first, after = await records.drafts("hinata-kiko", limit=3)
    assert [d.id for d in first] == ["d4", "d3", "d1"] and first[2].body == "直した"
    rest, end = await records.drafts("hinata-kiko", limit=3, after=after)
    assert ([d.id for d in rest], end) == (["d0"], None)
    assert len((await records.drafts())[0]) == 5


async def test_that_drafts_of_an_unknown_account_or_an_unknown_place_are_refused(records: SqlRecords):
    for id in ("nobody", "../x"):
        with pytest.raises(errors.NotFound):
            await records.drafts(id)
    for after in ("", "x", "-1", "9" * 30):
        with pytest.raises(errors.Invalid):
            await records.drafts(after=after)


async def test_that_a_result_that_comes_later_keeps_company_with_the_use(records: SqlRecords):
    await records.save_draft(draft(), {})
    await records.save_outcome("d1", "edited", "held")
    await records.save_outcome("d1", "as_is", None)
    async with records.database.read() as connection:
        assert (await connection.execute(select(drafts.c.used, drafts.c.result))).all() == [("as_is", "held")]


async def test_that_events_are_numbered_on_and_read_from_any_place(records: SqlRecords):
    await records.append_events("d1", [("stage", {"name": "triage"}), ("text", {"append": "は\x00い"})])
    await records.append_events("d2", [("stage", {"name": "triage"})])
    await records.append_events("d1", [])
    await records.append_events("d1", [("done", {"draft": {"id": "d1"}})], account="hinata-kiko")
    assert await records.events("d1") == [
        (1, "stage", {"name": "triage"}),
        (2, "text", {"append": "は\x00い"}),
        (3, "done", {"draft": {"id": "d1"}}),
    ]
    assert [number for number, _, _ in await records.events("d1", after=2)] == [3]
    assert await records.events("d1", after=3) == [] == await records.events("../d1")


async def test_that_events_for_an_account_that_is_gone_are_refused(records: SqlRecords):
    with pytest.raises(errors.NotFound):
        await records.append_events("d1", [("text", {"append": "遅い"})], account="nobody")
    assert await records.events("d1") == []
