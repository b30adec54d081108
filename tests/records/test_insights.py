"""Counts over the stored drafts, on SQLite and on PostgreSQL."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from assistant.adapters.records import SqlRecords
from assistant.domain.tallies import Alike
from tests.records.samples import account, draft

pytestmark = pytest.mark.anyio
TOKYO = ZoneInfo("Asia/Tokyo")
SINCE = date(2026, 1, 1)


def made(id: str, at: str = "2026-11-10T01:00:00+00:00", **fields):
    return draft(id, created_at=at, **fields)


def part(kind: str) -> dict:
    # What a customer or a letter says is no field, however much it looks like one.
    return {"kind": kind, "text": '"kind":"support" "created_at":"2020-01-01" "situation":"x"', "start": 0, "end": 1}


async def test_that_drafts_are_counted_by_what_they_have_in_common(records: SqlRecords):
    await records.put_account(account())
    for id in ("a", "b"):
        await records.save_draft(made(id, parts=[part("success")]), {})
    await records.save_draft(made("c", parts=[part("support"), part("success")], situation="complaint"), {})
    await records.save_outcome("c", "edited", "held")
    tallies = await records.tallies(SINCE, TOKYO)
    assert tallies.drafts == {
        Alike("2026-11", "renewal", None, None, False, True): 2,
        Alike("2026-11", "complaint", "edited", "held", True, True): 1,
    }


async def test_that_an_apology_is_support_and_value_shown_is_success(records: SqlRecords):
    await records.put_account(account())
    await records.save_draft(made("a", parts=[part("apology")]), {})
    await records.save_draft(made("b", parts=[part("value"), part("thanks")]), {})
    await records.save_draft(made("c", parts=[part("thanks")]), {})
    lanes = {(alike.support, alike.success) for alike in (await records.tallies(SINCE, TOKYO)).drafts}
    assert lanes == {(True, False), (False, True), (False, False)}


async def test_that_a_month_begins_where_the_organisation_is(records: SqlRecords):
    await records.put_account(account())
    await records.save_draft(made("a", "2026-10-31T20:00:00+00:00"), {})
    assert [alike.month for alike in (await records.tallies(SINCE, TOKYO)).drafts] == ["2026-11"]
    assert [alike.month for alike in (await records.tallies(SINCE, ZoneInfo("UTC"))).drafts] == ["2026-10"]


async def test_that_what_was_before_does_not_count(records: SqlRecords):
    await records.put_account(account())
    await records.save_draft(made("a", "2025-12-30T00:00:00+00:00"), {})
    await records.save_draft(made("b", ""), {})
    assert not (await records.tallies(SINCE, TOKYO)).drafts


async def test_that_a_finding_counts_once_a_draft_also_where_a_later_version_mended_it(records: SqlRecords):
    await records.put_account(account())
    found = [{"code": "concession", "severity": "block", "why": '"code":"x","severity":"warn"'}] * 2
    await records.save_draft(made("a", findings=found), {})
    await records.save_draft(made("a", version=2, findings=found[:1]), {})
    await records.save_draft(made("a", version=3), {})
    await records.save_draft(made("b", findings=[{"code": "register", "severity": "warn"}]), {})
    tallies = await records.tallies(SINCE, TOKYO)
    assert tallies.findings == {("concession", "block"): 1, ("register", "warn"): 1}
    assert sum(tallies.drafts.values()) == 2


async def test_that_results_cited_are_told_unless_the_draft_was_rejected(records: SqlRecords):
    results = [{"statement": '残業の"削減"', "annual_value": 500000, "confirmed_by": "森田 徹"}]
    for id in ("one", "two", "none"):
        await records.put_account(account(id, outcomes=results if id != "none" else []))
    cited = [
        {"id": "A1", "kind": "account", "title": '残業の"削減"'},
        {"id": "P1", "kind": "principle", "title": "値段"},
    ]
    for id in ("one", "two", "none"):
        await records.save_draft(made(f"d-{id}", account=id, citations=cited), {})
    await records.save_outcome("d-two", "rejected", None)
    tallies = await records.tallies(SINCE, TOKYO)
    assert [(found.id, found.titles) for found in tallies.cited] == [("one", {'残業の"削減"'})]
    assert tallies.cited[0].outcomes[0].annual_value == 500000
