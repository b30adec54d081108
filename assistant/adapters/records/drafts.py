"""Drafts with all their versions, and what became of them."""

import json
import re
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant import errors
from assistant.adapters.records.accounts import no_account
from assistant.adapters.records.rows import is_account_id
from assistant.adapters.records.schema import accounts, draft_versions, drafts
from assistant.adapters.records.shelf import Shelf
from assistant.domain.draft import Draft

_LIST_LIMIT = 1_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def no_draft(id: str) -> errors.NotFound:
    """The fault that says that a draft is not on record."""
    return errors.NotFound("No draft %(id)s is on record.", {"id": id})


def refuse_odd_id(id: str) -> None:
    """Raise errors.Invalid where `id` is none that a draft can have."""
    if not _ID.fullmatch(id):
        raise errors.Invalid("A draft's id has letters, digits, _ and - only: not %(id)s.", {"id": repr(id)})


class Drafts(Shelf):
    """The drafts' shelf."""

    async def save_draft(self, draft: Draft, request: dict[str, Any]) -> None:
        """Store a new draft, or the next version of one; earlier versions stay.

        Args:
            draft: its `version` is one more than the newest on record, 1 for a new one.
            request: what was asked for, as plain values.

        Raises:
            errors.NotFound: its account is not on record (any more).
            errors.Conflict: the version is there already, or follows on none.
            errors.Invalid: its id is none.
        """
        refuse_odd_id(draft.id)
        document = draft.model_dump_json(by_alias=True)
        asked = json.dumps(request, ensure_ascii=True, default=str)
        async with self.database.write(f"draft:{draft.id}") as connection:
            known = (await connection.execute(select(drafts).where(drafts.c.id == draft.id))).first()
            newest = known.version if known else 0
            if draft.version != newest + 1 or (known and known.account != draft.account):
                raise errors.Conflict("Somebody else has changed this draft meanwhile.")
            if known is None:
                await self._begin(connection, draft)
            else:
                await connection.execute(update(drafts).where(drafts.c.id == draft.id).values(version=draft.version))
            row = {"draft": draft.id, "version": draft.version, "document": document, "request": asked}
            await connection.execute(insert(draft_versions).values(row))

    async def _begin(self, connection, draft: Draft) -> None:
        row = {"id": draft.id, "account": draft.account, "version": draft.version}
        try:
            await connection.execute(insert(drafts).values(row))
        except IntegrityError as unknown:
            raise no_account(draft.account) from unknown

    async def draft(self, id: str) -> tuple[Draft, dict[str, Any]]:
        """The newest version of a draft, and what was asked for.

        Raises:
            errors.NotFound: no such draft.
        """
        v = draft_versions.c
        wanted = select(v.document, v.request).where(v.draft == _plain(id)).order_by(v.version.desc()).limit(1)
        async with self.database.read() as connection:
            row = (await connection.execute(wanted)).first()
        if row is None:
            raise no_draft(id)
        return Draft.model_validate_json(row.document), json.loads(row.request)

    async def drafts(
        self, account: str | None = None, limit: int = 50, after: str | None = None
    ) -> tuple[list[Draft], str | None]:
        """Drafts in their newest version, the newest draft first, and the cursor of the next page.

        Args:
            account: only this account's.
            limit: how many at most, 1 to 1,000.
            after: the cursor that the page before gave.

        Raises:
            errors.NotFound: no such account.
            errors.Invalid: `after` is no cursor.
        """
        limit = max(1, min(limit, _LIST_LIMIT))
        here = (draft_versions.c.draft == drafts.c.id) & (draft_versions.c.version == drafts.c.version)
        wanted = select(drafts.c.number, draft_versions.c.document).join(draft_versions, here)
        wanted = wanted.order_by(drafts.c.number.desc()).limit(limit + 1)
        if after is not None:
            wanted = wanted.where(drafts.c.number < page_number(after))
        async with self.database.read() as connection:
            if account is not None:
                await self._known_account(connection, account)
                wanted = wanted.where(drafts.c.account == account)
            rows = (await connection.execute(wanted)).all()
        page = [Draft.model_validate_json(row.document) for row in rows[:limit]]
        return page, str(rows[limit - 1].number) if len(rows) > limit else None

    async def _known_account(self, connection, id: str) -> None:
        if not is_account_id(id) or not await connection.scalar(select(func.count()).where(accounts.c.id == id)):
            raise no_account(id)

    async def versions(self, id: str) -> list[Draft]:
        """All versions of a draft, the first one first.

        Raises:
            errors.NotFound: no such draft.
        """
        v = draft_versions.c
        async with self.database.read() as connection:
            wanted = select(v.document).where(v.draft == _plain(id)).order_by(v.version)
            documents = (await connection.scalars(wanted)).all()
        if not documents:
            raise no_draft(id)
        return [Draft.model_validate_json(document) for document in documents]

    async def save_outcome(self, id: str, used: str, result: str | None) -> None:
        """Store what became of a draft. The result often comes weeks after the use: None leaves an earlier one.

        Raises:
            errors.NotFound: no such draft.
        """
        values: dict[str, Any] = {"used": used} | ({} if result is None else {"result": result})
        async with self.database.write(f"draft:{_plain(id)}") as connection:
            done = await connection.execute(update(drafts).where(drafts.c.id == _plain(id)).values(values))
            if not done.rowcount:
                raise no_draft(id)

    async def outcome(self, id: str) -> tuple[str | None, str | None]:
        """How a draft was used and what came of it; None for what is not known.

        Raises:
            errors.NotFound: no such draft.
        """
        wanted = select(drafts.c.used, drafts.c.result).where(drafts.c.id == _plain(id))
        async with self.database.read() as connection:
            row = (await connection.execute(wanted)).first()
        if row is None:
            raise no_draft(id)
        return row.used, row.result


def _plain(id: str) -> str:
    """The id without what PostgreSQL cannot even be asked for; such an id names nothing."""
    return id.replace("\x00", "\ufffd")


def page_number(after: str) -> int:
    """The place in a list that a cursor names; raises errors.Invalid where it is none."""
    if not after.isdecimal() or len(after) > 15:
        raise errors.Invalid("This is not a place in the list: %(after)s.", {"after": after}, {"after": "unknown"})
    return int(after)
