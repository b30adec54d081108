"""`tomoni doctor` about batches: what waits, and how many workers there are to do it."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from assistant.adapters.records import SqlRecords
from assistant.bootstrap import build
from assistant.domain.batch import BatchOptions, BatchRow
from assistant.recall.analyse import VERSION
from tests.batch.conftest import wait_until
from tests.batch.vendor import environment, furnish, workers


def waiting(url: str, rows: int) -> None:
    """Puts a batch on record that nobody works on."""

    async def put() -> None:
        records = SqlRecords(url, index=build, index_format=str(VERSION))
        await records.open()
        batch = await records.begin_batch("0" * 64, "in.jsonl", BatchOptions("en"))
        found = [BatchRow(n, "c-000000", {"account": "c-000000"}) for n in range(1, rows + 1)]
        await records.add_rows(batch.id, found)
        await records.all_rows_added(batch.id, rows)
        await records.close()

    asyncio.run(put())


def told(url: str, folder: Path) -> list[str]:
    """The lines of the report, each with single spaces."""
    env = environment(url, folder) | {"COLUMNS": "200"}
    done = subprocess.run([sys.executable, "-m", "assistant.cli", "doctor"], capture_output=True, text=True, env=env, timeout=180, check=False)  # fmt: skip
    return [" ".join(line.split()) for line in done.stdout.splitlines()]


def line_of(what: str, lines: list[str]) -> str:
    return next((line for line in lines if line.startswith(what)), "")


def test_that_rows_that_wait_and_living_workers_are_counted(
    shared_database: str, tmp_path: Path, run: Callable[..., subprocess.Popen[bytes]]
):
    furnish(shared_database, 1)
    before = told(shared_database, tmp_path)
    assert line_of("batches in work", before) == "batches in work 0"
    assert line_of("workers", before) == "workers 0 whoever begins a batch works on it alone"
    waiting(shared_database, 1_234)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run("assistant.cli", "worker", env=environment(shared_database, tmp_path), **quiet)
    wait_until(lambda: workers(shared_database) == 1, 30)
    after = told(shared_database, tmp_path)
    assert line_of("batches in work", after) == "batches in work 1 rows that wait: 1,234"
    assert line_of("workers", after) == "workers 1"


def test_that_nothing_is_said_of_workers_where_one_process_does_everything(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/records.sqlite3"
    furnish(url, 1)
    waiting(url, 2)
    lines = told(url, tmp_path)
    assert line_of("batches in work", lines) == "batches in work 1 rows that wait: 2"
    assert line_of("workers", lines) == ""
