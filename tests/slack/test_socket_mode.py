"""Socket Mode: Tomoni calls Slack, and the same requests come over that line."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSMsgType, web

from api.slack.opening import opened
from assistant.bootstrap import open_coach
from assistant.settings import Settings, SlackKeys
from tests.demo_folder import demo_copy
from tests.slack.running import said
from tests.slack.server import message_faults

pytestmark = pytest.mark.anyio


class Line:
    """A Slack on loopback that answers `apps.connections.open` with a line of its own."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.acknowledged: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.posts: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.open = asyncio.Event()
        self.address = ""
        self._socket: web.WebSocketResponse | None = None

    async def start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_route("*", "/api/{name}", self._api)
        app.router.add_get("/link", self._link)
        app.router.add_post("/hook", self._hook)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    async def send(self, envelope: str, payload: dict[str, Any]) -> None:
        await asyncio.wait_for(self.open.wait(), 20)
        assert self._socket is not None
        await self._socket.send_json({"envelope_id": envelope, "type": "slash_commands", "accepts_response_payload": True, "payload": payload})  # fmt: skip

    async def _api(self, request: web.Request) -> web.Response:
        if request.match_info["name"] == "apps.connections.open":
            self.tokens.append(request.headers["authorization"])
            return web.json_response({"ok": True, "url": f"{self.address.replace('http', 'ws')}/link"})
        return web.json_response({"ok": True, "user": {"locale": "ja-JP"}})

    async def _hook(self, request: web.Request) -> web.Response:
        await self.posts.put(await request.json())
        return web.Response(text="ok")

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = web.WebSocketResponse()
        await self._socket.prepare(request)
        await self._socket.send_json({"type": "hello", "num_connections": 1})
        self.open.set()
        async for message in self._socket:
            if message.type == WSMsgType.TEXT:
                await self.acknowledged.put(json.loads(message.data))
        return self._socket


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    made = Line()
    runner = await made.start()
    yield made
    await runner.cleanup()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_copy(tmp_path_factory.mktemp("line") / "data")


async def test_that_a_command_over_the_line_is_acknowledged_and_drafted_once(folder: Path, line: Line):
    coach = await open_coach(Settings(data=folder))
    settings = Settings(data=folder, slack_api_url=f"{line.address}/api/")
    keys = SlackKeys(bot_token="xoxb-none", app_token="xapp-none")
    payload = {
        "team_id": "T1", "channel_id": "C1", "user_id": "U1", "command": "/tomoni", "trigger_id": "1.1.a",
        "text": "汐ノ井 次のご更新では年額を2割下げていただけませんか。", "response_url": f"{line.address}/hook",
    }  # fmt: skip
    try:
        async with opened(coach, keys, settings, "http://127.0.0.1:8000"):
            for envelope in ("e1", "e2"):
                await line.send(envelope, payload)
                answer = await asyncio.wait_for(line.acknowledged.get(), 20)
                assert answer["envelope_id"] == envelope
            post = await asyncio.wait_for(line.posts.get(), 30)
            assert line.tokens == ["Bearer xapp-none"]
            assert message_faults(post) == [] and post["response_type"] == "ephemeral"
            assert "株式会社汐ノ井設備" in said(post)
            await asyncio.sleep(0.5)
            assert line.posts.empty()
    finally:
        await coach.close()
