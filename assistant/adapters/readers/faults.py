"""What is wrong with a file, a row or a field, kept as a msgid with its values until somebody's language is known."""

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
    values: dict[str, object] = field(default_factory=dict)


class Unreadable(Invalid):
    """A whole file cannot be read; `row` is where in it that shows (1 where it is the file itself)."""

    def __init__(self, message: str, row: int = 1, **values: object):
        super().__init__(message, values)
        self.row = row

    @property
    def fault(self) -> Fault:
        """The same as a fault of a row."""
        return Fault(self.message, self.values)


def shown(value: Any) -> str:
    """A value as it can stand in a sentence: on one line, at most 60 characters, without unreadable characters."""
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text[: 4 * _SHOWN].encode("utf-8", "replace").decode("utf-8").split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def dotted(path: tuple[Any, ...]) -> str:
    """The name of a field as the formats write it: `contract.approvals.0.percent`."""
    return ".".join(str(step) for step in path)
