"""`tomoni worker`: takes rows of batches from PostgreSQL, on this machine and any other."""

import asyncio
import signal
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import logs
from assistant.cli_running import DONE, Data, settings_for, tell, with_coach
from assistant.errors import Invalid
from assistant.texts import Say

if TYPE_CHECKING:
    from assistant.coach import Coach

# Rows of one range that are in work at once: the ranges themselves go side by side as well.
_ROWS_A_RANGE = 4


def worker(
    rows: Annotated[int | None, typer.Option("--rows", min=1, help="Rows in work at once.", show_default=False)] = None,
    data: Data = None,
) -> None:
    """Work on batches until interrupted."""

    async def work(coach: "Coach", say: Say) -> int:
        from assistant.bootstrap_batches import open_batching, open_workers, rows_at_once

        settings = settings_for(data)
        logs.set_up(settings.log)
        queue = open_workers(settings)
        if queue is None:
            raise Invalid("Workers share the work through PostgreSQL: set TOMONI_DATABASE_URL to its address.")
        wanted = rows or rows_at_once(settings)
        stopping = asyncio.Event()
        for sign in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
        async with open_batching(coach, settings, at_once=min(wanted, _ROWS_A_RANGE)) as batching:

            async def range_of(batch: str, after: int, until: int) -> None:
                known = await batching.patiently(lambda: coach.records.batch(batch))
                if known.state == "running":
                    await batching.work(known, after, until)

            tell(say("Waiting for batches, %(rows)s rows at once. Ctrl+C ends it.", rows=wanted))
            try:
                await queue.work(range_of, max(1, wanted // _ROWS_A_RANGE), stopping)
            finally:
                await queue.close()
        return DONE

    with_coach(data, work)
