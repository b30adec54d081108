"""Accounts from an Excel workbook: a sheet `accounts`, and a sheet for each list with a column `account`."""

import re
import unicodedata
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile

from assistant.adapters.readers.archives import opened
from assistant.adapters.readers.columns import MAX_COLUMNS, Header
from assistant.adapters.readers.faults import MAX_ROWS, Fault, Unreadable, shown
from assistant.adapters.readers.rows import Row
from assistant.adapters.readers.shaping import Notes, checked, shaped
from assistant.domain.account import Account, Contact, Goal, HistoryEntry, Outcome, Usage

LISTS = {"contacts": Contact, "goals": Goal, "outcomes": Outcome, "usage": Usage, "history": HistoryEntry}
_NO_WORKBOOK = "%(file)s cannot be read as an Excel workbook."
_UNCOMPUTED = re.compile(rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")
Table = Iterator[tuple[int, list[str]]]


def read_xlsx(name: str, data: bytes) -> Iterator[Row]:
    """The accounts of a workbook, each with the rows of its list sheets.

    A row of a list sheet that is wrong is a refused row of its own; its account is taken without it.

    Raises:
        Unreadable: no workbook, no sheet of accounts, formulas that were never computed, or too many rows.
    """
    from openpyxl import load_workbook

    archive = opened(name, data, "xl/workbook.xml", _NO_WORKBOOK)
    _refuse_uncomputed(name, archive)
    # Styles and extensions openpyxl does not know are no matter of the import.
    warnings.filterwarnings("ignore", module="openpyxl")
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        found = list(_read(name, {_folded(sheet.title): sheet for sheet in book.worksheets}))
        book.close()
    except Unreadable:
        raise
    except Exception:
        # openpyxl lets whatever a damaged part of the archive causes through: there is no common class.
        raise Unreadable(_NO_WORKBOOK, file=name) from None
    yield from found


def _folded(title: str) -> str:
    return unicodedata.normalize("NFKC", title).strip().casefold()


def _refuse_uncomputed(name: str, archive: ZipFile) -> None:
    """Formulas without a stored result would be empty cells, and the account poorer without a word."""
    for member in archive.namelist():
        if member.startswith("xl/worksheets/") and _UNCOMPUTED.search(archive.read(member)):
            raise Unreadable("%(file)s holds formulas without results. Open and save it in Excel first.", file=name)


def _read(name: str, sheets: dict[str, Any]) -> Iterator[Row]:
    if "accounts" not in sheets and not sheets.keys() & LISTS.keys():
        if len(sheets) != 1:
            raise Unreadable(
                "%(file)s has no sheet `accounts`. Its sheets: %(sheets)s.", file=name, sheets=", ".join(sheets)
            )
        sheets = {"accounts": next(iter(sheets.values()))}
    ignored = [f"{shown(title)}.*" for title in sheets if title not in LISTS and title != "accounts"]
    rows: dict[str, Row] = {}
    others: list[Row] = []
    if "accounts" in sheets:
        ignored += _accounts(name, sheets["accounts"], rows, others)
    for title in LISTS:
        if title in sheets:
            ignored += _list(name, title, sheets[title], rows, others)
    found = [*rows.values(), *others]
    for at, row in enumerate(found):
        yield Row(row.row, row.value, row.sheet, row.faults, tuple(ignored) if at == 0 else ())


def _accounts(name: str, sheet: Any, rows: dict[str, Row], others: list[Row]) -> list[str]:
    header, table = _table(name, sheet, Account, "id")
    for number, cells in table:
        value = header.value(cells)
        id = value.get("id")
        if id and id.strip() not in rows:
            rows[id.strip()] = Row(number, value)
        else:
            others.append(Row(number, value))
    return header.ignored


def _list(name: str, title: str, sheet: Any, rows: dict[str, Row], others: list[Row]) -> list[str]:
    model = LISTS[title]
    header, table = _table(name, sheet, model, "account")
    notes = Notes()
    for number, cells in table:
        value = header.value(cells)
        id = value.pop("account", "").strip()
        notes.faults.clear()
        item = shaped(value, model, notes)
        faults = notes.faults[:] or checked(item, model)[1]
        if not id:
            faults.insert(0, Fault("`%(field)s` is missing.", {"field": "account"}))
        if faults:
            others.append(Row(number, {"id": id} if id else {}, title, tuple(faults)))
        else:
            row = rows.setdefault(id, Row(number, {"id": id}, title))
            items = row.value.setdefault(title, {})
            items[max(items, default=-1) + 1] = value
    return [f"{title}.{column}" for column in header.ignored]


def _table(name: str, sheet: Any, model: Any, key: str) -> tuple[Header, Table]:
    """The header of a sheet and its rows below, with their numbers."""
    # The size that a sheet claims is often that of its formatting, not of its cells.
    sheet.reset_dimensions()
    numbered = ((number, _texts(cells)) for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1))
    number, names = next(((n, c) for n, c in islice(numbered, 100) if any(c)), (1, []))
    while names and not names[-1].strip():
        names.pop()
    header = Header(names, model, also=key if key == "account" else "")
    if key not in header.names:
        raise Unreadable(
            "The first row of sheet `%(sheet)s` in %(file)s names no column `%(column)s`.",
            file=name, sheet=shown(sheet.title), column=key,
        )  # fmt: skip
    return header, _below(name, sheet, number, len(names))


def _below(name: str, sheet: Any, header: int, width: int) -> Table:
    for number, cells in enumerate(sheet.iter_rows(min_row=header + 1, max_col=width), header + 1):
        if number > MAX_ROWS + 1:
            raise Unreadable("%(file)s has more than %(limit)s rows.", row=number, file=name, limit=f"{MAX_ROWS:,}")
        texts = _texts(cells)
        if any(texts):
            yield number, texts


def _texts(cells: Any) -> list[str]:
    return ["" if cell.value is None else _text(cell) for cell in cells]


def _text(cell: Any) -> str:
    """A cell as text, the way a person sees it: dates as ISO dates, percentages with their sign."""
    value = cell.value
    if isinstance(value, str):
        return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        percent = "%" in (cell.number_format or "")
        # Fifteen digits are what Excel keeps; without an exponent, as people write.
        digits = f"{Decimal(f'{round(value * 100, 10) if percent else value:.15g}'):f}"
        return f"{digits}%" if percent else digits
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
