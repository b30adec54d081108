"""Accounts from Excel: a sheet of accounts, a sheet for each list, and cells as Excel keeps them."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest

from assistant.domain.account import Account
from assistant.importing import ImportReport, import_accounts
from assistant.texts import Say
from tests.importing.samples import FakeRecords, csv_of, workbook

pytestmark = pytest.mark.anyio
ACCOUNTS = [["id", "name"], ["a", "A社"], ["b", "B社"]]


async def imported(data: bytes, name: str = "a.xlsx") -> tuple[ImportReport, dict[str, Account]]:
    records = FakeRecords()
    return await import_accounts([(name, data)], records, Say("en")), records.accounts  # type: ignore[arg-type]


async def test_that_each_list_has_its_sheet() -> None:
    report, accounts = await imported(
        workbook(
            accounts=[["id", "name", "contract.renewal", "no_model"], ["a", "A社", date(2027, 3, 31), True]],
            contacts=[["account", "name", "left"], ["a", "佐藤", "いいえ"], ["a", "鈴木", datetime(2026, 4, 1)]],
            goals=[["account", "id", "target", "readings.0.date", "readings.0.value"], ["a", "g1", 5, "2026/6/30", 8]],
            outcomes=[["account", "statement", "annual_value"], ["a", "削減", "3,600,000"]],
            usage=[["account", "month", "features.レポート"], ["a", datetime(2026, 9, 1), 0]],
            history=[["account", "date", "kind", "text"], ["a", date(2026, 9, 12), "Meeting", "定例会"]],
        )
    )
    assert (report.taken, report.refused, report.ignored_columns) == (1, 0, [])
    account = accounts["a"]
    assert account.contract and account.contract.renewal == date(2027, 3, 31)
    assert account.no_model is True
    assert [(one.name, one.left) for one in account.contacts] == [("佐藤", False), ("鈴木", date(2026, 4, 1))]
    assert (account.goals[0].target, account.goals[0].readings[0].value) == (5, 8)
    assert account.outcomes[0].annual_value == 3_600_000
    assert (account.usage[0].month, account.usage[0].features) == ("2026-09", {"レポート": 0})
    assert (account.history[0].date, account.history[0].kind) == (date(2026, 9, 12), "meeting")


async def test_that_a_cell_shown_as_a_percentage_is_one() -> None:
    data = workbook(
        {("accounts", "C2"): "0%", ("accounts", "D2"): "0.0%"},
        accounts=[["id", "name", "contract.approvals.0.percent", "economics.gross_margin"], ["a", "A", 0.05, 0.425]],
    )
    with_what = [["id", "name", "contract.approvals.0.percent"], ["a", "A", 0.05]]
    report, accounts = await imported(data)
    assert report.rows[0].why == "Row 2: `contract.approvals.0.what` is missing."
    with_what[0].append("contract.approvals.0.what")
    with_what[1].append("更新時の値引き")
    _, accounts = await imported(workbook({("accounts", "C2"): "0%"}, accounts=with_what))
    contract = accounts["a"].contract
    assert contract and contract.approvals[0].percent == 5


async def test_that_large_and_small_numbers_are_read_without_an_exponent() -> None:
    sheet = [["id", "name", "contract.annual_price", "goals.0.current"], ["a", "A", 2.5e15, 1e-7]]
    _, accounts = await imported(workbook(accounts=sheet))
    assert accounts["a"].contract and accounts["a"].contract.annual_price == 2.5e15
    assert accounts["a"].goals[0].current == 1e-7


async def test_that_a_ratio_shown_as_a_percentage_stays_a_ratio() -> None:
    sheet = [["id", "name", "economics.gross_margin"], ["a", "A", 0.425]]
    _, accounts = await imported(workbook({("accounts", "C2"): "0.0%"}, accounts=sheet))
    assert accounts["a"].economics and accounts["a"].economics.gross_margin == 0.425


async def test_that_a_wrong_row_of_a_list_is_refused_with_its_sheet_and_the_account_taken() -> None:
    history = [["account", "date", "kind", "text"], ["a", "2026/1/1", "call", "x"], ["a", "soon", "call", "y"]]
    report, accounts = await imported(workbook(accounts=ACCOUNTS, history=history))
    assert (report.taken, report.refused) == (2, 1)
    assert len(accounts["a"].history) == 1
    wrong = report.rows[-1]
    assert (wrong.row, wrong.id) == (3, "a")
    assert wrong.why == ("Sheet `history`, row 3: `date` is not a date: soon. A date is written like 2026-04-01.")


async def test_that_list_rows_without_an_account_are_refused() -> None:
    contacts = [["account", "name"], ["zz", "佐藤"], [None, "鈴木"]]
    report, accounts = await imported(workbook(accounts=ACCOUNTS, contacts=contacts))
    assert sorted(accounts) == ["a", "b"]
    assert [row.why for row in report.rows if row.status == "refused"] == [
        "Sheet `contacts`, row 2: The sheet `accounts` has no account `zz`, and none is on record.",
        "Sheet `contacts`, row 3: `account` is missing.",
    ]


async def test_that_an_account_twice_is_refused_the_second_time() -> None:
    report, _ = await imported(workbook(accounts=[*ACCOUNTS, ["a", "A again"]]))
    assert [(row.row, row.status) for row in report.rows] == [(2, "taken"), (3, "taken"), (4, "refused")]


async def test_that_a_single_sheet_of_any_name_holds_the_accounts() -> None:
    _, accounts = await imported(workbook(顧客=ACCOUNTS))
    assert sorted(accounts) == ["a", "b"]


async def test_that_unknown_columns_and_sheets_are_named() -> None:
    sheets: dict[str, Any] = {"accounts": [["id", "name", "x"], ["a", "A", 1]], "memo": [["?"]]}
    report, _ = await imported(workbook(**sheets, contacts=[["account", "name", "fax"], ["a", "S", "1"]]))
    assert report.ignored_columns == ["memo.*", "x", "contacts.fax"]


@pytest.mark.parametrize(
    ("sheets", "why"),
    [
        ({"x": [["id"]], "y": [["id"]]}, "a.xlsx has no sheet `accounts`. Its sheets: x, y."),
        ({"accounts": [["name"], ["A"]]}, "The first row of sheet `accounts` in a.xlsx names no column `id`."),
        ({"accounts": [["id", "name"]], "usage": [["month"]]}, "The first row of sheet `usage` in a.xlsx names no"),
        ({"accounts": [["id", "name"], ["a", "=1+1"]]}, "a.xlsx holds formulas without results."),
    ],
)
async def test_that_a_workbook_without_its_columns_is_refused(sheets: dict[str, Any], why: str) -> None:
    report, accounts = await imported(workbook(**sheets))
    assert report.rows[0].why.startswith(why)
    assert not accounts


async def test_that_an_error_of_excel_is_not_taken_for_a_name() -> None:
    report, _ = await imported(workbook(accounts=[["id", "name"], ["a", "#REF!"]]))
    assert report.rows[0].why == "Row 2: `name` holds an Excel error: #REF!."


async def test_that_a_workbook_is_recognised_by_its_content() -> None:
    _, accounts = await imported(workbook(accounts=ACCOUNTS), name="list.csv")
    assert sorted(accounts) == ["a", "b"]
    _, accounts = await imported(csv_of("id,name", "a,A"), name="list.xlsx")
    assert sorted(accounts) == ["a"]


def rezipped(data: bytes, **members: bytes) -> bytes:
    """The archive with some members in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            new.writestr(name, content)
    return out.getvalue()


async def test_that_a_bomb_is_refused_before_it_is_opened() -> None:
    report, _ = await imported(rezipped(workbook(accounts=ACCOUNTS), **{"xl/big.bin": b"0" * 60_000_000}))
    assert report.rows[0].why == "a.xlsx unpacks to more than can be read."


async def test_that_a_damaged_workbook_is_refused() -> None:
    good = workbook(accounts=ACCOUNTS)
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'
    for data in (good[: len(good) // 2], rezipped(good, **{"xl/workbook.xml": entity})):
        report, _ = await imported(data)
        assert report.rows[0].why == "a.xlsx cannot be read as an Excel workbook."
