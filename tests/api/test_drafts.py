"""Drafts over HTTP: whole, in versions, judged."""

import pytest

ACCOUNT = "shionoi-setsubi"
ASKED = {"account": ACCOUNT, "message": "次のご更新では年額を2割下げていただけませんか。", "today": "2026-11-25"}


def made(client, **more) -> dict:
    response = client.post("/api/drafts", json={**ASKED, **more})
    assert response.status_code == 201, response.text
    return response.json()


def test_that_a_draft_comes_whole_with_its_address(client):
    response = client.post("/api/drafts", json=ASKED)
    assert response.status_code == 201
    draft = response.json()
    assert response.headers["location"] == f"/api/drafts/{draft['id']}"
    assert draft["account"] == ACCOUNT and draft["version"] == 1
    assert draft["situation"] == "discount_request"
    assert draft["body"] and draft["subject"] and draft["checks"]


def test_that_findings_carry_the_field_in(client):
    answer = client.post(
        "/api/checks",
        json={"account": ACCOUNT, "body": "特別に30%値引きいたします。", "subject": "", "message": ASKED["message"]},
    )
    assert answer.status_code == 200
    findings = answer.json()["findings"]
    assert any(f["code"] == "concession" and f["in"] == "body" for f in findings)
    assert client.get("/api/drafts").json()["drafts"] == []


def test_that_a_stored_draft_is_read_again_and_listed(client):
    draft = made(client)
    assert client.get(f"/api/drafts/{draft['id']}").json() == draft
    listed = client.get("/api/drafts", params={"account": ACCOUNT}).json()
    assert [d["id"] for d in listed["drafts"]] == [draft["id"]]
    assert listed["next"] is None
    assert client.get("/api/drafts", params={"account": "tidelock-marina"}).json()["drafts"] == []


def test_that_the_list_goes_on_where_a_page_ended(client):
    ids = [made(client)["id"] for _ in range(3)]
    first = client.get("/api/drafts", params={"limit": 2}).json()
    second = client.get("/api/drafts", params={"limit": 2, "after": first["next"]}).json()
    assert [d["id"] for d in first["drafts"] + second["drafts"]] == ids[::-1]


def test_that_the_csms_own_words_make_a_version_and_earlier_ones_stay(client):
    draft = made(client)
    body = draft["body"] + "\n\n特別に30%値引きいたします。"
    answer = client.post(f"/api/drafts/{draft['id']}/revisions", json={"body": body, "subject": "ご更新について"})
    assert answer.status_code == 201, answer.text
    revised = answer.json()
    assert (revised["id"], revised["version"], revised["subject"]) == (draft["id"], 2, "ご更新について")
    assert revised["needs_review"] and "concession" in {f["code"] for f in revised["findings"]}
    versions = client.get(f"/api/drafts/{draft['id']}/versions").json()["versions"]
    assert [v["version"] for v in versions] == [1, 2]
    assert versions[0]["body"] == draft["body"]


def test_that_an_answer_to_an_ask_that_is_not_there_is_refused_by_name(client):
    draft = made(client)
    answer = client.post(f"/api/drafts/{draft['id']}/revisions", json={"answers": {"q99": "明日"}})
    assert answer.status_code == 422
    assert "answers" in {e["field"] for e in answer.json()["errors"]}


@pytest.mark.parametrize(
    "revision",
    [{}, {"instruction": "短く", "body": "…"}, {"subject": "件名だけ"}, {"instruction": None}],
    ids=["nothing", "two things", "a subject without a body", "null"],
)
def test_that_a_revision_is_one_thing(client, revision):
    draft = made(client)
    assert client.post(f"/api/drafts/{draft['id']}/revisions", json=revision).status_code == 422
    assert client.get(f"/api/drafts/{draft['id']}").json()["version"] == 1


def test_that_an_outcome_is_stored_and_a_made_up_one_refused(client):
    draft = made(client)
    good = client.post(f"/api/drafts/{draft['id']}/outcome", json={"used": "edited", "result": "held"})
    assert good.status_code == 200 and good.json() == {"used": "edited", "result": "held"}
    bad = client.post(f"/api/drafts/{draft['id']}/outcome", json={"used": "thrown away"})
    assert bad.status_code == 422 and bad.json()["errors"][0]["field"] == "used"
    assert client.post("/api/drafts/no-such/outcome", json={"used": "as_is"}).status_code == 404


def test_that_coaching_and_findings_follow_the_callers_language(client):
    body = {"account": ACCOUNT, "message": ASKED["message"], "body": "特別に30%値引きいたします。", "subject": ""}
    japanese = client.post("/api/checks", json=body, headers={"accept-language": "ja"}).json()["findings"]
    english = client.post("/api/checks", json=body, headers={"accept-language": "en-GB,en;q=0.9"}).json()["findings"]
    assert [f["code"] for f in japanese] == [f["code"] for f in english]
    assert [f["why"] for f in japanese] != [f["why"] for f in english]
    assert all(f["why"].isascii() or "“" in f["why"] or f["quote"] in f["why"] for f in english)


def test_that_an_automatic_reply_gets_201_an_empty_body_and_a_note(client):
    message = "【自動返信】本日は休暇のため不在にしております。11月27日以降に確認いたします。"
    draft = made(client, message=message)
    assert draft["body"] == "" and draft["coaching"]
