"""Drafts for Slack: begun, shown as they grow where they take long, shown whole, said another way, shared."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from api.slack import kit, reviewing, showing, telling
from api.slack.callers import Caller
from api.slack.chat import writes_in_chat
from api.slack.errands import Errands
from api.slack.kit import escaped
from assistant.coach import Coach
from assistant.domain.draft import Draft, DraftRequest
from assistant.domain.review import ReviewRequest
from assistant.domain.situation import Situation
from assistant.errors import Invalid, NotFound
from assistant.telling import OnEvent

Making = Callable[[OnEvent], Awaitable[Draft]]

# When somebody who waits is told how far it is: seconds after the step before. The last posts of an address are kept for
# the draft itself, which may take two, and for a failure.
_STEPS = (2.5, 10.0, 15.0)
_KEPT_POSTS = 3
_INSTRUCTIONS = {
    "shorter": "shorter", "firmer": "firmer", "softer": "softer", "english": "in English", "japanese": "in Japanese",
}  # fmt: skip
STYLES = tuple(_INSTRUCTIONS)


class Heard:
    """What has been heard of a draft in the making."""

    def __init__(self) -> None:
        self.stage = "triage"
        self._parts: dict[int, str] = {}

    def __call__(self, event: str, data: dict[str, Any]) -> None:
        if event == "stage":
            self.stage = data["name"]
        elif event == "text":
            self._parts[data["part"]] = self._parts.get(data["part"], "") + data["append"]
        elif event == "replace":
            self._parts[data["part"]] = data["text"]

    @property
    def parts(self) -> list[str]:
        """The parts that are whole so far: all but the last, which still grows."""
        return [text for _, text in sorted(self._parts.items()) if text.strip()][:-1]


class Drafting:
    """What Slack asks of drafts.

    Args:
        coach: makes them.
        errands: in whose turn they are made.
        address: the workspace's.
    """

    def __init__(self, coach: Coach, errands: Errands, address: str):
        self._coach, self._errands, self.address = coach, errands, address

    async def draft(self, caller: Caller, account: str, message: str, situation: str | None = None,
                    language: str | None = None, instruction: str | None = None) -> None:  # fmt: skip
        """Drafts a reply, or the first word of a moment of ours, and shows it."""
        await self._errands.breathe()
        known = (await self._coach.records.dossier(account)).account
        request = DraftRequest.model_validate({
            "account": account, "message": message, "situation": situation, "language": language,
            "instruction": instruction, "channel": "chat" if writes_in_chat(known) else "mail",
        })  # fmt: skip
        draft = await self._watched(caller, known.name, message, lambda tell: self._coach.draft(request, caller.say.language, tell))  # fmt: skip
        await self.show(caller, draft, known.name, request.model_dump(mode="json"))

    async def close(self, caller: Caller, account: str, instruction: str) -> None:
        """The message for a completed project."""
        await self.draft(caller, account, "", Situation.project_completion, instruction=instruction or None)

    async def review(self, caller: Caller, account: str, message: str, draft: str) -> None:
        """Goes over a draft of the CSM's own."""
        known = (await self._coach.records.dossier(account)).account
        channel = "chat" if writes_in_chat(known) else "mail"
        request = ReviewRequest(account=account, message=message, draft=draft, channel=channel)
        made = await self._errands.in_turn(lambda: self._coach.review(request, caller.say.language))
        blocks = reviewing.review_blocks(made, known.name, message, caller.say)
        await caller.show(reviewing.title(known.name, caller.say), kit.messages(blocks))

    async def revise(self, caller: Caller, id: str, style: str) -> None:
        """Says a draft another way."""
        await self._again(caller, id, instruction=caller.say(_INSTRUCTIONS[style]))

    async def answer(self, caller: Caller, id: str, answers: dict[str, str]) -> None:
        """Puts in what only the CSM could say."""
        await self._again(caller, id, answers=answers)

    async def show(self, caller: Caller, draft: Draft, name: str, request: Mapping[str, Any]) -> None:
        """A whole draft, in place of what was clicked on; a word with its address where it could not be shown.

        Args:
            request: what it was asked for with: the customer's message, the channel.
        """
        titles = {situation: title[caller.say.language] for situation, title in self.titles.items()}
        told = showing.Told(name, request.get("message") or "", self.address, titles, request.get("channel") == "chat")
        messages = kit.messages(showing.draft_blocks(draft, told, caller.say))
        if not await caller.show(showing.notice(name, caller.say), messages, replace=True):
            page = escaped(showing.link(draft, self.address))
            await caller.reply.leave_word(caller.say("A draft is ready, but Slack did not take it where you asked for it. It is in the workspace: %(link)s", link=page))  # fmt: skip

    async def sources(self, caller: Caller, id: str, version: int) -> None:
        """What a draft rests on."""
        draft = await self.version(id, version)
        name = await self._name(draft)
        await caller.show(caller.say("Sources"), kit.messages(telling.sources(draft, name, caller.say)))

    async def coaching(self, caller: Caller, id: str, version: int) -> None:
        """The coach's notes on a draft."""
        draft = await self.version(id, version)
        name = await self._name(draft)
        await caller.show(caller.say("Coaching"), kit.messages(telling.coaching(draft, name, caller.say)))

    async def share(self, caller: Caller, id: str, version: int) -> None:
        """The letter to everybody in the channel, where nothing speaks against it.

        Raises Invalid where a finding blocks it, and where it is not for the customer's eyes.
        """
        draft = await self.version(id, version)
        if not showing.may_be_shared(draft):
            raise Invalid(
                "This draft cannot be shared: a finding blocks it, or it is for colleagues, or it has no words."
            )
        name = await self._name(draft)
        chat = (await self._coach.records.draft(id))[1].get("channel") == "chat"
        for blocks in kit.messages(showing.shared_blocks(draft, name, caller.user, caller.say, chat)):
            if not await caller.reply.post(showing.notice(name, caller.say), blocks, shared=True):
                raise Invalid("Slack did not take the draft. Type the command again and share that one.")

    async def version(self, id: str, version: int) -> Draft:
        """A draft as it was shown. Raises NotFound."""
        for draft in await self._coach.records.versions(id):
            if draft.version == version:
                return draft
        raise NotFound("This draft is no longer on record.")

    async def _again(self, caller: Caller, id: str, **changes: Any) -> None:
        last, stored = await self._coach.records.draft(id)
        name, message = await self._name(last), str(stored.get("message") or "")
        draft = await self._watched(
            caller, name, message,
            lambda tell: self._coach.revise(id, ui_language=caller.say.language, on_event=tell, **changes),
        )  # fmt: skip
        await self.show(caller, draft, name, stored)

    async def _watched(self, caller: Caller, name: str, message: str, making: Making) -> Draft:
        """Makes a draft; who waits for long is told how far it is."""
        heard = Heard()
        task = asyncio.create_task(self._errands.in_turn(lambda: making(heard)))
        shown: Sequence[str] | None = None
        try:
            for seconds in _STEPS:
                await asyncio.wait({task}, timeout=seconds)
                if task.done():
                    break
                await self._errands.breathe()
                if not task.done() and caller.reply.left > _KEPT_POSTS and (shown is None or heard.parts != shown):
                    blocks = telling.progress(name, message, heard.stage, heard.parts, caller.say)
                    shown = heard.parts
                    await caller.reply.post(f"{telling.said_stage(heard.stage, caller.say)}…", kit.messages(blocks)[0])
            return await task
        except BaseException:
            task.cancel()
            raise

    async def _name(self, draft: Draft) -> str:
        return (await self._coach.records.dossier(draft.account)).account.name

    @cached_property
    def titles(self) -> dict[str, dict[str, str]]:
        """What each situation is called, by language."""
        return {name: card.title for name, card in self._coach.desk.knowledge.situations.items()}
