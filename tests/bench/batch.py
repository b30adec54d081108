"""A batch beside a bare loop over the same drafts, and beside what a model's answers allow. Run by `make bench`.

`python -m tests.bench.batch [--rows N] [--model-rows N] [--at-once N]`
"""

import argparse
import asyncio
import gc
import io
import json
import os
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

import psutil

from assistant.batch_intake import begin, take
from assistant.batch_output import line, outcomes
from assistant.batching import Batching
from assistant.bootstrap import open_coach
from assistant.bootstrap_batches import open_batching
from assistant.casework import gather
from assistant.coach import Coach
from assistant.domain.batch import BatchOptions, RowState
from assistant.domain.draft import DraftRequest
from assistant.domain.organisation import Organisation
from assistant.garbage import look_seldom
from assistant.hands import LEAST_ROWS
from assistant.importing import import_accounts
from assistant.settings import Settings
from assistant.telling import Telling
from assistant.terminal import table
from assistant.texts import Say
from tests.batch.accounts import ORGANISATION, TODAY, account
from tests.bench.answering import SECONDS
from tests.bench.speed import machine
from tests.bench.started import Started, started

# Megabytes: finding out how alike letters are takes a table of a fixed size besides what a row needs.
RATIO, SHARE, GROWTH = 1.3, 0.95, 64
AT_ONCE = 64
SAY = Say("ja")


