"""What `tomoni batch` shows: a bar on a terminal, lines in a pipe, a summary at the end. All of it on stderr."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.batch_progress import Progress
from assistant.batch_words import STATES, in_short
from assistant.texts import Say

_LINE_SECONDS = 10.0
_PAIRS_SHOWN = 10


def duration(seconds: float, say: Say) -> str:
    """A length of time as people say it."""
    if seconds < 90:
        return say("%(count)s s", count=max(1, round(seconds)))
    if seconds < 5_400:
        return say("%(count)s min", count=round(seconds / 60))
    return say("%(count)s h", count=f"{seconds / 3600:.1f}")


class Lines:
    """Progress where nobody watches: the first look, then a line every ten seconds."""

    def __init__(self, say: Say):
        self._say, self._next = say, 0.0

    def show(self, progress: Progress) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._next and progress.batch.state == "running":
            self._next = now + _LINE_SECONDS
            print(standing(progress, self._say), file=sys.stderr, flush=True)


class Bar:
    """Progress on a terminal."""

    def __init__(self, say: Say):
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as RichProgress

        self._say = say
        console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self.bar = RichProgress(BarColumn(), TextColumn("{task.description}", markup=False), console=console)
        self._task = self.bar.add_task("", total=None)

    def show(self, progress: Progress) -> None:
        self.bar.update(
            self._task, total=progress.batch.rows, completed=progress.tally.ended, description=standing(progress, self._say)
        )  # fmt: skip


@contextmanager
def shown(say: Say) -> Iterator[Bar | Lines]:
    """A bar on a terminal, else lines."""
    if not sys.stderr.isatty():
        yield Lines(say)
        return
    bar = Bar(say)
    with bar.bar:
        yield bar


def standing(progress: Progress, say: Say) -> str:
    """How many rows have their end, how fast, how long it will take."""
    total = progress.batch.rows or progress.tally.states.total()
    text = say("%(ended)s of %(total)s rows", ended=f"{progress.tally.ended:,}", total=f"{total:,}")
    if progress.rate:
        text += say(", %(rate)s a second", rate=f"{progress.rate:.1f}")
    if progress.left is not None and progress.tally.ended < total:
        text += say(", about %(time)s left", time=duration(progress.left, say))
    return text


def summary(progress: Progress, seconds: float, cost: float | None, say: Say) -> str:
    """Counts, findings by check, reasons, pairs that are too alike, time, tokens, cost.

    Args:
        seconds: that this run took.
        cost: in US dollars, where prices are set.
    """
    tally = progress.tally
    counts = [say("%(count)s %(state)s", count=f"{tally.states[s]:,}", state=say(name)) for s, name in STATES.items() if tally.states[s]]  # fmt: skip
    lines = [say(", ").join(counts)]
    for (state, code), count in tally.reasons.most_common():
        why = {"state": say(STATES[state]), "count": f"{count:,}", "why": in_short(code, say)}
        lines.append("  " + say("%(count)s %(state)s: %(why)s", **why))
    for (code, severity), count in sorted(tally.findings.items(), key=lambda pair: -pair[1]):
        weight = say("blocks") if severity == "block" else say("warns")
        lines.append(
            "  " + say("%(code)s (%(weight)s): %(count)s letters", code=code, weight=weight, count=f"{count:,}")
        )
    if tally.near:
        lines.append(say("Letters that are much alike (rows, likeness):"))
        lines += [f"  {one}, {other}: {alike:.2f}" for one, other, alike in tally.near[:_PAIRS_SHOWN]]
    took = say("Time: %(time)s", time=duration(seconds, say))
    if tally.tokens_in or tally.tokens_out:
        took += say("; tokens: %(read)s read, %(written)s written", read=f"{tally.tokens_in:,}", written=f"{tally.tokens_out:,}")  # fmt: skip
    if cost is not None:
        took += say("; cost: about %(cost)s US dollars", cost=f"{cost:,.2f}")
    return "\n".join([*lines, took])
