"""Who typed or clicked, the way back to them, and that they always hear the end of it."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from api.slack.kit import Block, escaped
from api.slack.posting import Reply
from assistant.coach import Coach
from assistant.errors import TomoniError
from assistant.event_writer import INTERRUPTED
from assistant.refusals import refusal
from assistant.texts import Say

log = logging.getLogger("tomoni.slack")


@dataclass(frozen=True, slots=True)
class Caller:
    """One person at one moment. `trigger` opens a form within three seconds, `url` is the response_url."""

    reply: Reply
    say: Say
    user: str
    channel: str
    url: str = ""
    trigger: str = ""

    async def tell(self, text: str) -> None:
        """A sentence (escaped already, where it holds anybody's words)."""
        if not await self.reply.say(text):
            await self.reply.leave_word(text)

    async def show(self, text: str, messages: Sequence[Sequence[Block]], replace: bool = False) -> bool:
        """Messages one after the other; the first in place of what was clicked on, where that is wanted."""
        for number, blocks in enumerate(messages):
            if not await self.reply.post(text, blocks, replace=replace and self.reply.clicked and not number):
                return False
        return True


async def attempt(caller: Caller, coach: Coach, work: Awaitable[None], claims: Sequence[str] = ()) -> None:
    """Does some work; where nothing comes of it, the caller is told why, and may try again.

    Args:
        caller: whom it is done for.
        coach: whose records hold the claims.
        work: what is done.
        claims: what was claimed for it, free again where it fails.
    """
    try:
        await work
        return
    except asyncio.CancelledError:
        await asyncio.shield(caller.tell(caller.say(INTERRUPTED)))
        raise
    except (TomoniError, ValidationError) as error:
        refused = refusal(error, caller.say)
        why = escaped(refused.detail) if refused else ""
    except Exception:
        log.exception("A request from Slack could not be answered.")
        why = caller.say("Something went wrong on our side. Nothing was sent; the log has the details.")
    try:
        for name in claims:
            await coach.records.unclaim(name)
    except TomoniError as error:
        log.warning("%s", error)
    await caller.tell(f":warning: {why}")
