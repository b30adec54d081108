"""As much of HTTP as the model servers of the benches speak: requests one after another, and answers in one piece."""

import asyncio
import json
import re
import sys
from collections.abc import Awaitable, Callable

# Is given the head and the body of a request; False ends the connection.
Respond = Callable[[bytes, bytes], Awaitable[bool]]


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, respond: Respond) -> None:
    """One connection, with as many requests as come."""
    try:
        on = True
        while on:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
            body = await reader.readexactly(int(length[1])) if length else b""
            on = await respond(head, body)
    except (asyncio.IncompleteReadError, ConnectionError):
        return
    finally:
        writer.close()


def send_json(writer: asyncio.StreamWriter, answer: object) -> None:
    """A whole answer."""
    body = json.dumps(answer).encode()
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body))
    writer.write(body)


async def serve(answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> None:
    """Serve on a free port of loopback, which is said on stderr, until ended."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1_000)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", file=sys.stderr, flush=True)
    await server.serve_forever()
