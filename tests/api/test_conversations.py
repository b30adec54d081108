"""Conversations over HTTP: made, gone on with, read again, gone with their account."""

import json

import pytest
from starlette.testclient import TestClient

ACCOUNT = "shionoi-setsubi"
PRICE = "お世話になっております。来年度は年額を2割ほど下げていただけませんか。"


def begin(client: TestClient, account: str = ACCOUNT) -> str:
    made = client.post("/api/conversations", json={"account": account})
    assert made.status_code == 201 and made.headers["location"] == f"/api/conversations/{made.json()['id']}"
    return made.json()["id"]


def test_that_a_conversation_goes_from_message_to_instruction_to_question(client: TestClient):
    id = begin(client)
    assert client.get(f"/api/conversations/{id}").json() == {"id": id, "account": ACCOUNT, "turns": []}
    turns = f"/api/conversations/{id}/turns"
    message = client.post(turns, json={"text": PRICE, "as": None})
    assert message.status_code == 201 and message.json()["as"] == "message" and message.json()["draft"]["version"] == 1
    shorter = client.post(turns, json={"text": "もっと短く"})
    assert shorter.json()["as"] == "instruction" and shorter.json()["draft"]["version"] == 2
    question = client.post(turns, json={"text": "決裁者は誰?"}).json()
    assert question["as"] == "question" and "﨑田" in question["answer"] and question["by"] == "extraction"
    assert question["citations"][0]["id"] == "A1" and question["on_record"] is True
    read = client.get(f"/api/conversations/{id}").json()["turns"]
    assert [t["as"] for t in read] == ["message", "instruction", "question"]
    assert read[1]["draft"] == shorter.json()["draft"] and read[2]["answer"] == question["answer"]
    assert client.get(f"/api/drafts/{shorter.json()['draft']['id']}").json()["version"] == 2


def test_that_a_turn_can_be_named_by_the_caller(client: TestClient):
    id = begin(client)
    made = client.post(f"/api/conversations/{id}/turns", json={"text": "決裁者は誰?", "as": "message"}).json()
    assert made["as"] == "message" and made["draft"]["account"] == ACCOUNT


def test_that_a_draft_can_be_awaited_as_events(client: TestClient):
    id = begin(client)
    begun = client.post(f"/api/conversations/{id}/turns?wait=false", json={"text": PRICE})
    assert begun.status_code == 202 and begun.json()["draft"] is None
    events = client.get(begun.json()["events"]).text
    assert "event: done" in events
    assert client.get(f"/api/conversations/{id}").json()["turns"][0]["draft"]["id"] == begun.json()["id"]
    shorter = client.post(f"/api/conversations/{id}/turns?wait=false", json={"text": "短く"})
    assert shorter.status_code == 202 and "event: done" in client.get(shorter.json()["events"]).text
    assert client.get(f"/api/conversations/{id}").json()["turns"][1]["draft"]["version"] == 2
    question = client.post(f"/api/conversations/{id}/turns?wait=false", json={"text": "決裁者は誰?", "as": "question"})
    assert question.status_code == 201 and question.json()["answer"]


@pytest.mark.parametrize(("language", "words"), [("ja", "下書きがありません"), ("en", "no draft to change")])
def test_that_an_instruction_without_a_draft_is_refused_in_the_callers_language(
    shared: TestClient, language: str, words: str
):
    refused = shared.post(
        f"/api/conversations/{begin(shared)}/turns",
        json={"text": "短く", "as": "instruction"},
        headers={"accept-language": language},
    )
    assert refused.status_code == 422 and refused.headers["content-type"] == "application/problem+json"
    assert words in refused.json()["detail"] and refused.json()["errors"][0]["field"] == "as"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "あ" * 100_001}, 413), ({"text": "あ" * 2_001, "as": "question"}, 413), ({"text": ""}, 422),
        ({"text": " \n"}, 422), ({}, 422), ({"text": None}, 422), ({"text": "x", "as": "order"}, 422),
        ({"text": "x", "extra": 1}, 422), ({"text": "\ud800"}, 422), ([], 422),
    ],
)  # fmt: skip
def test_that_what_cannot_be_taken_is_refused_and_leaves_nothing(shared: TestClient, body: object, status: int):
    id = begin(shared)
    headers = {"content-type": "application/json"}
    refused = shared.post(f"/api/conversations/{id}/turns", content=json.dumps(body), headers=headers)
    assert refused.status_code == status and refused.json()["status"] == status and refused.json()["detail"]
    assert shared.get(f"/api/conversations/{id}").json()["turns"] == []


def test_that_unknown_conversations_and_accounts_are_not_found(shared: TestClient):
    assert shared.get("/api/conversations/nothing").status_code == 404
    assert shared.post("/api/conversations/nothing/turns", json={"text": "何か"}).status_code == 404
    assert shared.post("/api/conversations", json={"account": "nobody"}).status_code == 404
    assert shared.post("/api/conversations", json={"account": "No Such!"}).status_code == 422
    assert shared.get("/api/conversations/a%00b").status_code == 422


def test_that_deleting_an_account_removes_its_conversations(client: TestClient):
    id = begin(client)
    made = client.post(f"/api/conversations/{id}/turns", json={"text": PRICE}).json()
    assert client.delete(f"/api/accounts/{ACCOUNT}").status_code == 204
    assert client.get(f"/api/conversations/{id}").status_code == 404
    assert client.get(f"/api/drafts/{made['draft']['id']}").status_code == 404


def test_that_a_control_character_in_a_turn_comes_back_as_it_was(client: TestClient):
    id = begin(client)
    client.post(f"/api/conversations/{id}/turns", json={"text": "ログインできません。\x00助けて", "as": "message"})
    assert client.get(f"/api/conversations/{id}").json()["turns"][0]["text"] == "ログインできません。\x00助けて"
