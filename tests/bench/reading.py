"""The benches' reader: takes down what comes and when, and looks at it only when all has come."""

import asyncio
import json
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httptools

from tests.bench.paced import Letter

Arrived = list[tuple[float, bytes]]


class _TakingDown(asyncio.Protocol):
    def __init__(self, request: bytes):
        self.arrived: Arrived = []
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._request = request

    def connection_made(self, transport: Any) -> None:
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self.arrived.append((time.monotonic(), data))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.over.done():
            self.over.set_result(None)


async def exchange(method: str, url: str, body: object = None) -> Arrived:
    """One request; everything that came in answer, until the server had no more."""
    parts = urlsplit(url)
    content = b"" if body is None else json.dumps(body).encode()
    head = f"{method} {parts.path}?{parts.query} HTTP/1.1\r\nhost: {parts.netloc}\r\nconnection: close\r\n"
    head += f"content-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
    transport, reader = await asyncio.get_running_loop().create_connection(
        lambda: _TakingDown(head.encode() + content), parts.hostname or "", parts.port or 80
    )
    try:
        await reader.over
    finally:
        transport.close()
    return reader.arrived


class _Body:
    """The body of a response, without what HTTP puts around it."""

    def __init__(self) -> None:
        self.parser = httptools.HttpResponseParser(self)
        self.bytes = b""

    def on_body(self, body: bytes) -> None:
        self.bytes += body


def whole(arrived: Arrived) -> Any:
    """The JSON of an answer. Raises AssertionError where the server refused."""
    body = _Body()
    for _, data in arrived:
        body.parser.feed_data(data)
    assert body.parser.get_status_code() < 400, body.bytes.decode()
    return json.loads(body.bytes)


def events(arrived: Arrived) -> Iterator[tuple[float, str, str, str]]:
    """The events of a stream: when each was whole, its number, name and data."""
    body = _Body()
    for when, data in arrived:
        body.parser.feed_data(data)
        *blocks, body.bytes = body.bytes.split(b"\n\n")
        for block in blocks:
            lines = [line.partition(": ") for line in block.decode().splitlines()]
            found = {name: value for name, _, value in lines if name}
            if "data" in found:
                yield when, found.get("id", ""), found.get("event", ""), found["data"]


@dataclass
class Stream:
    """What a reader saw of one letter: how far it had come when, and why that is not the letter, if it is not.

    `counted` is how many characters of what grows had been sent with each piece, `sent` when that was.
    """

    letter: Letter
    counted: Sequence[int]
    sent: Sequence[float] = ()
    asked: float = 0.0
    first: float = 0.0
    grown: list[tuple[float, int]] = field(default_factory=list)
    fault: str = ""

    def late(self) -> dict[int, float]:
        """Milliseconds from the sending of each piece to the reader's having the whole of it."""
        reached, found, before = [n for _, n in self.grown], {}, 0
        for number, (when, so_far) in enumerate(zip(self.sent, self.counted, strict=False)):
            at = bisect_left(reached, so_far)
            if so_far > before and at < len(reached):
                found[number] = (self.grown[at][0] - when) * 1_000
            before = so_far
        return found

    def first_late(self) -> float:
        """The same of the piece that holds the letter's first character."""
        return self.late()[next(n for n, said in enumerate(self.letter.said) if said)]


def drafted(stream: Stream, arrived: Arrived) -> None:
    """Reads a draft's events: the model's words are those that follow on in its letter; the rest is the playbook's."""
    words, at, shown, last = stream.letter.words, 0, {}, 0
    end: dict[str, Any] = {}
    for when, number, name, text in events(arrived):
        data = json.loads(text)
        if int(number) <= last:
            stream.fault = stream.fault or "out of order"
        last = int(number)
        if name == "text":
            stream.first = stream.first or when
            shown[data["part"]] = shown.get(data["part"], "") + data["append"]
            if data["kind"] != "greeting" and words.startswith(data["append"], at):
                at += len(data["append"])
                stream.grown.append((when, at))
        elif name == "replace":
            shown[data["part"]] = data["text"]
        elif name in ("done", "failed"):
            end = data
    draft = end.get("draft")
    if draft is None:
        stream.fault = f"no draft: {end.get('why', 'the stream broke off')}"
    elif draft["origin"]["writer"] != "model":
        stream.fault = f"not by the model: {draft['origin']['fallback']}"
    elif at < len(words):
        stream.fault = f"{len(words) - at} characters lost"
    elif [text for _, text in sorted(shown.items()) if text] != [part["text"] for part in draft["parts"]]:
        stream.fault = "what was shown is not the draft"


def passed(stream: Stream, arrived: Arrived) -> None:
    """Reads the model's own events, as a pass-through hands them on."""
    so_far = ""
    for when, _, _, text in events(arrived):
        if text == "[DONE]":
            continue
        for choice in json.loads(text)["choices"]:
            if piece := choice["delta"].get("content"):
                so_far += piece
                stream.grown.append((when, len(so_far)))
    stream.fault = "" if so_far == stream.letter.answer else "not the whole answer"
