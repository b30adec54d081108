"""What the shelves of the records share: the database and the counters that say that something has changed."""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.records.engine import Database
from assistant.adapters.records.schema import counters

# Put together once: that takes longer than the database's answer.
_COUNT = select(counters.c.value).where(counters.c.name == bindparam("name"))


class Shelf:
    """A part of the records."""

    database: Database

    async def _count_up(self, connection: AsyncConnection, name: str) -> int:
        """Raise a counter by one, inside a writing transaction; the new value was never there before."""
        first = self.database.insert(counters).values(name=name, value=1)
        bumped = first.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
        return (await connection.execute(bumped.returning(counters.c.value))).scalar_one()

    async def _count(self, connection: AsyncConnection, name: str) -> int:
        return await connection.scalar(_COUNT, {"name": name}) or 0
