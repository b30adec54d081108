"""What is wrong with a file, a row or a field, kept as a msgid with its values until somebody's language is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import Invalid

MAX_BYTES = 100_000_000
MAX_ROWS = 1_000_000
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason for refusing: `message` is a msgid, `values` fill its places."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


class Unreadable(Invalid):
    """A whole file cannot be read; `row` is where in it that shows (1 where it is the file itself)."""

    def __init__(self, message: str, row: int = 1, **values: object):
        super().__init__(message, values)
        self.row = row

    @property
    def fault(self) -> Fault:
        """The same as a fault of a row."""
        return Fault(self.message, self.values)


def safe(text: str) -> str:
    """The text without lone surrogates, which no file and no answer could hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def shown(value: Any) -> str:
    """A value as it can stand in a sentence: on one line, at most 60 characters."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = " ".join(safe(str(value)[: 4 * _SHOWN]).split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def dotted(path: tuple[Any, ...]) -> str:
    """The name of a field as the formats write it: `contract.approvals.0.percent`."""
    return ".".join(shown(step) for step in path)
