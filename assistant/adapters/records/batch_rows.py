"""The rows of batches: put on record as they come, and their ends, each stored once together with its draft."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.records.rows import is_account_id
from assistant.adapters.records.schema import accounts, batch_rows, batches, draft_versions, drafts
from assistant.adapters.records.shelf import Shelf
from assistant.domain.batch import SIMILAR, BatchRow, BatchTally, Outcome, Reason, RowResult, RowState, Settled
from assistant.domain.draft import Draft

_NEAREST_SHOWN = 100
_WITH_LETTER = (RowState.drafted, RowState.needs_review)
# Why a row is not there any more.
GONE = Reason("account_removed", "Its account was removed from the records, and with it this row's message and draft.")

_r = batch_rows.c
_END = (
    update(batch_rows)
    .where(_r.batch == bindparam("b"), _r.row == bindparam("n"))
    .values(
        {
            name: bindparam(name)
            for name in ("account", "state", "code", "reason", "draft", "findings", "tokens_in", "tokens_out")
        }
    )
)
_NO_COST = {"findings": None, "tokens_in": 0, "tokens_out": 0, "similarity": None, "nearest": None, "draft": None}
# A row's draft in its newest version.
NEWEST = (
    drafts.c.id == _r.draft,
    (draft_versions.c.draft == drafts.c.id) & (draft_versions.c.version == drafts.c.version),
)
outcome_columns = (
    _r.row, _r.account, _r.state, _r.code, _r.reason, _r.similarity, _r.nearest, draft_versions.c.document, drafts.c.version,
    # Only where the account is not known is the request read, for the id that was asked for.
    func.coalesce(_r.account, _r.request).label("asked"),
)  # fmt: skip


class BatchRows(Shelf):
    """The rows' shelf."""

    async def add_rows(self, batch: str, rows: Sequence[BatchRow]) -> None:
        """Put rows on record; those that are there already stay as they are."""
        async with self.database.write(None) as connection:
            known = await self._known_accounts(connection, {row.account for row in rows})
            found = [
                {
                    "batch": batch, "row": row.row, "account": row.account if row.account in known else None,
                    "request": json.dumps(row.request, ensure_ascii=True),
                    "state": RowState.failed.value if row.fault else RowState.waiting.value, **_why(row.fault), **_NO_COST,
                }
                for row in rows
            ]  # fmt: skip
            await connection.execute(self.database.insert(batch_rows).on_conflict_do_nothing(), found)

    async def waiting_rows(
        self, batch: str, after: int = 0, limit: int = 100, until: int | None = None
    ) -> list[BatchRow]:
        """Rows without an end, with numbers after `after` up to `until` (included), in order."""
        wanted = select(_r.row, _r.request).where(_r.batch == batch, _r.row > after, _r.state == RowState.waiting)
        if until is not None:
            wanted = wanted.where(_r.row <= until)
        async with self.database.read() as connection:
            found = (await connection.execute(wanted.order_by(_r.row).limit(limit))).all()
        requests = ((row, json.loads(request)) for row, request in found)
        return [BatchRow(row, request.get("account") or "", request) for row, request in requests]

    async def finish_rows(self, batch: str, results: Sequence[RowResult]) -> set[int]:
        """Store the ends of rows with their drafts, in one transaction.

        Returns:
            the rows that were stored. Passed over, with their drafts, are rows that have their end already, that are
            gone with their account, and all of them where the batch was cancelled.
        """
        async with self.database.write(None) as connection:
            waiting = await self._still_waiting(connection, batch, [result.row for result in results])
            known = await self._known_accounts(connection, {result.draft.account for result in results if result.draft})
            stored = [
                result for result in results if result.row in waiting and (not result.draft or result.draft.account in known)
            ]  # fmt: skip
            await self._store_ends(connection, batch, stored, waiting)
        return {result.row for result in stored}

    async def _still_waiting(
        self, connection: AsyncConnection, batch: str, rows: Sequence[int]
    ) -> dict[int, str | None]:
        """Of the rows those that wait, with their accounts; nobody else gives them an end until this is committed."""
        running = await connection.scalar(select(batches.c.state).where(batches.c.id == batch))
        if running != "running":
            return {}
        wanted = select(_r.row, _r.account).where(_r.batch == batch, _r.row.in_(rows), _r.state == RowState.waiting)
        return {row: account for row, account in await connection.execute(wanted.order_by(_r.row).with_for_update())}

    async def _known_accounts(self, connection: AsyncConnection, ids: Iterable[str]) -> set[str]:
        """Of the ids those of accounts; on PostgreSQL none of them is deleted until this is committed."""
        possible = [id for id in ids if is_account_id(id)]
        if not possible:
            return set()
        wanted = select(accounts.c.id).where(accounts.c.id.in_(possible)).order_by(accounts.c.id)
        return set(await connection.scalars(wanted.with_for_update(read=True, key_share=True)))

    async def _store_ends(
        self, connection: AsyncConnection, batch: str, results: Sequence[RowResult], waiting: dict[int, str | None]
    ) -> None:
        made = [(result.draft, result.request) for result in results if result.draft]
        if made:
            heads = [{"id": d.id, "account": d.account, "version": d.version} for d, _ in made]
            await connection.execute(insert(drafts), heads)
            versions = [
                {
                    "draft": draft.id, "version": draft.version, "document": draft.model_dump_json(by_alias=True),
                    "request": json.dumps(request, ensure_ascii=True, default=str),
                }
                for draft, request in made
            ]  # fmt: skip
            await connection.execute(insert(draft_versions), versions)
        if results:
            await connection.execute(_END, [_end(batch, result, waiting[result.row]) for result in results])

    async def settle_rows(self, batch: str, settled: Sequence[Settled]) -> None:
        """Store what only shows when all rows have their end."""
        near = update(batch_rows).where(_r.batch == bindparam("b"), _r.row == bindparam("n"))
        async with self.database.write(None) as connection:
            values = near.values(similarity=bindparam("similarity"), nearest=bindparam("nearest"))
            found = [{"b": batch, "n": s.row, "similarity": s.similarity, "nearest": s.nearest} for s in settled]
            if found:
                await connection.execute(values, found)
            held = [{"b": batch, "n": s.row, "state": RowState.held.value, **_why(s.held)} for s in settled if s.held]
            if held:
                values = near.values({name: bindparam(name) for name in ("state", "code", "reason")})
                await connection.execute(values.where(or_(*(_r.state == state for state in _WITH_LETTER))), held)

    async def tally(self, batch: str) -> BatchTally:
        """Counts over the rows of a batch."""
        kinds = (_r.state, _r.code, _r.findings)
        counts = (func.count(), func.sum(_r.tokens_in), func.sum(_r.tokens_out))
        nearest = select(_r.row, _r.nearest, _r.similarity).where(_r.batch == batch, _r.similarity >= SIMILAR)
        tally = BatchTally()
        async with self.database.read() as connection:
            rows = await connection.scalar(select(batches.c.rows).where(batches.c.id == batch))
            for state, code, findings, count, read, written in await connection.execute(
                select(*kinds, *counts).where(_r.batch == batch).group_by(*kinds)
            ):
                tally.states[RowState(state)] += count
                tally.reasons.update({(RowState(state), code): count} if code else {})
                tally.findings.update(Counter({_code(one): count for one in (findings or "").split()}))
                tally.tokens_in += read
                tally.tokens_out += written
            near = nearest.order_by(_r.similarity.desc(), _r.row).limit(_NEAREST_SHOWN)
            pairs: dict[tuple[int, int], float] = {}
            for row, to, alike in await connection.execute(near):
                pairs.setdefault((min(row, to), max(row, to)), alike)
        tally.near = [(one, other, alike) for (one, other), alike in pairs.items()]
        if gone := (rows or 0) - tally.states.total() if rows else 0:
            tally.states[RowState.failed] += gone
            tally.reasons[RowState.failed, GONE.code] += gone
        return tally

    async def outcomes(self, batch: str, after: int = 0, limit: int = 200) -> list[Outcome]:
        """Rows in the order of the input, with numbers after `after`, those that wait as well.

        Rows that are gone with their account have failed for that reason.
        """
        until = after + limit
        wanted = (
            select(*outcome_columns)
            .select_from(batch_rows.outerjoin(drafts, NEWEST[0]).outerjoin(draft_versions, NEWEST[1]))
            .where(_r.batch == batch, _r.row > after, _r.row <= until)
            .order_by(_r.row)
        )
        async with self.database.read() as connection:
            last = select(
                func.coalesce(batches.c.rows, select(func.max(_r.row)).where(_r.batch == batch).scalar_subquery())
            )
            last = await connection.scalar(last.where(batches.c.id == batch)) or 0
            found = {row.row: outcome_of(row) for row in await connection.execute(wanted)}
        numbers = range(after + 1, min(until, last) + 1)
        return [found.get(number) or Outcome(number, "", RowState.failed, GONE) for number in numbers]


