"""Geometry of the plots: scales, round ticks, paths. Pure; the marks themselves are templates/plots.html.j2.

A plot is as wide as its place on the page: across, everything is in percent of that width; downwards in pixels. So text
keeps its size on a phone. Paths are drawn in a box of 100 by 100 that is stretched to the plot's area.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date

from api.pages.plotting_words import day_name, gutter_of, month_name, on_axis, shown
from assistant.domain.account import Measured

TOP, FOOT = 12, 26
_MOST_LABELS = 6
# What the words of a label take on a phone, in percent.
_ROOM, _EDGE_ROOM = 13, 18
# The baseline of a goal has no day: it stands at the edge, and the days begin here (percent).
_START = 24


@dataclass(frozen=True, slots=True)
class Tick:
    """A round value of an axis, and where it stands."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of a series: `x` in percent, `y` in pixels, and its words."""

    x: float
    y: float
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Level:
    """A line across the plot at a value that has a name, such as a target.

    Its words stand at `word_y`, at the `side` (start or end) where the curve leaves them room.
    """

    kind: str
    y: float
    text: str
    side: str = "end"
    word_y: float = 0


@dataclass(frozen=True, slots=True)
class Curve:
    """A line over time. `path` and `area` are in the stretched box; `gutter` is the width of the axis' words in pixels."""

    height: int
    gutter: float
    ticks: list[Tick]
    path: str
    area: str
    dots: list[Dot]
    labels: list[Tick]
    levels: list[Level]


def ticks(low: float, high: float, most: int = 5, whole: bool = False) -> list[float]:
    """Round values (1, 2 or 5 times a power of ten apart) from at or below `low` to at or above `high`.

    Args:
        most: about how many; two at least.
        whole: true where only whole numbers mean anything (counts).
    """
    if high <= low:
        low, high = (low, low + 1) if whole or low == 0 else (low - abs(low) / 10, low + abs(low) / 10)
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if rough <= power * n * 1.0001)
    if whole:
        step = max(1.0, step)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    # Rounded, so that 0.1 + 0.2 is shown as 0.3.
    digits = max(0, -math.floor(math.log10(step)))
    return [round(n * step, digits) for n in range(first, last + 1)]


def curve(
    series: Sequence[tuple[str, float | None]], unit: str, language: str, levels: Sequence[tuple[str, float | None, str]] = (),
    places: Sequence[float] | None = None, names: Sequence[str] | None = None, height: int = 200,
    reach: Sequence[float] = (),
) -> Curve:  # fmt: skip
    """A line through a series.

    Args:
        series: labels with values, oldest first; a value that is missing (None) leaves a gap.
        levels: lines across with a name: (kind, value, words); those without a value are left out.
        places: where each value stands across, in percent; evenly spread where not given.
        names: what stands below the axis, where the labels are too long for it.
        reach: values that the axis goes as far as in any case.
    """
    named = [(kind, value, words) for kind, value, words in levels if value is not None]
    values = [value for _, value in series if value is not None] + [*reach, *(value for _, value, _ in named)]
    scale = ticks(min(values, default=0), max(values, default=1))
    down = downwards(scale, height)
    xs = list(places) if places else spread(len(series))
    dots = [
        Dot(x, down(value), label, shown(value, unit, language))
        for x, (label, value) in zip(xs, series, strict=True) if value is not None
    ]  # fmt: skip
    runs = _runs([(x, value) for x, (_, value) in zip(xs, series, strict=True)], scale)
    texts = [on_axis(value, unit, language) for value in scale]
    below = list(names) if names else [label for label, _ in series]
    return Curve(
        height=height, gutter=gutter_of(texts), ticks=[Tick(down(v), t) for v, t in zip(scale, texts, strict=True)],
        path=" ".join(f"M{'L'.join(run)}" for run in runs if len(run) > 1),
        area=" ".join(f"M{run[0].split(',')[0]},100L{'L'.join(run)}L{run[-1].split(',')[0]},100Z" for run in runs if len(run) > 1),
        dots=dots, labels=thinned([Tick(x, name) for x, name in zip(xs, below, strict=True)]),
        levels=[_worded(level, dots, height) for level in _apart([Level(kind, down(v), words) for kind, v, words in named])],
    )  # fmt: skip


def downwards(scale: Sequence[float], height: int) -> Callable[[float], float]:
    """From a value to its pixels from the top."""
    low, high = scale[0], scale[-1]
    room = height - TOP - FOOT
    return lambda value: round(TOP + room * (high - value) / (high - low), 1)


