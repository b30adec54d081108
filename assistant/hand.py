"""A helping process of a batch, begun by `assistant.hands`: settings on its first line, then shares of batches.

It ends with its standard input, which ends with whoever began it: nothing goes on by itself.
"""

import asyncio
import json
import os
import sys
from functools import partial

from assistant.bootstrap import open_coach
from assistant.bootstrap_batches import open_batching
from assistant.domain.pause import Pause
from assistant.garbage import look_seldom
from assistant.settings import Settings


async def _lines() -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


def _say(**message: object) -> None:
    print(json.dumps(message), flush=True)


async def main() -> None:
    """Work on shares of batches until nobody wants it any more."""
    look_seldom()
    lines = await _lines()
    settings = Settings.model_validate_json(await lines.readline())
    pause = Pause(lambda seconds: _say(pause=seconds))
    coach = await open_coach(settings)
    working = set[asyncio.Task[None]]()
    async with open_batching(coach, settings, pause=pause) as batching:

        async def share(id: str, number: int, of: int) -> None:
            batch = await batching.patiently(partial(coach.records.batch, id))
            await batching.work(batch, share=(number, of))
            _say(done=id)

        while line := await lines.readline():
            told = json.loads(line)
            if "pause" in told:
                pause.hear(told["pause"], asyncio.get_running_loop().time())
            else:
                task = asyncio.create_task(share(told["batch"], told["share"], told["of"]))
                working.add(task)
                task.add_done_callback(_ended)
        # Whatever is in work is given up: nobody is left who waits for it.
        os._exit(0)


def _ended(task: asyncio.Task[None]) -> None:
    """A share that fails ends the process: whoever began it sees that, and works on the rows itself."""
    if not task.cancelled() and (fault := task.exception()):
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr, flush=True)
        os._exit(1)


if __name__ == "__main__":
    asyncio.run(main())
