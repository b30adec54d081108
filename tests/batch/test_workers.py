"""`tomoni batch` with `tomoni worker` on a real PostgreSQL: whatever is killed, every row has one end and no row two."""

import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.batch.conftest import wait_until
from tests.batch.vendor import count, ended, environment, furnish, results, rows_for, workers
from tests.model.good import good_model
from tests.model.server import Reply, ScriptedModel

Run = Callable[..., subprocess.Popen[bytes]]
Start = Callable[[str], subprocess.Popen[bytes]]
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def starter(run: Run, url: str, folder: Path, source: Path, **more: str) -> Start:
    """Starts a worker or the batch, on one database."""
    env = environment(url, folder / "data", **more)

    def start(what: str) -> subprocess.Popen[bytes]:
        if what == "batch":
            return run("assistant.cli", "batch", str(source), "--output", str(folder / "out.jsonl"), env=env, **QUIET)
        return run("assistant.cli", "worker", *what.split()[1:], env=env, **QUIET)

    return start


def test_that_ten_kills_over_five_hundred_rows_leave_no_trace(shared_database: str, tmp_path: Path, run: Run):
    rows = 500
    source = rows_for(tmp_path / "in.jsonl", rows)
    calm = tmp_path / "calm"
    calm.mkdir()
    furnish(f"sqlite:///{calm}/records.sqlite3", rows)
    starter(run, f"sqlite:///{calm}/records.sqlite3", calm, source)("batch").wait(600)

    furnish(shared_database, rows)
    start = starter(run, shared_database, tmp_path, source)
    running = {what: start(what) for what in ("worker 1", "worker 2", "batch")}
    chance = random.Random(20261122)
    for kill in range(10):
        # Each after about a twelfth of the rows more, so that the last one still meets work.
        wait_until(lambda least=kill * rows // 12: ended(shared_database) >= least, 300)
        time.sleep(chance.uniform(0, 1.5))
        what = chance.choice(sorted(running))
        running[what].kill()
        running[what].wait()
        running[what] = start(what)
    assert ended(shared_database) < rows, "the kills came too late to prove anything"
    assert running["batch"].wait(600) in (0, 1)

    disturbed, undisturbed = results(tmp_path / "out.jsonl"), results(calm / "out.jsonl")
    assert [row["row"] for row in disturbed] == list(range(1, rows + 1))
    assert [a["row"] for a, b in zip(disturbed, undisturbed, strict=True) if a != b] == []
    drafted = count(shared_database, "SELECT count(*) FROM batch_rows WHERE draft IS NOT NULL")
    assert count(shared_database, "SELECT count(*) FROM drafts") == drafted


def test_that_a_killed_workers_rows_are_done_by_the_other_within_thirty_seconds(
    shared_database: str, tmp_path: Path, run: Run, scripted_model: ScriptedModel
):
    scripted_model.default = lambda request: Reply(good_model(request), hang=3.0)
    furnish(shared_database, 120)
    source = rows_for(tmp_path / "in.jsonl", 120, situation="renewal", message="更新の手続きを教えてください。")
    start = starter(run, shared_database, tmp_path, source, **_model_of(scripted_model))
    dying = start("worker --rows 16")
    wait_until(lambda: workers(shared_database) == 1, 60)
    batch = start("batch")
    doing = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = 1"
    wait_until(lambda: count(shared_database, doing) > 1, 60)
    start("worker --rows 16")
    wait_until(lambda: workers(shared_database) == 2, 60)
    assert ended(shared_database) < 100
    dying.kill()
    took = wait_until(lambda: count(shared_database, doing) == 0, 30, "nobody took over")
    assert took < 30
    assert batch.wait(300) in (0, 1)
    assert len(results(tmp_path / "out.jsonl")) == 120


def test_that_a_database_that_is_gone_for_ten_seconds_is_waited_for(mortal_server: Any, tmp_path: Path, run: Run):
    url, rows = mortal_server.get_uri(), 300
    furnish(url, rows)
    start = starter(run, url, tmp_path, rows_for(tmp_path / "in.jsonl", rows))
    worker = start("worker")
    wait_until(lambda: workers(url) == 1, 60)
    batch = start("batch")
    wait_until(lambda: ended(url) > 10, 60)
    mortal_server.stop()
    time.sleep(10)
    assert worker.poll() is None and batch.poll() is None
    mortal_server.start()
    assert ended(url) < rows
    assert batch.wait(300) in (0, 1)
    assert all(row["status"] != "failed" for row in results(tmp_path / "out.jsonl"))
    wait_until(lambda: workers(url) >= 1, 30, "the worker did not come back")


def test_that_two_workers_together_keep_to_the_requests_of_a_minute(
    shared_database: str, tmp_path: Path, run: Run, scripted_model: ScriptedModel
):
    a_minute, rows = 240, 90
    scripted_model.default = good_model
    furnish(shared_database, rows)
    source = rows_for(tmp_path / "in.jsonl", rows, situation="renewal", message="更新の手続きを教えてください。")
    more = _model_of(scripted_model) | {"TOMONI_MODEL_REQUESTS_PER_MINUTE": str(a_minute)}
    start = starter(run, shared_database, tmp_path, source, **more)
    for _ in range(2):
        start("worker --rows 16")
    wait_until(lambda: workers(shared_database) == 2, 60)
    assert start("batch").wait(300) in (0, 1)
    times = sorted(asked.at for asked in scripted_model.asked)
    assert len(times) >= 60
    # What may go at once in the beginning (a fortieth of a minute) is not counted.
    burst = a_minute // 40
    rate = (len(times) - 1 - burst) / (times[-1] - times[burst]) * 60
    assert 0.95 * a_minute <= rate <= 1.05 * a_minute


def test_that_a_batch_that_is_cancelled_ends_at_once_everywhere(
    shared_database: str, tmp_path: Path, run: Run, scripted_model: ScriptedModel
):
    scripted_model.default = lambda request: Reply(good_model(request), hang=1.0)
    furnish(shared_database, 120)
    source = rows_for(tmp_path / "in.jsonl", 120, situation="renewal", message="更新の手続きを教えてください。")
    start = starter(run, shared_database, tmp_path, source, **_model_of(scripted_model))
    start("worker --rows 8")
    wait_until(lambda: workers(shared_database) == 1, 60)
    batch = start("batch")
    wait_until(lambda: ended(shared_database) > 5, 60)
    with psycopg.connect(shared_database) as connection:
        connection.execute("UPDATE batches SET state = 'cancelled'")
    assert batch.wait(15) == 1
    left = len(scripted_model.asked)
    time.sleep(5)
    assert len(scripted_model.asked) <= left + 8
    assert count(shared_database, "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')") == 0


def _model_of(server: ScriptedModel) -> dict[str, str]:
    return {"TOMONI_MODEL": "openai:gpt-5-mini", "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "sk-scripted-0"}
