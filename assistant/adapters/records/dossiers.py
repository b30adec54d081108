"""What one draft needs of an account, read in one go and kept in the process until the account changes."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.records.accounts import Accounts, no_account
from assistant.adapters.records.rows import is_account_id
from assistant.adapters.records.schema import accounts, history
from assistant.domain.account import Account, HistoryEntry
from assistant.domain.facts import facts_of
from assistant.ports import Dossier

NEWEST = 200
_KEYS_AT_ONCE = 500

# Put together once: that takes longer than the database's answer.
_a, _h = accounts.c, history.c
_THIS = bindparam("account")
_REVISION = select(_a.revision).where(_a.id == _THIS)
_DOCUMENT = select(_a.document, _a.entries, _a.revision).where(_a.id == _THIS)
_NEWEST_FIRST = (_h.date.desc(), _h.position.desc())
_newest = select(_h.position).where(_h.account == _THIS).order_by(*_NEWEST_FIRST).limit(NEWEST)
_HISTORY = (
    select(_h.visibility, _h.kept, _h.document)
    .where(_h.account == _THIS, or_(_h.kept, _h.visibility != "account", _h.position.in_(_newest)))
    .order_by(*_NEWEST_FIRST)
)


class Kept:
    """Dossiers by account, the most recently used of them, within a bound in number and in bytes of index."""

    def __init__(self, most: int = 512, most_bytes: int = 128_000_000):
        self._most, self._most_bytes, self._bytes = most, most_bytes, 0
        self._dossiers: OrderedDict[str, Dossier] = OrderedDict()

    def get(self, id: str, revision: int) -> Dossier | None:
        """The dossier of that revision, if it is kept."""
        found = self._dossiers.get(id)
        if found is None or found.revision != revision:
            return None
        self._dossiers.move_to_end(id)
        return found

    def keep(self, id: str, dossier: Dossier) -> None:
        """Keep it, and let the least recently used go where that is too much."""
        self.drop(id)
        self._dossiers[id] = dossier
        self._bytes += len(dossier.index)
        while len(self._dossiers) > self._most or (self._bytes > self._most_bytes and len(self._dossiers) > 1):
            self.drop(next(iter(self._dossiers)))

    def drop(self, id: str) -> None:
        """Forget an account's dossier."""
        gone = self._dossiers.pop(id, None)
        self._bytes -= len(gone.index) if gone else 0


class Dossiers(Accounts):
    """The reading side of the accounts, for drafting."""

    _kept: Kept

    async def dossier(self, id: str) -> Dossier:
        """What one draft needs of the account (see `ports.Dossier`): one small query where nothing has changed.

        The object is shared with later callers: read it, do not change it.

        Raises:
            errors.NotFound: no such account.
        """
        if not is_account_id(id):
            raise no_account(id)
        async with self.database.read() as connection:
            revision = await connection.scalar(_REVISION, {"account": id})
            if revision is None:
                self._kept.drop(id)
                raise no_account(id)
            if kept := self._kept.get(id, revision):
                return kept
            dossier, index = await self._read_dossier(connection, id)
        if index is None:
            whole = await self.account(id)
            index = (await self._index({id: whole}, dossier.revision))[id]
        dossier = replace(dossier, index=index)
        self._kept.keep(id, dossier)
        return dossier

    async def _read_dossier(self, connection: AsyncConnection, id: str) -> tuple[Dossier, bytes | None]:
        row = (await connection.execute(_DOCUMENT, {"account": id})).one()
        wanted = await connection.execute(_HISTORY, {"account": id})
        entries: list[HistoryEntry] = []
        private: list[HistoryEntry] = []
        # The newest are all among the rows, so they are the first of them.
        for n, (visibility, kept, document) in enumerate(wanted):
            entry = HistoryEntry.model_validate_json(document)
            if n < NEWEST or kept:
                entries.append(entry)
            if visibility != "account":
                private.append(entry)
        account = Account.model_validate_json(row.document).model_copy(update={"history": entries})
        index = await self._stored_index(connection, id, row.revision)
        return Dossier(account, facts_of(account), tuple(private), index or b"", row.revision, row.entries), index

    async def history(self, id: str, keys: Sequence[int]) -> dict[int, HistoryEntry]:
        """Entries of one account by their position in its whole history; positions that it has not are left out."""
        found: dict[int, HistoryEntry] = {}
        h = history.c
        if not is_account_id(id):
            return found
        async with self.database.read() as connection:
            for start in range(0, len(keys), _KEYS_AT_ONCE):
                some = list(keys[start : start + _KEYS_AT_ONCE])
                wanted = select(h.position, h.document).where(h.account == id, h.position.in_(some))
                for position, document in await connection.execute(wanted):
                    found[position] = HistoryEntry.model_validate_json(document)
        return found
