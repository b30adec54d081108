"""The stored search index of each account: built when the account is written, rebuilt when it is missing or broken."""

import asyncio
import zlib
from collections.abc import Callable, Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.records.schema import account_index, accounts
from assistant.adapters.records.shelf import Shelf
from assistant.domain.account import Account

Build = Callable[[Account], bytes]

# Put together once: that takes longer than the database's answer.
_i = account_index.c
_STORED = select(_i.blob, _i.checksum).where(
    _i.account == bindparam("id"), _i.revision == bindparam("of"), _i.format == bindparam("form")
)


class Indexing(Shelf):
    """Keeps the indexes. They are derived: the records are right without them."""

    _build: Build
    _format: str

    async def _index(self, changed: Mapping[str, Account], revision: int) -> dict[str, bytes]:
        """Build and store the indexes of accounts that were written as `revision`; returned by account.

        Building takes a while and needs no lock, so it follows the writing of the records; an account that was
        changed again meanwhile is left to that change.
        """
        blobs = await asyncio.to_thread(lambda: {id: self._build(account) for id, account in changed.items()})
        async with self.database.write("accounts") as connection:
            current = await connection.scalars(
                select(accounts.c.id).where(accounts.c.id.in_(list(changed)), accounts.c.revision == revision)
            )
            rows = [
                {
                    "account": id,
                    "revision": revision,
                    "format": self._format,
                    "checksum": zlib.crc32(blobs[id]),
                    "blob": blobs[id],
                }
                for id in current
            ]
            if rows:
                await connection.execute(self.database.upsert(account_index), rows)
        return blobs

    async def _stored_index(self, connection: AsyncConnection, id: str, revision: int) -> bytes | None:
        """The stored index, or None where it is missing, broken, of an older state or of another format."""
        wanted = {"id": id, "of": revision, "form": self._format}
        row = (await connection.execute(_STORED, wanted)).first()
        if row is None or zlib.crc32(row.blob) != row.checksum:
            return None
        return bytes(row.blob)
