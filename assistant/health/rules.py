"""The rules of health as knowledge/health.yaml states them, read with errors that name what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import KnowledgeError
from assistant.knowledge_base import KnowledgeBase, read_yaml

NAME = "health.yaml"
PARTS = ("goals", "usage", "tickets", "contact")


@dataclass(frozen=True, slots=True)
class Scale:
    """A part's weight, and its points (0 to 100) along a line through (figure, points), by rising figure."""

    weight: float
    points: tuple[tuple[float, float], ...]

    def at(self, figure: float) -> float:
        """The points of a figure; beyond the ends of the line they stay those of the end."""
        if figure <= self.points[0][0]:
            return self.points[0][1]
        for (left, low), (right, high) in zip(self.points, self.points[1:], strict=False):
            if figure <= right:
                return low + (high - low) * (figure - left) / (right - left)
        return self.points[-1][1]


@dataclass(frozen=True, slots=True)
class Limits:
    """The single figures of the rules; the file says what each means."""

    serious_score: float
    serious_ticket: float
    ticket_days: float
    usage_months: float
    usage_days: float
    few_seats: float
    few_seats_points: float
    collapse: float
    collapse_score: float
    goal_days: float
    least_weight: float
    renewal_days: float


@dataclass(frozen=True, slots=True)
class Rules:
    """All of the file."""

    parts: Mapping[str, Scale]
    good: float
    watch: float
    limits: Limits


def rules_of(knowledge: KnowledgeBase) -> Rules:
    """The rules of a knowledge base: the user's own file where there is one, else the built-in one.

    Raises:
        KnowledgeError: the file is not as it should be; the message names the file, the line and the key.
    """
    found = [folder / NAME for folder in knowledge.folders if (folder / NAME).is_file()]
    return read_rules(found[-1])


@lru_cache(maxsize=8)
def read_rules(path: Path) -> Rules:
    """The rules of one file. Raises KnowledgeError as `rules_of` does."""
    data = read_yaml(path)
    _keys(path, data, "", ("parts", "levels", "limits"))
    _keys(path, data["parts"], "parts", PARTS)
    parts = {name: _scale(path, name, data["parts"][name]) for name in PARTS}
    if sum(scale.weight for scale in parts.values()) <= 0:
        raise _wrong(path, "parts", "One part at least needs a weight above 0.")
    _keys(path, data["levels"], "levels", ("good", "watch"))
    good, watch = (_figure(path, key, data["levels"][key], 0, 100) for key in ("good", "watch"))
    if watch >= good:
        raise _wrong(path, "levels", "`watch` has to be lower than `good`.")
    names = tuple(field.name for field in fields(Limits))
    _keys(path, data["limits"], "limits", names)
    limits = {name: _figure(path, name, data["limits"][name], 0, 100_000) for name in names}
    return Rules(parts, good, watch, Limits(**limits))


def _scale(path: Path, name: str, data: Any) -> Scale:
    _keys(path, data, name, ("weight", "points"))
    weight = _figure(path, name, data["weight"], 0, 1_000)
    points = data["points"]
    if not isinstance(points, dict) or not points:
        raise _wrong(path, name, "`points` of `%(key)s` needs figures with their points, as in {0: 40, 50: 75}.")
    line = [(_figure(path, name, k, -1e9, 1e9), _figure(path, name, v, 0, 100)) for k, v in points.items()]
    return Scale(weight, tuple(sorted(line)))


def _keys(path: Path, data: Any, place: str, wanted: tuple[str, ...]) -> None:
    if not isinstance(data, dict):
        raise _wrong(path, place, "`%(key)s` needs `key: value` lines below it.")
    for key in wanted:
        if key not in data:
            raise _wrong(path, place or key, "`%(missing)s` is missing.", missing=key)
    if unknown := [str(key) for key in data if key not in wanted]:
        raise _wrong(path, unknown[0], "`%(key)s` is not a key of this file.")


def _figure(path: Path, key: str, value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        problem = "`%(key)s` needs a number from %(low)s to %(high)s, not %(value)s."
        raise _wrong(path, key, problem, low=f"{low:g}", high=f"{high:g}", value=repr(value))
    return float(value)


def _wrong(path: Path, key: str, problem: str, **values: str) -> KnowledgeError:
    known = {"file": path.name, "line": _line(path, key), "key": key}
    return KnowledgeError(f"%(file)s, line %(line)s: {problem}", known | values)


def _line(path: Path, key: str) -> int:
    """The line on which a key stands, indented or not; 1 where it is missing."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.strip().startswith(f"{key}:")), 1)
