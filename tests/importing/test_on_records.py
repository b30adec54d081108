"""An import onto real records: merged, and twice changes nothing."""

from pathlib import Path

import pytest

from assistant.adapters.readers.help_files import walk
from assistant.adapters.records import SqlRecords
from assistant.importing import import_accounts, import_help, import_organisation
from assistant.texts import Say
from tests.importing.samples import csv_of, jsonl

pytestmark = pytest.mark.anyio
DEMO = Path(__file__).parents[2] / "knowledge" / "demo"
SAY = Say("en")


async def test_that_the_demonstration_is_taken_whole_and_twice_changes_nothing(sqlite_records: SqlRecords) -> None:
    accounts = [("accounts.jsonl", (DEMO / "accounts.jsonl").read_bytes())]
    texts = list(walk([DEMO / "help"]))
    vendor = (DEMO / "organisation.json").read_bytes()
    for status in ("taken", "unchanged"):
        for report in (
            await import_accounts(accounts, sqlite_records, SAY),
            await import_help(texts, sqlite_records, SAY),
            await import_organisation("organisation.json", vendor, sqlite_records, SAY),
        ):
            assert {row.status for row in report.rows} == {status}, report.rows
            assert report.ignored_columns == []
    assert len(await sqlite_records.help_texts()) == len(texts)


async def test_that_fields_absent_from_a_table_stay_as_they_are(sqlite_records: SqlRecords) -> None:
    first = jsonl({"id": "a", "name": "A", "industry": "food", "contract": {"plan": "Pro", "seats": 5}})
    await import_accounts([("a.jsonl", first)], sqlite_records, SAY)
    report = await import_accounts([("a.csv", csv_of("id,contract.seats", "a,8"))], sqlite_records, SAY)
    assert report.taken == 1, report.rows
    account = await sqlite_records.account("a")
    assert (account.name, account.industry) == ("A", "food")
    assert account.contract and (account.contract.plan, account.contract.seats) == ("Pro", 8)


async def test_that_a_thousand_accounts_arrive_in_batches(sqlite_records: SqlRecords) -> None:
    rows = [{"id": f"a{n}", "name": "A"} for n in range(1001)]
    rows[700]["id"] = "../x"
    report = await import_accounts([("a.jsonl", jsonl(*rows))], sqlite_records, SAY)
    assert (report.taken, report.refused) == (1000, 1)
    assert [row.row for row in report.rows] == list(range(1, 1002))
