"""What Starlette and httpx cost alone: a chat request passed on, its answer passed back. Run by `tests.bench.streams`."""

import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route


@asynccontextmanager
async def _client(app: Starlette) -> AsyncIterator[None]:
    limits = httpx.Limits(max_connections=1_000, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=os.environ["OPENAI_BASE_URL"], limits=limits, timeout=120) as client:
        app.state.client = client
        yield


async def chat(request: Request) -> StreamingResponse:
    """The model server's answer as it comes."""
    body, client = await request.body(), request.app.state.client

    async def pieces() -> AsyncIterator[bytes]:
        async with client.stream("POST", "/chat/completions", content=body) as response:
            async for piece in response.aiter_bytes():
                yield piece

    return StreamingResponse(pieces(), media_type="text/event-stream")


def main() -> None:
    """Serve on a free port of loopback until ended."""
    door = socket.create_server(("127.0.0.1", 0), backlog=1_000)
    print(f"http://127.0.0.1:{door.getsockname()[1]}", file=sys.stderr, flush=True)
    app = Starlette(routes=[Route("/chat", chat, methods=["POST"])], lifespan=_client)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[door])


if __name__ == "__main__":
    main()
