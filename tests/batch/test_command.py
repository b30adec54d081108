"""`tomoni batch` as a shell runs it: exit status, going on, doing again, a full disk; killed at any moment."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.batch.folders import customers_copy, read, rows, telling, write
from tests.batch.openai_server import BatchServer
from tests.cli.conftest import environment
from tests.model.good import good_model

Started = subprocess.Popen[str]


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., Started]]:
    """Starts the command; what still runs at the test's end is killed."""
    started: list[Started] = []

    def run(source: Path, output: Path, *more: str, data: Path | None = None) -> Started:
        command = [sys.executable, "-m", "assistant.cli", "batch", str(source), "--output", str(output), *more]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen(command, env=environment(data or folder, "en"), **pipes))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


def ended(process: Started, seconds: float = 110) -> tuple[int, str]:
    out, err = process.communicate(timeout=seconds)
    assert out == ""
    return process.returncode, err


def test_that_a_batch_ends_with_a_summary_and_the_status_says_whether_something_is_left_to_do(start, tmp_path):
    source = write(tmp_path / "in.jsonl", [*rows(12), "broken"])
    status, told = ended(start(source, tmp_path / "out.jsonl"))
    found = read(tmp_path / "out.jsonl")
    assert status == 1 and len(found) == 13 and found[-1]["status"] == "failed"
    assert "\x1b" not in told and "1 failed" in told and "the row cannot be read" in told and "Time: " in told
    good = [row for row, one in zip(rows(12), found, strict=False) if one["status"] == "drafted"]
    assert good
    assert ended(start(write(tmp_path / "good.jsonl", good), tmp_path / "good-out.jsonl"))[0] == 0


def test_that_a_finished_file_is_done_again_only_where_it_is_asked_for(start, tmp_path):
    source, output = write(tmp_path / "in.jsonl", rows(3)), tmp_path / "out.jsonl"
    ended(start(source, output))
    before = output.read_bytes()
    status, told = ended(start(source, output))
    assert status == 1 and "--again" in told and output.read_bytes() == before
    other = tmp_path / "other.jsonl"
    assert ended(start(source, other))[0] == 1 and other.read_bytes() == before
    ended(start(source, output, "--again"))
    assert telling(read(output)) == telling(read(other)) and output.read_bytes() != before


@pytest.mark.parametrize(
    ("source", "output", "status", "named"),
    [("none.jsonl", "out.jsonl", 2, "none.jsonl"), ("in.jsonl", "no/such/out.jsonl", 2, "folder"), ("in.pdf", "out", 2, "PDF")],
)  # fmt: skip
def test_that_wrong_use_is_said_before_anything_begins(start, tmp_path, source, output, status, named):
    write(tmp_path / "in.jsonl", rows(1))
    (tmp_path / "in.pdf").write_bytes(b"%PDF-1.7")
    found, told = ended(start(tmp_path / source, tmp_path / output))
    assert (found, named in told) == (status, True), told
    assert len(told.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_that_a_full_disk_is_a_sentence_and_the_results_are_written_when_there_is_room(start, tmp_path):
    source, output = write(tmp_path / "in.jsonl", rows(3)), tmp_path / "out.jsonl"
    output.write_text("an older file\n")
    (tmp_path / ".out.jsonl.part").symlink_to("/dev/full")
    status, told = ended(start(source, output))
    assert status == 3 and "the disk is full" in told and "Traceback" not in told
    assert output.read_text() == "an older file\n"
    ended(start(source, output))
    assert [one["row"] for one in read(output)] == [1, 2, 3]


def test_that_a_killed_batch_goes_on_where_it_was(start, tmp_path):
    source, output = write(tmp_path / "in.jsonl", rows(60)), tmp_path / "out.jsonl"
    killed = start(source, output)
    time.sleep(2.5)
    killed.kill()
    killed.communicate()
    ended(start(source, output))
    found = read(output)
    assert [one["row"] for one in found] == list(range(1, 61))
    drafts = [one["draft"]["id"] for one in found if one["draft"]]
    assert len(set(drafts)) == len(drafts)


def test_that_an_interrupted_batch_says_that_it_goes_on(start, tmp_path):
    source = write(tmp_path / "in.jsonl", rows(200))
    process = start(source, tmp_path / "out.jsonl")
    while not _ended_rows(tmp_path / "data"):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    status, told = ended(process)
    assert status == 3 and "goes on" in told and "Traceback" not in told
    assert 0 < _ended_rows(tmp_path / "data") < 200


def test_that_a_refused_key_is_a_failure_and_the_same_command_goes_on(start, folder, tmp_path):
    source, output = write(tmp_path / "in.jsonl", rows(3)), tmp_path / "out.jsonl"
    server = BatchServer().start()
    try:
        server.refuse, server.answer = 401, good_model
        settings = ("TOMONI_MODEL=openai:gpt-5-mini", "TOMONI_OPENAI_BATCH_POLL=0.1", "OPENAI_API_KEY=sk-0", f"OPENAI_BASE_URL={server.url}")  # fmt: skip
        (folder / ".env").write_text("\n".join(settings), encoding="utf-8")
        status, told = ended(start(source, output, "--engine", "openai-batch"))
        assert status == 3 and "OPENAI_API_KEY" in told and "goes on" in told and "Traceback" not in told
        assert not output.exists()
        server.refuse = 0
        status, told = ended(start(source, output, "--engine", "openai-batch"))
        assert status in (0, 1) and [one["row"] for one in read(output)] == [1, 2, 3]
    finally:
        server.stop()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_that_ten_kills_over_500_rows_change_nothing(start, tmp_path):
    source = write(tmp_path / "in.jsonl", [*rows(495), "broken", *rows(4, language="en")])
    undisturbed, output = tmp_path / "undisturbed.jsonl", tmp_path / "out.jsonl"
    ended(start(source, undisturbed, data=customers_copy(tmp_path / "other")), 600)
    chance = random.Random(20261122)
    for kill in range(10):
        process = start(source, output)
        # Twice while it starts or takes the file, else while rows end.
        wanted = _ended_rows(tmp_path / "data") + chance.randrange(5, 45) if kill not in (0, 5) else 0
        while process.poll() is None and _ended_rows(tmp_path / "data") < wanted:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.3))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    assert 0 < _ended_rows(tmp_path / "data") < 500
    ended(start(source, output), 600)
    found, expected = read(output), read(undisturbed)
    ids = [one["draft"]["id"] for one in found if one["draft"]]
    assert len(set(ids)) == len(ids)
    assert telling(found) == telling(expected)
    assert _stored_drafts(tmp_path / "data") == len(ids)


def _stored_drafts(folder: Path) -> int:
    return _count(folder, "drafts")


def _ended_rows(folder: Path) -> int:
    return _count(folder, "batch_rows WHERE state != 'waiting'")


def _count(folder: Path, what: str) -> int:
    with closing(sqlite3.connect(folder / "tomoni.sqlite3", timeout=30)) as connection:
        return connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
