"""A model server for the batch's bench, in a process of its own: a letter half a second after each request.

Run as `python -m tests.bench.answering`; it says its address. GET /calls tells how many requests have come, and the most
at once.
"""

import asyncio
import json
import re
from zlib import crc32

import uvloop

from tests.bench.paced import letter
from tests.bench.speaking import converse, send_json, serve

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

        async def respond(head: bytes, body: bytes) -> bool:
            if head.startswith(b"GET /calls"):
                send_json(writer, {"calls": self._calls, "most": self._most})
            else:
                await self._chat(writer, body)
            return True

        await converse(reader, writer, respond)

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
            return send_json(writer, {**head, "object": "chat.completion", "choices": [choice], "usage": usage})
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


if __name__ == "__main__":
    uvloop.run(serve(Server().answer))
