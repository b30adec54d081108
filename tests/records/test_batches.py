"""Batches on record: the same on SQLite and PostgreSQL, every end stored once."""

import asyncio

import pytest

from assistant import errors
from assistant.adapters.records import SqlRecords
from assistant.domain.batch import SIMILAR, Batch, BatchOptions, BatchRow, Reason, RowResult, RowState, Settled
from assistant.domain.draft import Finding, Origin
from tests.records.samples import account, draft

pytestmark = pytest.mark.anyio

WHY = Reason("serious_ticket", "A ticket of %(date)s is open.", {"date": "2026-11-01"})
HINATA = "hinata-kiko"


@pytest.fixture
async def records(records: SqlRecords):
    await records.merge_accounts([account(), account("other", "東野商店")])
    return records


def row(number: int, account: str = HINATA, **fields) -> BatchRow:
    return BatchRow(number, account, {"account": account, **fields})


def end(number: int, state: RowState = RowState.drafted, account: str = HINATA, **fields) -> RowResult:
    return RowResult(number, state, None, draft(f"d{number}", account, **fields), {"account": account})


async def begun(records: SqlRecords, rows: int = 3, digest: str = "abc") -> Batch:
    batch = await records.begin_batch(digest, "closings\x00.csv", BatchOptions("en", None, ("お知らせ",)))
    await records.add_rows(batch.id, [row(n) for n in range(1, rows + 1)])
    await records.all_rows_added(batch.id, rows)
    return await records.batch(batch.id)


async def states(records: SqlRecords, batch: Batch) -> list[str]:
    return [one.state.value for one in await records.outcomes(batch.id)]


async def test_that_a_batch_comes_back_as_it_was_begun(records: SqlRecords):
    batch = await begun(records)
    assert (batch.name, batch.rows, batch.state) == ("closings\x00.csv", 3, "running")
    assert batch.options == BatchOptions("en", None, ("お知らせ",))
    assert await records.running_batches() == [batch]


async def test_that_the_same_file_is_the_same_batch_until_it_is_finished_and_asked_for_again(records: SqlRecords):
    batch = await begun(records)
    assert (await records.begin_batch("abc", "other name", BatchOptions())).id == batch.id
    await records.cancel_batch(batch.id)
    assert (await records.batch(batch.id)).state == "cancelled"
    assert (await records.begin_batch("abc", "x", BatchOptions())).state == "running"
    await records.finish_batch(batch.id)
    assert (await records.begin_batch("abc", "x", BatchOptions())).state == "finished"
    anew = await records.begin_batch("abc", "x", BatchOptions(), again=True)
    assert anew.id != batch.id and anew.state == "running" and anew.rows is None
    assert (await records.begin_batch("other", "x", BatchOptions())).id not in (anew.id, batch.id)


async def test_that_rows_that_are_there_stay_as_they_are_when_their_file_is_taken_again(records: SqlRecords):
    batch = await begun(records)
    await records.finish_rows(batch.id, [end(1)])
    await records.add_rows(batch.id, [row(n, "other") for n in (1, 2, 3, 4)])
    assert [(r.row, r.account) for r in await records.waiting_rows(batch.id)] == [
        (2, HINATA),
        (3, HINATA),
        (4, "other"),
    ]


async def test_that_an_end_and_its_draft_are_stored_once(records: SqlRecords):
    batch = await begun(records)
    assert await records.finish_rows(batch.id, [end(1), end(2, RowState.needs_review)]) == {1, 2}
    again = [RowResult(1, RowState.failed, WHY), RowResult(2, RowState.drafted, None, draft("second"), {}), end(3)]
    assert await records.finish_rows(batch.id, again) == {3}
    assert await states(records, batch) == ["drafted", "needs_review", "drafted"]
    with pytest.raises(errors.NotFound):
        await records.draft("second")
    assert (await records.draft("d1"))[1] == {"account": HINATA}


async def test_that_of_two_who_end_the_same_rows_at_once_one_is_passed_over(records: SqlRecords):
    batch = await begun(records, 40)
    mine = [RowResult(n, RowState.drafted, None, draft(f"a{n}"), {}) for n in range(1, 41)]
    theirs = [RowResult(n, RowState.drafted, None, draft(f"b{n}"), {}) for n in range(40, 0, -1)]
    stored = await asyncio.gather(records.finish_rows(batch.id, mine), records.finish_rows(batch.id, theirs))
    assert sorted(map(len, stored)) == [0, 40] or stored[0] | stored[1] == set(range(1, 41))
    assert not stored[0] & stored[1]
    assert len((await records.drafts(limit=1_000))[0]) == 40


async def test_that_a_cancelled_batch_keeps_what_is_done_and_takes_no_more(records: SqlRecords):
    batch = await begun(records)
    await records.finish_rows(batch.id, [end(1)])
    await records.cancel_batch(batch.id)
    assert await records.finish_rows(batch.id, [end(2)]) == set()
    assert await states(records, batch) == ["drafted", "waiting", "waiting"]
    await records.finish_batch(batch.id)
    assert (await records.batch(batch.id)).state == "cancelled"


async def test_that_the_output_is_in_input_order_and_says_why_a_row_is_gone(records: SqlRecords):
    batch = await begun(records)
    await records.add_rows(batch.id, [row(4, "other"), row(5, "nobody"), BatchRow(6, "", {"account": "?"}, WHY)])
    await records.all_rows_added(batch.id, 6)
    await records.finish_rows(batch.id, [end(4, account="other"), end(2)])
    await records.delete_account("other")
    found = await records.outcomes(batch.id)
    assert [one.row for one in found] == [1, 2, 3, 4, 5, 6]
    assert [one.account for one in found] == [HINATA, HINATA, HINATA, "", "nobody", "?"]
    gone, refused = found[3], found[5]
    assert gone.state == "failed" and gone.reason and gone.reason.code == "account_removed" and gone.draft is None
    assert refused.state == "failed" and refused.reason == WHY
    assert [one.row for one in await records.outcomes(batch.id, after=2, limit=2)] == [3, 4]
    assert await records.outcomes(batch.id, after=6) == []


