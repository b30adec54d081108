"""A Slack on loopback: takes what is posted to it, checks that Slack would take it too, and keeps it."""

import json
import re
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import uvicorn

POSTS = 5


@dataclass
class Call:
    """What came: the path's last word, its content, and when."""

    name: str
    json: dict[str, Any]
    at: float
    headers: dict[str, str] = field(default_factory=dict)


class LoopbackSlack:
    """Web API under /api/, response_urls under /hook/. `faults` are what Slack would have refused, or should never see."""

    def __init__(self) -> None:
        self.reset()
        config = uvicorn.Config(self._app, "127.0.0.1", 0, interface="asgi3", log_config=None, access_log=False, lifespan="off", ws="none")  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def reset(self) -> None:
        """Forgets everything."""
        self.posts: list[Call] = []
        self.calls: list[Call] = []
        self.faults: list[str] = []
        self.locales = {"U1": "ja-JP", "U2": "en-US"}
        self.hook_status: list[int] = []
        self.refuse: dict[str, str] = {}
        self.used: dict[str, int] = {}

    @property
    def api(self) -> str:
        """What TOMONI_SLACK_API_URL is set to."""
        return f"{self.host}/api/"

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    def hook(self, name: str = "c1") -> str:
        """A response_url."""
        return f"{self.host}/hook/{name}"

    def start(self) -> "LoopbackSlack":
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return self

    def stop(self) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(5)

    def wait(self, count: int = 1, seconds: float = 60.0, what: str = "posts") -> list[Call]:
        """The first so many posts (or calls), once they have come."""
        until = time.monotonic() + seconds
        while len(found := getattr(self, what)) < count:
            assert time.monotonic() < until, f"{len(found)} of {count} {what} came"
            time.sleep(0.01)
        return found

    def called(self, name: str, count: int = 1) -> Call:
        """The call of the Web API that came as such-and-such one with this beginning of its name."""
        until = time.monotonic() + 60
        while len(found := [call for call in self.calls if call.name.startswith(name)]) < count:
            assert time.monotonic() < until, f"{name} was not called"
            time.sleep(0.01)
        return found[count - 1]

    async def _app(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        body = b""
        while (event := await receive())["type"] == "http.request":
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        headers = {key.decode().lower(): value.decode() for key, value in scope["headers"]}
        kind, _, name = scope["path"].strip("/").partition("/")
        given = _content(body, headers.get("content-type", ""), scope.get("query_string", b""))
        call = Call(name, given, time.monotonic(), headers)
        if kind == "hook":
            status, answer = self._posted(call)
        else:
            self.calls.append(call)
            status, answer = 200, json.dumps(self._called(call))
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json" if kind == "api" else b"text/plain")]})  # fmt: skip
        await send({"type": "http.response.body", "body": answer.encode()})

    def _posted(self, call: Call) -> tuple[int, str]:
        if self.hook_status and (status := self.hook_status.pop(0)) != 200:
            return status, "expired_url"
        self.used[call.name] = self.used.get(call.name, 0) + 1
        if self.used[call.name] > POSTS:
            self.faults.append("more than five posts to one response_url")
            return 404, "used_url"
        self.faults += message_faults(call.json)
        self.posts.append(call)
        return 200, "ok"

    def _called(self, call: Call) -> dict[str, Any]:
        if why := self.refuse.get(call.name):
            return {"ok": False, "error": why}
        if call.name == "users.info":
            return {"ok": True, "user": {"id": call.json["user"], "locale": self.locales.get(call.json["user"])}}
        if call.name == "views.open":
            self.faults += view_faults(_loaded(call.json["view"]))
        elif call.name.startswith("chat.post"):
            message = {**call.json, "blocks": _loaded(call.json.get("blocks", "[]")), "response_type": "ephemeral"}
            self.faults += message_faults(message)
        return {"ok": True, "view": {"id": "V1"}, "ts": "1.1"}


def _content(body: bytes, kind: str, query: bytes) -> dict[str, Any]:
    from urllib.parse import parse_qsl

    if kind.startswith("application/json"):
        return json.loads(body)
    return dict(parse_qsl(body.decode() or query.decode(), keep_blank_values=True))


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


# Of one text, in characters (docs.slack.dev/reference/block-kit).
_TEXTS = {"header": 150, "section": 3_000}
_BLOCKS = {"header", "section", "context", "divider", "actions", "input"}
# What only a mention, a link or a command of our own may look like.
_OURS = re.compile(r"<@U[A-Z0-9]+>")


def message_faults(message: dict[str, Any]) -> list[str]:
    """What Slack would refuse in a message, or read as something that it is not."""
    blocks = message.get("blocks", [])
    faults = [] if message.get("text") else ["a message without a text for notifications"]
    if message.get("response_type") not in ("ephemeral", "in_channel"):
        faults.append("a message that says not who sees it")
    if len(blocks) > 50:
        faults.append(f"{len(blocks)} blocks in a message")
    if sum(len(json.dumps(b, ensure_ascii=False)) for b in blocks) > 16_000:
        faults.append("a message of blocks that are too long together")
    faults += _mrkdwn_faults(message.get("text", ""), 4_000)
    for block in blocks:
        faults += block_faults(block)
    return faults


def view_faults(view: dict[str, Any]) -> list[str]:
    """What Slack would refuse in a form."""
    faults = [f"{n} is too long" for n in ("title", "submit", "close") if not 0 < len(view[n]["text"]) <= 24]
    faults += ["too much is kept in a form"] if len(view.get("private_metadata", "")) > 3_000 else []
    ids = [block["block_id"] for block in view["blocks"] if "block_id" in block]
    faults += ["a block_id twice"] if len(ids) != len(set(ids)) else []
    for block in view["blocks"]:
        faults += block_faults(block)
    return faults


def block_faults(block: dict[str, Any]) -> list[str]:
    """What Slack would refuse in a block."""
    kind = block["type"]
    faults = [] if kind in _BLOCKS else [f"no block is called {kind}"]
    if len(block.get("block_id", "")) > 255:
        faults.append("a block_id that is too long")
    if kind in _TEXTS:
        faults += _text_faults(block["text"], _TEXTS[kind])
    if kind == "header" and block["text"]["type"] != "plain_text":
        faults.append("a header in mark-up")
    if kind == "input":
        faults += _text_faults(block["label"], 2_000) + element_faults(block["element"])
        faults += _text_faults(block["hint"], 2_000) if "hint" in block else []
    if kind == "context":
        faults += [] if 0 < len(block["elements"]) <= 10 else ["a context of too many pieces"]
        faults += [fault for text in block["elements"] for fault in _text_faults(text, 3_000)]
    if kind == "actions":
        names = [element["action_id"] for element in block["elements"]]
        faults += (
            [] if 0 < len(names) <= 25 and len(names) == len(set(names)) else ["actions that are too many or twice"]
        )
        faults += [fault for element in block["elements"] for fault in element_faults(element)]
    return faults


def element_faults(element: dict[str, Any]) -> list[str]:
    """What Slack would refuse in a button, a menu or a field."""
    faults = [] if 0 < len(element["action_id"]) <= 255 else ["an action_id that is too long"]
    if element["type"] == "button":
        faults += _text_faults(element["text"], 75)
        faults += [
            f"{n} of a button" for n, most in (("value", 2_000), ("url", 3_000)) if len(element.get(n, "")) > most
        ]
        sure = element.get("confirm")
        for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            faults += _text_faults(sure[name], most) if sure else []
    if element["type"] in ("static_select", "external_select"):
        faults += _text_faults(element["placeholder"], 150)
        options = element.get("options", []) + ([element["initial_option"]] if "initial_option" in element else [])
        faults += ["a menu without lines, or with too many"] if element["type"] == "static_select" and not 0 < len(options) <= 100 else []  # fmt: skip
        for line in options:
            faults += _text_faults(line["text"], 75) + (["a value of a menu"] if len(line["value"]) > 150 else [])
    if element["type"] == "plain_text_input":
        faults += ["a field that is too long"] if element.get("max_length", 0) > 3_000 else []
        faults += _text_faults(element["placeholder"], 150) if "placeholder" in element else []
    return faults


def _text_faults(text: dict[str, Any], most: int) -> list[str]:
    if text["type"] == "mrkdwn":
        faults = _mrkdwn_faults(text["text"], most)
        return faults if text.get("verbatim") else [*faults, "Slack would make links and mentions of a text"]
    return [] if 0 < len(text["text"]) <= most else [f"a text of {len(text['text'])} characters"]


def _mrkdwn_faults(text: str, most: int) -> list[str]:
    faults = [] if 0 < len(text) <= most else [f"a text of {len(text)} characters"]
    raw = _OURS.sub("", text)
    if re.search(r"<|>(?! )", re.sub(r"(?m)^> ?", "", raw)) or re.search(r"&(?!amp;|lt;|gt;)", raw):
        faults.append(f"a text that is not escaped: {text[:80]}")
    return faults
