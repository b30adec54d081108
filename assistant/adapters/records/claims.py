"""Claims: the first of many who asks gets it, over all processes that share the records; and the names of accounts."""

import json
import time

from sqlalchemy import delete, select

from assistant.adapters.records.schema import accounts, claims
from assistant.adapters.records.shelf import Shelf


class Claims(Shelf):
    """The shelf of claims. They are forgotten when their time is over."""

    async def claim(self, name: str, seconds: float, note: str | None = None) -> bool:
        """True for the first who claims a name; False for all others until `seconds` are over.

        Args:
            name: what is claimed, 128 characters at most.
            seconds: how long it stays claimed.
            note: a text that is kept with the claim, and forgotten with it.
        """
        now = time.time()
        text = None if note is None else json.dumps(note)
        async with self.database.write(None) as connection:
            await connection.execute(delete(claims).where(claims.c.until < now))
            made = self.database.insert(claims).values(name=name, until=now + seconds, note=text)
            taken = made.on_conflict_do_nothing().returning(claims.c.name)
            return (await connection.execute(taken)).first() is not None

    async def unclaim(self, name: str) -> None:
        """Gives a name free again, because nothing came of it."""
        async with self.database.write(None) as connection:
            await connection.execute(delete(claims).where(claims.c.name == name))

    async def claim_note(self, name: str) -> str | None:
        """The text that was kept with a claim, None where there is none or its time is over."""
        wanted = select(claims.c.note).where(claims.c.name == name, claims.c.until >= time.time())
        async with self.database.read() as connection:
            text = await connection.scalar(wanted)
        return None if text is None else json.loads(text)

    async def account_names(self) -> dict[str, str]:
        """The name of every account by its id."""
        async with self.database.read() as connection:
            rows = await connection.execute(select(accounts.c.id, accounts.c.name).order_by(accounts.c.id))
            return {id: name for id, name in rows}
