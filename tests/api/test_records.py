"""Organisation, accounts, imports, search and triage over HTTP."""

import json
import sqlite3

from tests.api.test_bad_input import refused
from tests.api.test_drafts import ACCOUNT, made


def test_that_alive_and_ready_say_so(client):
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_that_the_organisation_is_read_and_replaced_in_the_words_of_the_format(client):
    organisation = client.get("/api/organisation").json()
    assert "for" in organisation["policy"]["trades"][0]
    organisation["short_name"] = "ウミホシ"
    assert client.put("/api/organisation", json=organisation).status_code == 200
    assert client.get("/api/organisation").json() == organisation


def test_that_accounts_are_found_and_paged(client):
    everything = client.get("/api/accounts").json()
    assert len(everything["accounts"]) == 12 and everything["next"] is None
    ids: list[str] = []
    after = None
    while True:
        page = client.get("/api/accounts", params={"limit": 5} | ({"after": after} if after else {})).json()
        ids += [account["id"] for account in page["accounts"]]
        after = page["next"]
        if after is None:
            break
    assert sorted(ids) == sorted(account["id"] for account in everything["accounts"])
    found = client.get("/api/accounts", params={"query": "汐ノ井"}).json()["accounts"]
    assert [account["id"] for account in found] == [ACCOUNT]


def test_that_an_account_is_replaced_whole(client):
    assert client.put("/api/accounts/new-one", json={"id": "new-one", "name": "新しい会社"}).status_code == 200
    assert client.get("/api/accounts/new-one").json()["name"] == "新しい会社"
    problem = refused(client.put("/api/accounts/other", json={"id": "new-one", "name": "x"}), 422, "id")
    assert problem["detail"]
    refused(client.put("/api/accounts/new-one", json={"id": "new-one"}), 422, "name")
    refused(client.put("/api/accounts/new-one", json={"id": "new-one", "name": "x", "size": 3}), 422, "size")


def test_that_deleting_an_account_takes_its_drafts_along(client):
    draft = made(client)
    assert client.delete(f"/api/accounts/{ACCOUNT}").status_code == 204
    refused(client.get(f"/api/accounts/{ACCOUNT}"), 404)
    refused(client.get(f"/api/drafts/{draft['id']}"), 404)
    refused(client.delete(f"/api/accounts/{ACCOUNT}"), 404)


def test_that_an_import_takes_the_good_rows_and_says_why_not_the_others(client):
    good = json.dumps({"id": "aaa", "name": "株式会社あああ"}, ensure_ascii=False)
    files = [
        ("file", ("one.jsonl", f'{good}\n{{"id": "B B", "name": "x"}}\nnot json\n'.encode())),
        ("file", ("two.json", json.dumps({"id": "ccc", "name": "ccc"}).encode())),
    ]
    answer = client.post("/api/imports/accounts", files=files)
    assert answer.status_code == 200
    report = answer.json()
    assert (report["taken"], report["refused"]) == (2, 2)
    assert all(row["why"] for row in report["rows"] if row["status"] == "refused")
    assert set(report) >= {"taken", "unchanged", "refused", "rows", "ignored_columns"}
    again = client.post("/api/imports/accounts", files=files).json()
    assert (again["taken"], again["unchanged"]) == (0, 2)


def test_that_help_texts_are_imported_and_found(client):
    text = "# 帳票の色を変える\n\n1. 「設定」から「配色」を開きます。\n2. 色を選びます。\n".encode()
    report = client.post("/api/imports/help", files=[("file", ("haishoku.md", text))]).json()
    assert report["taken"] == 1
    hits = client.get("/api/search", params={"q": "配色を変えたい", "kind": "help"}).json()["hits"]
    assert hits[0]["id"].startswith("haishoku") and hits[0]["kind"] == "help" and hits[0]["score"] > 0


def test_that_a_pdf_that_is_none_is_refused_by_row(client):
    report = client.post("/api/imports/help", files=[("file", ("x.pdf", b"not a pdf"))]).json()
    assert report["refused"] == 1 and report["rows"][0]["why"]


def test_that_an_import_without_a_file_is_refused(client):
    refused(client.post("/api/imports/accounts", files=[("other", ("a.json", b"{}"))]), 422, "file")
    refused(client.post("/api/imports/accounts", json={}), 422, "file")
    response = client.post(
        "/api/imports/accounts", content=b"broken", headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert response.status_code in (400, 422)
    refused(response, response.status_code)


def test_that_search_finds_each_kind_and_knows_its_limits(client):
    hits = client.get("/api/search", params={"q": "報告書", "account": ACCOUNT}).json()["hits"]
    assert hits and hits == sorted(hits, key=lambda hit: -hit["score"])
    only = client.get("/api/search", params={"q": "値下げ", "kind": "principle"}).json()["hits"]
    assert only and {hit["kind"] for hit in only} == {"principle"}
    refused(client.get("/api/search"), 422, "q")
    refused(client.get("/api/search", params={"q": "x", "account": "nobody"}), 404)


def test_that_triage_gives_situations_and_language(client):
    answer = client.post("/api/triage", json={"message": "How do I export a report to Excel?"})
    assert answer.status_code == 200
    reading = answer.json()
    assert reading["language"] == "en"
    assert reading["situations"][0]["name"] == "support_question"
    assert set(reading["situations"][0]) == {"name", "confidence", "because"}
    refused(client.post("/api/triage", json={}), 422, "message")


def test_that_locked_records_are_503_with_a_sentence(folder, monkeypatch, request):
    # Before the first connection, which is told how long to wait.
    monkeypatch.setattr("assistant.adapters.records.sqlite.BUSY_SECONDS", 0)
    client = request.getfixturevalue("client")
    writer = sqlite3.connect(folder / "tomoni.sqlite3", isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    try:
        problem = refused(client.put("/api/accounts/x", json={"id": "x", "name": "X"}), 503)
        assert problem["detail"]
    finally:
        writer.execute("ROLLBACK")
        writer.close()
    assert client.put("/api/accounts/x", json={"id": "x", "name": "X"}).status_code == 200
