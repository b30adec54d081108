"""Events of a draft in the making: told in order, resumed, ended."""

import asyncio
import json

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from assistant.settings import Settings
from tests.api.conftest import HOST
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
    numbers = [int(e["id"]) for e in events]
    assert numbers == sorted(set(numbers)) and numbers[0] == 1
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


def test_that_a_revision_that_is_not_waited_for_is_told_by_itself_and_goes_on_in_the_log(client):
    begun_ = begun(client)
    first = heard(client, begun_["events"])
    response = client.post(
        f"/api/drafts/{begun_['id']}/revisions", params={"wait": "false"}, json={"instruction": "もっと短く"}
    )
    assert (response.status_code, response.json()) == (202, begun_)
    second = heard(client, begun_["events"])
    assert [second[0]["event"], second[-1]["event"]] == ["stage", "done"]
    assert second[-1]["data"]["draft"]["version"] == 2
    assert second[-1]["data"]["draft"] == client.get(f"/api/drafts/{begun_['id']}").json()
    # Who had heard the first version to its end goes on with the second.
    assert heard(client, begun_["events"], **{"last-event-id": first[-1]["id"]}) == second


def test_that_a_revision_of_a_draft_without_events_has_events(client):
    draft = made(client)
    path = f"/api/drafts/{draft['id']}/revisions"
    client.post(path, params={"wait": "false"}, json={"body": "私の言葉です。", "subject": "件名"})
    events = heard(client, f"/api/drafts/{draft['id']}/events")
    assert events[-1]["data"]["draft"]["body"] == "私の言葉です。"


def test_that_a_revision_that_cannot_be_made_is_refused_before_it_begins(client):
    draft = made(client)
    begin = {"params": {"wait": "false"}, "json": {"answers": {"nothing-asked": "x"}}}
    assert client.post(f"/api/drafts/{draft['id']}/revisions", **begin).status_code == 422
    assert client.post("/api/drafts/nobody/revisions", **begin).status_code == 404
    assert len(client.get(f"/api/drafts/{draft['id']}/versions").json()["versions"]) == 1


def test_that_a_last_event_id_beyond_the_last_event_is_taken_for_the_last(client):
    answer = begun(client)
    heard(client, answer["events"])
    assert client.get(answer["events"], headers={"last-event-id": "9" * 30}).status_code == 204


def test_that_no_proxy_holds_events_back(client):
    with client.stream("GET", begun(client)["events"]) as response:
        assert response.headers["x-accel-buffering"] == "no"
        assert response.headers["cache-control"] in ("no-cache", "no-store")
        response.read()


def test_that_a_silent_stream_is_kept_open_with_comments(client, monkeypatch):
    monkeypatch.setattr("fastapi.routing._PING_INTERVAL", 0.05)
    events = client.app.state.coach.running.records
    answer = begun(client)
    heard(client, answer["events"])
    client.portal.call(events.append_events, "d1", [("stage", {"name": "triage"})])
    monkeypatch.setattr("assistant.running.SILENCE_SECONDS", 0.5)
    with client.stream("GET", "/api/drafts/d1/events", headers={"accept-language": "en"}) as response:
        lines = "".join(response.iter_text()).split("\n\n")
    assert lines.count(": ping") >= 3
    assert "Please ask for it again." in lines[-2]


def test_that_a_draft_in_the_making_is_stopped(client, monkeypatch):
    async def never(*_args, **_more):
        await asyncio.sleep(600)

    monkeypatch.setattr(client.app.state.coach, "_make", never)
    answer = begun(client)
    headers = {"accept-language": "en"}
    assert client.post(f"/api/drafts/{answer['id']}/stop", headers=headers).status_code == 204
    events = heard(client, answer["events"])
    assert (events[-1]["event"], events[-1]["data"]) == ("failed", {"why": "The draft was stopped."})
    assert client.get(f"/api/drafts/{answer['id']}").status_code == 404
    assert client.post(f"/api/drafts/{answer['id']}/stop").status_code == 204


def test_that_a_server_that_shuts_down_says_so_to_whoever_comes_again(folder, monkeypatch):
    async def never(*_args, **_more):
        await asyncio.sleep(600)

    with TestClient(create_app(Settings(data=folder)), base_url=HOST) as first:
        monkeypatch.setattr(first.app.state.coach, "_make", never)
        answer = begun(first)
    with TestClient(create_app(Settings(data=folder)), base_url=HOST) as second:
        events = heard(second, answer["events"])
    assert [e["event"] for e in events] == ["stage", "failed"]
