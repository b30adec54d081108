"""Drafts in the making: begun, told as they grow, stopped from anywhere, and never left without an end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from assistant.domain.draft import Draft
from assistant.errors import Conflict, NotFound, TomoniError
from assistant.event_writer import ALIVE, ALIVE_SECONDS, BATCH_SECONDS, INTERRUPTED, NOT_MADE, STOP, EventWriter, Run
from assistant.ports import ENDINGS, Event, EventLog, EventStream, Records
from assistant.telling import OnEvent
from assistant.texts import Say

Make = Callable[[OnEvent], Awaitable[Draft]]

# One that was silent for as long is taken for dead.
SILENCE_SECONDS = 3 * ALIVE_SECONDS
# As far as the clocks of two machines may be apart.
CLOCKS_SECONDS = 60.0

_STOPPED = "The draft was stopped."

_log = logging.getLogger(__name__)


class Running:
    """The drafts that this process makes, and the events of those that any process makes.

    Args:
        records: where the events are logged.
    """

    def __init__(self, records: Records):
        self.records = records
        self._runs: dict[str, Run] = {}
        self._attending: set[asyncio.Task[None]] = set()
        self._writer = EventWriter(records, self._runs)

    async def log(self, id: str) -> EventLog | None:
        """Where a draft's events stand, None where it has none; a draft that is made here needs no look at the records."""
        if run := self._runs.get(id):
            return EventLog(run.account, run.start, run.last, run.over.is_set(), 0.0)
        return await self.records.event_log(id)

    async def begin(self, id: str, account: str, make: Make, say: Say, new: bool = False) -> None:
        """Starts the making of a draft, or of its next version, and returns when its first event is on record.

        Args:
            id: the draft's id; the events of a further version go on in the same log.
            account: the account that it is for.
            make: makes and stores the draft. It is given the function that tells events: it may be called for every
                token, from the event loop's own thread, and returns at once.
            say: the voice in which a failure is told.
            new: the id was never used before, so nothing has to be looked up.

        Raises:
            Conflict: this draft is being made at this moment, here or elsewhere.
            NotFound: no such account.
        """
        log = None if new else await self.records.event_log(id)
        if id in self._runs or (log and not log.over and log.age < SILENCE_SECONDS + CLOCKS_SECONDS):
            raise Conflict("This draft is being written at this moment. Wait until it is done, or stop it.")
        after = log.last if log else 0
        if log and not log.over:
            after = await self.records.append_events(id, [("failed", {"why": say(INTERRUPTED)})], account, after)
        run = self._runs[id] = Run(id, account, say, after)
        try:
            await self._writer.begin(run)
        except BaseException:
            del self._runs[id]
            raise
        run.work = asyncio.ensure_future(make(lambda name, data: self._writer.tell(run, name, data)))
        task = asyncio.create_task(self._attend(run, run.work))
        self._attending.add(task)
        task.add_done_callback(self._attending.discard)

    async def stop(self, id: str, say: Say) -> None:
        """Stops a draft in the making, wherever it is made; one that is done stays as it is.

        Raises NotFound where there is neither.
        """
        if run := self._runs.get(id):
            run.stop(say(_STOPPED))
            return
        log = await self.records.event_log(id)
        if log is None:
            await self.records.draft(id)
        while log and not log.over:
            try:
                await self.records.append_events(id, [(STOP, {"why": say(_STOPPED)})], log.account, log.last)
                return
            except Conflict:
                log = await self.records.event_log(id)

    async def follow(self, id: str, after: int, say: Say) -> EventStream:
        """The events after number `after` as they come, until the draft is done or has failed.

        Args:
            id: a draft that has events.
            after: 0 up to the number of the last one on record.
            say: the voice in which a draft is said to be interrupted, where its maker is dead.
        """
        clock = asyncio.get_running_loop().time
        run, log = self._runs.get(id), await self.log(id)
        if log is None:
            return
        heard = clock() - max(0.0, log.age - CLOCKS_SECONDS)
        while True:
            run = self._runs.get(id) or run
            here = run is not None and after >= run.start
            found = run.told[after - run.start :] if run and here else await self.records.events(id, after)
            for number, name, data in found:
                if name not in (STOP, ALIVE):
                    yield number, name, data
                if name in ENDINGS:
                    return
                after = number
                if number > log.last:
                    heard = clock()
            if run and here:
                if after < run.last:
                    continue
                if run.over.is_set():
                    return
                await run.changed.wait()
            elif clock() - heard < SILENCE_SECONDS:
                await asyncio.sleep(BATCH_SECONDS)
            else:
                ending = ("failed", {"why": say(INTERRUPTED)})
                with suppress(Conflict):
                    try:
                        await self.records.append_events(id, [ending], log.account, after)
                    except NotFound:
                        yield after + 1, *ending
                        return

    async def close(self) -> None:
        """Stops every draft of this process, and says so to whoever follows."""
        for run in self._runs.values():
            run.begun.cancel()
            run.stop(run.say(INTERRUPTED))
        await asyncio.gather(*self._attending, return_exceptions=True)
        await self._writer.close()

    async def _attend(self, run: Run, work: asyncio.Future[Draft]) -> None:
        await asyncio.wait([work])
        if not run.over.is_set():
            self._writer.tell(run, *_ending(run, work))
            await run.over.wait()
        self._runs.pop(run.id, None)


def _ending(run: Run, work: asyncio.Future[Draft]) -> Event:
    if work.cancelled():
        return "failed", {"why": run.why}
    error = work.exception()
    if error is None:
        return "done", {"draft": work.result().model_dump(mode="json", by_alias=True)}
    if isinstance(error, TomoniError):
        return "failed", {"why": run.say(error.message, **error.values)}
    _log.error("A draft could not be made.", exc_info=error)
    return "failed", {"why": run.say(NOT_MADE)}
