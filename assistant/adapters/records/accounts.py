"""Accounts: stored whole, merged, listed, removed."""

import time
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant import errors
from assistant.adapters.records.indexing import Indexing
from assistant.adapters.records.merging import merge_account
from assistant.adapters.records.names import folded
from assistant.adapters.records.rows import (
    Stored,
    account_row,
    history_row,
    is_account_id,
    restored,
    stored,
)
from assistant.adapters.records.schema import accounts, drafts, events, history
from assistant.domain.account import Account

Combine = Callable[[Account | None, Account], Account]

# One transaction takes so much of an import: short enough that others get their turn in between.
_ACCOUNTS_AT_ONCE = 250
_ENTRIES_AT_ONCE = 5_000
_LIST_LIMIT = 1_000
# No draft takes longer than this to be written.
_DRAFT_SECONDS = 3_600


def no_account(id: str) -> errors.NotFound:
    """The fault that says that an account is not on record."""
    return errors.NotFound("No account %(id)s is on record.", {"id": id})


class Accounts(Indexing):
    """The accounts' shelf."""

    async def account(self, id: str) -> Account:
        """The account with its whole history, in the order in which it was given.

        Raises:
            errors.NotFound: no such account.
        """
        if is_account_id(id):
            async with self.database.read() as connection:
                found = await self._load(connection, [id])
            if id in found:
                return restored(found[id])
        raise no_account(id)

    async def accounts(
        self, query: str = "", limit: int = 50, after: str | None = None
    ) -> tuple[list[Account], str | None]:
        """Accounts by id, without their history, and the cursor of the next page (None after the last).

        Args:
            query: words that all stand in id, name, or a contact's name or reading, whatever width, case or kana.
            limit: how many at most, 1 to 1,000.
            after: the cursor that the page before gave.
        """
        limit = max(1, min(limit, _LIST_LIMIT))
        wanted = select(accounts.c.id, accounts.c.document).order_by(accounts.c.id).limit(limit + 1)
        for word in query.split():
            wanted = wanted.where(accounts.c.folded.contains(folded(word), autoescape=True))
        if after is not None:
            wanted = wanted.where(accounts.c.id > after.replace("\x00", ""))
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        page = [Account.model_validate_json(row.document) for row in rows[:limit]]
        return page, rows[limit - 1].id if len(rows) > limit else None

    async def put_account(self, account: Account) -> bool:
        """Store the account in place of what was there; True where that changed something."""
        return (await self._write([account], lambda known, news: news))[0]

    async def change_account(self, id: str, change: Callable[[Account], Account]) -> Account:
        """Change what is on record, whatever was stored since somebody last read it; the account as it is then.

        Args:
            change: gives the new account for the one on record, in the same transaction; what it raises changes nothing.

        Raises:
            errors.NotFound: no such account.
        """
        if not is_account_id(id):
            raise no_account(id)
        after: list[Account] = []

        def combine(known: Account | None, _news: Account) -> Account:
            if known is None:
                raise no_account(id)
            after.append(change(known))
            return after[-1]

        # Without a name it is equal to no account on record, so that none is taken for unchanged.
        await self._write([Account.model_construct(id=id, name="")], combine)
        return after[-1]

    async def merge_accounts(self, accounts: Sequence[Account]) -> list[str]:
        """Merge accounts into what is on record (see `merging`), many at once.

        Returns:
            for each, in order, "taken" or "unchanged". A fault in the middle leaves whole accounts only, and the same
            import again does the rest.
        """
        outcome: list[str] = []
        for chunk in _chunks(accounts):
            changed = await self._write(chunk, merge_account)
            outcome += ["taken" if change else "unchanged" for change in changed]
        return outcome

    async def delete_account(self, id: str) -> None:
        """Remove the account and everything that was derived from it, at once.

        Raises:
            errors.NotFound: no such account.
        """
        if not is_account_id(id):
            raise no_account(id)
        async with self.database.write("accounts") as connection:
            own = select(drafts.c.id).where(drafts.c.account == id)
            await connection.execute(delete(events).where(events.c.draft.in_(own)))
            # Whose the events of a draft were that never came to be is not known: they go with any account.
            nobodys = events.c.account.is_(None) & events.c.draft.not_in(select(drafts.c.id))
            await connection.execute(delete(events).where(nobodys, events.c.at < time.time() - _DRAFT_SECONDS))
            removed = await connection.execute(delete(accounts).where(accounts.c.id == id))
            if not removed.rowcount:
                raise no_account(id)
            await self._count_up(connection, "names")
        await self.database.forget()

    async def _write(self, chunk: Sequence[Account], combine: Combine) -> list[bool]:
        """Combine each account with what is on record and store what has changed."""
        for account in chunk:
            if not is_account_id(account.id):
                raise errors.Invalid(
                    "An account's id has small letters, digits and hyphens only, and 64 characters at most: not %(id)s.",
                    {"id": repr(account.id)},
                )
        changed: dict[str, Account] = {}
        async with self.database.write("accounts") as connection:
            before = await self._load(connection, list({account.id for account in chunk}))
            now = dict(before)
            outcome = [_combine(account, combine, now, changed) for account in chunk]
            changed = {id: account for id, account in changed.items() if now[id] != before.get(id)}
            if changed:
                revision = await self._count_up(connection, "accounts")
                await self._store(connection, changed, before, now, revision)
        if changed:
            await self._index(changed, revision)
        return outcome

    async def _load(self, connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Stored]:
        """The texts of those of the accounts that are on record."""
        t = history.c
        documents = await connection.execute(select(accounts.c.id, accounts.c.document).where(accounts.c.id.in_(ids)))
        found = {row.id: row.document for row in documents}
        entries: dict[str, list[str]] = {id: [] for id in found}
        if found:
            wanted = select(t.account, t.document).where(t.account.in_(list(found))).order_by(t.account, t.position)
            for id, document in await connection.execute(wanted):
                entries[id].append(document)
        return {id: Stored(document, tuple(entries[id])) for id, document in found.items()}

    async def _store(
        self,
        connection: AsyncConnection,
        changed: dict[str, Account],
        before: dict[str, Stored],
        now: dict[str, Stored],
        revision: int,
    ) -> None:
        rows = [account_row(account, now[id], revision) for id, account in changed.items()]
        await connection.execute(self.database.upsert(accounts), rows)
        entries = []
        for id, account in changed.items():
            old = before[id].entries if id in before else ()
            new = now[id].entries
            if len(old) > len(new):
                gone = delete(history).where(history.c.account == id, history.c.position >= len(new))
                await connection.execute(gone)
            entries += [
                history_row(id, n, account.history[n], document)
                for n, document in enumerate(new)
                if n >= len(old) or old[n] != document
            ]
        if entries:
            await connection.execute(self.database.upsert(history), entries)
        if any(id not in before or restored(Stored(before[id].document)).name != changed[id].name for id in changed):
            await self._count_up(connection, "names")


def _combine(news: Account, combine: Combine, now: dict[str, Stored], changed: dict[str, Account]) -> bool:
    """Combine one account into `now` and `changed`; True where it changed."""
    known = now.get(news.id)
    if known == stored(news):
        return False
    account = combine(restored(known) if known else None, news)
    texts = stored(account)
    if texts == known:
        return False
    now[news.id], changed[news.id] = texts, account
    return True


def _chunks(accounts: Sequence[Account]) -> Iterator[list[Account]]:
    chunk: list[Account] = []
    entries = 0
    for account in accounts:
        chunk.append(account)
        entries += len(account.history)
        if len(chunk) >= _ACCOUNTS_AT_ONCE or entries >= _ENTRIES_AT_ONCE:
            yield chunk
            chunk, entries = [], 0
    if chunk:
        yield chunk
