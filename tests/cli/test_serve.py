"""`tomoni serve`: loopback only, a clear word where a port is taken, the demonstration on an empty folder."""

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.conftest import environment
from tests.demo_folder import empty_copy


@contextmanager
def serving(folder: Path, *more: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port: its address and its process."""
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0", *more]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment(folder)
    )
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line + process.stderr.read()
        yield found.group(), process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=90)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def fetched(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=90) as response:
        return json.load(response)


def test_that_the_demonstration_is_loaded_served_and_stopped(tmp_path):
    folder = empty_copy(tmp_path / "demo")
    with serving(folder, "--demo") as (address, process):
        assert fetched(f"{address}/readyz") == {"status": "ready"}
        assert len(fetched(f"{address}/api/accounts")["accounts"]) == 12
        assert len(fetched(f"{address}/api/drafts")["drafts"]) == 1
    assert process.returncode == 0
    with serving(folder, "--demo") as (address, _):
        assert len(fetched(f"{address}/api/drafts")["drafts"]) == 1, "the first draft is made once"


def test_that_somebody_elses_records_never_mix_with_the_demonstration(tmp_path, tomoni):
    accounts = tmp_path / "own.jsonl"
    accounts.write_text('{"id": "own", "name": "Own"}\n', encoding="utf-8")
    data = empty_copy(tmp_path / "own-data")
    assert tomoni("import", "accounts", str(accounts), data=data).returncode == 0
    done = tomoni("serve", "--demo", "--port", "0", data=data, language="en_GB.UTF-8")
    assert done.returncode == 2 and "folder of its own" in done.stderr


def test_that_a_port_in_use_is_said_in_a_sentence(tomoni):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = tomoni("serve", "--port", str(port), language="en_GB.UTF-8")
    assert done.returncode == 3
    assert f"Port {port} is in use" in done.stderr and "Traceback" not in done.stderr


def test_that_the_command_line_works_while_a_server_runs_on_the_same_folder(folder, tomoni):
    with serving(folder) as (address, _):
        done = tomoni("draft", "--account", "shionoi-setsubi", "--message", "年額を下げてください。", "--json")
        draft = json.loads(done.stdout)
        assert fetched(f"{address}/api/drafts/{draft['id']}")["body"] == draft["body"]
