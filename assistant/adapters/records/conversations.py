"""Conversations and their turns, each with its draft or its answer."""

import json
from datetime import UTC, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from assistant import errors
from assistant.adapters.records.accounts import no_account
from assistant.adapters.records.drafts import refuse_odd_id
from assistant.adapters.records.rows import is_account_id
from assistant.adapters.records.schema import accounts, conversations, draft_versions, turns
from assistant.adapters.records.shelf import Shelf
from assistant.domain.conversation import Answer, Conversation, Turn
from assistant.domain.draft import Draft


def no_conversation(id: str) -> errors.NotFound:
    """The fault that says that a conversation is not on record."""
    return errors.NotFound("No conversation %(id)s is on record.", {"id": id})


class Conversations(Shelf):
    """The conversations' shelf."""

    async def begin_conversation(self, id: str, account: str) -> Conversation:
        """Store a new conversation about an account.

        Raises:
            errors.NotFound: the account is not on record.
            errors.Invalid: the id is none.
            errors.Conflict: the id is taken.
        """
        refuse_odd_id(id)
        began = Conversation(id=id, account=account, created_at=datetime.now(UTC).isoformat(timespec="seconds"))
        async with self.database.write(f"conversation:{id}") as connection:
            known = is_account_id(account) and await connection.scalar(
                select(func.count()).where(accounts.c.id == account)
            )
            if not known:
                raise no_account(account)
            if await connection.scalar(select(func.count()).where(conversations.c.id == id)):
                raise errors.Conflict("Somebody else has changed this conversation meanwhile.")
            try:
                await connection.execute(insert(conversations).values(began.model_dump(exclude={"turns"})))
            except IntegrityError as gone:
                # The account was deleted between the statements: PostgreSQL has other writers meanwhile.
                raise no_account(account) from gone
        return began

    async def conversations(self, account: str, limit: int = 50) -> list[Conversation]:
        """An account's conversations without their turns, the one that was begun last first.

        Raises:
            errors.NotFound: no such account.
        """
        c, a = conversations.c, accounts.c
        # Of those begun within one second, the order is the same on every call.
        wanted = select(conversations).where(c.account == account).order_by(c.created_at.desc(), c.id).limit(limit)
        async with self.database.read() as connection:
            if not is_account_id(account) or not await connection.scalar(select(func.count()).where(a.id == account)):
                raise no_account(account)
            rows = (await connection.execute(wanted)).all()
        return [Conversation(id=row.id, account=row.account, created_at=row.created_at) for row in rows]

    async def conversation(self, id: str) -> Conversation:
        """A conversation with all its turns and, of each draft, the version that the turn made.

        Raises:
            errors.NotFound: no such conversation.
        """
        id = id.replace("\x00", "\ufffd")
        t = turns.c
        made = (draft_versions.c.draft == t.draft) & (draft_versions.c.version == t.version)
        wanted = select(turns, draft_versions.c.document).outerjoin(draft_versions, made)
        async with self.database.read() as connection:
            head = (await connection.execute(select(conversations).where(conversations.c.id == id))).first()
            if head is None:
                raise no_conversation(id)
            rows = (await connection.execute(wanted.where(t.conversation == id).order_by(t.number))).all()
        return Conversation(
            id=head.id, account=head.account, created_at=head.created_at, turns=[_turn(row) for row in rows]
        )

    async def add_turn(self, conversation: str, turn: Turn) -> None:
        """Append a turn; its draft, where it has one, is stored by itself.

        Raises:
            errors.NotFound: no such conversation (any more).
            errors.Conflict: another turn came meanwhile: `turn.number` is not one more than the last.
        """
        row = {
            "conversation": conversation, "number": turn.number, "kind": turn.kind, "text": json.dumps(turn.text),
            "draft": turn.draft_id, "version": turn.version,
            "answer": turn.answer.model_dump_json() if turn.answer else None, "at": turn.at,
        }  # fmt: skip
        async with self.database.write(f"conversation:{conversation}") as connection:
            if not await connection.scalar(select(func.count()).where(conversations.c.id == conversation)):
                raise no_conversation(conversation)
            last = await connection.scalar(select(func.max(turns.c.number)).where(turns.c.conversation == conversation))
            if turn.number != (last or 0) + 1:
                raise errors.Conflict("Somebody else has changed this conversation meanwhile.")
            try:
                await connection.execute(insert(turns).values(row))
            except IntegrityError as gone:
                raise no_conversation(conversation) from gone


def _turn(row) -> Turn:
    return Turn(
        number=row.number, kind=row.kind, text=json.loads(row.text), draft_id=row.draft, version=row.version, at=row.at,
        draft=Draft.model_validate_json(row.document) if row.document else None,
        answer=Answer.model_validate_json(row.answer) if row.answer else None,
    )  # fmt: skip
