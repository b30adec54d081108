"""Bad input: a clear sentence, the field's name, nothing lost, never a 500."""

import json

import pytest
from starlette.testclient import TestClient

from tests.api.test_drafts import ACCOUNT, ASKED

LIMIT = 100_000


@pytest.fixture
def client(shared: TestClient) -> TestClient:
    return shared


def refused(response, status: int, field: str | None = None) -> dict:
    """The problem of a refused request, which must be one that a CSM understands."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status and problem["title"] and problem["type"]
    assert problem["detail"].strip() and "%(" not in problem["detail"]
    if field:
        assert field in {e["field"] for e in problem["errors"]}
        assert all(e["reason"] for e in problem["errors"])
    return problem


def test_that_an_unknown_account_is_404_in_the_callers_language(client):
    asked = {**ASKED, "account": "nobody-here"}
    japanese = refused(client.post("/api/drafts", json=asked), 404)
    english = refused(client.post("/api/drafts", json=asked, headers={"accept-language": "en"}), 404)
    assert "nobody-here" in japanese["detail"] and "nobody-here" in english["detail"]
    assert english["detail"].isascii() and not japanese["detail"].isascii()


@pytest.mark.parametrize("message", ["", " ", "\n\n\t　", None])
def test_that_nothing_said_without_a_situation_is_422(client, message):
    refused(client.post("/api/drafts", json={"account": ACCOUNT, "message": message}), 422, "message")


def test_that_nothing_said_with_a_situation_is_drafted(client):
    answer = client.post("/api/drafts", json={"account": ACCOUNT, "message": "", "situation": "renewal"})
    assert answer.status_code == 201


def test_that_a_message_over_the_limit_is_413_and_one_at_the_limit_is_not(client):
    over = {"account": ACCOUNT, "message": "あ" * (LIMIT + 1)}
    problem = refused(client.post("/api/triage", json=over), 413, "message")
    assert f"{LIMIT + 1}" in problem["detail"].replace(",", "")
    refused(client.post("/api/drafts", json=over), 413, "message")
    at = {"message": "\U0001f6a2" * LIMIT}
    assert client.post("/api/triage", json=at).status_code == 200


def test_that_a_body_over_its_bound_is_413_declared_or_not(client):
    large = json.dumps({"account": ACCOUNT, "message": "x", "subject": "y" * 2_100_000}).encode()
    headers = {"content-type": "application/json"}
    refused(client.post("/api/drafts", content=large, headers=headers), 413)

    def in_pieces():
        for start in range(0, len(large), 100_000):
            yield large[start : start + 100_000]

    refused(client.post("/api/drafts", content=in_pieces(), headers=headers), 413)


@pytest.mark.parametrize(
    "content",
    [b'{"account": ', b"", b"[]", b'"text"', b"\xff\xfe{}", b'{"a":' * 20_000, b"null", b"1" * 5_000],
    ids=["broken", "empty", "list", "text", "no utf-8", "deep", "null", "a huge number"],
)
def test_that_what_is_no_json_object_is_refused_with_a_sentence(client, content):
    response = client.post("/api/drafts", content=content, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    refused(response, response.status_code)


def test_that_json_sent_as_a_form_or_without_a_type_is_refused(client):
    content = json.dumps(ASKED).encode()
    refused(client.post("/api/drafts", content=content, headers={"content-type": "text/plain"}), 422)
    refused(client.post("/api/drafts", content=content), 422)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("message", 5), ("message", ["x"]), ("situation", "no_such"), ("language", "fr"), ("today", "yesterday"),
        ("today", "2026-02-30"), ("from", "boss"), ("channel", "fax"), ("account", "../etc"), ("account", "A B"),
        ("account", None), ("account", "a" * 65), ("contact", {}), ("subject", "x" * 501), ("message", "\ud800"),
    ],
)  # fmt: skip
def test_that_a_wrong_value_is_422_and_names_its_field(client, field, value):
    content = json.dumps({**ASKED, field: value}).encode()
    response = client.post("/api/drafts", content=content, headers={"content-type": "application/json"})
    refused(response, 422, field)


def test_that_an_unknown_field_is_refused_by_name(client):
    refused(client.post("/api/drafts", json={**ASKED, "discount": 30}), 422, "discount")
    organisation = {**client.get("/api/organisation").json(), "vat_id": "x"}
    refused(client.put("/api/organisation", json=organisation), 422, "vat_id")


def test_that_a_time_zone_that_nobody_knows_is_refused_before_a_draft_needs_it(client):
    for zone in ("Mars/Olympus", "", "../../etc/passwd"):
        organisation = {**client.get("/api/organisation").json(), "time_zone": zone}
        refused(client.put("/api/organisation", json=organisation), 422, "time_zone")


def test_that_a_field_whose_name_is_no_text_is_refused_all_the_same(client):
    content = b'{"account": "x", "\\ud800": 1}'
    response = client.post("/api/drafts", content=content, headers={"content-type": "application/json"})
    refused(response, 422)


@pytest.mark.parametrize("id", ["..%2f..%2fetc%2fpasswd", "%2e%2e", "..", "A", "x%00y", "a" * 65, "株式会社"])
def test_that_ids_of_a_wrong_form_find_nothing(client, id):
    for path in (f"/api/accounts/{id}", f"/api/drafts/{id}", f"/api/drafts/{id}/events"):
        response = client.get(path)
        assert response.status_code in (404, 422), path
        refused(response, response.status_code)
    assert client.delete(f"/api/accounts/{id}").status_code in (404, 405, 422)


def test_that_unknown_addresses_and_methods_are_problems_too(client):
    refused(client.get("/api/nothing"), 404)
    refused(client.post("/healthz"), 405)
    for path in ("/docs", "/redoc", "/openapi.json"):
        refused(client.get(path), 404)


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 201}, {"limit": "many"}])
def test_that_a_limit_out_of_range_is_named(client, params):
    refused(client.get("/api/accounts", params=params), 422, "limit")
    refused(client.get("/api/drafts", params=params), 422, "limit")


def test_that_a_place_in_the_list_that_is_none_is_refused(client):
    refused(client.get("/api/drafts", params={"after": "somewhere"}), 422, "after")


def test_that_control_characters_in_a_message_are_taken(client):
    message = "ESC \x1b[31m NUL \x00 BEL \x07 と更新の相談です。年額を下げていただけませんか。"
    answer = client.post("/api/drafts", json={**ASKED, "message": message})
    assert answer.status_code == 201
    draft = answer.json()
    assert not any(ord(c) < 32 and c != "\n" for c in draft["body"] + draft["subject"])


def test_that_emoji_alone_are_answered_as_other(client):
    answer = client.post("/api/drafts", json={**ASKED, "message": "😀😀❗"})
    assert answer.status_code == 201
    assert answer.json()["situation"] == "other" and answer.json()["body"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999"])
def test_that_a_figure_that_is_no_number_is_refused(client, value):
    content = f'{{"id": "x", "name": "X", "contract": {{"annual_price": {value}}}}}'.encode()
    response = client.put("/api/accounts/x", content=content, headers={"content-type": "application/json"})
    refused(response, 422, "contract.annual_price")


def test_that_a_drafting_without_an_organisation_says_what_to_do(empty):
    assert empty.put("/api/accounts/x", json={"id": "x", "name": "X"}).status_code == 200
    refused(empty.post("/api/drafts", json={"account": "x", "message": "How do I export?"}), 422)
    refused(empty.get("/api/organisation"), 404)
    problem = refused(empty.get("/readyz"), 503)
    assert "organisation" in problem["missing"]
