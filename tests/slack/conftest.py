"""The real app over HTTP on loopback, behind it the demonstration's records; before it a Slack that signs and checks."""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest

from assistant.settings import Settings
from tests.demo_folder import demo_copy
from tests.slack.running import Running
from tests.slack.server import LoopbackSlack

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-not-a-real-token"


@pytest.fixture(scope="session")
def slack_server() -> Iterator[LoopbackSlack]:
    """The process-wide server of `slack`; a test asks for that one."""
    server = LoopbackSlack().start()
    yield server
    server.stop()


@pytest.fixture
def slack(slack_server: LoopbackSlack) -> Iterator[LoopbackSlack]:
    """A Slack without a past; whatever it was sent in the test was as Slack would take it."""
    slack_server.reset()
    yield slack_server
    assert slack_server.faults == []


@pytest.fixture(scope="module")
def configured() -> Iterator[None]:
    """Slack's keys in the environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SLACK_SIGNING_SECRET", SECRET)
        patch.setenv("SLACK_BOT_TOKEN", TOKEN)
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.delenv(name, raising=False)
            patch.delenv(name.lower(), raising=False)
        yield


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, slack_server: LoopbackSlack, configured: None) -> Settings:
    folder = demo_copy(tmp_path_factory.mktemp("slack") / "data")
    return Settings(data=folder, slack_api_url=slack_server.api, public_url="https://tomoni.example")


@pytest.fixture(scope="module")
def running(settings: Settings) -> Iterator[Running]:
    """One app for the tests of a file: each begins with a Slack without a past, and counts its own drafts."""
    with Running(settings) as started:
        yield started


@pytest.fixture
def app(running: Running, slack: LoopbackSlack) -> "Workspace":
    """The app as Slack sees it."""
    return Workspace(running, slack)


_number = itertools.count(1)


class Workspace:
    """Somebody in Slack who types and clicks."""

    def __init__(self, running: Running, slack: LoopbackSlack):
        self.running, self.slack = running, slack
        self._before = self._ids()

    def type(self, text: str, user: str = "U1", **more: Any) -> httpx2.Response:
        """`/tomoni text`."""
        return self.send("commands", self.command(text, user, **more))

    def command(self, text: str, user: str = "U1", **more: Any) -> dict[str, Any]:
        """A command's fields, no two alike."""
        number = next(_number)
        return {
            "token": "old", "team_id": "T1", "team_domain": "example", "channel_id": "C1", "channel_name": "cs",
            "user_id": user, "user_name": "enomoto", "command": "/tomoni", "text": text, "api_app_id": "A1",
            "is_enterprise_install": "false", "response_url": self.slack.hook(f"c{number}"),
            "trigger_id": f"{number}.1.abc", **more,
        }  # fmt: skip

    def click(self, element: dict[str, Any], block: str = "b1", user: str = "U1", chosen: str = "") -> httpx2.Response:
        """A click on a button as it was shown, or a choice from a menu."""
        return self.interact(self.clicked(element, block, user, chosen))

    def clicked(self, element: dict[str, Any], block: str = "b1", user: str = "U1", chosen: str = "") -> dict[str, Any]:
        """A click's payload, no two alike."""
        number = next(_number)
        action: dict[str, Any] = {"type": element["type"], "action_id": element["action_id"], "block_id": block, "action_ts": f"{number}.0"}  # fmt: skip
        action |= {"selected_option": {"value": chosen}} if chosen else {"value": element.get("value", "")}
        return {
            "type": "block_actions", "user": {"id": user, "team_id": "T1"}, "team": {"id": "T1"}, "channel": {"id": "C1"},
            "container": {"type": "message", "is_ephemeral": True}, "response_url": self.slack.hook(f"k{number}"),
            "trigger_id": f"{number}.2.def", "actions": [action],
        }  # fmt: skip

    def submit(self, view: dict[str, Any], fields: dict[str, dict[str, Any]], user: str = "U1") -> httpx2.Response:
        """A form that is sent; `fields` holds the state of each block's element."""
        number = next(_number)
        names = {b["block_id"]: b["element"]["action_id"] for b in view["blocks"]}
        values = {block: {names[block]: state} for block, state in fields.items()}
        payload = {
            "type": "view_submission", "user": {"id": user, "team_id": "T1"}, "team": {"id": "T1"},
            "trigger_id": f"{number}.3.ghi",
            "view": {**view, "id": f"V{number}", "state": {"values": values}},
        }  # fmt: skip
        return self.interact(payload)

    def interact(self, payload: dict[str, Any]) -> httpx2.Response:
        """Any interaction."""
        return self.send("interactions", {"payload": json.dumps(payload)})

    def send(self, where: str, fields: dict[str, Any], **headers: str) -> httpx2.Response:
        """Signed as Slack signs."""
        return self.post(where, urlencode(fields).encode(), headers)

    def post(self, where: str, body: bytes, headers: dict[str, str] | None = None) -> httpx2.Response:
        """Signed as Slack signs, but for the headers that are given."""
        at = (headers or {}).get("x-slack-request-timestamp", str(int(time.time())))
        all_headers = {
            "content-type": "application/x-www-form-urlencoded", "x-slack-request-timestamp": at,
            "x-slack-signature": signature(body, at), **(headers or {}),
        }  # fmt: skip
        return httpx2.post(f"{self.running.address}/slack/{where}", content=body, headers=all_headers, timeout=90)

    def draft(self, text: str, **more: Any) -> dict[str, Any]:
        """What was posted for a command: the one message with the whole draft."""
        before = len(self.slack.posts)
        assert self.type(text, **more).status_code == 200
        return self.slack.wait(before + 1)[before].json

    def drafted(self, text: str, **more: Any) -> dict[str, Any]:
        """The whole draft, after whatever was said while it was made."""
        assert self.type(text, **more).status_code == 200
        for count in itertools.count(1):
            message = self.slack.wait(count)[count - 1].json
            if any(block["type"] == "actions" for block in message["blocks"]):
                return message
        raise AssertionError

    def opened(self, count: int = 1) -> dict[str, Any]:
        """The form that was opened last, once so many have been."""
        view = self.slack.called("views.open", count).json["view"]
        return json.loads(view) if isinstance(view, str) else view

    def drafts(self, account: str = "") -> int:
        """How many drafts were made since the test began."""
        return len(self._ids(account) - self._before)

    def _ids(self, account: str = "") -> set[str]:
        query = f"&account={account}" if account else ""
        answer = httpx2.get(f"{self.running.address}/api/drafts?limit=200{query}", timeout=180)
        return {draft["id"] for draft in answer.json()["drafts"]}


def signature(body: bytes, at: str, secret: str = SECRET) -> str:
    """Slack's signature of a body."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
