"""The events of a draft in the making: appended in batches, read again from any place on."""

import json
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.adapters.records.accounts import no_account
from assistant.adapters.records.drafts import refuse_odd_id
from assistant.adapters.records.rows import is_account_id
from assistant.adapters.records.schema import events
from assistant.adapters.records.shelf import Shelf


class Events(Shelf):
    """The events' shelf."""

    async def append_events(
        self, draft: str, events: Sequence[tuple[str, dict[str, Any]]], account: str | None = None
    ) -> None:
        """Append events to a draft's, numbered on from its last one. One call is one commit.

        Args:
            draft: the draft's id; the draft itself may come later.
            events: name and data of each.
            account: the account that the draft is for: its events go when it goes, even where no draft is ever saved.

        Raises:
            errors.NotFound: the account is not on record (any more).
            errors.Invalid: the draft's id is none.
        """
        if not events:
            return
        refuse_odd_id(draft)
        if account is not None and not is_account_id(account):
            raise no_account(account)
        at = time.time()
        async with self.database.write(f"draft:{draft}") as connection:
            last = await connection.scalar(select(func.max(_events.c.id)).where(_events.c.draft == draft)) or 0
            rows = [
                {
                    "draft": draft, "id": last + n, "account": account, "at": at,
                    "name": name, "data": json.dumps(data, ensure_ascii=True, default=str),
                }
                for n, (name, data) in enumerate(events, start=1)
            ]  # fmt: skip
            try:
                await connection.execute(insert(_events), rows)
            except IntegrityError as gone:
                raise no_account(account or "") from gone

    async def events(self, draft: str, after: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
        """The events after number `after`, in order: number, name, data."""
        e = _events.c
        wanted = select(e.id, e.name, e.data).where(e.draft == draft.replace("\x00", ""), e.id > after).order_by(e.id)
        async with self.database.read() as connection:
            return [(id, name, json.loads(data)) for id, name, data in await connection.execute(wanted)]


_events = events
