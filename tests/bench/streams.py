"""Letters streamed from a model to their readers: how late the words come, beside a bare pass-through of the same server.

Run as `python -m tests.bench.streams`. Model, Tomoni and pass-through each have a process of their own, the readers are
this one; all stamp with one clock.
"""

import asyncio
import gc
import os
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from pathlib import Path
from time import monotonic

import uvloop

from assistant.bootstrap import open_coach
from assistant.cli_serve import load_demo
from assistant.settings import Settings
from assistant.terminal import table
from assistant.texts import Say
from tests.bench.paced import PACE, Asked, letter
from tests.bench.reading import Stream, drafted, exchange, passed, whole
from tests.bench.speed import machine, percentile
from tests.bench.started import Started, Used, started, watched

ALONE, AT_ONCE, LONG, SHORT, BRIEF = 60, 40, 480, 200, 40
CURVE = (10, 40, 80, 120, 160, 200)
# Milliseconds over the model's own first letter: what was promised.
FIRST_P50, FIRST_P95 = 30, 80
ACCOUNT = "shionoi-setsubi"
MESSAGE = "次のご更新では年額を2割下げていただけませんか。(整理記号 {})"
_run = count(1)


@dataclass
class Load:
    """What came of a number of streams."""

    streams: list[Stream]
    used: Used
    late: list[float]

    @property
    def faults(self) -> list[str]:
        return [stream.fault for stream in self.streams if stream.fault]

    def figures(self) -> tuple[str, ...]:
        """Lateness in ms, share of a core, memory, streams lost."""
        late = [f"{percentile(self.late, share):.0f}" if self.late else "-" for share in (0.5, 0.95, 1)]
        return (*late, f"{self.used.cpu:.0f} %", f"{self.used.memory:.0f} MB", f"{len(self.faults)}")


class Bench:
    """Tomoni and the pass-through, before the same model server."""

    def __init__(self, model: Started, tomoni: Started, bare: Started):
        self._model, self._tomoni, self._bare = model, tomoni, bare

    async def by_tomoni(self, streams: int, pieces: int, together: int = 1) -> Load:
        """So many drafts, begun at once."""
        return await self._load(self._tomoni, self._draft, streams, pieces, together)

    async def by_bare(self, streams: int, pieces: int, together: int = 1) -> Load:
        """So many answers passed through, begun at once."""
        return await self._load(self._bare, self._pass, streams, pieces, together)

    async def _load(self, server: Started, read, streams: int, pieces: int, together: int) -> Load:
        run = next(_run)
        asked = [Asked(run, 1_000 * run + n, pieces, together) for n in range(streams)]
        gc.collect()
        gc.disable()
        try:
            async with watched(server) as used:
                arrived = await asyncio.gather(*(read(one) for one in asked))
        finally:
            gc.enable()
        sent = whole(await exchange("GET", f"{self._model.address}/sent"))["sent"]
        load = Load([], used, [])
        for one, (began, came) in zip(asked, arrived, strict=True):
            text = letter(one.letter, pieces)
            drafts = server is self._tomoni
            counted = text.said if drafts else tuple(accumulate(map(len, text.pieces)))
            stream = Stream(text, counted, sent.get(str(one), ()), began)
            (drafted if drafts else passed)(stream, came)
            load.late += stream.late().values()
            load.streams.append(stream)
        return load

    async def _draft(self, asked: Asked):
        began = monotonic()
        wish = {"account": ACCOUNT, "message": MESSAGE.format(asked)}
        begun = whole(await exchange("POST", f"{self._tomoni.address}/api/drafts?wait=false", wish))
        return began, await exchange("GET", f"{self._tomoni.address}{begun['events']}")

    async def _pass(self, asked: Asked):
        began = monotonic()
        messages = [{"role": "user", "content": MESSAGE.format(asked)}]
        return began, await exchange("POST", f"{self._bare.address}/chat", {"stream": True, "messages": messages})