async def test_that_a_page_lists_rows_that_are_gone_among_the_failed(records: SqlRecords):
    batch = await begun(records, 2)
    others = [row(n, "other" if n in (3, 4, 6, 8) else HINATA) for n in range(3, 9)]
    await records.add_rows(batch.id, others)
    assert [one.row for one in (await records.listed_rows(batch.id))[0]] == list(range(1, 9)), "while they come"
    await records.all_rows_added(batch.id, 8)
    await records.finish_rows(batch.id, [RowResult(2, RowState.failed, WHY), end(5), end(6, account="other")])
    await records.delete_account("other")
    pages, after = [], 0
    while after is not None:
        found, after = await records.listed_rows(batch.id, None, after, 3)
        pages.append([one.row for one in found])
    assert pages == [[1, 2, 3], [4, 5, 6], [7, 8]]
    failed, following = await records.listed_rows(batch.id, RowState.failed, 0, 4)
    assert [(one.row, one.reason and one.reason.code) for one in failed] == [
        (2, "serious_ticket"), (3, "account_removed"), (4, "account_removed"), (6, "account_removed")
    ]  # fmt: skip
    assert following == 6
    assert [one.row for one in (await records.listed_rows(batch.id, RowState.failed, 6, 4))[0]] == [8]
    assert [one.row for one in (await records.listed_rows(batch.id, RowState.drafted))[0]] == [5]


async def test_that_a_draft_whose_account_is_gone_is_not_stored_and_the_others_are(records: SqlRecords):
    batch = await begun(records)
    await records.add_rows(batch.id, [row(4, "nobody")])
    assert await records.finish_rows(batch.id, [end(1), end(4, account="nobody")]) == {1}


async def test_that_the_tally_counts_states_findings_reasons_and_tokens(records: SqlRecords):
    batch = await begun(records, 4)
    await records.add_rows(batch.id, [row(5, "other")])
    await records.all_rows_added(batch.id, 5)
    found = [Finding(code="concession"), Finding(code="concession"), Finding(code="injection", severity="warn")]
    cost = Origin(writer="model", tokens_in=10, tokens_out=3)
    ends = [
        end(1, origin=cost),
        end(2, RowState.needs_review, findings=found, origin=cost),
        RowResult(3, RowState.held, WHY),
    ]
    await records.finish_rows(batch.id, ends)
    await records.delete_account("other")
    tally = await records.tally(batch.id)
    assert dict(tally.states) == {"drafted": 1, "needs_review": 1, "held": 1, "failed": 1, "waiting": 1}
    assert tally.ended == 4
    assert dict(tally.findings) == {("concession", "block"): 1, ("injection", "warn"): 1}
    assert dict(tally.reasons) == {("held", "serious_ticket"): 1, ("failed", "account_removed"): 1}
    assert (tally.tokens_in, tally.tokens_out) == (20, 6)


async def test_that_settling_tells_likeness_and_holds_letters_but_nothing_else(records: SqlRecords):
    batch = await begun(records)
    await records.finish_rows(batch.id, [end(1), end(2), RowResult(3, RowState.failed, WHY)])
    held = Reason("shared_facts", "The same as row %(row)s.", {"row": 1})
    settled = [Settled(1, SIMILAR, 2), Settled(2, 0.95, 1, held), Settled(3, None, None, held)]
    for _ in range(2):
        await records.settle_rows(batch.id, settled)
    found = await records.outcomes(batch.id)
    assert [one.state for one in found] == ["drafted", "held", "failed"]
    assert [(one.similarity, one.nearest) for one in found] == [(SIMILAR, 2), (0.95, 1), (None, None)]
    assert found[1].reason == held and found[2].reason == WHY
    assert (await records.tally(batch.id)).near == [(1, 2, 0.95)]


async def test_that_the_output_has_what_the_csm_made_of_a_draft(records: SqlRecords):
    batch = await begun(records)
    await records.finish_rows(batch.id, [end(1, RowState.needs_review, needs_review=True)])
    await records.save_draft(draft("d1", version=2, body="直した本文"), {})
    first = (await records.outcomes(batch.id))[0]
    assert first.state == "drafted" and first.draft and "直した本文" in first.draft


async def test_that_one_at_a_time_holds_a_batch(records: SqlRecords):
    async with records.hold_batch("a") as mine:
        assert mine
        async with records.hold_batch("a") as second, records.hold_batch("b") as other:
            assert not second and other
    async with records.hold_batch("a") as again:
        assert again


async def test_that_batches_are_listed_newest_first_page_by_page(records: SqlRecords):
    made = [(await begun(records, 1, digest)).id for digest in ("a", "b", "c")]
    page, after = await records.batches(limit=2)
    rest, end = await records.batches(limit=2, after=after)
    assert [batch.id for batch in (*page, *rest)] == made[::-1] and end is None


@pytest.mark.parametrize("id", ["nobody", "", "a\x00b", "あ"])
async def test_that_an_unknown_batch_is_not_found(records: SqlRecords, id: str):
    with pytest.raises(errors.NotFound):
        await records.batch(id)
    with pytest.raises(errors.NotFound):
        await records.cancel_batch(id)
