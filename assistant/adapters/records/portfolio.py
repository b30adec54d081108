"""What the health of many accounts is read from, without their whole histories."""

from collections.abc import Sequence
from datetime import date as Date

from sqlalchemy import and_, func, or_, select

from assistant.adapters.records.schema import history
from assistant.adapters.records.shelf import Shelf
from assistant.domain.account import HistoryEntry


class Portfolio(Shelf):
    """The reading side of many accounts at once."""

    async def telling_history(self, ids: Sequence[str], today: Date, since: Date) -> dict[str, list[HistoryEntry]]:
        """Of each account, the entries that say how it is: the newest of every kind, and the tickets that may be open.

        Args:
            ids: accounts that are on record; a page of them, not thousands.
            today: nothing later counts as the newest.
            since: tickets from this day on are given whatever their state; older ones where they are open or serious.
        """
        h = history.c
        mine = h.account.in_(list(ids))
        newest = (
            select(h.account, h.kind, func.max(h.date).label("date"))
            .where(mine, h.date <= today.isoformat())
            .group_by(h.account, h.kind)
            .subquery()
        )
        same = and_(newest.c.account == h.account, newest.c.kind == h.kind, newest.c.date == h.date)
        tickets = and_(h.kind == "ticket", or_(h.kept, h.date >= since.isoformat()))
        wanted = (
            select(h.account, h.document).outerjoin(newest, same).where(mine, or_(tickets, newest.c.date.is_not(None)))
        )
        found: dict[str, list[HistoryEntry]] = {id: [] for id in ids}
        async with self.database.read() as connection:
            for account, document in await connection.execute(wanted):
                found[account].append(HistoryEntry.model_validate_json(document))
        return found
