"""Other accounts whose names stand in a text."""

from sqlalchemy import select

from assistant.adapters.records.nametable import NameTable
from assistant.adapters.records.schema import accounts
from assistant.adapters.records.shelf import Shelf
from assistant.ports import NamedAccount


class Naming(Shelf):
    """Finds accounts by their names in running text."""

    _names: tuple[int, NameTable] | None = None

    async def named_in(self, text: str, but: str) -> list[NamedAccount]:
        """Accounts other than `but` that the text names, in the order of the text, each once.

        The table of names stays in the process; one small query tells whether it is still right.
        """
        async with self.database.read() as connection:
            revision = await self._count(connection, "names")
            if self._names is None or self._names[0] != revision:
                rows = await connection.execute(select(accounts.c.id, accounts.c.name))
                self._names = revision, NameTable((id, name) for id, name in rows)
        return self._names[1].find(text, but)
