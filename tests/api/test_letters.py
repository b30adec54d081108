"""A draft on its way to the mail program: the mail as a file, whom it goes to, what was asked and what became of it."""

from email import message_from_bytes, policy
from typing import Any

import pytest
from starlette.testclient import TestClient

ACCOUNT = "shionoi-setsubi"
PRICE = "お世話になっております。磯貝です。次の更新で年額を1割ほど下げていただけませんか。"


def drafted(client: TestClient, **request: Any) -> dict[str, Any]:
    response = client.post("/api/drafts", json={"account": ACCOUNT, "message": PRICE, **request})
    assert response.status_code == 201
    return response.json()


def opened(content: bytes):
    return message_from_bytes(content, policy=policy.default)


def test_that_a_draft_can_be_opened_as_a_mail(shared: TestClient) -> None:
    draft = drafted(shared)
    response = shared.get(f"/api/drafts/{draft['id']}.eml")
    assert response.headers["content-type"] == "message/rfc822"
    assert response.headers["content-disposition"] == f'attachment; filename="{draft["id"]}.eml"'
    mail = opened(response.content)
    assert mail["subject"] == draft["subject"]
    assert mail["x-unsent"] == "1"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n").rstrip("\n") == draft["body"]


def test_that_the_mail_goes_to_the_contact_who_wrote(shared: TestClient) -> None:
    contacts = {c["name"]: c["email"] for c in shared.get(f"/api/accounts/{ACCOUNT}").json()["contacts"]}
    mail = opened(shared.get(f"/api/drafts/{drafted(shared)['id']}.eml").content)
    assert mail["to"] == contacts["磯貝 信吾"]
    other = next(name for name in contacts if name != "磯貝 信吾")
    mail = opened(shared.get(f"/api/drafts/{drafted(shared, contact=other)['id']}.eml").content)
    assert mail["to"] == contacts[other]


def test_that_the_newest_version_is_the_mail(client: TestClient) -> None:
    id = drafted(client)["id"]
    client.post(f"/api/drafts/{id}/revisions", json={"body": "磯貝様\n\n私の言葉です。😀", "subject": "新しい件名"})
    mail = opened(client.get(f"/api/drafts/{id}.eml").content)
    assert mail["subject"] == "新しい件名"
    assert "私の言葉です。😀" in mail.get_content()


def test_that_a_subject_cannot_add_a_header(client: TestClient) -> None:
    id = drafted(client)["id"]
    changed = {"body": "本文", "subject": "件名\r\nBcc: someone@else.example"}
    if client.post(f"/api/drafts/{id}/revisions", json=changed).status_code == 201:
        assert opened(client.get(f"/api/drafts/{id}.eml").content)["bcc"] is None
    else:
        assert opened(client.get(f"/api/drafts/{id}.eml").content)["subject"] != changed["subject"]


@pytest.mark.parametrize(("language", "words"), [("ja", "社内向け"), ("en", "colleagues")])
def test_that_what_is_for_colleagues_is_no_mail_to_the_customer(shared: TestClient, language: str, words: str) -> None:
    memo = drafted(shared, situation="internal_persuasion", **{"from": "colleague"})
    assert memo["audience"] == "colleague"
    response = shared.get(f"/api/drafts/{memo['id']}.eml", headers={"accept-language": language})
    assert response.status_code == 422
    assert words in response.json()["detail"]


def test_that_an_unknown_draft_is_no_mail(shared: TestClient) -> None:
    assert shared.get("/api/drafts/nothing.eml").status_code == 404


def test_that_the_page_can_ask_what_a_draft_was_asked_for_and_what_became_of_it(client: TestClient) -> None:
    id = drafted(client)["id"]
    asked = client.get(f"/api/drafts/{id}/asked").json()
    assert (asked["message"], asked["used"], asked["result"]) == (PRICE, None, None)
    assert asked["to"]["name"] == "磯貝 信吾"
    client.post(f"/api/drafts/{id}/outcome", json={"used": "edited", "result": "held"})
    asked = client.get(f"/api/drafts/{id}/asked").json()
    assert (asked["used"], asked["result"]) == ("edited", "held")
