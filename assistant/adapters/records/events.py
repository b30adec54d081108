"""The events of a draft in the making: appended in batches, read again from any place on."""

import json
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from assistant import errors
from assistant.adapters.records.accounts import no_account
from assistant.adapters.records.drafts import refuse_odd_id
from assistant.adapters.records.rows import is_account_id
from assistant.adapters.records.schema import events
from assistant.adapters.records.shelf import Shelf
from assistant.ports import ENDINGS, Event, EventBatch, EventLog


class Events(Shelf):
    """The events' shelf."""

    async def append_events(
        self, draft: str, events: Sequence[Event], account: str | None = None, after: int | None = None
    ) -> int:
        """Append events to a draft's, numbered on from its last one. One call is one commit.

        Args:
            draft: the draft's id; the draft itself may come later.
            events: name and data of each.
            account: the account that the draft is for: its events go when it goes, even where no draft is ever saved.
            after: the number that the draft's last event must have, 0 where there is none; any where it is None.

        Returns:
            The number of the last event on record, 0 where there is none.

        Raises:
            errors.NotFound: the account is not on record (any more).
            errors.Conflict: somebody else has appended events after that number.
            errors.Invalid: the draft's id is none.
        """
        if not events:
            return after or 0
        refuse_odd_id(draft)
        if account is not None and not is_account_id(account):
            raise no_account(account)
        async with self.database.write(f"draft:{draft}") as connection:
            newest = select(func.max(_events.c.id)).where(_events.c.draft == draft)
            last: int = (await connection.scalar(newest) or 0) if after is None else after
            try:
                await connection.execute(insert(_events), _rows(EventBatch(draft, last, events, account)))
            except IntegrityError as fault:
                raise _refused(fault, account) from fault
        return last + len(events)

    async def append_batches(self, batches: Sequence[EventBatch]) -> None:
        """Append the events of several drafts in one commit: all of them, or none.

        Raises:
            errors.NotFound: an account is not on record (any more).
            errors.Conflict: somebody else has appended events to one of the drafts.
        """
        rows = [row for batch in batches for row in _rows(batch)]
        if not rows:
            return
        # An event's number is part of its key, so of two who append the same number one is refused: no turn is needed.
        async with self.database.write(None) as connection:
            try:
                await connection.execute(insert(_events), rows)
            except IntegrityError as fault:
                raise _refused(fault, batches[0].account) from fault

    async def events(self, draft: str, after: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
        """The events after number `after`, in order: number, name, data."""
        e = _events.c
        wanted = select(e.id, e.name, e.data).where(e.draft == _plain(draft), e.id > after).order_by(e.id)
        async with self.database.read() as connection:
            return [(id, name, json.loads(data)) for id, name, data in await connection.execute(wanted)]

    async def event_log(self, draft: str) -> EventLog | None:
        """Where a draft's log stands; None where it has none."""
        e = _events.c
        newest = select(e.id, e.name, e.at, e.account).where(e.draft == _plain(draft)).order_by(e.id.desc()).limit(1)
        async with self.database.read() as connection:
            if (last := (await connection.execute(newest)).first()) is None:
                return None
            ended = select(func.max(e.id)).where(e.draft == _plain(draft), e.id < last.id, e.name.in_(ENDINGS))
            began = await connection.scalar(ended) or 0
        return EventLog(last.account, began, last.id, last.name in ENDINGS, max(0.0, time.time() - last.at))

    async def newest_events(self, drafts: Sequence[str]) -> dict[str, int]:
        """The number of the last event of each draft that has any."""
        e = _events.c
        wanted = select(e.draft, func.max(e.id)).where(e.draft.in_(drafts)).group_by(e.draft)
        async with self.database.read() as connection:
            return {draft: last for draft, last in await connection.execute(wanted)}


def _rows(batch: EventBatch) -> list[dict[str, Any]]:
    at = time.time()
    return [
        {
            "draft": batch.draft, "id": batch.after + n, "account": batch.account, "at": at,
            "name": name, "data": json.dumps(data, ensure_ascii=True, default=str),
        }
        for n, (name, data) in enumerate(batch.events, start=1)
    ]  # fmt: skip


def _refused(fault: IntegrityError, account: str | None) -> errors.TomoniError:
    original = fault.orig
    foreign_key = ("23503", "SQLITE_CONSTRAINT_FOREIGNKEY")
    if getattr(original, "sqlstate", None) in foreign_key or getattr(original, "sqlite_errorname", "") in foreign_key:
        return no_account(account or "")
    return errors.Conflict("Somebody else has changed this draft meanwhile.")


def _plain(draft: str) -> str:
    """The id without what PostgreSQL cannot even be asked for; such an id names nothing."""
    return draft.replace("\x00", "\ufffd")


_events = events
