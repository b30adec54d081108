"""Puts on record what is told of the drafts that one process makes: few commits, and nothing lost in silence."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from assistant.domain.draft import Draft
from assistant.errors import Conflict, NotFound, TomoniError
from assistant.ports import ENDINGS, Event, EventBatch, Records
from assistant.texts import Say

# Commits are what streaming costs: one takes in whatever all drafts of this process told meanwhile.
BATCH_SECONDS = 0.06
# How often a maker asks whether somebody else wants its draft stopped, while it has nothing to append itself.
LOOK_SECONDS = 0.5
# A maker appends something at least this often: one that is silent for longer may be dead.
ALIVE_SECONDS = 10.0

FIRST: Event = ("stage", {"name": "triage"})
# Events for makers and readers alone: nobody is shown them.
STOP, ALIVE = "stop", "alive"
INTERRUPTED = "The draft was interrupted before it was finished. Please ask for it again."
NOT_MADE = "The draft could not be made."

_log = logging.getLogger(__name__)


class Run:
    """One draft in the making: what was told of it and is on record, and what waits to be put there."""

    def __init__(self, id: str, account: str, say: Say, after: int):
        self.id, self.account, self.say = id, account, say
        self.start = after
        self.told: list[tuple[int, str, dict[str, Any]]] = []
        self.waiting: list[Event] = [FIRST]
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.work: asyncio.Future[Draft] | None = None
        self.written = asyncio.get_running_loop().time()
        self.why = say(INTERRUPTED)
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

    def take(self) -> EventBatch:
        """What waits, as a batch that follows on the last event on record."""
        taken, self.waiting = self.waiting, []
        return EventBatch(self.id, self.last, taken, self.account)

    def put(self, events: Sequence[Event]) -> None:
        """These are on record now: whoever follows in this process hears them."""
        self.told += [(self.last + n, name, data) for n, (name, data) in enumerate(events, start=1)]
        if not self.begun.done():
            self.begun.set_result(None)
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


class EventWriter:
    """The one task of a process that appends events to the logs of its drafts.

    It writes at once where a letter's first words or a draft's end wait, or where nothing was written for 60 ms; else
    60 ms after it wrote last.

    Args:
        records: where the events are logged.
        runs: the drafts in the making, by id.
    """

    def __init__(self, records: Records, runs: dict[str, Run]):
        self.records, self._runs = records, runs
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._wrote = self._looked = 0.0

    async def begin(self, run: Run) -> None:
        """Returns when the first event is on record. Raises NotFound or Conflict where it cannot be."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write())
        self._wake.set()
        await run.begun

    def tell(self, run: Run, name: str, data: dict[str, Any]) -> None:
        """One more event, to be written soon."""
        if (name, data) == FIRST:
            return
        run.add(name, data)
        at_once = name in ENDINGS or (name == "text" and not run.spoke)
        run.spoke = run.spoke or name == "text"
        self._ring(at_once)

    async def close(self) -> None:
        """Ends the task; what is not written by now is not."""
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _ring(self, at_once: bool) -> None:
        if at_once:
            self._wake.set()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_at(self._wrote + BATCH_SECONDS, self._wake.set)

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
                    if not run.begun.done():
                        raise
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
        except Exception as fault:
            # Whether the records can be used at all is found out by the next events that are to be written.
            _log.warning("Could not look for drafts to be stopped: %s", fault)
        for run in runs:
            if now - run.written >= ALIVE_SECONDS and not run.over.is_set():
                run.add(ALIVE, {})
                self._ring(at_once=True)


def _unwritten(run: Run, events: Sequence[Event], fault: Exception) -> None:
    """A draft whose events cannot be kept is called off; its end is told to those who follow in this process."""
    if not run.begun.done():
        run.begun.set_exception(fault)
        return
    _log.error("The events of draft %s could not be written.", run.id, exc_info=fault)
    if any(name in ENDINGS for name, _ in events):
        run.put(events)
        return
    run.waiting[:0] = events
    known = isinstance(fault, TomoniError)
    run.stop(run.say(fault.message, **fault.values) if known else run.say(NOT_MADE))
