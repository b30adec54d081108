"""A model server for the batch's bench, in a process of its own: a letter half a second after each request.

Run as `python -m tests.bench.answering`; it says its address. GET /calls tells how many requests have come, and the most
at once. Its answers are made once, and sent without streams or tasks: the cores it shares are those it measures.
"""

import asyncio
import json
import re
import sys
from functools import cache
from typing import cast
from zlib import crc32

import uvloop

from tests.bench.paced import letter

SECONDS = 0.5
_PIECES = 60
_LETTERS = 500
# A prompt about an English letter holds a Japanese name at the most; hiragana begin with these bytes.
_JAPANESE, _HIRAGANA = 100, b"\xe3\x81"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_USAGE = {"prompt_tokens": 3_000, "completion_tokens": _PIECES, "total_tokens": 3_000 + _PIECES}


@cache
def _answer(number: int, english: bool, streamed: bool) -> bytes:
    """A whole response with one of the letters."""
    text = letter(number, _PIECES, english).answer
    head = {"id": "chatcmpl-1", "created": 1, "model": "bench"}
    if not streamed:
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        return _response({**head, "object": "chat.completion", "choices": [choice], "usage": _USAGE})
    head["object"] = "chat.completion.chunk"
    choices = (
        [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}],
        [{"index": 0, "delta": {}, "finish_reason": "stop"}],
    )
    events = [{**head, "choices": one} for one in choices] + [{**head, "choices": [], "usage": _USAGE}]
    data = "".join(f"data: {json.dumps(event, ensure_ascii=False)}\n\n" for event in events) + "data: [DONE]\n\n"
    return _framed("text/event-stream", data.encode())


def _response(answer: object) -> bytes:
    return _framed("application/json", json.dumps(answer, ensure_ascii=False).encode())


def _framed(kind: str, data: bytes) -> bytes:
    return f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {len(data)}\r\n\r\n".encode() + data


class Counted:
    """What has come so far."""

    calls = now = most = 0


class Connection(asyncio.Protocol):
    """One connection: requests of the OpenAI protocol, one after another.

    Args:
        counted: of all connections together.
    """

    def __init__(self, counted: Counted):
        self._counted = counted
        self._come = bytearray()
        self._wanted = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are of no class of asyncio's.
        self._to = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._come += data
        if not self._wanted:
            end = self._come.find(b"\r\n\r\n")
            if end < 0:
                return
            length = _LENGTH.search(self._come, 0, end)
            self._wanted = end + 4 + (int(length[1]) if length else 0)
        if len(self._come) >= self._wanted:
            request, self._come, self._wanted = bytes(self._come), bytearray(), 0
            self._respond(request)

    def _respond(self, request: bytes) -> None:
        counted = self._counted
        if request.startswith(b"GET /calls"):
            self._to.write(_response({"calls": counted.calls, "most": counted.most}))
            return
        counted.calls, counted.now = counted.calls + 1, counted.now + 1
        counted.most = max(counted.most, counted.now)
        english = request.count(_HIRAGANA) < _JAPANESE
        streamed = b'"stream":true' in request or b'"stream": true' in request
        answer = _answer(crc32(request) % _LETTERS, english, streamed)
        asyncio.get_running_loop().call_later(SECONDS, self._send, answer)

    def _send(self, answer: bytes) -> None:
        self._counted.now -= 1
        self._to.write(answer)


async def main() -> None:
    """Serve on a free port of loopback, which is said on stderr, until ended."""
    counted = Counted()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(counted), "127.0.0.1", 0, backlog=1_000)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", file=sys.stderr, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
