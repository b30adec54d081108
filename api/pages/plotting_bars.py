"""Geometry of bars and columns. Pure; see plotting.py for how places are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.plotting import Tick, downwards, thinned, ticks
from api.pages.plotting_words import gutter_of, on_axis, shown


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar or a piece of one: its place and size along the axis in percent (columns: from the top, of the area)."""

    label: str
    text: str
    size: float
    start: float = 0
    kind: int = 1


def bars(rows: Sequence[tuple[str, float]], unit: str, language: str) -> tuple[list[Bar], list[Tick]]:
    """Bars from the left with their values, and the ticks below them (in percent)."""
    scale = ticks(min([0.0, *(v for _, v in rows)]), max([v for _, v in rows], default=1), 4, whole=_counts(rows, unit))
    low, width = scale[0], scale[-1] - scale[0]
    made = [
        Bar(label, shown(value, unit, language), round(100 * abs(value) / width, 2), round(100 * (min(value, 0) - low) / width, 2))
        for label, value in rows
    ]  # fmt: skip
    return made, [Tick(round(100 * (v - low) / width, 2), on_axis(v, unit, language)) for v in scale]


def _counts(rows: Sequence[tuple[str, float]], unit: str) -> bool:
    return all(float(value).is_integer() for _, value in rows)


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of pieces, one column a label; `x` and `width` in percent, pieces in pixels from the top."""

    height: int
    gutter: float
    ticks: list[Tick]
    columns: list[tuple[float, list[Bar]]]
    width: float
    labels: list[Tick]


def columns(rows: Sequence[tuple[str, Mapping[str, float]]], unit: str, language: str, height: int = 200) -> Columns:
    """Columns that add up the pieces of each row; the pieces come in the same order and kind (1, 2, …) in every row."""
    names = list(dict.fromkeys(name for _, pieces in rows for name in pieces))
    most = max([sum(pieces.values()) for _, pieces in rows], default=1)
    scale = ticks(0, most or 1, whole=_counts([(n, v) for _, pieces in rows for n, v in pieces.items()], unit))
    down = downwards(scale, height)
    step = 100 / max(len(rows), 1)
    width = min(step * 0.68, 16)
    made = []
    for n, (label, pieces) in enumerate(rows):
        below, stack = 0.0, []
        for kind, name in enumerate(names, 1):
            value = pieces.get(name, 0)
            if value:
                top, foot = down(below + value), down(below)
                words = f"{label} · {name}: {shown(value, unit, language)}"
                stack.append(Bar(words, shown(value, unit, language), round(foot - top, 1), top, kind))
            below += value
        made.append((round(step * n + (step - width) / 2, 2), stack))
    texts = [on_axis(value, unit, language) for value in scale]
    labels = thinned([Tick(round(step * (n + 0.5), 2), label) for n, (label, _) in enumerate(rows)])
    return Columns(height, gutter_of(texts), [Tick(down(v), t) for v, t in zip(scale, texts, strict=True)], made, round(width, 2), labels)  # fmt: skip
