"""Events of a draft in the making: told in order, resumed, ended."""

import json

import pytest

from tests.api.test_drafts import ACCOUNT, ASKED, made


def heard(client, path: str, **headers) -> list[dict]:
    """All events of a stream until it ends."""
    found: list[dict] = []
    with client.stream("GET", path, headers=headers) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"].startswith("text/event-stream")
        for block in "".join(response.iter_text()).split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if lines:
                found.append({**lines, "data": json.loads(lines["data"])})
    return found


def begun(client, **more) -> dict:
    response = client.post("/api/drafts", params={"wait": "false"}, json={**ASKED, **more})
    assert response.status_code == 202, response.text
    return response.json()


def test_that_a_draft_that_is_not_waited_for_is_told_in_events(client):
    answer = begun(client)
    assert answer["events"] == f"/api/drafts/{answer['id']}/events"
    events = heard(client, answer["events"])
    names = [e["event"] for e in events]
    assert names[0] == "stage" and names[-1] == "done"
    assert {"stage", "source", "text", "coach", "done"} <= set(names)
    assert [int(e["id"]) for e in events] == list(range(1, len(events) + 1))
    assert events[-1]["data"]["draft"] == client.get(f"/api/drafts/{answer['id']}").json()


def test_that_a_stream_resumes_after_the_last_event_that_was_heard(client):
    answer = begun(client)
    events = heard(client, answer["events"])
    rest = heard(client, answer["events"], **{"last-event-id": events[2]["id"]})
    assert rest == events[3:]


def test_that_who_has_the_last_event_is_told_not_to_come_again(client):
    answer = begun(client)
    events = heard(client, answer["events"])
    assert client.get(answer["events"], headers={"last-event-id": events[-1]["id"]}).status_code == 204


@pytest.mark.parametrize("nonsense", ["x", "-1", "1e3", "１"])
def test_that_a_nonsense_last_event_id_starts_from_the_beginning(client, nonsense):
    answer = begun(client)
    whole = heard(client, answer["events"])
    try:
        header = nonsense.encode("ascii")
    except UnicodeEncodeError:
        header = nonsense.encode()
    assert heard(client, answer["events"], **{"last-event-id": header}) == whole


def test_that_a_draft_that_was_waited_for_has_its_end_as_an_event(client):
    draft = made(client)
    events = heard(client, f"/api/drafts/{draft['id']}/events")
    assert [e["event"] for e in events] == ["done"]
    assert events[0]["data"]["draft"]["body"] == draft["body"]


def test_that_a_request_that_cannot_be_answered_is_refused_before_it_begins(client):
    unknown = client.post("/api/drafts", params={"wait": "false"}, json={**ASKED, "account": "nobody"})
    assert unknown.status_code == 404
    empty = client.post("/api/drafts", params={"wait": "false"}, json={"account": ACCOUNT, "message": " \n　"})
    assert empty.status_code == 422
    assert client.get("/api/drafts/nobody/events").status_code == 404


def test_that_a_draft_that_is_done_can_be_told_to_stop_without_harm(client):
    draft = made(client)
    assert client.post(f"/api/drafts/{draft['id']}/stop").status_code == 204
    assert client.get(f"/api/drafts/{draft['id']}").json() == draft
    assert client.post("/api/drafts/nobody/stop").status_code == 404
