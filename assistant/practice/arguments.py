"""What a CSM may bring forward with this account: results on its record, and whether a reply names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from assistant.checks.figures import Figure, unit_of
from assistant.checks.proof import figures_of
from assistant.checks.records import share, units
from assistant.checks.text import plain
from assistant.domain import display
from assistant.domain.account import Account, Goal
from assistant.planning import evidence

# A result is named in words where this much of what its statement says stands in the reply.
_NAMED = 0.6
_FEWEST_WORDS = 2
# Of what a result rests on, figures of these tell it; a wage or the months of a year do not.
_TELLING = ("hour", "day", "count", "person", "percent")


@dataclass(frozen=True, slots=True)
class Value:
    """A result on record. `text` says it in the record's words; `figures` are the values that show it.

    `course`: a KPI's way, which a reply names by two of its values, or by one and a word of it.
    """

    key: str
    title: str
    text: str
    source: str
    figures: tuple[tuple[float, str], ...]
    course: bool = False


def values_of(account: Account, language: str, today: Date) -> list[Value]:
    """The results that a CSM may tell as they stand: confirmed ones, and KPIs that moved the wanted way."""
    currency = account.contract.currency if account.contract else ""
    found = []
    for n, outcome in enumerate(evidence.confirmed(account.outcomes)):
        worth, unit = outcome.annual_value or 0, outcome.currency or currency
        text = " / ".join(t for t in (outcome.statement, display.money(worth, unit, language), outcome.basis) if t)
        basis = tuple((f.value, f.unit) for f in figures_of(plain(outcome.basis), today) if f.unit in _TELLING)
        figures = ((worth, unit_of(unit or "JPY")), *basis)
        found.append(Value(f"outcome:{outcome.id or n}", outcome.statement, text, outcome.source, figures))
    for n, goal in enumerate(account.goals):
        if _moved_well(goal):
            title = goal.kpi or goal.statement
            before, now = (display.measured(v or 0, goal.unit, language) for v in (goal.baseline, goal.current))
            way = (goal.current or 0, goal.baseline or 0, abs((goal.current or 0) - (goal.baseline or 0)))
            figures = tuple((value, unit_of(goal.unit)) for value in way)
            text = f"{title} {before} → {now}"
            found.append(Value(f"goal:{goal.id or n}", title, text, goal.source, figures, True))
    project = account.project
    for n, result in enumerate(project.results if project else []):
        figures = tuple((f.value, f.unit) for f in figures_of(plain(result), today) if f.unit)
        if figures and any(set(figures) <= set(value.figures) for value in found):
            continue  # the course of a goal, told once more
        found.append(Value(f"project:{n}", result, result, project.name if project else "", figures, True))
    return found


def named(values: Sequence[Value], text: str, today: Date) -> list[str]:
    """The keys of the results that a text names, by their figures or their words."""
    said = plain(text)
    figures = figures_of(said, today)
    return [value.key for value in values if _names(value, said, figures)]


def _names(value: Value, said: str, figures: Sequence[Figure]) -> bool:
    shown = {number for number, unit in value.figures if any(f.unit and f.shows(number, unit) for f in figures)}
    words = units(plain(value.title))
    if value.course:
        return len(shown) >= 2 or bool(shown and words & units(said))
    return bool(shown) or (len(words) >= _FEWEST_WORDS and share(said, value.title) >= _NAMED)


def _moved_well(goal: Goal) -> bool:
    if goal.baseline is None or goal.current is None or goal.baseline == goal.current:
        return False
    up = goal.target is None or goal.target >= goal.baseline
    return (goal.current > goal.baseline) == up
