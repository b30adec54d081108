"""A row: one account as it stands in a file, before anybody has asked whether it is one."""

from dataclasses import dataclass
from typing import Any

from assistant.adapters.readers.faults import Fault


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    Attributes:
        row: its number as the user sees it (the header of a table is row 1).
        value: the raw account, or a fault-free part of it.
        sheet: the sheet the number belongs to, where a fault is not on the sheet of the accounts.
        faults: what the reader found wrong with it already.
        ignored: columns that the reader left out, named on the row that shows them first.
    """

    row: int
    value: Any
    sheet: str = ""
    faults: tuple[Fault, ...] = ()
    ignored: tuple[str, ...] = ()
