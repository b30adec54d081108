"""The results of a batch to take along: a table, a workbook, mails; and no letter to a customer that is none."""

import asyncio
import csv
import io
import json
import time
from email import message_from_bytes, policy
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from assistant.batch_files import results
from assistant.domain.batch import Batch, BatchOptions, Outcome, RowState
from assistant.texts import Say

JAPANESE, ENGLISH = "shionoi-setsubi", "harrowmere-property"
ROWS = [
    {"account": JAPANESE},
    {"account": "nobody-here"},
    {"account": ENGLISH},
    {"account": JAPANESE, "situation": "internal_persuasion", "from": "colleague", "message": "とにかく値引きして。"},
    # A serious ticket of theirs is open.
    {"account": "naginomori-hospital", "situation": "feedback_request"},
    {"account": JAPANESE, "situation": "renewal"},
]


def done(client: TestClient, rows: list[dict[str, Any]] = ROWS, name: str = "締めのご挨拶.jsonl") -> str:
    """The id of a batch with these rows, once it is finished."""
    file = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    answer = client.post("/api/batches", files={"file": (name, file)}).json()
    until = time.monotonic() + 30
    while client.get(f"/api/batches/{answer['id']}").json()["state"] == "running":
        assert time.monotonic() < until
        time.sleep(0.1)
    return answer["id"]


@pytest.fixture(scope="module")
def batch(shared: TestClient) -> str:
    return done(shared)


def lines(client: TestClient, id: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in client.get(f"/api/batches/{id}/results.jsonl").text.splitlines()]


def table(client: TestClient, id: str) -> list[dict[str, str]]:
    text = client.get(f"/api/batches/{id}/results.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def mails(client: TestClient, id: str) -> dict[str, Any]:
    with ZipFile(io.BytesIO(client.get(f"/api/batches/{id}/results.zip").content)) as archive:
        return {n: message_from_bytes(archive.read(n), policy=policy.default) for n in archive.namelist()}


def test_that_the_table_says_what_the_lines_say(shared: TestClient, batch: str) -> None:
    given, found = lines(shared, batch), table(shared, batch)
    assert [row["row"] for row in found] == [str(number) for number in range(1, len(ROWS) + 1)]
    for one, row in zip(given, found, strict=True):
        assert (row["account"], row["status"], row["reason"]) == (one["account"], one["status"], one["reason"] or "")
        draft = one["draft"] or {"subject": "", "body": "", "id": ""}
        assert (row["draft.subject"], row["draft.body"], row["draft.id"]) == (
            draft["subject"],
            draft["body"],
            draft["id"],
        )
    assert {row["status"] for row in found} >= {"drafted", "held", "failed"}


def test_that_the_workbook_speaks_the_readers_language(shared: TestClient, batch: str) -> None:
    for language, heading, word in (("ja", "状態", "作成できず"), ("en", "Status", "failed")):
        response = shared.get(f"/api/batches/{batch}/results.xlsx", headers={"accept-language": language})
        rows = [
            [cell.value for cell in row]
            for row in load_workbook(io.BytesIO(response.content)).worksheets[0].iter_rows()
        ]
        assert rows[0][2] == heading
        assert rows[2][:3] == [2, "nobody-here", word]
        assert [row[5] for row in rows[1:]] == [
            (one["draft"] or {"body": None})["body"] for one in lines(shared, batch)
        ]


def test_that_there_is_a_mail_for_each_letter_to_a_customer_and_no_other(shared: TestClient, batch: str) -> None:
    letters = {
        ("" if one["status"] == "drafted" else "needs_review/") + f"{one['row']}-{one['account']}.eml": one["draft"]
        for one in lines(shared, batch)
        if one["status"] in ("drafted", "needs_review") and one["draft"]["audience"] == "customer"
    }
    found = mails(shared, batch)
    assert set(found) == set(letters)
    assert len(found) >= 3
    for name, mail in found.items():
        assert mail["subject"] == letters[name]["subject"]
        assert mail.get_content().replace("\r\n", "\n").strip() == letters[name]["body"].strip()
        assert mail["x-unsent"] == "1"
        assert mail["to"].endswith(".example")


def test_that_a_change_of_a_draft_is_in_the_files(client: TestClient) -> None:
    id = done(client, ROWS[:1])
    [one] = lines(client, id)
    changed = {"body": "=HYPERLINK(1)\n\n磯貝様\n私の言葉です。", "subject": "@件名"}
    assert client.post(f"/api/drafts/{one['draft']['id']}/revisions", json=changed).status_code == 201
    [row] = table(client, id)
    assert row["draft.body"].startswith("'=HYPERLINK")
    assert row["draft.subject"] == "'@件名"
    [mail] = mails(client, id).values()
    assert mail["subject"] == "@件名"


def test_that_what_was_deleted_is_in_no_file(client: TestClient) -> None:
    id = done(client, ROWS[:3])
    client.delete(f"/api/accounts/{ENGLISH}")
    assert [row["status"] for row in table(client, id)][2] == "failed"
    assert [name for name in mails(client, id) if ENGLISH in name] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "zip"])
def test_that_the_file_is_kept_and_has_a_type(shared: TestClient, batch: str, kind: str) -> None:
    response = shared.get(f"/api/batches/{batch}/results.{kind}")
    assert response.headers["content-disposition"].startswith("attachment;")
    assert unquote(response.headers["content-disposition"]).endswith(f"UTF-8''締めのご挨拶.{kind}")
    assert response.headers["content-encoding"] == ("gzip" if kind == "csv" else "identity")
    types = {"csv": "text/csv; charset=utf-8", "zip": "application/zip"}
    assert response.headers["content-type"] == types.get(kind, response.headers["content-type"])
    assert shared.get(f"/api/batches/unknown/results.{kind}").status_code == 404


def test_that_a_long_table_leaves_before_it_is_read_to_its_end() -> None:
    read = 0

    class Records:
        async def outcomes(self, batch: str, after: int, limit: int) -> list[Outcome]:
            nonlocal read
            read = max(read, after + limit)
            return [
                Outcome(n, "a", RowState.drafted, None, "{}") for n in range(after + 1, min(after + limit, 100_000) + 1)
            ]

    async def first_pieces(kind: Any) -> int:
        batch = Batch("b", "d", "n.jsonl", "finished", BatchOptions(), 100_000, 0.0)
        pieces = results(SimpleNamespace(records=Records()), batch, kind, Say("en"))  # type: ignore[arg-type]
        for _ in range(3):
            await anext(pieces)
        await pieces.aclose()
        return read

    for kind in ("csv", "xlsx"):
        read = 0
        assert asyncio.run(first_pieces(kind)) < 20_000
