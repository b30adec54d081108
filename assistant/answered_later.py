"""A batch whose model answers hours later: every row goes through the flow again when answers have come."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from assistant.batching import LOOK_SECONDS, Batching
from assistant.domain.batch import Batch, BatchRow, RowResult
from assistant.domain.later import IN_HAND
from assistant.ports import LaterModel


class AnsweredLater(Batching):
    """Works through batches in rounds; see `Batching`.

    Args:
        model: the one of the coach's desk.
    """

    def __init__(self, model: LaterModel, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self._model = model

    async def work(self, batch: Batch, after: int = 0, until: int | None = None) -> bool:
        """Gives their end to the rows that wait, however many rounds that takes; True where the batch was cancelled.

        Raises ModelFailed where a person has to mend something first; what was asked stays on record.
        """
        cancelled = False
        while not cancelled and await super().work(batch, after, until):
            cancelled = not await self._collected(batch)
        await self.patiently(partial(self._model.forget, batch.id))
        return cancelled

    async def result(self, batch: Batch, row: BatchRow) -> RowResult | None:
        """How one row ends; its questions are kept by the row."""
        token = IN_HAND.set((batch.id, row.row))
        try:
            return await super().result(batch, replace(row, request=await self._dated(batch, row.request)))
        finally:
            IN_HAND.reset(token)

    async def _dated(self, batch: Batch, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """A question is known by its words: the day in them stays the one on which the batch was begun."""
        organisation = await self.records.organisation()
        if request.get("today") or organisation is None:
            return request
        begun = datetime.fromtimestamp(batch.begun, ZoneInfo(organisation.time_zone))
        return {**request, "today": begun.date().isoformat()}

    async def _collected(self, batch: Batch) -> bool:
        """Waits for further answers; False where the batch was cancelled meanwhile."""
        collecting = asyncio.create_task(self.patiently(partial(self._model.collect, batch.id)))
        try:
            while (await self.patiently(partial(self.records.batch, batch.id))).state == "running":
                if (await asyncio.wait([collecting], timeout=LOOK_SECONDS))[0]:
                    collecting.result()
                    return True
            return False
        finally:
            collecting.cancel()
            await asyncio.gather(collecting, return_exceptions=True)
