"""Files become batches: rows in order, whole accounts on record, each bad row with its reason, nothing read at once."""

import io
import json
from collections.abc import AsyncIterator

import pytest

from assistant import errors
from assistant.adapters.readers.batches import read_batch
from assistant.adapters.readers.faults import Unreadable
from assistant.adapters.records import SqlRecords
from assistant.batch_intake import begin, take
from assistant.batch_output import said
from assistant.domain.batch import Batch, BatchOptions, Outcome
from assistant.domain.organisation import Organisation
from assistant.texts import Say
from tests.batch.accounts import ORGANISATION
from tests.records.samples import account

pytestmark = pytest.mark.anyio
ID = "hinata-kiko"


@pytest.fixture
async def records(sqlite_records: SqlRecords) -> AsyncIterator[SqlRecords]:
    await sqlite_records.put_organisation(Organisation.model_validate(ORGANISATION))
    await sqlite_records.merge_accounts([account()])
    yield sqlite_records


async def taken(records: SqlRecords, data: bytes, name: str = "a.jsonl") -> tuple[Batch, list[str]]:
    batch, _ = await begin(io.BytesIO(data), name, BatchOptions(), records)
    left_out = await take(io.BytesIO(data), batch, records)
    return await records.batch(batch.id), left_out


def jsonl(*rows: object) -> bytes:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


async def requests(records: SqlRecords, batch: Batch) -> list[dict]:
    return [dict(row.request) for row in await records.waiting_rows(batch.id)]


async def reasons(records: SqlRecords, batch: Batch) -> dict[int, str]:
    found: list[Outcome] = await records.outcomes(batch.id)
    return {one.row: said(one.reason, Say("en")) or "" for one in found if one.state == "failed"}


async def test_that_rows_keep_their_order_and_the_situation_is_a_completed_project_where_none_is_named(records):
    batch, _ = await taken(
        records, jsonl({"account": ID}, {"account": ID, "situation": "referral", "from": "csm", "message": " x \n"})
    )
    first, second = await requests(records, batch)
    assert (first["situation"], first["message"]) == ("project_completion", "")
    assert (second["situation"], second["from"], second["message"]) == ("referral", "csm", " x \n")
    assert batch.rows == 2


async def test_that_a_message_is_read_where_the_situation_is_named_and_left_open(records):
    open_rows = [{"message": "来月で解約します。"}, {"message": " \n"}, {}]
    batch, _ = await taken(records, jsonl(*({"account": ID, "situation": None, **row} for row in open_rows)))
    found = [request["situation"] for request in await requests(records, batch)]
    assert found == [None, "project_completion", "project_completion"]


async def test_that_an_empty_cell_of_a_table_leaves_nothing_open(records):
    batch, _ = await taken(records, f"account,situation,message\n{ID},,ありがとうございます\n".encode(), "a.csv")
    assert [request["situation"] for request in await requests(records, batch)] == ["project_completion"]


async def test_that_each_bad_row_says_why_and_stops_no_other(records):
    bad = ["{broken", 7, {"message": "x"}, {"account": ID, "mesage": "x"}, {"account": ID, "situation": "party"},
           {"account": ID, "today": "soon"}, {"account": ID, "message": "x" * 100_001}, {"account": {"id": "new"}}]  # fmt: skip
    batch, _ = await taken(records, jsonl({"account": ID}, *bad, {"account": ID}))
    why = await reasons(records, batch)
    assert list(why) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert [row.row for row in await records.waiting_rows(batch.id)] == [1, 10]
    assert "line 2" in why[2].lower() and "7" in why[3] and "account" in why[4] and "mesage" in why[5]
    assert "situation" in why[6] and "today" in why[7] and "100000" in why[8] and "name" in why[9]


async def test_that_an_account_nobody_knows_is_found_out_when_its_row_is_worked_on(records):
    batch, _ = await taken(records, jsonl({"account": "nobody"}))
    assert [row.account for row in await records.waiting_rows(batch.id)] == ["nobody"]


