"""A model server for the batch's bench, in a process of its own: a letter half a second after each request.

Run as `python -m tests.bench.answering`; it says its address. GET /calls tells how many requests have come, and the most
at once.
"""

import asyncio
import json
import re
import sys
from zlib import crc32

import uvloop

from tests.bench.paced import letter

SECONDS = 0.5
_PIECES = 60
_LETTERS = 500
# A prompt about an English letter holds a Japanese name at the most.
_JAPANESE = 100
_KANA = re.compile("[\u3041-\u30fa]")


class Server:
    """The OpenAI protocol as far as the bench needs it."""

    def __init__(self) -> None:
        self._calls = self._now = self._most = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, with as many requests as come."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
                body = await reader.readexactly(int(length[1])) if length else b""
                if head.startswith(b"GET /calls"):
                    self._json(writer, {"calls": self._calls, "most": self._most})
                else:
                    await self._chat(writer, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def _json(self, writer: asyncio.StreamWriter, answer: object) -> None:
        body = json.dumps(answer).encode()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body))
        writer.write(body)

    async def _chat(self, writer: asyncio.StreamWriter, body: bytes) -> None:
        self._calls, self._now = self._calls + 1, self._now + 1
        self._most = max(self._most, self._now)
        await asyncio.sleep(SECONDS)
        self._now -= 1
        english = len(_KANA.findall(body.decode())) < _JAPANESE
        text = letter(crc32(body) % _LETTERS, _PIECES, english).answer
        usage = {"prompt_tokens": len(body) // 4, "completion_tokens": _PIECES, "total_tokens": _PIECES}
        head = {"id": "chatcmpl-1", "created": 1, "model": "bench"}
        if b'"stream":true' not in body and b'"stream": true' not in body:
            choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            return self._json(writer, {**head, "object": "chat.completion", "choices": [choice], "usage": usage})
        head["object"] = "chat.completion.chunk"
        choices = (
            [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}],
            [{"index": 0, "delta": {}, "finish_reason": "stop"}],
        )
        events = [{**head, "choices": one} for one in choices] + [{**head, "choices": [], "usage": usage}]
        data = "".join(f"data: {json.dumps(event, ensure_ascii=False)}\n\n" for event in events).encode()
        data += b"data: [DONE]\n\n"
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: %d\r\n\r\n" % len(data))
        writer.write(data)


async def main() -> None:
    """Serve on a free port of loopback until ended."""
    server = await asyncio.start_server(Server().answer, "127.0.0.1", 0, backlog=1_000)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", file=sys.stderr, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
