"""Drafts in the making: begun, told as they grow, stopped from anywhere, and never left without an end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from assistant.domain.draft import Draft
from assistant.errors import Conflict, NotFound, TomoniError
from assistant.ports import ENDINGS, Batch, Event, EventStream, Records
from assistant.telling import OnEvent
from assistant.texts import Say

Make = Callable[[OnEvent], Awaitable[Draft]]

# Commits are what streaming costs: one takes in whatever all drafts of this process told meanwhile.
BATCH_SECONDS = 0.06
# How often a maker asks whether somebody else wants its draft stopped, while it has nothing to append itself.
LOOK_SECONDS = 0.5
# A maker appends at least this often; one that was silent three times as long is taken for dead.
ALIVE_SECONDS = 10.0
SILENCE_SECONDS = 3 * ALIVE_SECONDS
# As far as the clocks of two machines may be apart.
CLOCKS_SECONDS = 60.0

STOP, ALIVE = "stop", "alive"
_FIRST: Event = ("stage", {"name": "triage"})
_STOPPED = "The draft was stopped."
_INTERRUPTED = "The draft was interrupted before it was finished. Please ask for it again."

_log = logging.getLogger(__name__)


class Run:
    """One draft in the making: what was told of it and is on record, and what waits to be put there."""

    def __init__(self, id: str, account: str, say: Say, first: int):
        self.id, self.account, self.say = id, account, say
        self.start = first - 1
        self.told: list[tuple[int, str, dict[str, Any]]] = []
        self.waiting: list[Event] = []
        self.work: asyncio.Future[Draft] | None = None
        self.written = 0.0
        self.why = say(_INTERRUPTED)
        self.spoke = False
        self.over = asyncio.Event()
        self.changed = asyncio.Event()

    @property
    def last(self) -> int:
        """The number of the last event on record, as far as this process knows."""
        return self.start + len(self.told)

    def add(self, name: str, data: dict[str, Any]) -> None:
        """One more event; text that goes on with the same part goes into the event before."""
        if name == "text" and self.waiting and self.waiting[-1][0] == "text":
            before = self.waiting[-1][1]
            if (before["part"], before["kind"]) == (data["part"], data["kind"]):
                self.waiting[-1] = (name, {**before, "append": before["append"] + data["append"]})
                return
        self.waiting.append((name, data))

    def take(self) -> Batch:
        """What waits, as a batch that follows on the last event on record."""
        taken, self.waiting = self.waiting, []
        return Batch(self.id, self.last, taken, self.account)

    def put(self, events: Sequence[Event]) -> None:
        """These are on record now: whoever follows in this process hears them."""
        self.told += [(self.last + n, name, data) for n, (name, data) in enumerate(events, start=1)]
        if any(name in ENDINGS for name, _ in events):
            self.over.set()
        self.written = asyncio.get_running_loop().time()
        heard, self.changed = self.changed, asyncio.Event()
        heard.set()

    def stop(self, why: str) -> None:
        """Calls the work off; where it is finished already nothing changes."""
        if self.work and not self.work.done():
            self.why = why
            self.work.cancel()


class Running:
    """The drafts that this process makes, and the events of those that any process makes.

    One task writes for all drafts: at once where a letter's first words or a draft's end wait, or where nothing was
    written for 60 ms; else 60 ms after it wrote last.

    Args:
        records: where the events are logged.
    """

    def __init__(self, records: Records):
        self.records = records
        self._runs: dict[str, Run] = {}
        self._attending: set[asyncio.Task[None]] = set()
        self._writer: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._wrote = self._looked = 0.0

    async def begin(self, id: str, account: str, make: Make, say: Say) -> None:
        """Starts the making of a draft, or of its next version, and returns when its first event is on record.

        Args:
            id: the draft's id; the events of a further version go on in the same log.
            account: the account that it is for.
            make: makes and stores the draft. It is given the function that tells events: it may be called for every
                token, from the event loop's own thread, and returns at once.
            say: the voice in which a failure is told.

        Raises:
            Conflict: this draft is being made at this moment, here or elsewhere.
            NotFound: no such account.
        """
        log = await self.records.event_log(id)
        if id in self._runs or (log and not log.over and log.age < SILENCE_SECONDS + CLOCKS_SECONDS):
            raise Conflict("This draft is being written at this moment. Wait until it is done, or stop it.")
        given_up = [("failed", {"why": say(_INTERRUPTED)})] if log and not log.over else []
        after = log.last if log else 0
        number = await self.records.append_events(id, [*given_up, _FIRST], account, after)
        run = Run(id, account, say, number)
        run.put([_FIRST])
        self._runs[id] = run
        run.work = asyncio.ensure_future(make(lambda name, data: self._tell(run, name, data)))
        task = asyncio.create_task(self._attend(run, run.work))
        self._attending.add(task)
        task.add_done_callback(self._attending.discard)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())

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
        log = await self.records.event_log(id)
        heard = clock() - max(0.0, log.age - CLOCKS_SECONDS if log else 0.0)
        run: Run | None = None
        while True:
            run = self._runs.get(id) or run
            here = run is not None and after >= run.start
            found = run.told[after - run.start :] if run and here else await self.records.events(id, after)
            for number, name, data in found:
                if name not in (STOP, ALIVE):
                    yield number, name, data
                if name in ENDINGS:
                    return
                after, heard = number, clock()
            if run and here:
                if after >= run.last and not run.over.is_set():
                    await run.changed.wait()
            elif clock() - heard < SILENCE_SECONDS:
                await asyncio.sleep(BATCH_SECONDS)
            else:
                ending = ("failed", {"why": say(_INTERRUPTED)})
                with suppress(Conflict):
                    try:
                        await self.records.append_events(id, [ending], log.account if log else None, after)
                    except NotFound:
                        yield after + 1, *ending
                        return

    async def close(self) -> None:
        """Stops every draft of this process, and says so to whoever follows."""
        for run in self._runs.values():
            run.stop(run.say(_INTERRUPTED))
        await asyncio.gather(*self._attending, return_exceptions=True)
        if self._writer:
            self._writer.cancel()
            await asyncio.wait([self._writer])

    def _tell(self, run: Run, name: str, data: dict[str, Any]) -> None:
        if (name, data) == _FIRST:
            return
        run.add(name, data)
        at_once = name in ENDINGS or (name == "text" and not run.spoke)
        run.spoke = run.spoke or name == "text"
        self._ring(at_once)

    def _ring(self, at_once: bool) -> None:
        if at_once:
            self._wake.set()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_at(self._wrote + BATCH_SECONDS, self._wake.set)

    async def _attend(self, run: Run, work: asyncio.Future[Draft]) -> None:
        await asyncio.wait([work])
        if not run.over.is_set():
            self._tell(run, *_ending(run, work))
            await run.over.wait()
        self._runs.pop(run.id, None)

    async def _write(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS if self._runs else None):
                    await self._wake.wait()
            self._wake.clear()
            if self._timer:
                self._timer.cancel()
                self._timer = None
            self._wrote = clock()
            await self._append([run for run in self._runs.values() if run.waiting and not run.over.is_set()])
            if clock() - self._looked >= LOOK_SECONDS:
                self._looked = clock()
                await self._look()

    async def _append(self, runs: list[Run]) -> None:
        batches = [run.take() for run in runs]
        try:
            if batches:
                await self.records.append_batches(batches)
        except (Conflict, NotFound):
            for run, batch in zip(runs, batches, strict=True):
                await self._append_alone(run, batch.events)
        except Exception as fault:
            for run, batch in zip(runs, batches, strict=True):
                _unwritten(run, batch.events, fault)
        else:
            for run, batch in zip(runs, batches, strict=True):
                run.put(batch.events)

    async def _append_alone(self, run: Run, events: Sequence[Event]) -> None:
        """Where one of several batches could not be appended: this one by itself, after what others have appended."""
        try:
            while not run.over.is_set():
                try:
                    await self.records.append_events(run.id, events, run.account, run.last)
                    run.put(events)
                    return
                except Conflict:
                    await self._catch_up(run)
        except Exception as fault:
            _unwritten(run, events, fault)

    async def _catch_up(self, run: Run) -> None:
        """Hears what others have appended: that the draft is to be stopped, or that it was given up."""
        others = [(name, data) for _, name, data in await self.records.events(run.id, run.last)]
        run.put(others)
        for name, data in others:
            if name in (STOP, *ENDINGS):
                run.stop(data.get("why", ""))

    async def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        runs = [run for run in self._runs.values() if not run.over.is_set()]
        try:
            newest = await self.records.newest_events([run.id for run in runs])
            for run in runs:
                if newest.get(run.id, run.last) != run.last:
                    await self._catch_up(run)
        except TomoniError as fault:
            # Whether the records can be used at all is found out by the next events that are to be written.
            _log.warning("Could not look for drafts to be stopped: %s", fault)
        for run in runs:
            if now - run.written >= ALIVE_SECONDS and not run.over.is_set():
                run.add(ALIVE, {})
                self._ring(at_once=True)


def _ending(run: Run, work: asyncio.Future[Draft]) -> Event:
    if work.cancelled():
        return "failed", {"why": run.why}
    error = work.exception()
    if error is None:
        return "done", {"draft": work.result().model_dump(mode="json", by_alias=True)}
    if isinstance(error, TomoniError):
        return "failed", {"why": run.say(error.message, **error.values)}
    _log.error("A draft could not be made.", exc_info=error)
    return "failed", {"why": run.say("The draft could not be made.")}


def _unwritten(run: Run, events: Sequence[Event], fault: Exception) -> None:
    """A draft whose events cannot be kept is called off; its end is told to those who follow in this process."""
    _log.error("The events of draft %s could not be written.", run.id, exc_info=fault)
    if run.work and run.work.done():
        run.put(events)
        return
    run.waiting[:0] = events
    known = isinstance(fault, TomoniError)
    run.stop(run.say(fault.message, **fault.values) if known else run.say("The draft could not be made."))
