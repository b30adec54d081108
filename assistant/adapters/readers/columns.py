"""Columns of a table to the nested fields they stand for: `contacts.0.name`, `usage.0.features.レポート`."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel

from assistant.adapters.readers.faults import shown
from assistant.adapters.readers.shaping import kinds_of

_SEVERAL = {"domains": ",、;\n", "results": "\n"}
MAX_COLUMNS = 4_000

Put = Callable[[dict[Any, Any], str], None]


class Header:
    """The first row of a table, understood.

    Attributes:
        puts: for each column what places a cell's text in the nested value, None for a column that is left out.
        ignored: the names of columns that are left out, in order.
        names: the known columns' names.
    """

    def __init__(self, cells: Sequence[str], model: type[BaseModel], also: str = ""):
        """Args:
        cells: the names as they stand there.
        model: the noun the columns are fields of.
        also: one more column that counts as known (the `account` of a list sheet).
        """
        self.puts: list[Put | None] = []
        self.ignored: list[str] = []
        self.names: set[str] = set()
        for cell in cells:
            path = (also,) if also and _folded(cell) == also else path_of(cell, model)
            name = ".".join(str(step) for step in path or ())
            if path and name not in self.names:
                self.names.add(name)
                self.puts.append(_put(path))
            else:
                self.puts.append(None)
                self.ignored += [shown(cell)] if cell.strip() else []

    def value(self, cells: Sequence[str]) -> dict[Any, Any]:
        """The nested fields of a row; an empty cell is a field that is not there."""
        found: dict[Any, Any] = {}
        for put, cell in zip(self.puts, cells, strict=False):
            if put and cell and not cell.isspace():
                put(found, cell)
        return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def path_of(column: str, model: type[BaseModel]) -> tuple[Any, ...] | None:
    """The steps to the single value a column names, lists by number; None where there is no such field."""
    steps = unicodedata.normalize("NFKC", column).strip().split(".")
    path: list[Any] = []
    kind: Any = model
    for at, step in enumerate(steps):
        step = step.strip()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = _fields(kind).get(step.casefold())
            path.append(step.casefold())
        elif getattr(kind, "__origin__", None) is list and step.isdecimal() and len(step) < 7:
            kind = kinds_of(kind.__args__[0])[0][0]
            path.append(int(step))
        elif getattr(kind, "__origin__", None) is dict:
            # The rest is a name of the customer's own and may hold dots; it stays as it was written.
            return (*path, column.strip().split(".", at)[at].strip()) if step else None
        else:
            return None
        if kind is None:
            return None
    whole_list = getattr(kind, "__origin__", None) is list and path[-1] in _SEVERAL
    return tuple(path) if whole_list or not _is_nested(kind) else None


def _is_nested(kind: Any) -> bool:
    return (hasattr(kind, "__origin__") and kind.__origin__ in (list, dict)) or (
        isinstance(kind, type) and issubclass(kind, BaseModel)
    )


@cache
def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {name: kinds_of(info.annotation)[0][0] for name, info in model.model_fields.items()}


def _put(path: tuple[Any, ...]) -> Put:
    *steps, last = path
    separators = _SEVERAL.get(last) if isinstance(last, str) else None

    def put(tree: dict[Any, Any], cell: str) -> None:
        for step in steps:
            tree = tree.setdefault(step, {})
        tree[last] = _several(cell, separators) if separators else cell

    return put


def _several(cell: str, separators: str) -> dict[int, str]:
    """A cell that holds a short list; numbered, so that it goes together with columns by number."""
    for separator in separators:
        cell = cell.replace(separator, "\n")
    return dict(enumerate(part.strip() for part in cell.split("\n") if part.strip()))
