"""Opens and closes the door: by Slack's requests over HTTP, or by our own line to Slack (Socket Mode)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from api.slack.callers import log
from api.slack.door import SlackDoor, log_of_bolt
from api.slack.posting import reason
from assistant.coach import Coach
from assistant.errors import TomoniError
from assistant.settings import Settings, SlackKeys

_AGAIN_SECONDS = 30.0


@asynccontextmanager
async def opened(coach: Coach, keys: SlackKeys, settings: Settings, address: str) -> AsyncIterator[SlackDoor]:
    """The door while the app runs.

    Args:
        coach: the flow behind it.
        keys: Slack's.
        settings: who may use it, where Slack's Web API is.
        address: the workspace's, for links.
    """
    door = SlackDoor(coach, keys, settings, address)
    # The first commands shall be answered as soon as any others.
    door.errands.begin(_warm(door, coach))
    line = asyncio.create_task(_line(door)) if keys.by_socket else None
    try:
        yield door
    finally:
        if line:
            line.cancel()
            with suppress(asyncio.CancelledError):
                await line
        await door.close()


async def _warm(door: SlackDoor, coach: Coach) -> None:
    try:
        await coach.warm(door.errands.breathe)
    except TomoniError as error:
        log.warning("%s", error)


async def _line(door: SlackDoor) -> None:
    """Keeps a line to Slack open; the library mends it where it breaks, we try again where it never came about."""
    while True:
        handler = AsyncSocketModeHandler(
            door.bolt, door.keys.app_token, logger=log_of_bolt(), web_client=door.posting.client
        )
        try:
            await handler.connect_async()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await handler.close_async()
            raise
        except Exception as error:
            log.error("Socket Mode: no line to Slack (%s)", reason(error))
            await handler.close_async()
            await asyncio.sleep(_AGAIN_SECONDS)