def _why(reason: Reason | None) -> dict[str, str | None]:
    if reason is None:
        return {"code": None, "reason": None}
    told = json.dumps({"message": reason.message, "values": dict(reason.values)}, ensure_ascii=True, default=str)
    return {"code": reason.code, "reason": told}


def _end(batch: str, result: RowResult, account: str | None) -> dict[str, Any]:
    draft = result.draft
    return {
        "b": batch, "n": result.row, "account": draft.account if draft else account, "state": result.state.value,
        "draft": draft.id if draft else None, "findings": _codes(draft) if draft else None,
        "tokens_in": draft.origin.tokens_in if draft else 0, "tokens_out": draft.origin.tokens_out if draft else 0,
        **_why(result.reason),
    }  # fmt: skip


def _codes(draft: Draft) -> str | None:
    return " ".join(sorted({f"{f.code}:{f.severity}" for f in draft.findings})) or None


def _code(one: str) -> tuple[str, str]:
    code, _, severity = one.partition(":")
    return code, severity


def outcome_of(row) -> Outcome:
    """The outcome of a row of `outcome_columns`."""
    reason = json.loads(row.reason) if row.reason else None
    state = RowState(row.state)
    if state in _WITH_LETTER and row.version and row.version > 1:
        # The CSM has gone on with it since.
        state = RowState.needs_review if json.loads(row.document)["needs_review"] else RowState.drafted
    account = row.account or str(json.loads(row.asked).get("account") or "")
    return Outcome(
        row.row, account, state, Reason(row.code, reason["message"], reason["values"]) if reason else None,
        row.document, row.similarity, row.nearest,
    )  # fmt: skip
