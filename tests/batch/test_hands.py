"""A batch on several cores: every helping process does its share, nothing is lost with one, and none outlives the first."""

import asyncio
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import psutil
import pytest

from assistant import hands
from assistant.batch_intake import begin, take
from assistant.batching import Batching
from assistant.bootstrap import open_coach
from assistant.bootstrap_batches import open_batching, shares
from assistant.domain.batch import Batch, BatchOptions
from assistant.domain.pause import Pause
from assistant.settings import Settings
from tests.batch.conftest import wait_until
from tests.batch.folders import customers_copy, read, rows, write
from tests.cli.conftest import environment
from tests.model.good import good_model
from tests.model.server import Reply, ScriptedModel

pytestmark = pytest.mark.anyio
MESSAGE = {"situation": "renewal", "message": "更新の手続きを教えてください。"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return customers_copy(tmp_path / "data")


@pytest.fixture
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "LEAST_ROWS", 10)


@asynccontextmanager
async def work(settings: Settings) -> AsyncIterator[Batching]:
    coach = await open_coach(settings)
    try:
        async with open_batching(coach, settings, patience=5) as opened:
            yield opened
    finally:
        await coach.close()


async def given(batching: Batching, count: int, **fields: str) -> Batch:
    data = "".join(f"{json.dumps(row)}\n" for row in rows(count, **fields)).encode()
    batch, _ = await begin(io.BytesIO(data), "closings.jsonl", BatchOptions("en"), batching.records)
    await take(io.BytesIO(data), batch, batching.records)
    return await batching.records.batch(batch.id)


def own_rows(batching: Batching, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows that this process works on, as they come."""
    found, result = list[int](), batching.result

    async def noted(batch, row):
        found.append(row.row)
        return await result(batch, row)

    monkeypatch.setattr(batching, "result", noted)
    return found


def children() -> list[int]:
    """Helping processes, of these tests alone: other copies of the program may be at work on the machine."""
    found = psutil.process_iter(["cmdline", "cwd"])
    return [
        one.pid for one in found if "assistant.hand" in (one.info["cmdline"] or ()) and one.info["cwd"] == os.getcwd()
    ]


async def test_that_every_process_does_its_share_of_the_rows(folder: Path, few_are_enough: None, monkeypatch):
    async with work(Settings(data=folder, batch_processes=3)) as batching:
        own = own_rows(batching, monkeypatch)
        batch = await given(batching, 60)
        assert (await batching.run(batch.id)).state == "finished"
        assert sorted(own) == list(range(3, 61, 3))
        tally = await batching.records.tally(batch.id)
        assert tally.states.total() == 60 and not tally.states["failed"]
        # They stay for the next batch.
        before = children()
        again = await given(batching, 61)
        assert (await batching.run(again.id)).state == "finished"
        assert len(own) == 20 + 20 and children() == before


async def test_that_few_rows_are_not_worth_a_helper(folder: Path, few_are_enough: None, monkeypatch):
    async with work(Settings(data=folder, batch_processes=3)) as batching:
        own, before = own_rows(batching, monkeypatch), children()
        batch = await given(batching, 9)
        await batching.run(batch.id)
        assert len(own) == 9 and children() == before


async def test_that_the_rows_of_a_killed_helper_are_done_by_the_others(
    folder: Path, few_are_enough: None, scripted_model: ScriptedModel, monkeypatch
):
    scripted_model.default = lambda request: Reply(good_model(request), hang=0.3)
    settings = Settings(data=folder, batch_processes=2, model="openai:gpt-5-mini", model_concurrency=4)
    others = children()
    async with work(settings) as batching:
        own = own_rows(batching, monkeypatch)
        batch = await given(batching, 60, **MESSAGE)
        running = asyncio.create_task(batching.run(batch.id))
        while not _ended(folder, "AND row % 2"):
            await asyncio.sleep(0.05)
        (helper,) = set(children()) - set(others)
        os.kill(helper, signal.SIGKILL)
        assert (await running).state == "finished"
        tally = await batching.records.tally(batch.id)
        assert tally.states.total() == 60 and not tally.states["failed"]
        assert any(row % 2 for row in own) and len(own) < 60


async def test_that_a_busy_model_is_left_alone_by_all_processes(
    folder: Path, few_are_enough: None, scripted_model: ScriptedModel
):
    refused = list[float]()

    def answer(request: dict) -> Reply | str:
        # The first letter after both are at work is refused.
        if len(scripted_model.asked) > 24 and not refused:
            refused.append(time.monotonic())
            return Reply(status=429, headers={"retry-after": "3"})
        return Reply(good_model(request), hang=0.1)

    scripted_model.default = answer
    settings = Settings(data=folder, batch_processes=2, model="openai:gpt-5-mini", model_concurrency=4)
    async with work(settings) as batching:
        batch = await given(batching, 60, **MESSAGE)
        assert (await batching.run(batch.id)).state == "finished"
    when = [asked.at - refused[0] for asked in scripted_model.asked]
    # What was on its way already may arrive late on a busy machine.
    assert [at for at in when if 1.2 < at < 2.9] == []
    assert [at for at in when if at > 3.0]
    assert scripted_model.most_at_once <= 4


def test_that_processes_together_ask_a_model_no_more_than_one_may():
    whole = Settings(model="openai:m", model_concurrency=65, model_requests_per_minute=100, model_tokens_per_minute=7)
    own, theirs = shares(whole, 2)
    assert (own.model_concurrency, theirs.model_concurrency) == (23, 21)
    assert (own.model_requests_per_minute, theirs.model_requests_per_minute) == (34, 33)
    assert own.model_tokens_per_minute == 3 and theirs.model_tokens_per_minute == 2


def test_that_a_pause_is_told_where_it_begins_and_a_shorter_one_does_not_end_a_longer():
    told = list[float]()
    pause = Pause(told.append)
    pause.begin(5.0, 100.0)
    pause.hear(2.0, 101.0)
    assert (pause.until, told) == (105.0, [5.0])


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[str]]]:
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_that_helpers_end_with_whoever_called_them_and_no_row_is_done_twice(folder: Path, tmp_path: Path, started):
    source, output = write(tmp_path / "in.jsonl", rows(hands.LEAST_ROWS + 20)), tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "assistant.cli", "batch", str(source), "--output", str(output)]
    given = {
        "env": environment(folder, "en") | {"TOMONI_BATCH_PROCESSES": "2"},
        "stderr": subprocess.PIPE,
        "text": True,
    }
    others = children()
    started.append(subprocess.Popen(command, **given))
    wait_until(lambda: set(children()) - set(others) and _ended(folder) > 5, 60)
    started[0].kill()
    started[0].communicate()
    wait_until(lambda: not set(children()) - set(others), 60, "a helper has outlived its process")
    assert _ended(folder) < hands.LEAST_ROWS
    started.append(subprocess.Popen(command, **given))
    started[1].communicate(timeout=120)
    assert started[1].returncode in (0, 1)
    found = read(output)
    ids = [one["draft"]["id"] for one in found if one["draft"]]
    assert [one["row"] for one in found] == list(range(1, hands.LEAST_ROWS + 21)) and len(set(ids)) == len(ids)
    assert set(children()) == set(others)


def _ended(folder: Path, which: str = "") -> int:
    with closing(sqlite3.connect(folder / "tomoni.sqlite3", timeout=30)) as connection:
        return connection.execute(f"SELECT count(*) FROM batch_rows WHERE state != 'waiting' {which}").fetchone()[0]
