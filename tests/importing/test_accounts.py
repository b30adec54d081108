"""Accounts from JSON, JSON Lines and CSV: what is taken, and what is refused with which sentence."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.readers.accounts import read_accounts
from assistant.adapters.readers.decoding import decode
from assistant.adapters.readers.shaping import Notes, checked, shaped
from assistant.domain.account import Account
from assistant.importing import ImportReport, import_accounts
from assistant.texts import Say
from tests.importing.samples import FakeRecords, csv_of, jsonl

pytestmark = pytest.mark.anyio
GOOD = {"id": "good", "name": "良い会社"}


async def imported(*files: tuple[str, bytes], language: str = "en") -> tuple[ImportReport, dict[str, Account]]:
    records = FakeRecords()
    return await import_accounts(files, records, Say(language)), records.accounts  # type: ignore[arg-type]


async def refusal(raw: object, language: str = "en") -> str:
    """Why one account of a JSON Lines file is refused, while the good one below it is taken."""
    report, accounts = await imported(("a.jsonl", jsonl(raw, GOOD)), language=language)
    assert (report.taken, report.refused, list(accounts)) == (1, 1, ["good"])
    assert report.rows[0].row == 1
    return report.rows[0].why


async def from_table(header: str, row: str) -> Account:
    report, accounts = await imported(("a.csv", csv_of(header, row)))
    assert report.refused == 0, report.rows
    (account,) = accounts.values()
    return account


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(GOOD),
        json.dumps([GOOD], indent=1),
        json.dumps({"accounts": [GOOD]}, indent=1),
        json.dumps(GOOD) + "\n\n",
        '{"accounts": [\n' + json.dumps(GOOD) + "\n]}",
    ],
)
async def test_that_json_holds_one_account_or_a_list_of_them(data: str) -> None:
    report, accounts = await imported(("a.json", data.encode()))
    assert (report.taken, report.refused) == (1, 0)
    assert accounts["good"].name == "良い会社"


async def test_that_json_lines_are_recognised_whatever_the_name() -> None:
    report, accounts = await imported(("a.json", jsonl(GOOD, {"id": "b", "name": "B"})))
    assert (report.taken, list(accounts)) == (2, ["good", "b"])


async def test_that_a_broken_line_is_refused_alone_with_its_number() -> None:
    report, accounts = await imported(("a.jsonl", jsonl(GOOD) + b'\n\n{"id": "b"\n' + jsonl({"id": "c", "name": "C"})))
    assert list(accounts) == ["good", "c"]
    assert report.rows[1].row == 3
    assert report.rows[1].why.startswith("Row 3: Line 3, column 11 of a.jsonl is not valid JSON.")


async def test_that_a_broken_json_file_is_refused_with_line_and_column() -> None:
    report, _ = await imported(("a.json", b'[\n{"id": "a",}\n]'))
    assert [row.why for row in report.rows] == ["Line 2, column 12 of a.json is not valid JSON."]


async def test_that_a_row_says_field_and_reason() -> None:
    assert await refusal({"id": "a", "name": "A", "contract": {"renewal": "2026-13-40"}}) == (
        "Row 1: `contract.renewal` is not a date: 2026-13-40. A date is written like 2026-04-01."
    )


async def test_that_the_reasons_are_said_in_japanese() -> None:
    assert await refusal({"id": "a", "name": "A", "contract": {"renewal": "2026-13-40"}}, "ja") == (
        "1行目: `contract.renewal` が日付になっていません: 2026-13-40(2026-04-01 のように書きます)"
    )


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"id": "../x"}, "`id` begins with a-z or 0-9 and holds only a-z, 0-9 and hyphens, at most 64: ../x."),
        ({"id": "A B"}, "`id` begins with a-z or 0-9"),
        ({"id": 7}, "`id` is not text: 7."),
        ({"id": None}, "`id` is missing."),
        ({"name": ""}, "`name` is missing."),
        ({"name": None}, "`name` is missing."),
        ({"name": ["A"]}, "`name` is not text: […]."),
        ({"name": "x" * 201}, "`name` has more than 200 characters."),
        ({"name": "\ud800"}, "`name` holds characters that cannot be read."),
        ({"kind": "firm"}, "`kind` is not one of company, bank,"),
        ({"contacts": {"name": "S"}}, "`contacts` is not a list: {…}."),
        ({"contacts": {}}, "`contacts` is not a list: {…}."),
        ({"contacts": ["S"]}, "`contacts.0` should hold fields of its own, not one value: S."),
        ({"contacts": [{"title": "部長"}]}, "`contacts.0.name` is missing."),
        ({"contacts": [{"name": "S", "left": "soon"}]}, "`contacts.0.left` is neither a date nor yes or no: soon."),
        ({"contract": "gold"}, "`contract` should hold fields of its own, not one value: gold."),
        ({"contract": {"seats": "many"}}, "`contract.seats` is not a number: many."),
        ({"contract": {"seats": 1.5}}, "`contract.seats` is not a whole number: 1.5."),
        ({"contract": {"seats": -1}}, "`contract.seats` is below 0: -1."),
        ({"contract": {"annual_price": True}}, "`contract.annual_price` is not a number: true."),
        ({"contract": {"annual_price": "5%"}}, "`contract.annual_price` is not a number: 5%."),
        ({"contract": {"renewal": 20270331}}, "`contract.renewal` is not a date: 20270331."),
        ({"contract": {"renewal": "04/05/2026"}}, "`contract.renewal` is not a date: 04/05/2026."),
        ({"goals": [{"current": float("nan")}]}, "`goals.0.current` is not a number: NaN."),
        ({"goals": [{"current": 1e999}]}, "`goals.0.current` is not a number: Infinity."),
        ({"usage": [{"month": "2026-13"}]}, "`usage.0.month` is not a month: 2026-13."),
        ({"usage": [{"features": {"レポート": "x"}}]}, "`usage.0.features.レポート` is not a number: x."),
        ({"history": [{"date": "2026-01-01", "kind": "mail", "text": ""}]}, "`history.0.kind` is not one of ticket,"),
        ({"history": [{"date": "2026-01-01", "kind": "call"}]}, "`history.0.text` is missing."),
        ({"no_model": "perhaps"}, "`no_model` is neither yes nor no: perhaps."),
    ],
)
async def test_that_a_wrong_field_is_refused_by_name(fields: dict, why: str) -> None:
    assert (await refusal({"id": "a", "name": "A"} | fields)).startswith(f"Row 1: {why}")


async def test_that_all_reasons_of_a_row_are_said() -> None:
    why = await refusal({"id": "a", "contract": {"seats": "x", "start": "y"}})
    assert why.count("`contract.seats`") == why.count("`contract.start`") == why.count("`name`") == 1


async def test_that_what_is_no_account_is_refused() -> None:
    assert await refusal(5) == "Row 1: This is not an account: 5."
    assert await refusal([1]) == "Row 1: This is not an account: […]."


async def test_that_unknown_fields_are_left_out_and_named_once() -> None:
    rows = [{"id": f"a{n}", "name": "A", "phone": "1", "contacts": [{"name": "S", "fax": "2"}]} for n in range(2)]
    report, _ = await imported(("a.jsonl", jsonl(*rows)))
    assert report.taken == 2
    assert report.ignored_columns == ["phone", "contacts.fax"]


async def test_that_only_what_is_given_counts_as_present() -> None:
    _, accounts = await imported(("a.jsonl", jsonl({"id": "a", "name": "A", "language": None, "contacts": None})))
    assert accounts["a"].model_fields_set == {"id", "name", "language"}


async def test_that_the_same_id_twice_in_one_import_is_refused_the_second_time() -> None:
    report, accounts = await imported(("a.jsonl", jsonl(GOOD, GOOD | {"name": "Z"})), ("b.jsonl", jsonl(GOOD)))
    assert [row.status for row in report.rows] == ["taken", "refused", "refused"]
    assert accounts["good"].name == "良い会社"
    assert report.rows[1].why == "Row 2: The id `good` appears earlier in this import."
    assert report.rows[2].file == "b.jsonl"


async def test_that_an_account_on_record_needs_no_name() -> None:
    records = FakeRecords()
    files = [("a.jsonl", jsonl(GOOD))]
    await import_accounts(files, records, Say("en"))  # type: ignore[arg-type]
    more = [("a.csv", csv_of("id,contract.seats", "good,5", "new,6"))]
    report = await import_accounts(more, records, Say("en"))  # type: ignore[arg-type]
    assert [row.status for row in report.rows] == ["taken", "refused"]
    assert records.accounts["good"].name == "良い会社"


async def test_that_nesting_without_end_and_numbers_without_end_are_refused() -> None:
    deep, long = b'{"id":' + b"[" * 100_000, b'{"id": "a", "name": "A", "contract": {"seats": ' + b"9" * 5000 + b"}}"
    report, _ = await imported(("a.json", deep), ("b.json", long))
    assert [row.why for row in report.rows] == [
        "a.json is too deeply nested.",
        "b.json holds a number with too many digits.",
    ]


async def test_that_a_table_names_fields_with_dots_and_lists_by_number() -> None:
    header = "id,name,contacts.0.name,goals.1.readings.0.value,goals.1.readings.0.date,contract.approvals.0.percent,contract.approvals.0.what"
    account = await from_table(
        f"{header},usage.0.features.レポート.月次,domains,no_model",
        '"minato","みなと","佐藤 健一",8,2026/6/30,5%,値引き,"1,200","a.example、b.example",はい',
    )
    assert account.contacts[0].name == "佐藤 健一"
    assert account.goals[0].readings[0].value == 8
    assert account.goals[0].readings[0].date == date(2026, 6, 30)
    assert account.contract and account.contract.approvals[0].percent == 5
    assert account.usage[0].features == {"レポート.月次": 1200}
    assert account.domains == ["a.example", "b.example"]
    assert account.no_model is True


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ('"1,200,000"', 1_200_000),
        ("\uff11\uff0c\uff12\uff10\uff10\uff0c\uff10\uff10\uff10", 1_200_000),
        ("¥1200000", 1_200_000),
        ("120万円", 1_200_000),
        ("1200000.5", 1_200_000.5),
        ("0", 0),
    ],
)
async def test_that_money_is_read_as_people_write_it(written: str, amount: float) -> None:
    account = await from_table("id,name,contract.annual_price", f"a,A,{written}")
    assert account.contract and account.contract.annual_price == amount


@pytest.mark.parametrize("written", ["1.200.000", "12,00", "1 200 000 yen or so", "1,200万2千", "--5", "1e5", "∞"])
async def test_that_a_number_that_could_mean_two_things_is_refused(written: str) -> None:
    report, _ = await imported(("a.csv", csv_of("id,name,contract.annual_price", f'a,A,"{written}"')))
    assert report.rows[0].why == f"Row 2: `contract.annual_price` is not a number: {written}."


@pytest.mark.parametrize(
    "written",
    ["2026-04-01", "2026/4/1", "2026年4月1日", "2026.4.1", "20260401", "令和8年4月1日", "R8.4.1", "2026/04/01(水)",
     "2026-04-01 10:30", "2026-04-01T00:00:00Z", "2026/4/1"],
)  # fmt: skip
async def test_that_a_day_is_read_as_people_write_it(written: str) -> None:
    account = await from_table("id,name,contract.renewal", f"a,A,{written}")
    assert account.contract and account.contract.renewal == date(2026, 4, 1)


async def test_that_a_feature_may_have_any_name() -> None:
    account = await from_table("id,name,usage.0.features.#N/A,usage.0.features.a.b", "a,A,1,2")
    assert account.usage[0].features == {"#N/A": 1, "a.b": 2}


async def test_that_percentages_are_percent_or_ratio_as_the_field_says() -> None:
    account = await from_table("id,name,economics.gross_margin,goals.0.target,goals.0.unit", "a,A,42%,85%,")
    assert account.economics and account.economics.gross_margin == 0.42
    assert (account.goals[0].target, account.goals[0].unit) == (85, "%")


async def test_that_yes_no_and_months_are_read_as_people_write_them() -> None:
    account = await from_table(
        "id,name,contacts.0.name,contacts.0.left,contacts.1.name,contacts.1.left,usage.0.month",
        "a,A,S,はい,T,2026/4/1,2026年9月",
    )
    assert [contact.left for contact in account.contacts] == [True, date(2026, 4, 1)]
    assert account.usage[0].month == "2026-09"


async def test_that_a_table_counts_its_rows_as_excel_does() -> None:
    rows = ("id,name,history.0.date,history.0.kind,history.0.text", 'a,A,2026/1/1,note,"two', 'lines"', "", "b,,,,")
    report, accounts = await imported(("a.csv", csv_of(*rows)))
    assert accounts["a"].history[0].text == "two\nlines"
    assert [(row.row, row.id, row.why) for row in report.rows] == [(2, "a", ""), (4, "b", "Row 4: `name` is missing.")]


async def test_that_unknown_and_repeated_columns_are_left_out_and_named() -> None:
    report, accounts = await imported(("a.csv", csv_of("id, Name ,担当,contacts.x.name,name,owner", "a,A,S,T,B,O")))
    assert report.ignored_columns == ["担当", "contacts.x.name", "name", "owner"]
    assert accounts["a"].name == "A"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "euc_jp", "iso2022_jp"])
async def test_that_the_encoding_is_recognised(encoding: str) -> None:
    rows = ("id,name,industry", "minato,株式会社みなとフーズ,食品の製造・卸売")
    report, accounts = await imported(("a.csv", csv_of(*rows, encoding=encoding)))
    assert report.refused == 0, report.rows
    assert (accounts["minato"].name, accounts["minato"].industry) == ("株式会社みなとフーズ", "食品の製造・卸売")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_that_text_of_any_kind_comes_back_from_utf_8(text: str) -> None:
    assert decode("a", text.encode()).removeprefix("\ufeff") == text.removeprefix("\ufeff")
    assert decode("a", text.encode("utf-8-sig")) == text


async def test_that_a_damaged_byte_refuses_only_its_row() -> None:
    good = "\n".join(f"a{n},株式会社みなとフーズ" for n in range(50))
    data = f"id,name\n{good}\nb,株式".encode() + b"\xe3\x81\nc,C\n"
    report, _ = await imported(("a.csv", data))
    assert (report.taken, report.refused) == (51, 1)
    assert report.rows[50].why == "Row 52: `name` holds characters that cannot be read."


async def test_that_a_short_damaged_file_is_not_read_in_another_encoding() -> None:
    report, _ = await imported(("a.csv", "id,name\na,株式会社みなとフーズ".encode()[:-1]))
    assert report.rows[0].why == "Row 2: `name` holds characters that cannot be read."


async def test_that_semicolons_are_refused_with_a_clear_sentence() -> None:
    report, _ = await imported(("a.csv", csv_of("id;name", "a;A")), ("b.csv", csv_of("id\tname", "a\tA")))
    assert [row.why for row in report.rows] == [
        "The columns of a.csv are separated by ';'; a CSV has commas. Save it as CSV again.",
        "The columns of b.csv are separated by 'TAB'; a CSV has commas. Save it as CSV again.",
    ]


async def test_that_tabs_are_read_where_the_name_does_not_say_csv() -> None:
    _, accounts = await imported(("a.txt", csv_of("id\tname", "a\tA, B", encoding="utf-16")))
    assert accounts["a"].name == "A, B"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "a.csv is empty."),
        (b" \n ", "a.csv is empty."),
        (b"name,kind\nA,bank", "The first row of a.csv names no column `id`."),
        (b"%PDF-1.7", "a.csv is a PDF. Accounts come as JSON, JSON Lines, CSV or XLSX."),
        (b"\xd0\xcf\x11\xe0", "a.csv is protected by a password or in the old Excel format."),
        (b"PK\x03\x04rest", "a.csv cannot be read as an Excel workbook."),
        (bytes(range(256)) * 10, "a.csv cannot be read as text."),
    ],
)
async def test_that_a_file_that_is_no_table_is_refused_and_the_next_one_taken(data: bytes, why: str) -> None:
    report, accounts = await imported(("a.csv", data), ("b.jsonl", jsonl(GOOD)))
    assert report.rows[0].why.startswith(why)
    assert (report.refused, list(accounts)) == (1, ["good"])


async def test_that_a_comma_without_quotation_marks_is_refused_and_not_shifted() -> None:
    report, _ = await imported(("a.csv", csv_of("id,name", "a,A, Inc.", "b,B")))
    assert [row.status for row in report.rows] == ["refused", "taken"]
    assert "comma in a text" in report.rows[0].why


async def test_that_an_open_quotation_mark_says_that_the_rest_was_not_read() -> None:
    report, _ = await imported(("a.csv", csv_of("id,name", "a,A", 'b,"B', "c,C")))
    assert [(row.row, row.status) for row in report.rows] == [(2, "taken"), (3, "refused")]
    assert "rows below were not read" in report.rows[1].why


async def test_that_a_cell_beyond_the_field_is_refused_and_the_next_row_taken() -> None:
    rows = ("id,name,history.0.date,history.0.kind,history.0.text", f"a,A,2026/1/1,note,{'x' * 200_000}", "b,B,,,")
    report, _ = await imported(("a.csv", csv_of(*rows)))
    assert report.rows[0].why == "Row 2: `history.0.text` has more than 20000 characters."
    assert report.rows[1].status == "taken"


def test_that_files_beyond_the_limits_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.adapters.readers import accounts, csv_files, json_files
    from assistant.adapters.readers.faults import Unreadable

    monkeypatch.setattr(csv_files, "MAX_ROWS", 3)
    monkeypatch.setattr(json_files, "MAX_ROWS", 2)
    for name, data in (("a.csv", csv_of("id,name", *["a,A"] * 4)), ("a.jsonl", jsonl(GOOD, GOOD, GOOD))):
        with pytest.raises(Unreadable, match=r"more than \d rows"):
            list(read_accounts(name, data))
    monkeypatch.setattr(accounts, "MAX_BYTES", 3_000_000)
    with pytest.raises(Unreadable, match="more than 3 MB"):
        list(read_accounts("a.csv", b"x" * 3_000_001))


names = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=20).filter(
    lambda text: text == text.strip() and not text.startswith("#")
)
record = st.builds(
    Account,
    id=st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True),
    name=names,
    contacts=st.lists(st.fixed_dictionaries({"name": names, "left": st.none() | st.dates() | st.booleans()})),
    contract=st.none()
    | st.fixed_dictionaries({"renewal": st.none() | st.dates(), "annual_price": st.none() | st.floats(0, 1e15)}),
    usage=st.lists(st.fixed_dictionaries({"features": st.dictionaries(names, st.integers(0, 10**9), max_size=3)})),
)


@given(record)
def test_that_an_account_written_as_json_comes_back_as_it_was(account: Account) -> None:
    written = account.model_dump_json(exclude_unset=True)
    (row,) = read_accounts("a.json", written.encode())
    notes = Notes()
    found, faults = checked(shaped(row.value, Account, notes), Account)
    assert (found, faults, notes.faults, list(notes.ignored)) == (account, [], [], [])
