"""The output of a batch: one row an input row, in input order, read from the records page by page."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date as Date

from assistant.domain.batch import Batch, Outcome, Reason, RowState
from assistant.domain.display import day
from assistant.ports import Records
from assistant.texts import Say

_STOPPED = Reason("stopped", "The batch was stopped before this row was drafted. Give the same file again to go on.")
_PAGE = 200


async def outcomes(records: Records, batch: Batch, after: int = 0) -> AsyncIterator[Outcome]:
    """The rows that have their end, in order; of a batch that was cancelled all of them.

    Args:
        after: the number of the last row that is known already.
    """
    while page := await records.outcomes(batch.id, after, _PAGE):
        for one in page:
            if one.state is not RowState.waiting:
                yield one
            elif batch.state == "cancelled":
                yield replace(one, state=RowState.failed, reason=_STOPPED)
        after = page[-1].row


def said(reason: Reason | None, say: Say) -> str | None:
    """A reason as a sentence, its date as people of that language write it."""
    if reason is None:
        return None
    values = dict(reason.values)
    if date := values.get("date"):
        values["date"] = day(Date.fromisoformat(date), say.language)
    return say(reason.message, **values)


def line(one: Outcome, say: Say) -> str:
    """A row of the output as a line of JSON Lines, with its end.

    The draft stands in it as it was stored: reading and writing it again would take most of the time.
    """
    head = {"row": one.row, "account": one.account, "status": one.state.value, "reason": said(one.reason, say)}
    tail = {"similarity": one.similarity, "nearest": one.nearest}
    first, last = (json.dumps(part, ensure_ascii=False) for part in (head, tail))
    return f'{first[:-1]}, "draft": {one.draft or "null"}, {last[1:]}\n'
