"""Slack's own protocol, by slack-bolt: who may ask, what has been asked before, and which request goes where."""

import hashlib
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from api.slack import forms
from api.slack.callers import Caller, attempt
from api.slack.commands import Commands
from api.slack.drafting import STYLES, Drafting
from api.slack.errands import Errands
from api.slack.kit import escaped, unescaped
from api.slack.posting import Posting, Reply, is_slacks
from api.slack.voices import Voices
from assistant.coach import Coach
from assistant.errors import TomoniError
from assistant.settings import Settings, SlackKeys

# Slack asks again within minutes; its retries of events come within an hour.
_ASKED_SECONDS = 3_600
_CLICKED_SECONDS = 24 * 3_600
_VALUE = re.compile(r"([A-Za-z0-9_-]{1,64}):([0-9]{1,6})")
_READING = ("sources", "coaching")
_READ_SECONDS = 3
# Bolt sets the level of a logger of this name.
_NAME = "slack_bolt.tomoni"
_OF_A_COMMAND = ("enterprise_id", "team_id", "user_id", "channel_id", "response_url")

Ack = Callable[..., Awaitable[BoltResponse]]
Body = Mapping[str, Any]
Next = Callable[[], Awaitable[BoltResponse]]
Work = Callable[[Caller], Awaitable[None]]


class SlackDoor:
    """Everything behind /slack: made with the app, closed with it."""

    def __init__(self, coach: Coach, keys: SlackKeys, settings: Settings, address: str):
        self._coach, self._settings = coach, settings
        self.keys = keys
        self.errands = Errands()
        self.posting = Posting(keys.bot_token, settings.slack_api_url)
        self._voices = Voices(coach, self.posting)
        self._drafting = Drafting(coach, self.errands, address)
        self._commands = Commands(coach, self._drafting, self.posting)
        self._workspaces, self._users = (_ids(text) for text in (settings.slack_workspaces, settings.slack_users))
        self.bolt = self._bolt()

    async def close(self) -> None:
        """Says goodbye to everybody who waits."""
        await self.errands.close()
        await self.posting.close()

    def _bolt(self) -> AsyncApp:
        bolt = AsyncApp(
            name=_NAME, logger=log_of_bolt(), signing_secret=self.keys.signing_secret, process_before_response=True,
            client=AsyncWebClient(), authorize=_authorize, before_authorize=_read_as_form, ssl_check_enabled=False,
            url_verification_enabled=False, attaching_function_token_enabled=False,
        )  # fmt: skip
        bolt.middleware(self._allowed)
        bolt.middleware(self._once)
        bolt.command(re.compile(r"^/"))(self._command)
        bolt.options("find_account")(self._options)
        bolt.view(re.compile(r"^(draft|review|answers)$"))(self._view)
        bolt.action(re.compile(r""))(self._action)
        return bolt

    async def _allowed(self, body: Body, context: AsyncBoltContext, next: Next) -> BoltResponse:
        """Only workspaces and people on the lists, where there are lists; and only addresses of Slack's."""
        url = body.get("response_url")
        if not context.user_id or not context.team_id or (url is not None and not is_slacks(str(url), self._settings.slack_api_url)):  # fmt: skip
            return BoltResponse(status=400, body="")
        if (self._workspaces and context.team_id not in self._workspaces) or (self._users and context.user_id not in self._users):  # fmt: skip
            say = await self._voices.default()
            text = say("You are not on the list of those who may use Tomoni here. Ask whoever set it up.")
            return BoltResponse(status=200, body=_for_the_caller(body, text))
        return await next()

    async def _once(self, req: AsyncBoltRequest, body: Body, next: Next) -> BoltResponse:
        """The same request a second time is answered and not done again."""
        if body.get("type") == "block_suggestion":
            return await next()
        text = req.raw_body or json.dumps(body, sort_keys=True)
        try:
            fresh = await self._coach.records.claim(f"slack:asked:{_digest(text)}", _ASKED_SECONDS)
        except TomoniError as error:
            say = await self._voices.default()
            return BoltResponse(status=200, body=_for_the_caller(body, say(error.message, **error.values)))
        return await next() if fresh else BoltResponse(status=200, body="")

    async def _command(self, ack: Ack, body: Body) -> None:
        await ack()
        text = unescaped(str(body.get("text") or ""))
        self._begin(body, str(body.get("response_url") or ""), lambda caller: self._commands.typed(caller, text))

    async def _options(self, ack: Ack, body: Body) -> None:
        await ack(options=await self._commands.found(str(body.get("value") or "")))

    async def _view(self, ack: Ack, body: Body) -> None:
        """A form that was sent; what is missing is said beside the field."""
        view = body.get("view") or {}
        form, fields, kept = view.get("callback_id"), forms.filled(view), forms.kept_in(view)
        if form == "draft" and not fields.get("message") and not fields.get("situation"):
            say = await self._voices.of(_user(body))
            why = say("Paste the customer's message, or choose a situation.")
            await ack(response_action="errors", errors={"message": why})
            return
        await ack()
        claim = f"slack:view:{_digest(str(view.get('id')))}"
        if view.get("id") and not await self._coach.records.claim(claim, _ASKED_SECONDS):
            return
        url = kept.get("url", "") if is_slacks(kept.get("url", ""), self._settings.slack_api_url) else ""

        async def work(caller: Caller) -> None:
            if form == "answers":
                await self._drafting.answer(caller, kept.get("draft", ""), fields)
            else:
                await self._commands.filled(caller, str(form), fields)

        self._begin(body, url, work, channel=kept.get("channel", ""), claims=(claim,), clicked=form == "answers")

    async def _action(self, ack: Ack, body: Body) -> None:
        """A click on a button, or a choice from a menu."""
        await ack()
        action = next(iter(body.get("actions") or ()), None) or {}
        name, url = str(action.get("action_id")), str(body.get("response_url") or "")
        if name == "account":
            pending, chosen = str(action.get("block_id")), str((action.get("selected_option") or {}).get("value"))
            claim = f"slack:chosen:{_digest(pending)}"
            if await self._coach.records.claim(claim, _ASKED_SECONDS):
                self._begin(
                    body, url, lambda c: self._commands.chosen(c, pending, chosen), claims=(claim,), clicked=True
                )
        elif match := _VALUE.fullmatch(str(action.get("value"))):
            await self._clicked(body, name, match[1], int(match[2]), url)

    async def _clicked(self, body: Body, name: str, id: str, version: int, url: str) -> None:
        works: dict[str, Work] = {
            "sources": lambda caller: self._drafting.sources(caller, id, version),
            "coaching": lambda caller: self._drafting.coaching(caller, id, version),
            "share": lambda caller: self._drafting.share(caller, id, version),
            "answer": lambda caller: self._ask(caller, id, version),
        }
        if name in STYLES:
            works[name] = lambda caller: self._drafting.revise(caller, id, name)
        if name not in works:
            return
        where = _channel(body) if name == "share" else _user(body)
        claim = f"slack:click:{_digest(f'{id}:{version}:{name}:{where}')}"
        passing = name in _READING or name == "answer"
        if await self._coach.records.claim(claim, _READ_SECONDS if passing else _CLICKED_SECONDS):
            self._begin(body, url, works[name], claims=(claim,), clicked=True)

    async def _ask(self, caller: Caller, id: str, version: int) -> None:
        """Opens the form for what only the CSM can say."""
        draft = await self._drafting.version(id, version)
        kept = json.dumps({"url": caller.url, "channel": caller.channel, "draft": id})
        await self._commands.open_view(caller, forms.asks_form(kept, draft.asks, caller.say))

    def _begin(
        self, body: Body, url: str, work: Work, channel: str = "",
        claims: tuple[str, ...] = (), clicked: bool = False,
    ) -> None:  # fmt: skip
        user, place = _user(body), channel or _channel(body)
        reply = Reply(self.posting, url, place, user, clicked)

        async def run() -> None:
            await self.errands.breathe()
            say = await self._voices.of(user)
            caller = Caller(reply, say, user, place, url, str(body.get("trigger_id") or ""))
            await attempt(caller, self._coach, work(caller), claims)

        self.errands.begin(run())


