"""Whatever comes in: a report comes out, never an exception, and nothing that a report could not hold."""

import asyncio
import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.importing import ImportReport, import_accounts, import_help, import_organisation
from assistant.texts import Say
from tests.importing.samples import FakeRecords

fields = st.sampled_from(
    ["id", "name", "contacts", "contract", "goals", "usage", "history", "features", "left", "month", "date", "seats",
     "readings", "value", "domains", "owner", "no_model", "kind", "x"]
)  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(fields, inner, max_size=4),
    max_leaves=12,
)


def told(report: ImportReport) -> ImportReport:
    """The report, once it has been written as an answer is."""
    json.dumps(dataclasses.asdict(report), ensure_ascii=False).encode()
    assert report.taken + report.unchanged + report.refused == len(report.rows)
    assert all(bool(row.why) == (row.status == "refused") for row in report.rows)
    return report


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(fields, values, max_size=6))
def test_that_any_json_gives_a_report(raw: dict) -> None:
    data = json.dumps({"id": "a", "name": "A"} | raw).encode()
    report = told(asyncio.run(import_accounts([("a.json", data)], FakeRecords(), Say("ja"))))  # type: ignore[arg-type]
    assert len(report.rows) == 1
    told(asyncio.run(import_organisation("o.json", data, FakeRecords(), Say("ja"))))  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        [b"", b"id,name\n", b"{", b"PK\x03\x04", b"%PDF-1.7", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf", b"# "]
    ),
    st.binary(max_size=200),
    st.sampled_from(["a.csv", "a.json", "a.xlsx", "a.md", "a.html", "a.pdf", "a.docx", "\udc80", ""]),
)
def test_that_any_bytes_give_a_report(begin: bytes, rest: bytes, name: str) -> None:
    files = [(name, begin + rest)]
    told(asyncio.run(import_accounts(files, FakeRecords(), Say("ja"))))  # type: ignore[arg-type]
    told(asyncio.run(import_help(files, FakeRecords(), Say("ja"))))  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["=cmd|'/c calc'!A0", "<script>", "'; DROP TABLE accounts; --", "\x00\x1b[31m", "‮"])
def test_that_hostile_cells_are_text(cell: str) -> None:
    records = FakeRecords()
    data = json.dumps({"id": "a", "name": "A", "industry": cell}).encode()
    told(asyncio.run(import_accounts([("a.json", data)], records, Say("ja"))))  # type: ignore[arg-type]
    assert records.accounts["a"].industry == cell.replace("\x00", "").replace("\x1b", "")
