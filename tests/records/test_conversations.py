"""Conversations, their turns, and that they go with their account."""

import pytest
from sqlalchemy import func, select

from assistant import errors
from assistant.adapters.records import SqlRecords
from assistant.adapters.records.schema import conversations, draft_versions, drafts, turns
from assistant.domain.conversation import Answer, Turn
from assistant.domain.draft import Citation
from tests.records.samples import account, draft

pytestmark = pytest.mark.anyio

AT = "2026-11-22T09:00:00+00:00"


def turn(number: int, **fields) -> Turn:
    return Turn(number=number, at=AT, **{"kind": "message", "text": "値下げを\x00お願いします", **fields})


@pytest.fixture
async def records(records: SqlRecords):
    await records.merge_accounts([account(), account("other", "東野商店")])
    return records


async def test_that_a_conversation_comes_back_with_its_turns_drafts_and_answers(records: SqlRecords):
    began = await records.begin_conversation("c1", "hinata-kiko")
    assert (began.id, began.account, began.turns) == ("c1", "hinata-kiko", [])
    for version in (1, 2):
        await records.save_draft(draft(version=version, body=f"第{version}版"), {})
    answer = Answer(answer="記録にあります。", citations=[Citation(id="A1", kind="account", title="定例会")])
    said = [
        turn(1, draft_id="d1", version=1),
        turn(2, kind="instruction", text="短く", draft_id="d1", version=2),
        turn(3, kind="question", text="いつ?", answer=answer),
        turn(4, draft_id="d9", version=1),
    ]
    for one in said:
        await records.add_turn("c1", one)
    found = await records.conversation("c1")
    assert [t.draft.body if t.draft else None for t in found.turns] == ["第1版", "第2版", None, None]
    assert [t.model_copy(update={"draft": None}) for t in found.turns] == said
    assert found.drafted == "d9" and found.created_at == began.created_at


async def test_that_a_conversation_about_nobody_is_refused(records: SqlRecords):
    for id in ("nobody", "../x", ""):
        with pytest.raises(errors.NotFound):
            await records.begin_conversation("c1", id)
    with pytest.raises(errors.NotFound):
        await records.conversation("c1")


async def test_that_an_unknown_conversation_is_not_found(records: SqlRecords):
    for id in ("c2", "../c1", "", "c\x001"):
        with pytest.raises(errors.NotFound) as fault:
            await records.conversation(id)
        assert fault.value.message == "No conversation %(id)s is on record."
    with pytest.raises(errors.NotFound):
        await records.add_turn("c2", turn(1))


async def test_that_an_id_is_given_once(records: SqlRecords):
    await records.begin_conversation("c1", "hinata-kiko")
    with pytest.raises(errors.Conflict):
        await records.begin_conversation("c1", "other")
    assert (await records.conversation("c1")).account == "hinata-kiko"


@pytest.mark.parametrize("number", [0, 1, 3])
async def test_that_a_turn_that_follows_on_none_is_a_conflict(records: SqlRecords, number: int):
    await records.begin_conversation("c1", "hinata-kiko")
    await records.add_turn("c1", turn(1))
    with pytest.raises(errors.Conflict):
        await records.add_turn("c1", turn(number, text="別の人"))
    assert len((await records.conversation("c1")).turns) == 1


async def test_that_deleting_an_account_removes_its_conversations_turns_and_drafts_and_no_others(records: SqlRecords):
    for id, owner in (("c1", "hinata-kiko"), ("c2", "other")):
        await records.begin_conversation(id, owner)
        await records.save_draft(draft(f"d-{id}", owner), {})
        await records.add_turn(id, turn(1, draft_id=f"d-{id}", version=1))
    await records.delete_account("hinata-kiko")
    with pytest.raises(errors.NotFound):
        await records.conversation("c1")
    with pytest.raises(errors.NotFound):
        await records.draft("d-c1")
    async with records.database.read() as connection:
        for table in (conversations, turns, drafts, draft_versions):
            assert await connection.scalar(select(func.count()).select_from(table)) == 1
    kept = await records.conversation("c2")
    assert kept.turns[0].draft is not None and kept.turns[0].draft.id == "d-c2"
