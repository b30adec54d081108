"""The conversation: a customer's message gives a draft, an instruction revises the last one, a question is answered."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Protocol
from weakref import WeakValueDictionary

from assistant.answering import Answering
from assistant.casework import Desk
from assistant.domain.conversation import Answer, Conversation, Turn, TurnKind
from assistant.domain.draft import MESSAGE_LIMIT, Draft, DraftRequest
from assistant.domain.situation import Situation
from assistant.errors import Conflict, Invalid, NotFound, TooLarge
from assistant.triage.turns import TurnCues, turn_of

# An instruction or a question is a few sentences; what is longer was pasted.
SAID_LIMIT = 2_000


class Drafting(Protocol):
    """What of the coach a conversation needs."""

    async def draft(self, request: DraftRequest, ui_language: str = "ja") -> Draft: ...
    async def begin(self, request: DraftRequest, ui_language: str = "ja") -> str: ...
    async def revise(self, id: str, *, instruction: str | None = None, ui_language: str = "ja") -> Draft: ...
    async def begin_revision(
        self, id: str, *, answers: dict[str, str] | None = None, ui_language: str = "ja", **changes: str | None
    ) -> None: ...


class Conversing:
    """Turns of a conversation, one after the other.

    An answer is for the CSM: it is kept with its turn and goes into no draft request, so no letter can hold it.

    Args:
        desk: stores, shelves and steps.
        drafting: makes and revises drafts.
    """

    def __init__(self, desk: Desk, drafting: Drafting):
        self.desk, self.records, self.drafting = desk, desk.records, drafting
        self._answering = Answering(desk)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @cached_property
    def _cues(self) -> TurnCues:
        return TurnCues.load(self.desk.knowledge.folders)

    async def begin(self, account: str) -> Conversation:
        """A new conversation. Raises NotFound for an unknown account."""
        return await self.records.begin_conversation(secrets.token_hex(8), account)

    async def listed(self, account: str, limit: int) -> list[Conversation]:
        """An account's conversations without their turns, the one that was begun last first. Raises NotFound."""
        return await self.records.conversations(account, limit)

    async def get(self, id: str) -> Conversation:
        """A conversation with its turns. Raises NotFound where there is none."""
        return await self.records.conversation(id)

    async def turn(
        self, id: str, text: str, kind: TurnKind | None = None, ui_language: str = "ja", wait: bool = True,
        situation: Situation | None = None,
    ) -> Turn:  # fmt: skip
        """What comes of one turn, stored. A turn waits until the one before it is done.

        Args:
            id: of the conversation.
            text: as typed or pasted; of a moment of ours, the name of its situation.
            kind: what it is; None lets triage decide, which never takes it for a moment.
            ui_language: of findings, coaching and errors. A question is answered in its own language.
            situation: of a message, where the CSM knows it better than triage; else None.
            wait: False begins the draft or its revision and returns at once, with `draft_id` but no `draft`.

        Raises:
            NotFound: no such conversation.
            Invalid: nothing was said, or an instruction has no draft to change.
            TooLarge: more was said than is taken.
            Conflict: another process has added a turn meanwhile, or the draft to change is not finished.
        """
        if not text.strip():
            reason = "Paste a message, or write an instruction or a question."
            raise Invalid(reason, fields={"text": reason})
        _bounded(text, MESSAGE_LIMIT)
        lock = self._locks.setdefault(id, asyncio.Lock())
        async with lock:
            conversation = await self.records.conversation(id)
            last = conversation.drafted
            chosen = kind or await self._kind(conversation, text, ui_language)
            if chosen != "message":
                _bounded(text, SAID_LIMIT)
            if chosen == "instruction" and last is None:
                reason = "There is no draft to change in this conversation yet. Paste the customer's message first."
                raise Invalid(reason, fields={"as": reason})
            said = text.strip() if chosen != "message" else text
            made = await self._made(conversation, said, chosen, ui_language, wait, situation)
            turn = Turn(number=len(conversation.turns) + 1, kind=chosen, text=text, at=_now(), **made)
            await self.records.add_turn(id, turn)
            return turn

    async def _kind(self, conversation: Conversation, text: str, ui_language: str) -> TurnKind:
        if len(text) > SAID_LIMIT:
            return "message"
        account = await self.records.account(conversation.account)
        names: Sequence[str] = [c.name for c in account.contacts]
        return turn_of(
            text, drafted=conversation.drafted is not None, cues=self._cues, names=names, default_language=ui_language
        )

    async def _made(
        self, conversation: Conversation, text: str, kind: TurnKind, ui_language: str, wait: bool,
        situation: Situation | None,
    ) -> dict[str, Any]:  # fmt: skip
        """The fields of the turn that say what came of it."""
        if kind == "question":
            draft = await self._last_draft(conversation)
            answer: Answer = await self._answering.answer(conversation.account, text, draft, ui_language)
            return {"answer": answer}
        if kind in ("message", "moment"):
            request = _request(conversation.account, text, kind, situation)
            if not wait:
                return {"draft_id": await self.drafting.begin(request, ui_language), "version": 1}
            draft = await self.drafting.draft(request, ui_language)
        else:
            last = await self._last_draft(conversation)
            if last is None:
                raise Conflict("The last draft is not finished. Wait for it, or paste the message again.")
            if not wait:
                await self.drafting.begin_revision(last.id, instruction=text, ui_language=ui_language)
                return {"draft_id": last.id, "version": last.version + 1}
            draft = await self.drafting.revise(last.id, instruction=text, ui_language=ui_language)
        return {"draft_id": draft.id, "version": draft.version, "draft": draft}

    async def _last_draft(self, conversation: Conversation) -> Draft | None:
        """The newest version of the last draft, which may be newer than its turn; None while the first is in the making."""
        if conversation.drafted is None:
            return None
        try:
            return (await self.records.draft(conversation.drafted))[0]
        except NotFound:
            return None


def _request(account: str, text: str, kind: TurnKind, situation: Situation | None) -> DraftRequest:
    if kind == "message":
        return DraftRequest(account=account, message=text, situation=situation)
    if text not in set(Situation):
        reason = "This is none of the situations."
        raise Invalid(reason, fields={"text": reason})
    return DraftRequest(account=account, situation=Situation(text))


def _bounded(text: str, limit: int) -> None:
    if len(text) > limit:
        values = {"count": len(text), "limit": limit}
        raise TooLarge("The message has %(count)s characters; at most %(limit)s are taken. Nothing was cut.", values)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