def _runs(points: Sequence[tuple[float, float | None]], scale: Sequence[float]) -> list[list[str]]:
    """The unbroken stretches of a series, as points of the stretched box."""
    runs: list[list[str]] = [[]]
    for x, value in points:
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{x:.2f},{100 * (scale[-1] - value) / (scale[-1] - scale[0]):.2f}")
    return [run for run in runs if run]


def _worded(level: Level, dots: Sequence[Dot], height: int) -> Level:
    """The level with its words above the line on the right, else above it on the left, else below it."""

    def free(side: str, top: float, foot: float) -> bool:
        near = [dot for dot in dots if (dot.x > 70 if side == "end" else dot.x < 30)]
        return not any(top <= dot.y <= foot for dot in near)

    above = replace(level, word_y=level.y - 6)
    for side in ("end", "start"):
        if free(side, level.y - 26, level.y + 4):
            return replace(above, side=side)
    if free("end", level.y, level.y + 26) and level.y + 18 < height - FOOT:
        return replace(level, word_y=level.y + 15)
    return above


def _apart(levels: list[Level]) -> list[Level]:
    """Levels whose words would lie on each other are joined in one line of words."""
    apart: list[Level] = []
    for level in sorted(levels, key=lambda found: found.y):
        if apart and level.y - apart[-1].y < 3:
            apart[-1] = Level(apart[-1].kind, apart[-1].y, f"{apart[-1].text} · {level.text}")
        else:
            apart.append(level)
    return apart


def spread(count: int) -> list[float]:
    """Places for so many values across, in percent: from edge to edge, a single one in the middle."""
    return [50.0] if count == 1 else [round(100 * n / (count - 1), 2) for n in range(count)]


def over_time(dates: Sequence[Date]) -> list[float]:
    """Places for dates across, in percent, true to the time between them."""
    first, days = min(dates), (max(dates) - min(dates)).days
    return [round(100 * (date - first).days / days, 2) if days else 50.0 for date in dates]


def thinned(labels: Sequence[Tick], most: int = _MOST_LABELS) -> list[Tick]:
    """So few of the labels that their words have room: every n-th, counted back from the last, which always stays."""
    step = math.ceil(len(labels) / most) or 1
    kept: list[Tick] = []
    for label in labels[::-1][::step]:
        # At the edges words stand on one side of their place only, and reach further towards their neighbour.
        edge = label.at < 6 or (kept and kept[-1].at > 94)
        if not kept or kept[-1].at - label.at >= (_EDGE_ROOM if edge else _ROOM):
            kept.append(label)
    return kept[::-1]


def spark(values: Sequence[float], width: int = 72, height: int = 20) -> str:
    """The points of a small line without axes; an even one lies in the middle. Empty for fewer than two values."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    room = high - low or 1
    middle = 0.5 if high == low else 0
    step = (width - 4) / (len(values) - 1)
    return " ".join(
        f"{2 + n * step:.1f},{2 + (height - 4) * (middle or (high - value) / room):.1f}"
        for n, value in enumerate(values)
    )


def goal(
    baseline: float | None, target: float | None, current: float | None, readings: Sequence[Measured], unit: str,
    language: str, words: Mapping[str, str], as_of: Date | None = None,
) -> Curve:  # fmt: skip
    """The way of a goal: from its baseline through its readings to the current value, with the target across.

    Args:
        words: how the page says `start`, `now` and `target` (with %s for the value).
        as_of: the day of the current value; without one it stands last.
    """
    dated = {reading.date: reading.value for reading in readings}
    if current is not None and as_of:
        dated[as_of] = current
    dates = sorted(dated)
    series: list[tuple[str, float | None]] = [(day_name(date, language), dated[date]) for date in dates]
    places = [_START + x * (100 - _START) / 100 for x in over_time(dates)] if len(dates) > 1 else [100.0] * len(dates)
    names = [month_name(date, language) for date in dates]
    if current is not None and not as_of:
        places = [x * 0.85 for x in places]
        series, places = [*series, (words["now"], current)], [*places, 100.0]
        names.append(words["now"])
    if baseline is not None:
        series, places = [(words["start"], baseline), *series], [0.0, *places]
        names.insert(0, words["start"])
    level = ("target", target, words["target"] % shown(target, unit, language)) if target is not None else None
    return curve(series, unit, language, [level] if level else [], places, names)
