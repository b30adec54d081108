"""Practice over the API: begin, answer, end, read, progress, delete; nothing of it in the account's history."""

import pytest
from starlette.testclient import TestClient

from assistant.domain.practice import PERSONAS

JA = {"accept-language": "ja"}
HELD = "報告書の提出までの日数は5.2日から2.1日になりました。金額は今のままお願いしております。比べておられるのは金額だけでしょうか。"
GAVE = "では3%でしたら何とかいたします。"


def begun(client: TestClient, **fields) -> dict:
    body = {"account": "shionoi-setsubi", "persona": "procurement", **fields}
    answer = client.post("/api/practices", json=body, headers=JA)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/api/practices/{answer.json()['id']}"
    return answer.json()


def said(client: TestClient, id: str, text: str) -> dict:
    answer = client.post(f"/api/practices/{id}/turns", json={"text": text}, headers=JA)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_that_a_practice_goes_over_eight_replies_and_ends_in_a_sheet(shared: TestClient, persona, language):
    practice = begun(shared, persona=persona, language=language)
    assert practice["left"] == 8 and practice["turns"][0]["who"] == "customer" and practice["turns"][0]["text"]
    for left in range(7, 0, -1):
        answer = said(shared, practice["id"], "はい。" if language == "ja" else "I see.")
        assert (answer["left"], answer["over"], answer["sheet"]) == (left, False, None)
        assert answer["reply"]["text"] or answer["reply"]["scene"]
    last = said(shared, practice["id"], "はい。" if language == "ja" else "I see.")
    assert last["over"] and last["left"] == 0 and last["reply"]["text"]
    assert last["sheet"]["tally"]["replies"] == 8 and last["sheet"]["next_time"]["text"]
    found = shared.get(f"/api/practices/{practice['id']}").json()
    assert found["over"] and found["sheet"] == last["sheet"] and len(found["turns"]) == 17
    again = shared.post(f"/api/practices/{practice['id']}/turns", json={"text": "まだ。"}, headers=JA)
    assert again.status_code == 409 and "終わりました" in again.json()["detail"]


def test_that_a_reply_is_marked_at_once_with_the_words_it_is_about(shared: TestClient):
    id = begun(shared)["id"]
    good = said(shared, id, HELD)["mark"]
    assert {k: good[k] for k in ("held", "gave_way", "value_shown", "question_asked")} == {
        "held": True, "gave_way": False, "value_shown": True, "question_asked": True,
    }  # fmt: skip
    bad = said(shared, id, GAVE)["mark"]
    assert bad["gave_way"] and not bad["held"]
    note = bad["notes"][0]
    assert note["text"] and GAVE[note["start"] : note["end"]] == note["quote"] != ""
    assert "seen" not in bad


def test_that_the_sheet_names_the_first_concession_and_what_was_left_unused(shared: TestClient):
    id = begun(shared)["id"]
    said(shared, id, HELD)
    said(shared, id, GAVE)
    sheet = shared.post(f"/api/practices/{id}/end", headers=JA).json()["sheet"]
    assert sheet["first_concession"]["reply"] == 2 and sheet["first_concession"]["quote"] in GAVE
    assert [a["replies"] for a in sheet["value_used"]] == [[1]] and sheet["value_unused"]
    cited = {c["id"] for c in sheet["citations"]}
    for judged in (*sheet["met"], *sheet["missed"]):
        assert judged["text"] and judged["citations"] and set(judged["citations"]) <= cited
    assert {c["kind"] for c in sheet["citations"]} == {"account", "principle"}


def test_that_practice_never_touches_the_account(client: TestClient):
    before = client.get("/api/accounts/shionoi-setsubi").json()
    id = begun(client)["id"]
    said(client, id, GAVE)
    client.post(f"/api/practices/{id}/end")
    assert client.get("/api/accounts/shionoi-setsubi").json() == before
    assert client.get("/api/drafts?account=shionoi-setsubi").json()["drafts"] == []
    assert "3%でしたら何とか" not in client.get("/api/search?q=3%25でしたら何とか&account=shionoi-setsubi").text


def test_that_progress_counts_what_was_ended_the_oldest_first_and_can_be_deleted(client: TestClient):
    ids = [begun(client)["id"] for _ in range(3)]
    said(client, ids[0], HELD)
    said(client, ids[1], GAVE)
    for id in ids:
        client.post(f"/api/practices/{id}/end")
    rows = client.get("/api/practices/progress").json()["practices"]
    # The third was ended before anything was said.
    assert [(r["id"], r["held"], r["first_concession"]) for r in rows] == [(ids[0], 1, None), (ids[1], 0, 1)]
    assert rows[0]["value_known"] > rows[0]["value_used"] == 1
    assert client.get("/api/practices/progress?persona=silent_champion").json()["practices"] == []
    assert client.delete(f"/api/practices/{ids[0]}").status_code == 204
    assert client.delete(f"/api/practices/{ids[0]}").status_code == 404
    assert client.delete("/api/practices").json() == {"deleted": 2}
    assert client.get("/api/practices").json()["practices"] == []


def test_that_practices_go_with_their_account(client: TestClient):
    id = begun(client)["id"]
    client.delete("/api/accounts/shionoi-setsubi")
    assert client.get(f"/api/practices/{id}").status_code == 404


def test_that_a_list_can_be_of_one_account(client: TestClient):
    begun(client)
    other = begun(client, account="harrowmere-property")["id"]
    listed = client.get("/api/practices?account=harrowmere-property").json()["practices"]
    assert [p["id"] for p in listed] == [other] and listed[0]["language"] == "en" and not listed[0]["over"]


def test_that_the_personas_are_told_in_the_callers_language(shared: TestClient):
    for language, word in (("ja", "購買"), ("en", "Procurement")):
        found = shared.get("/api/practices/personas", headers={"accept-language": language}).json()["personas"]
        assert [p["id"] for p in found] == list(PERSONAS) and word in found[0]["title"] and found[0]["what"]


def test_that_what_cannot_be_is_refused(shared: TestClient):
    assert shared.post("/api/practices", json={"account": "nobody", "persona": "procurement"}).status_code == 404
    unknown = {"account": "shionoi-setsubi", "persona": "villain"}
    assert shared.post("/api/practices", json=unknown).status_code == 422
    id = begun(shared)["id"]
    assert shared.post(f"/api/practices/{id}/turns", json={"text": "  "}).status_code == 422
    assert shared.post(f"/api/practices/{id}/turns", json={"text": "あ" * 4001}).status_code == 413
    assert shared.get("/api/practices/none").status_code == 404
    assert shared.post("/api/practices/none/end").status_code == 404
