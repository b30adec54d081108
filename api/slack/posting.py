"""Where answers go: the address that Slack gave with a command or a click, five times within thirty minutes."""

import logging
from collections.abc import Sequence
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from api.slack.kit import Block

_SLACK = ("hooks.slack.com", "hooks.slack-gov.com")
POSTS = 5
_LIFE_SECONDS = 30 * 60
_TIMEOUT = 10

log = logging.getLogger("tomoni.slack")


def is_slacks(url: str, api_url: str | None) -> bool:
    """Whether a response_url is one of Slack's own, or of the host that TOMONI_SLACK_API_URL names; nothing goes elsewhere."""
    try:
        parts = urlsplit(url)
        port = parts.port
        ours = urlsplit(api_url) if api_url else None
        if parts.username or parts.password:
            return False
        if ours and (parts.scheme, parts.hostname, port) == (ours.scheme, ours.hostname, ours.port):
            return True
    except ValueError:
        return False
    return parts.scheme == "https" and parts.hostname in _SLACK and port in (None, 443)


class Posting:
    """The lines to Slack, shared by all answers of this process.

    Args:
        token: the bot's.
        api_url: another address of the Web API (TOMONI_SLACK_API_URL), Slack's where None.
    """

    def __init__(self, token: str, api_url: str | None):
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT), trust_env=True)
        base = f"{api_url.rstrip('/')}/" if api_url else AsyncWebClient.BASE_URL
        self.client = AsyncWebClient(token, base_url=base, timeout=_TIMEOUT, session=self.session, logger=_quiet("web"))
        # The session knows the environment's proxies, and NO_PROXY, which the client's own reading leaves out.
        self.client.proxy = None

    async def send(self, url: str, message: dict[str, Any]) -> tuple[int, str]:
        """Posts to a response_url; status and Slack's word for what was wrong, 0 where nobody answered."""
        hook = AsyncWebhookClient(
            url, timeout=_TIMEOUT, session=self.session, logger=_quiet("hook"),
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=1)],
        )  # fmt: skip
        hook.proxy = None
        try:
            answer = await hook.send_dict(message)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return 0, type(error).__name__
        return answer.status_code, answer.body[:200]

    async def close(self) -> None:
        await self.session.close()


class Reply:
    """The way back to one person: ephemeral, always, except where a draft is shared on purpose.

    Args:
        posting: the lines to Slack.
        url: the response_url of the command or click, "" where there is none.
        channel: where it was.
        user: who it was.
        clicked: the message that was clicked on can be replaced; that of a command's own answers cannot.
    """

    def __init__(self, posting: Posting, url: str, channel: str, user: str, clicked: bool = False):
        self._posting, self._url, self.channel, self.user, self.clicked = posting, url, channel, user, clicked
        self._until = monotonic() + _LIFE_SECONDS
        self.left = POSTS if url else 0

    async def say(self, text: str) -> bool:
        """A plain sentence. `text` is in Slack's mark-up."""
        return await self.post(text, ())

    async def post(self, text: str, blocks: Sequence[Block], replace: bool = False, shared: bool = False) -> bool:
        """One message; True where it arrived.

        Args:
            text: what notifications show, in Slack's mark-up; the message itself where there are no blocks.
            blocks: the message.
            replace: in place of the message that was clicked on.
            shared: for everybody in the channel.
        """
        message = {
            "response_type": "in_channel" if shared else "ephemeral", "text": text, "replace_original": replace,
            "unfurl_links": False, "unfurl_media": False,
        } | ({"blocks": list(blocks)} if blocks else {})  # fmt: skip
        if self.left > 0 and monotonic() < self._until:
            self.left -= 1
            status, why = await self._posting.send(self._url, message)
            if status == 0 or status >= 500:
                status, why = await self._posting.send(self._url, message)
            if status == 200:
                return True
            log.warning("Slack did not take a message: %s %s", status, why)
        return not shared and await self._another_way(text, blocks)

    async def _another_way(self, text: str, blocks: Sequence[Block]) -> bool:
        """Where the response_url is worn out: a message that only this person sees, as long as the app is in the channel."""
        try:
            await self._posting.client.chat_postEphemeral(
                channel=self.channel, user=self.user, text=text, blocks=list(blocks) or None
            )
            return True
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("Slack did not take a message: %s", reason(error))
            return False

    async def leave_word(self, text: str) -> None:
        """A word in the person's own conversation with the app, where nothing else arrives. It holds no customer's words."""
        try:
            await self._posting.client.chat_postMessage(channel=self.user, text=text, unfurl_links=False)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("Slack did not take a message: %s", reason(error))


def reason(error: BaseException) -> str:
    """Slack's word for a refused call, which holds no secret."""
    return str(error.response.get("error", "")) if isinstance(error, SlackApiError) else type(error).__name__


def _quiet(name: str) -> logging.Logger:
    """A logger for Slack's libraries, whose debug lines hold addresses that are as good as keys."""
    made = logging.getLogger(f"tomoni.slack.{name}")
    made.setLevel(logging.WARNING)
    return made