def resident() -> float:
    """Megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def prepared(settings: Settings, rows: int) -> Coach:
    """A coach over one vendor and as many customers as there will be rows."""
    coach = await open_coach(settings)
    await coach.records.put_organisation(Organisation.model_validate(ORGANISATION))
    for start in range(0, rows, 2_000):
        lines = "\n".join(
            json.dumps(account(n, rich=1.0), ensure_ascii=False) for n in range(start, min(rows, start + 2_000))
        )
        report = await import_accounts([("accounts.jsonl", lines.encode())], coach.records, SAY)
        assert not report.refused, report.rows[0]
    return coach


class Took(NamedTuple):
    """Seconds by the clock, and of the processor: what others do on the machine at the same time is only in the first."""

    clock: float
    processor: float

    @classmethod
    def now(cls) -> "Took":
        return cls(time.perf_counter(), time.process_time())

    def since(self, began: "Took") -> "Took":
        return Took(self.clock - began.clock, self.processor - began.processor)


def file_of(rows: int) -> io.BytesIO:
    """The input: one line a customer."""
    return io.BytesIO("".join(f'{{"account": "c-{n:06d}", "today": "{TODAY}"}}\n' for n in range(rows)).encode())


async def bare(coach: Coach, rows: int) -> Took:
    """The drafts alone: nothing judged, nothing stored, nothing written."""
    began = Took.now()
    for n in range(rows):
        request = DraftRequest.model_validate(
            {"account": f"c-{n:06d}", "situation": "project_completion", "today": TODAY}
        )
        case = await gather(coach.desk, request, {}, ask_model=True)
        await coach.worded(case, SAY, f"bare-{n}", Telling())
    return Took.now().since(began)


async def whole(coach: Coach, batching: Batching, rows: int, output: Path, looks: list[float]) -> tuple[Took, int]:
    """From the file to its output, and how many drafts that were; notes what the process holds once a second."""

    async def look() -> None:
        while True:
            looks.append(resident())
            await asyncio.sleep(1)

    looking = asyncio.create_task(look())
    began = Took.now()
    file = file_of(rows)
    batch, _ = await begin(file, "closings.jsonl", BatchOptions(), coach.records)
    await take(file, batch, coach.records)
    done = await batching.run(batch.id)
    with output.open("w", encoding="utf-8") as out:
        async for one in outcomes(coach.records, done):
            out.write(line(one, SAY))
    took = Took.now().since(began)
    looking.cancel()
    tally = await coach.records.tally(batch.id)
    assert tally.states.total() == rows and not tally.states[RowState.failed], tally
    return took, sum([1 async for one in outcomes(coach.records, done) if one.draft])


async def beside_a_bare_loop(folder: Path, rows: int) -> list[tuple[str, str, str, str]]:
    """The batch with playbooks on SQLite, in this one process."""
    settings = Settings(data=folder)
    coach = await prepared(settings, rows)
    try:
        await bare(coach, min(rows, 200))
        gc.collect()
        loop = await bare(coach, rows)
        looks: list[float] = []
        async with open_batching(coach, settings) as batching:
            took, drafts = await whole(coach, batching, rows, folder / "out.jsonl", looks)
    finally:
        await coach.close()
    early = max(looks[: max(1, len(looks) // 4)])
    return [
        # A row that is held without a draft costs next to nothing, and must not make the rest look better.
        _row(f"{rows:,} rows, {drafts:,} drafts by playbooks: processor time against a bare loop", took.processor * rows / (loop.processor * drafts), "×", RATIO),
        _row("the same by the clock", took.clock * rows / (loop.clock * drafts), "×", RATIO),
        ("the same, rows a second", f"{rows / took.clock:.0f}", "", ""),
        _row("the same, memory gained after its first quarter", max(looks) - early, "MB", GROWTH),
    ]  # fmt: skip


async def beside_a_model(folder: Path, rows: int, at_once: int) -> list[tuple[str, str, str, str]]:
    """The batch with a model that answers after half a second, so many at once: beside what those answers alone would take."""
    with started("tests.bench.answering") as server:
        os.environ |= {"OPENAI_API_KEY": "sk-bench-0123456789", "OPENAI_BASE_URL": f"{server.address}/v1"}
        settings = Settings(data=folder, model="openai:bench", model_concurrency=at_once)
        coach = await prepared(settings, max(rows, LEAST_ROWS))
        try:
            async with open_batching(coach, settings) as batching:
                # Loading a model's libraries is no part of what is measured; so many rows call all processes.
                await whole(coach, batching, LEAST_ROWS, folder / "warm.jsonl", [])
                before, used = calls(server.address)["calls"], processor(server)
                took, _ = await whole(coach, batching, rows, folder / "out.jsonl", [])
                used = processor(server) - used
        finally:
            await coach.close()
        found = calls(server.address)
    asked = found["calls"] - before
    ideal = asked * SECONDS / at_once
    return [
        _row(f"{rows:,} rows, {asked:,} questions to a model, {at_once} at once: share of the ideal throughput", ideal / took.clock, "", SHARE, True),
        ("the same, seconds; at the most at once; processor of the first process", f"{took.clock:.1f} s; {found['most']}; {took.processor / took.clock:.0%}", "", ""),
        ("the same, processor of all processes a question, of what all cores have", f"{1_000 * used / asked:.1f} of {1_000 * (os.cpu_count() or 1) * SECONDS / at_once:.1f} ms", "", ""),
    ]  # fmt: skip


def processor(server: Started) -> float:
    """Seconds of the processor that this process and those that help it have used."""
    this = psutil.Process()
    times = [one.cpu_times() for one in (this, *this.children()) if one.pid != server.process]
    return sum(one.user + one.system for one in times)


def calls(address: str) -> dict[str, int]:
    """What the model server has counted."""
    with urllib.request.urlopen(f"{address}/calls", timeout=10) as answer:
        return json.load(answer)


def _row(name: str, value: float, unit: str, bound: float, least: bool = False) -> tuple[str, str, str, str]:
    kept = value >= bound if least else value <= bound
    return name, f"{value:.2f} {unit}", f"{'≥' if least else '≤'} {bound:g}", "kept" if kept else "OVER"


def main() -> None:
    """Measure and print one table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=2_000)
    asked.add_argument("--model-rows", type=int, default=4_000)
    asked.add_argument("--at-once", type=int, default=AT_ONCE)
    given = asked.parse_args()
    # As the command itself does.
    look_seldom()
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as folder:
        rows = asyncio.run(beside_a_bare_loop(Path(folder) / "playbooks", given.rows)) if given.rows else []
        rows += (
            asyncio.run(beside_a_model(Path(folder) / "model", given.model_rows, given.at_once))
            if given.model_rows
            else []
        )
    print(machine())
    table(("batch", "measured", "bound", ""), rows)


if __name__ == "__main__":
    main()