async def test_that_a_whole_account_goes_on_record_and_is_merged_as_an_import_would(records):
    whole = {"id": "new", "name": "新しい商店", "contacts": [{"name": "関 守"}], "crm_score": 7}
    batch, left_out = await taken(records, jsonl({"account": whole}, {"account": {"id": ID, "industry": "機械"}}))
    assert [request["account"] for request in await requests(records, batch)] == ["new", ID]
    assert (await records.account("new")).contacts[0].name == "関 守"
    assert (await records.account(ID)).industry == "機械" and (await records.account(ID)).name == account().name
    assert left_out == ["account.crm_score"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
async def test_that_a_table_has_dotted_names_in_any_encoding_of_excel(records, encoding, end):
    lines = [
        "account.id,account.name,account.contacts.0.name,message,From,memo",
        'new,新しい商店,関 守,"ありがとう、\n終わりました",customer,x',
        ",,,,,",
        f"{ID},,,,,",
    ]
    batch, left_out = await taken(records, end.join(lines).encode(encoding), "a.csv")
    first, second = await requests(records, batch)
    assert (first["account"], first["message"], first["from"]) == ("new", "ありがとう、\n終わりました", "customer")
    assert second["account"] == ID and batch.rows == 2 and left_out == ["memo"]
    assert (await records.account("new")).contacts[0].name == "関 守"


async def test_that_the_id_may_stand_beside_fields_of_the_account(records):
    batch, _ = await taken(records, f"account,account.industry\n{ID},機械\n".encode(), "a.csv")
    assert [request["account"] for request in await requests(records, batch)] == [ID]
    assert (await records.account(ID)).industry == "機械"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.jsonl", b"", "empty"), ("a.csv", b"\n \n", "empty"), ("a.csv", b"account,message\n", "no rows"),
        ("a.csv", b"id;account\n", "separated"), ("a.csv", b"name\nx\n", "account"), ("a.jsonl", b"PK\x03\x04", "XLSX"),
        ("a.pdf", b"%PDF-1.7", "PDF"), ("a.json", b'[{"account": 1}, {', "valid JSON"),
    ],
)  # fmt: skip
async def test_that_a_file_that_cannot_be_read_begins_no_batch(records, name, data, why):
    with pytest.raises(Unreadable, match=why):
        await taken(records, data, name)
    assert await records.running_batches() == []


async def test_that_nothing_begins_without_an_organisation(sqlite_records):
    with pytest.raises(errors.Invalid, match="organisation"):
        await taken(sqlite_records, jsonl({"account": ID}))


async def test_that_a_damaged_line_is_a_bad_row_and_the_others_are_taken(records):
    data = jsonl(*[{"account": ID, "message": "ありがとうございました" * 9}] * 3).replace(
        "ました".encode(), "ま\udcffした".encode("utf-8", "surrogateescape"), 1
    )
    batch, _ = await taken(records, data)
    assert list(await reasons(records, batch)) == [1]


async def test_that_a_file_that_was_taken_in_part_is_taken_to_its_end(records, monkeypatch):
    data = jsonl(*({"account": ID, "instruction": str(n)} for n in range(1_200)))
    add_rows, calls = records.add_rows, []

    async def add_once(batch, rows):
        calls.append(rows)
        if len(calls) == 2:
            raise errors.Unavailable("The disk is full.")
        await add_rows(batch, rows)

    monkeypatch.setattr(records, "add_rows", add_once)
    with pytest.raises(errors.Unavailable):
        await taken(records, data)
    (half,) = await records.running_batches()
    assert half.rows is None and len(await records.waiting_rows(half.id, limit=2_000)) == 500
    whole, _ = await taken(records, data)
    assert (whole.id, whole.rows) == (half.id, 1_200)
    asked = [row.request["instruction"] for row in await records.waiting_rows(whole.id, limit=2_000)]
    assert asked == [str(n) for n in range(1_200)]


class Counted(io.BytesIO):
    """Bytes, and how many of them were read."""

    count = 0

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self.count += len(found)
        return found

    def read1(self, size: int | None = -1) -> bytes:
        found = super().read1(size)
        self.count += len(found)
        return found


@pytest.mark.parametrize(("name", "line"), [("a.jsonl", b'{"account": "a"}\n'), ("a.csv", b'a,"a message"\n')])
def test_that_rows_come_while_the_file_is_still_being_read(name, line):
    file = Counted(b"account,message\n" * (name == "a.csv") + line * 1_000_000)
    rows = read_batch(name, file)
    for number, row in zip(range(1, 1_001), rows, strict=False):
        assert row.row == number
    assert file.count < len(file.getvalue()) / 4
