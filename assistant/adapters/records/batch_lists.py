"""What a page about batches lists: rows of one kind, and the accounts that a closing letter could go to."""

import json
from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.records.batch_rows import GONE, NEWEST, outcome_columns, outcome_of
from assistant.adapters.records.schema import accounts, batch_rows, batches, draft_versions, drafts
from assistant.adapters.records.shelf import Shelf
from assistant.domain.account import Account
from assistant.domain.batch import CompletedProject, Outcome, RowState

_r = batch_rows.c


class BatchLists(Shelf):
    """The reading side of batches for people."""

    async def listed_rows(
        self, batch: str, state: RowState | None = None, after: int = 0, limit: int = 50
    ) -> tuple[list[Outcome], int | None]:
        """Rows with numbers after `after` in the order of the input, and the cursor of the next page.

        Rows that are gone with their account stand among them: they have failed for that reason.

        Args:
            state: only rows that ended so; a draft that was changed since may have come into another.
        """
        wanted = (
            select(*outcome_columns)
            .select_from(batch_rows.outerjoin(drafts, NEWEST[0]).outerjoin(draft_versions, NEWEST[1]))
            .where(_r.batch == batch, _r.row > after)
            .order_by(_r.row)
            .limit(limit + 1)
        )
        if state is not None:
            wanted = wanted.where(_r.state == state)
        async with self.database.read() as connection:
            found = [outcome_of(row) for row in await connection.execute(wanted)]
            if state in (None, RowState.failed):
                gone = await self._gone(connection, batch, after, limit + 1)
                lost = (Outcome(number, "", RowState.failed, GONE) for number in gone)
                found = sorted(chain(found, lost), key=lambda one: one.row)
        return found[:limit], found[limit - 1].row if len(found) > limit else None

    async def _gone(self, connection: AsyncConnection, batch: str, after: int, limit: int) -> list[int]:
        """The first numbers after `after` of which no row is left, of a batch whose whole file was on record once."""
        total = await connection.scalar(select(batches.c.rows).where(batches.c.id == batch))
        there = select(func.count(), func.max(_r.row)).where(_r.batch == batch, _r.row > after)
        count, last = (await connection.execute(there)).one()
        if total is None or total - after <= count:
            return []
        before = func.lag(_r.row, 1, after).over(order_by=_r.row).label("before")
        rows = select(_r.row, before).where(_r.batch == batch, _r.row > after).subquery()
        gaps = select(rows.c.before, rows.c.row).where(rows.c.row - rows.c.before > 1).order_by(rows.c.row).limit(limit)
        ends = [(start, end) for start, end in await connection.execute(gaps)]
        # And after the last one that is left.
        ends.append((max(last or 0, after), total + 1))
        return list(islice((number for start, end in ends for number in range(start + 1, end)), limit))

    async def names_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The names of accounts, of those that are on record."""
        async with self.database.read() as connection:
            rows = await connection.execute(select(accounts.c.id, accounts.c.name).where(accounts.c.id.in_(list(ids))))
            return {id: name for id, name in rows}

    async def accounts_of(self, ids: Sequence[str]) -> dict[str, Account]:
        """Accounts without their history, those that are on record."""
        wanted = select(accounts.c.id, accounts.c.document).where(accounts.c.id.in_(set(ids)))
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        return {id: Account.model_validate_json(document) for id, document in rows}

    async def asked_of(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """What was asked for of drafts in their newest version, by their ids, of those that are on record."""
        wanted = (
            select(drafts.c.id, draft_versions.c.request)
            .select_from(drafts.join(draft_versions, NEWEST[1]))
            .where(drafts.c.id.in_(list(ids)))
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        return {id: json.loads(request) for id, request in rows}

    async def completed_projects(self, limit: int) -> list[CompletedProject]:
        """Accounts whose project is completed, the newest completion first; at most `limit`, the first by id."""
        # Only a project has this state, and documents have no spaces: the rest is not taken apart.
        likely = accounts.c.document.contains('"status":"completed"')
        wanted = select(accounts.c.id, accounts.c.name, accounts.c.document).where(likely).order_by(accounts.c.id).limit(limit)  # fmt: skip
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        found = [(row, json.loads(row.document).get("project") or {}) for row in rows]
        projects = [
            CompletedProject(row.id, row.name, project.get("name", ""), project.get("completed"))
            for row, project in found if project.get("status") == "completed"
        ]  # fmt: skip
        return sorted(projects, key=lambda one: one.completed or "", reverse=True)
