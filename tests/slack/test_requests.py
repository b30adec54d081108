"""What comes to Slack's addresses, from Slack or from others."""

import time
from urllib.parse import urlencode

import httpx2
import pytest

from assistant.settings import Settings, slack_keys
from tests.slack.conftest import SECRET, TOKEN, Workspace, signature
from tests.slack.running import Running, elements
from tests.slack.server import LoopbackSlack

ASKED = "shionoi-setsubi 次のご更新では年額を2割下げていただけませんか。"


def quiet(app: Workspace) -> None:
    """Nothing came of it."""
    time.sleep(0.5)
    assert app.slack.posts == [] and app.drafts() == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"x-slack-signature": "v0=" + "0" * 64}, 401),
        ({"x-slack-signature": "v0=é"}, 401),
        ({"x-slack-signature": ""}, 401),
        ({"x-slack-request-timestamp": "yesterday"}, 400),
        ({"x-slack-request-timestamp": "1e9"}, 400),
        ({"x-slack-request-timestamp": "-1"}, 400),
        ({"x-slack-request-timestamp": "9" * 400}, 400),
        ({"x-slack-request-timestamp": ""}, 400),
    ],
)
def test_that_a_forged_or_malformed_request_makes_no_draft(app: Workspace, headers: dict[str, str], status: int):
    sent = {k: v.encode() for k, v in headers.items()}
    at = headers.get("x-slack-request-timestamp", str(int(time.time())))
    body = urlencode(app.command(ASKED)).encode()
    whole = {"content-type": "application/x-www-form-urlencoded", "x-slack-request-timestamp": at, "x-slack-signature": signature(body, at)}  # fmt: skip
    answer = httpx2.post(f"{app.running.address}/slack/commands", content=body, headers={**whole, **sent}, timeout=90)
    assert answer.status_code == status
    quiet(app)


@pytest.mark.parametrize("age", [-3_600, -301, 302])
def test_that_a_request_is_good_for_five_minutes(app: Workspace, age: int):
    headers = {"x-slack-request-timestamp": str(int(time.time()) + age)}
    assert app.send("commands", app.command(ASKED), **headers).status_code == 401
    quiet(app)


def test_that_a_signature_holds_for_its_own_words_only(app: Workspace):
    at = str(int(time.time()))
    body = urlencode(app.command(ASKED)).encode()
    headers = {"x-slack-request-timestamp": at, "x-slack-signature": signature(body, at)}
    assert app.post("commands", body.replace(b"shionoi", b"minamox"), headers).status_code == 401
    assert httpx2.post(f"{app.running.address}/slack/commands", content=body, timeout=90).status_code == 401
    quiet(app)


@pytest.mark.parametrize(
    "body", [b"payload=%7Bnot+json", b"payload=%5B%5D", b"\xff\xfe\x00", b"text=%ff", b"no form", b"payload=" + b"%5B" * 100_000]
)  # fmt: skip
def test_that_what_cannot_be_read_is_refused(app: Workspace, body: bytes):
    assert app.post("interactions", body).status_code == 400
    assert app.post("commands", body).status_code == 400
    quiet(app)


def test_that_what_is_larger_than_a_command_is_refused(app: Workspace):
    assert app.type("shionoi-setsubi " + "x" * 400_000).status_code == 400
    assert app.type("shionoi-setsubi " + "x" * 3_000_000).status_code == 400
    quiet(app)


def test_that_a_body_without_an_end_is_refused(app: Workspace):
    at = str(int(time.time()))
    headers = {"x-slack-request-timestamp": at, "x-slack-signature": "v0=" + "0" * 64}
    pieces = (b"text=" + b"x" * 100_000 for _ in range(20))
    answer = httpx2.post(f"{app.running.address}/slack/commands", content=pieces, headers=headers, timeout=90)
    assert answer.status_code == 400