async def alone(draft: Callable[[], Awaitable[Load]], times: int) -> list[Stream]:
    """Letters one after another."""
    return [stream for _ in range(times) for stream in (await draft()).streams]


def first_rows(name: str, streams: Sequence[Stream], goals: bool) -> list[tuple[str, ...]]:
    """How late the letter's first character came to its reader."""
    late = [s.first_late() for s in streams if not s.fault]
    rows = []
    for share, label, goal in ((0.5, "p50", FIRST_P50), (0.95, "p95", FIRST_P95)):
        value = percentile(late, share)
        kept = ("kept" if value <= goal else "OVER") if goals else ""
        rows.append((f"{name}, {label}", f"{value:.1f} ms", f"{goal} ms" if goals else "", kept))
    return rows


async def measure(bench: Bench) -> None:
    """Everything, with its tables."""
    await bench.by_tomoni(1, BRIEF)  # libraries are loaded, connections are open
    await bench.by_bare(1, BRIEF)
    ours = await alone(lambda: bench.by_tomoni(1, BRIEF), ALONE)
    bare = await alone(lambda: bench.by_bare(1, BRIEF), ALONE // 3)
    rows = first_rows("first character after the model's, one draft at a time", ours, goals=True)
    rows += first_rows("the same through bare Starlette", bare, goals=False)
    greeted = [(s.first - s.asked) * 1_000 for s in ours if not s.fault]
    rows.append(("greeting after the request, p50", f"{percentile(greeted, 0.5):.1f} ms", "", ""))
    load = await bench.by_tomoni(AT_ONCE, LONG)
    faults = [s.fault for s in ours + bare if s.fault] + load.faults
    kept = "OVER" if load.faults else "kept"
    rows.append((f"{AT_ONCE} drafts at once, {PACE} pieces/s: lost or out of order", f"{len(load.faults)}", "0", kept))
    table(("streams", "measured", "goal", ""), rows)
    print()
    lines = [(f"{AT_ONCE}, begun at once", *load.figures(), *(await bench.by_bare(AT_ONCE, LONG)).figures())]
    for streams in CURVE:
        load = await bench.by_tomoni(streams, SHORT, together=streams)
        faults += load.faults
        lines.append((str(streams), *load.figures(), *(await bench.by_bare(streams, SHORT, streams)).figures()))
    figures = ("late p50", "p95", "max ms", "core", "memory", "lost")
    table((f"streams of {PACE}/s", *figures, *(f"bare {name}" for name in figures)), lines)
    for fault, times in Counter(faults).items():
        print(f"{times} x {fault}")


def settings_before(model: Started, data: Path) -> dict[str, str]:
    """The environment in which Tomoni words its letters by the model server."""
    return {
        "OPENAI_BASE_URL": f"{model.address}/v1", "OPENAI_API_KEY": "none", "TOMONI_DATA": str(data),
        "TOMONI_MODEL": "openai:paced", "TOMONI_MODEL_CONCURRENCY": str(max(CURVE)), "TOMONI_MODEL_DEADLINE": "120",
    }  # fmt: skip


async def fill(folder: Path) -> None:
    """The demonstration, in a data folder that is thrown away."""
    coach = await open_coach(Settings(data=folder))
    try:
        await load_demo(coach, Say("en"))
    finally:
        await coach.close()


def main() -> None:
    """Measure everything and print the tables."""
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as folder, started("tests.bench.paced") as model:
        asyncio.run(fill(Path(folder)))
        settings = settings_before(model, Path(folder))
        with (
            started("assistant.cli", "serve", "--port", "0", environment=settings) as tomoni,
            started("tests.bench.passing", environment=settings) as bare,
        ):
            print(f"{machine()}, load {os.getloadavg()[0]:.1f} before")
            uvloop.run(measure(Bench(model, tomoni, bare)))


if __name__ == "__main__":
    main()
