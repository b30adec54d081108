"""Answers to proposals, and which drafts cite a source."""

import pytest

from assistant import errors
from assistant.adapters.records import SqlRecords
from assistant.domain.draft import Citation
from assistant.domain.proposal import Proposal, Proposed
from tests.records.samples import account, draft

pytestmark = pytest.mark.anyio

FACT = Proposed(kind="reading", goal="g1", value={"date": "2026-11-24", "value": 25})
PROPOSAL = Proposal(id="0123456789ab", kind="correction", text="25時間", quote="25時間\x00でした", fact=FACT)


@pytest.fixture
async def records(records: SqlRecords):
    await records.merge_accounts([account(), account("other", "東野商店")])
    return records


async def test_that_the_last_answer_to_a_proposal_counts(records: SqlRecords):
    await records.save_draft(draft(), {})
    assert await records.answered_proposals("d1") == {}
    await records.answer_proposal("d1", PROPOSAL, False)
    await records.answer_proposal("d1", PROPOSAL, True)
    assert await records.answered_proposals("d1") == {PROPOSAL.id: (PROPOSAL, True)}


async def test_that_answers_go_with_their_account(records: SqlRecords):
    await records.save_draft(draft(), {})
    await records.answer_proposal("d1", PROPOSAL, True)
    await records.delete_account("hinata-kiko")
    assert await records.answered_proposals("d1") == {}


async def test_that_a_draft_that_is_not_there_takes_no_answer(records: SqlRecords):
    with pytest.raises(errors.NotFound):
        await records.answer_proposal("nobody", PROPOSAL, True)


def citing(id: str, title: str, kind: str = "principle", **fields):
    return draft(id, citations=[Citation(id="P1", kind=kind, title=title)], **fields)  # type: ignore[arg-type]


async def test_that_drafts_are_found_by_what_their_newest_version_cites(records: SqlRecords):
    title = '値段は "価値" で語る 100%_'
    await records.save_draft(citing("d1", title), {})
    await records.save_draft(citing("d2", title, account="other"), {})
    await records.save_draft(citing("d3", title, kind="help"), {})
    await records.save_draft(draft("d4", body=title), {})
    await records.save_draft(citing("d5", title), {})
    await records.save_draft(draft("d5", version=2), {})
    assert [d.id for d in await records.drafts_citing("principle", [title, "Speak of value"])] == ["d2", "d1"]
    assert [d.id for d in await records.drafts_citing("principle", [title], limit=1)] == ["d2"]
    assert await records.drafts_citing("principle", ["値段は"]) == []