def test_that_the_same_request_again_is_answered_and_not_done_again(app: Workspace):
    fields = app.command(ASKED)
    answers = [app.send("commands", fields, **{"x-slack-retry-num": str(n)}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    app.slack.wait()
    time.sleep(0.7)
    assert len(app.slack.posts) == 1 and app.drafts() == 1


def test_that_the_same_request_before_another_process_is_not_done_again(app: Workspace, settings: Settings):
    fields = app.command(ASKED)
    with Running(settings) as other:
        second = Workspace(other, app.slack)
        assert [door.send("commands", fields).status_code for door in (app, second)] == [200, 200]
        app.slack.wait()
        time.sleep(0.7)
    assert len(app.slack.posts) == 1 and app.drafts() == 1


def test_that_a_double_click_makes_one_version(app: Workspace):
    button = elements(app.draft(ASKED))["shorter"]
    for _ in range(3):
        assert app.click(button).status_code == 200
    app.slack.wait(2)
    time.sleep(0.7)
    id = button["value"].split(":")[0]
    versions = httpx2.get(f"{app.running.address}/api/drafts/{id}/versions", timeout=90).json()["versions"]
    assert len(versions) == 2 and len(app.slack.posts) == 2


def test_that_a_draft_is_shared_once(app: Workspace):
    button = elements(app.draft(ASKED))["share"]
    for _ in range(3):
        app.click(button)
    app.slack.wait(2)
    time.sleep(0.5)
    assert len(app.slack.posts) == 2


def test_that_a_command_may_speak_of_payloads(app: Workspace):
    app.draft("shionoi-setsubi The payload of the export is empty. payload={} What can we do?")
    assert app.drafts("shionoi-setsubi") == 1


@pytest.mark.parametrize("url", ["https://evil.example/hook", "http://hooks.slack.com/x", "http://127.0.0.1:1/x", "https://hooks.slack.com.evil.example/", "https://a@hooks.slack.com/", "", "nothing"])  # fmt: skip
def test_that_answers_go_to_slack_alone(app: Workspace, url: str):
    assert app.type(ASKED, response_url=url).status_code == 400
    quiet(app)


def test_that_unknown_clicks_are_acknowledged(app: Workspace):
    assert app.click({"type": "button", "action_id": "other", "value": "x"}).status_code == 200
    assert app.click({"type": "button", "action_id": "shorter", "value": "not-ours"}).status_code == 200
    quiet(app)


def test_that_a_draft_that_is_gone_is_said(app: Workspace):
    app.click({"type": "button", "action_id": "shorter", "value": "0000000000000000:1"})
    assert app.slack.wait()[0].json["response_type"] == "ephemeral"


@pytest.mark.parametrize(("workspaces", "users"), [("T2,T3", ""), ("", "U7, U8")])
def test_that_only_those_on_the_list_are_served(settings: Settings, slack: LoopbackSlack, workspaces: str, users: str):
    limited = settings.model_copy(update={"slack_workspaces": workspaces, "slack_users": users})
    with Running(limited) as running:
        app = Workspace(running, slack)
        answer = app.type(ASKED)
        assert answer.status_code == 200 and "一覧に、お名前がありません" in answer.json()["text"]
        assert answer.json()["response_type"] == "ephemeral"
        quiet(app)
        assert app.type(ASKED, user="U7", team_id="T2").status_code == 200
        slack.wait()


def test_that_the_public_host_is_answered(app: Workspace):
    body, at = urlencode(app.command("help")).encode(), str(int(time.time()))
    headers = {"x-slack-request-timestamp": at, "x-slack-signature": signature(body, at), "content-type": "application/x-www-form-urlencoded"}  # fmt: skip
    for host, status in (("tomoni.example", 200), ("evil.example", 421)):
        answer = httpx2.post(f"{app.running.address}/slack/commands", content=body, headers={**headers, "host": host})
        assert answer.status_code == status


def test_that_without_keys_there_is_no_door(settings: Settings, slack: LoopbackSlack, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    with Running(settings) as running:
        app = Workspace(running, slack)
        assert app.type(ASKED).status_code == 404


def test_that_no_key_stands_in_the_log_or_where_settings_are_printed(app: Workspace, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("DEBUG"):
        app.slack.refuse["users.info"] = "invalid_auth"
        app.draft(ASKED, user="U9")
        app.type(ASKED, response_url="https://evil.example/hook")
    # The test's own client and server write their own lines.
    logged = [r.getMessage() for r in caplog.records if not r.name.startswith(("uvicorn", "httpx", "httpcore"))]
    text = "\n".join(logged) + repr(slack_keys(app.running.settings.data)) + repr(app.running.settings)
    assert "invalid_auth" in text
    for secret in (SECRET, TOKEN, "/hook/", "2割下げて"):
        assert secret not in text
