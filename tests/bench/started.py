"""Servers in processes of their own, and what they use."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from time import monotonic

import psutil

_LOOK_SECONDS = 0.25


@dataclass
class Started:
    """A server: where it listens, and its process."""

    address: str
    process: int


@contextmanager
def started(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Started]:
    """`python -m module arguments`, which says its address in the first line of its stderr; ended on leaving."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command, env={**os.environ, **(environment or {})}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stderr is not None
        try:
            first = process.stderr.readline()
            found = re.search(r"http://[0-9.:]+", first)
            assert found, first + process.stderr.read()
            yield Started(found.group(), process.pid)
        finally:
            process.terminate()
            process.communicate()


@dataclass
class Used:
    """Seconds of a processor, their share of the time in percent of one core, and the most memory, in MB."""

    seconds: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0


@asynccontextmanager
async def watched(server: Started) -> AsyncIterator[Used]:
    """What a server uses meanwhile."""
    used, process = Used(), psutil.Process(server.process)

    async def look() -> None:
        while True:
            used.memory = max(used.memory, process.memory_info().rss / 1e6)
            await asyncio.sleep(_LOOK_SECONDS)

    looking = asyncio.create_task(look())
    began, before = monotonic(), process.cpu_times()
    try:
        yield used
    finally:
        looking.cancel()
        after = process.cpu_times()
        used.seconds = after.user + after.system - before.user - before.system
        used.cpu = 100 * used.seconds / (monotonic() - began)
