"""A batch on several cores of one machine: helping processes of this one, each with its own share of the rows.

The rows alone say what is left to do. A hand that dies takes with it only what it had not stored yet, and those rows are
worked on by whoever is left. On PostgreSQL workers do the same over many machines; see `assistant.spreading`.
"""

import asyncio
import json
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from assistant.batching import Batching
from assistant.domain.batch import Batch
from assistant.domain.pause import Pause
from assistant.settings import Settings

# A helper needs some seconds of processor before its first row.
LEAST_ROWS = 500
_CLOSE_SECONDS = 5.0
# More than a message holds; the settings are the longest.
_LINE = 1 << 20

_log = logging.getLogger(__name__)


class Hands:
    """Helping processes of this one; they end with it, however it ends.

    Args:
        settings: theirs, each with its share of what a model may be asked at once.
        count: how many.
        pause: this process's; whoever the model tells to wait tells all others.
    """

    def __init__(self, settings: Settings, count: int, pause: Pause):
        self._settings, self._count, self._pause = settings, count, pause
        self._hands: list[_Hand] | None = None
        pause.tell = self._tell

    async def work(self, batch: str) -> list[asyncio.Future[None]]:
        """Gives every hand its share of a batch, 0 of so many being this process's own; all end when theirs is done."""
        if self._hands is None:
            self._hands = [await _Hand.begun(self._settings, self._told) for _ in range(self._count)]
        self._hands = [hand for hand in self._hands if hand.lives]
        of = len(self._hands) + 1
        return [hand.work(batch, share, of) for share, hand in enumerate(self._hands, 1)]

    async def close(self) -> None:
        """Ends the hands."""
        hands, self._hands = self._hands or [], []
        await asyncio.gather(*(hand.close() for hand in hands))

    def _told(self, hand: "_Hand", seconds: float) -> None:
        self._pause.hear(seconds, asyncio.get_running_loop().time())
        self._tell(seconds, hand)

    def _tell(self, seconds: float, but: "_Hand | None" = None) -> None:
        for hand in self._hands or ():
            if hand is not but:
                hand.send({"pause": seconds})


class _Hand:
    """One helping process; it is spoken with in lines of JSON, and ends when nobody speaks with it any more."""

    def __init__(self, process: Process, told: Callable[["_Hand", float], None]):
        self._process, self._told = process, told
        self._done: asyncio.Future[None] | None = None
        self.lives = True
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def begun(cls, settings: Settings, told: Callable[["_Hand", float], None]) -> "_Hand":
        # A session of its own: Ctrl+C is for the one who was asked.
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "assistant.hand", stdin=PIPE, stdout=PIPE, limit=_LINE, start_new_session=True
        )
        hand = cls(process, told)
        hand.send(settings.model_dump(mode="json"))
        return hand

    def work(self, batch: str, share: int, of: int) -> asyncio.Future[None]:
        self._done = asyncio.get_running_loop().create_future()
        self.send({"batch": batch, "share": share, "of": of})
        return self._done

    def send(self, message: dict[str, Any]) -> None:
        if self._process.stdin and self.lives:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")

    async def close(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        with suppress(ProcessLookupError, TimeoutError):
            await asyncio.wait_for(self._process.wait(), _CLOSE_SECONDS)
        if self._process.returncode is None:
            self._process.kill()
        await self._listening

    async def _listen(self) -> None:
        assert self._process.stdout
        while line := await self._process.stdout.readline():
            message = json.loads(line)
            if "pause" in message:
                self._told(self, message["pause"])
            else:
                self._end()
        self.lives = False
        if self._done and not self._done.done():
            _log.warning("A helping process has ended early; its rows are worked on here.")
        self._end()

    def _end(self) -> None:
        if self._done and not self._done.done():
            self._done.set_result(None)


class SideBySide(Batching):
    """Works through batches with hands on other cores; see `Batching`.

    Args:
        hands: who helps.
    """

    def __init__(self, hands: Hands, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self._hands = hands

    async def work(
        self, batch: Batch, after: int = 0, until: int | None = None, share: tuple[int, int] = (0, 1)
    ) -> bool:
        """Gives their end to the rows that wait, here and by the hands; few rows, or some of a range, here alone."""
        few = until is not None or after or share != (0, 1)
        few = few or len(await self.patiently(partial(self.records.waiting_rows, batch.id, 0, LEAST_ROWS))) < LEAST_ROWS
        helping = [] if few else await self._hands.work(batch.id)
        left = await super().work(batch, after, until, (0, len(helping) + 1) if helping else share)
        await asyncio.gather(*helping)
        return left
