"""Practice sessions on record: a person's own, apart from everything else, gone with the account."""

import pytest
from sqlalchemy import func, select

from assistant import errors
from assistant.adapters.records import SqlRecords
from assistant.adapters.records.schema import practice_turns, practices
from assistant.domain.practice import Lanes, Mark, NextTime, Practice, PracticeTurn, Sheet, Tally
from tests.records.samples import account

pytestmark = pytest.mark.anyio

AT = "2026-11-22T09:00:00+00:00"


def session(id: str = "p1", **fields) -> Practice:
    first = PracticeTurn(number=1, who="customer", text="一割\x00下げてください", scene="購買課から", beat="opening")
    values = {"account": "hinata-kiko", "person": "me", "persona": "procurement", "language": "ja"}
    return Practice(id=id, **{**values, "contact": "磯貝\x00", "created_at": AT, "turns": [first], **fields})


def exchange(first: int) -> list[PracticeTurn]:
    return [
        PracticeTurn(number=first, who="csm", text="お受けしておりません。", mark=Mark(held=True, seen=["refused"])),
        PracticeTurn(number=first + 1, who="customer", text="そうですか。", by="script"),
    ]


SHEET = Sheet(
    language="ja", summary="よく踏みとどまりました。", tally=Tally(replies=1, held=1),
    lanes=Lanes(apart=True), next_time=NextTime(text="先に効果を。"),
)  # fmt: skip


@pytest.fixture
async def records(records: SqlRecords):
    await records.merge_accounts([account(), account("other", "東野商店")])
    return records


async def test_that_a_session_comes_back_with_its_turns_and_its_sheet(records: SqlRecords):
    await records.begin_practice(session())
    await records.add_practice_turns("p1", exchange(2))
    found = await records.practice("p1", "me")
    assert found.turns == [*session().turns, *exchange(2)] and not found.over and found.left == 7
    await records.add_practice_turns("p1", [], SHEET)
    found = await records.practice("p1", "me")
    assert found.sheet == SHEET and found.over and found.left == 0
    assert found.contact == session().contact


async def test_that_a_session_that_is_over_takes_no_more_turns(records: SqlRecords):
    await records.begin_practice(session())
    await records.add_practice_turns("p1", exchange(2), SHEET)
    with pytest.raises(errors.Conflict):
        await records.add_practice_turns("p1", exchange(4))


async def test_that_turns_out_of_order_are_refused(records: SqlRecords):
    await records.begin_practice(session())
    for first in (1, 3):
        with pytest.raises(errors.Conflict):
            await records.add_practice_turns("p1", exchange(first))
    with pytest.raises(errors.NotFound):
        await records.add_practice_turns("p2", exchange(1))


async def test_that_nobody_reads_or_deletes_another_persons_session(records: SqlRecords):
    await records.begin_practice(session())
    await records.begin_practice(session("p2", person="you", account="other"))
    with pytest.raises(errors.NotFound):
        await records.practice("p1", "you")
    assert await records.delete_practices("you", "p1") == 0
    assert [p.id for p in await records.practices("you")] == ["p2"]
    assert await records.practices("you", account="hinata-kiko") == []
    assert await records.delete_practices("you") == 1
    assert [p.id for p in await records.practices("me")] == ["p1"]


async def test_that_sessions_go_with_their_account_and_with_their_turns(records: SqlRecords):
    await records.begin_practice(session())
    await records.begin_practice(session("p2", account="other", created_at="2026-11-23T09:00:00+00:00"))
    assert [p.id for p in await records.practices("me")] == ["p2", "p1"]
    await records.delete_account("hinata-kiko")
    await records.delete_practices("me", "p2")
    async with records.database.read() as connection:
        for table in (practices, practice_turns):
            assert await connection.scalar(select(func.count()).select_from(table)) == 0


async def test_that_a_session_with_nobody_is_refused(records: SqlRecords):
    for account_id in ("nobody", "../x", ""):
        with pytest.raises(errors.NotFound):
            await records.begin_practice(session(account=account_id))
    await records.begin_practice(session())
    with pytest.raises(errors.Conflict):
        await records.begin_practice(session())
