"""Batches over HTTP: a file in, progress, results, cancelling, the same file again."""

import json
import time

import pytest
from starlette.testclient import TestClient

ACCOUNTS = ("shionoi-setsubi", "nobody")
ENGLISH = {"Accept-Language": "en"}


def file(*rows: dict, name: str = "closings.jsonl"):
    return {"file": (name, "".join(f"{json.dumps(row)}\n" for row in rows).encode())}


def asked(number: int, account: str = ACCOUNTS[0]) -> dict:
    return {"account": account, "today": "2026-11-24", "instruction": f"({number})", "situation": "success_definition"}


def finished(client: TestClient, id: str) -> dict:
    deadline = time.monotonic() + 60
    while (found := client.get(f"/api/batches/{id}", headers=ENGLISH).json())["state"] == "running":
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


@pytest.fixture(scope="module")
def done(shared: TestClient) -> dict:
    """A batch of three rows, one of them for an account that is not on record."""
    answer = shared.post("/api/batches", files=file(asked(1), asked(2, "nobody"), asked(3)), headers=ENGLISH)
    assert answer.status_code == 202
    begun = answer.json()
    assert (begun["rows"], begun["state"], answer.headers["location"]) == (3, "running", f"/api/batches/{begun['id']}")
    return finished(shared, begun["id"])


def test_that_a_batch_tells_how_it_stands(shared: TestClient, done: dict):
    assert (done["state"], done["rows"], done["done"], done["name"]) == ("finished", 3, 3, "closings.jsonl")
    assert done["counts"]["failed"] == 1 and sum(done["counts"].values()) == 3
    assert {"status": "failed", "code": "not_found", "why": "the account is not on record", "count": 1} in done[
        "reasons"
    ]
    assert shared.get("/api/batches").json()["batches"][0]["id"] == done["id"]


def test_that_the_results_are_lines_in_input_order_in_the_callers_language(shared: TestClient, done: dict):
    answer = shared.get(done["results"], headers=ENGLISH)
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [row["row"] for row in rows] == [1, 2, 3] and "attachment" in answer.headers["content-disposition"]
    assert "nobody" in rows[1]["reason"] and rows[1]["status"] == "failed"
    draft = rows[0]["draft"]
    assert shared.get(f"/api/drafts/{draft['id']}").json() == draft
    japanese = shared.get(done["results"], headers={"Accept-Language": "ja"}).text.splitlines()[1]
    assert "登録" in json.loads(japanese)["reason"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "zip"])
def test_that_the_results_come_in_other_forms_too(shared: TestClient, done: dict, kind: str):
    answer = shared.get(f"/api/batches/{done['id']}/results.{kind}")
    assert answer.status_code == 200 and answer.content


def test_that_events_end_with_how_the_batch_stands_at_last(shared: TestClient, done: dict):
    text = shared.get(done["events"], headers=ENGLISH).text
    assert text.count("event: done") == 1
    assert json.loads(text.split("data: ", 1)[1].split("\n", 1)[0])["done"] == 3


def test_that_the_same_file_again_is_a_conflict_with_the_earlier_id_unless_it_is_asked_for(
    shared: TestClient, done: dict
):
    rows = file(asked(1), asked(2, "nobody"), asked(3), name="other name.jsonl")
    answer = shared.post("/api/batches", files=rows, headers=ENGLISH)
    assert (answer.status_code, answer.json()["id"]) == (409, done["id"])
    for how in ({"params": {"again": "true"}}, {"data": {"again": "true"}}):
        again = shared.post("/api/batches", files=rows, **how)
        assert again.status_code == 202 and again.json()["id"] != done["id"]
        finished(shared, again.json()["id"])


def test_that_cancelling_keeps_what_is_done_and_the_same_file_goes_on(shared: TestClient):
    rows = file(*(asked(n) for n in range(400)))
    id = shared.post("/api/batches", files=rows).json()["id"]
    stopped = shared.post(f"/api/batches/{id}/cancel").json()
    assert stopped["state"] == "cancelled" and stopped["done"] < 400
    assert shared.post(f"/api/batches/{id}/cancel").json()["state"] == "cancelled"
    again = shared.post("/api/batches", files=rows).json()
    assert (again["id"], again["state"]) == (id, "running")
    shared.post(f"/api/batches/{id}/cancel")


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [("a.jsonl", b"", 422), ("a.csv", b"name\nx\n", 422), ("a.xlsx", b"PK\x03\x04", 422)],
)
def test_that_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    shared: TestClient, name: str, data: bytes, status: int
):
    answer = shared.post("/api/batches", files={"file": (name, data)}, headers=ENGLISH)
    assert answer.status_code == status and name in answer.json()["detail"]


@pytest.mark.parametrize("address", ["", "/events", "/results.jsonl", "/results.csv"])
def test_that_an_unknown_batch_is_not_found(shared: TestClient, address: str):
    assert shared.get(f"/api/batches/0123{address}").status_code == 404


def test_that_nothing_is_taken_before_there_is_an_organisation(empty: TestClient):
    answer = empty.post("/api/batches", files=file(asked(1)), headers=ENGLISH)
    assert answer.status_code == 422 and "organisation" in answer.json()["detail"]