async def _authorize() -> AuthorizeResult:
    """One workspace, one token: whether it is right shows at the first call, and no answer to Slack waits for that."""
    return AuthorizeResult(enterprise_id=None, team_id=None)


async def _read_as_form(req: AsyncBoltRequest, next: Next) -> BoltResponse:
    """Bolt takes a command whose text holds the word "payload" for an interaction, and finds nothing in it."""
    if not req.body and req.raw_body:
        whole = AsyncBoltRequest(body=req.raw_body.replace("payload", "paylo%61d"), headers=req.headers)  # type: ignore[arg-type]
        req.body = whole.body
        req.context.update({name: whole.context[name] for name in _OF_A_COMMAND if name in whole.context})
    return await next()


def log_of_bolt() -> logging.Logger:
    """Bolt's debug and info lines hold requests as they came; only its faults are logged."""
    made = logging.getLogger(_NAME)
    made.setLevel(logging.ERROR)
    return made


def _for_the_caller(body: Body, text: str) -> dict[str, str] | str:
    """A sentence in the answer itself; Slack shows it for a command, and takes no text for a click."""
    return {"response_type": "ephemeral", "text": escaped(text)} if "command" in body else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _ids(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def _user(body: Body) -> str:
    user = body.get("user")
    return str(user.get("id") if isinstance(user, Mapping) else body.get("user_id") or "")


def _channel(body: Body) -> str:
    channel = body.get("channel")
    return str(channel.get("id") if isinstance(channel, Mapping) else body.get("channel_id") or "")
