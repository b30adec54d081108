"""A server on loopback that speaks the OpenAI protocol as a test scripts it: answers, and faults on demand."""

import asyncio
import hashlib
import json
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import uvicorn


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the server.

    `text` streams in pieces of `size` characters, `delay` seconds apart, after `hang` seconds without a sign of life.
    `stall` seconds of silence, a `cut` connection, or a wait until `gate` is set, come after `after` pieces. `endless`
    repeats the text for ever.
    A `status` other than 200 answers with `body` (or an OpenAI error of `code` and `message`) and `headers`.
    `usage` is (prompt tokens, completion tokens), counted from the text's characters where None.
    """

    text: str = ""
    size: int = 8
    delay: float = 0.0
    hang: float = 0.0
    after: int = 2
    stall: float = 0.0
    gate: threading.Event | None = None
    cut: bool = False
    endless: bool = False
    finish: str = "stop"
    refusal: str = ""
    status: int = 200
    code: str = ""
    message: str = "scripted fault"
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    usage: tuple[int, int] | None = None


Scripted = str | Reply | Callable[[dict[str, Any]], "str | Reply"]


@dataclass(eq=False)
class Asked:
    """A request as it came; `gone` is set when the caller hung up before the answer was whole."""

    path: str
    json: dict[str, Any]
    headers: dict[str, str]
    at: float
    gone: threading.Event = field(default_factory=threading.Event)


class ScriptedModel:
    """The server. `say` queues replies; `default` answers when the queue is empty; `asked` is what came."""

    def __init__(self) -> None:
        self.port = 0
        self.reset()
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._app,
                "127.0.0.1",
                0,
                interface="asgi3",
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
            )
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL is set to."""
        return f"http://127.0.0.1:{self.port}/v1"

    def reset(self) -> None:
        """Forgets queue, history and default."""
        self.default: Scripted = "ok"
        self.refuses_response_format = False
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._waiting: set[Asked] = set()
        self._queue: deque[Scripted] = deque()

    def say(self, *replies: Scripted) -> "ScriptedModel":
        """Queues replies, each for one request."""
        self._queue.extend(replies)
        return self

    @property
    def chats(self) -> list[dict[str, Any]]:
        """The bodies of the chat requests so far."""
        return [asked.json for asked in self.asked if asked.path.endswith("/chat/completions")]

    def start(self) -> "ScriptedModel":
        """Listens on a free port."""
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        return self

    def stop(self) -> None:
        """Ends the server, whatever still hangs on it."""
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(5)

    async def _app(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        body = b""
        while (event := await receive())["type"] == "http.request":
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        headers = {key.decode().lower(): value.decode() for key, value in scope["headers"]}
        asked = Asked(scope["path"], json.loads(body or b"{}"), headers, time.monotonic())
        self.asked.append(asked)
        self._waiting.add(asked)
        self.most_at_once = max(self.most_at_once, len(self._waiting))
        answer = asyncio.create_task(self._answer(asked, self._counted(asked, send)))
        leaving = asyncio.create_task(receive())
        try:
            await asyncio.wait((answer, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                asked.gone.set()
                answer.cancel()
            await asyncio.gather(answer, return_exceptions=asked.gone.is_set())
        finally:
            leaving.cancel()
            self._waiting.discard(asked)

    def _counted(self, asked: Asked, send: Any) -> Any:
        # Who has the last piece may ask again at once: the request is counted out before that piece goes, not after.
        async def counted(event: dict[str, Any]) -> None:
            if event["type"] == "http.response.body" and not event.get("more_body"):
                self._waiting.discard(asked)
            await send(event)

        return counted

    async def _answer(self, asked: Asked, send: Any) -> None:
        if asked.path.endswith("/models"):
            return await _send_json(send, 200, {"object": "list", "data": [{"id": "scripted", "object": "model"}]})
        if asked.path.endswith("/embeddings"):
            return await _send_json(send, 200, _embedded(asked.json))
        if not asked.path.endswith("/chat/completions"):
            return await _send_json(send, 404, _error("not_found", f"no {asked.path} here"))
        if self.refuses_response_format and "response_format" in asked.json:
            return await _send_json(send, 400, _error("unsupported_parameter", "response_format is not supported"))
        scripted = self._queue.popleft() if self._queue else self.default
        reply = scripted if isinstance(scripted, str | Reply) else scripted(asked.json)
        reply = Reply(reply) if isinstance(reply, str) else reply
        await asyncio.sleep(reply.hang)
        if reply.status != 200:
            error = reply.body if reply.body is not None else _error(reply.code, reply.message)
            return await _send_json(send, reply.status, error, reply.headers)
        if asked.json.get("stream"):
            return await _send_stream(send, reply, asked.json)
        return await _send_json(send, 200, _whole(reply, asked.json), reply.headers)


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": code or "scripted", "code": code or None, "param": None}}


def _usage(reply: Reply, request: dict[str, Any]) -> dict[str, int]:
    asked = sum(len(str(m.get("content") or "")) for m in request.get("messages", ()))
    before, after = reply.usage or (asked, len(reply.text))
    return {"prompt_tokens": before, "completion_tokens": after, "total_tokens": before + after}


def _whole(reply: Reply, request: dict[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": reply.text or None, "refusal": reply.refusal or None}
    choice = {"index": 0, "message": message, "finish_reason": reply.finish}
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": request.get("model", ""),
        "choices": [choice], "usage": _usage(reply, request),
    }  # fmt: skip


def _embedded(request: dict[str, Any]) -> dict[str, Any]:
    texts = request["input"] if isinstance(request["input"], list) else [request["input"]]
    vectors = [[byte / 255 for byte in hashlib.sha256(str(text).encode()).digest()[:8]] for text in texts]
    data = [{"object": "embedding", "index": i, "embedding": vector} for i, vector in enumerate(vectors)]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "data": data, "model": request.get("model", ""), "usage": usage}


async def _send_json(send: Any, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
    content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    await _start(send, status, {"content-type": "application/json", **(headers or {})})
    await send({"type": "http.response.body", "body": content})


async def _start(send: Any, status: int, headers: dict[str, str]) -> None:
    pairs = [(key.lower().encode(), value.encode()) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})


async def _send_stream(send: Any, reply: Reply, request: dict[str, Any]) -> None:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": request.get("model", "")}

    async def event(choices: list[dict[str, Any]], **more: Any) -> None:
        data = json.dumps({**head, "choices": choices, **more}, ensure_ascii=False)
        await send({"type": "http.response.body", "body": f"data: {data}\n\n".encode(), "more_body": True})

    def choice(delta: dict[str, Any], finish: str | None = None) -> list[dict[str, Any]]:
        return [{"index": 0, "delta": delta, "finish_reason": finish}]

    await _start(send, 200, {"content-type": "text/event-stream", **reply.headers})
    await event(choice({"role": "assistant", "content": ""}))
    async for piece in _pieces(reply):
        await event(choice({"content": piece}))
    if reply.refusal:
        await event(choice({"refusal": reply.refusal}))
    await event(choice({}, reply.finish))
    if (request.get("stream_options") or {}).get("include_usage"):
        await event([], usage=_usage(reply, request))
    await send({"type": "http.response.body", "body": b"data: [DONE]\n\n", "more_body": False})


async def _pieces(reply: Reply) -> AsyncIterator[str]:
    sent = 0
    while True:
        for start in range(0, len(reply.text), reply.size):
            if sent == reply.after and reply.stall:
                await asyncio.sleep(reply.stall)
            while sent == reply.after and reply.gate and not reply.gate.is_set():
                await asyncio.sleep(0.02)
            if sent == reply.after and reply.cut:
                raise ConnectionAbortedError("scripted cut")
            yield reply.text[start : start + reply.size]
            sent += 1
            await asyncio.sleep(reply.delay)
        if not reply.endless:
            return
