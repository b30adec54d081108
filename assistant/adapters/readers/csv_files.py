"""Accounts from CSV, and from text with tabs where its name says so."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.adapters.readers.columns import MAX_COLUMNS, Header
from assistant.adapters.readers.faults import MAX_BYTES, MAX_ROWS, Fault, Unreadable
from assistant.adapters.readers.rows import Row
from assistant.domain.account import Account

_WORDS = {";": ";", "\t": "TAB", "|": "|"}


def read_csv(name: str, text: str) -> Iterator[Row]:
    """The accounts of a table; rows count as Excel counts them, the header is row 1.

    Raises:
        Unreadable: another separator than the file's name says, no `id` column, or too many rows.
    """
    separator = separator_of(name, _first_line(text))
    yield from read_table(name, io.StringIO(text, newline=""), separator, _of_accounts, "id", MAX_ROWS)


def separator_of(name: str, first_line: str) -> str:
    """A tab where the name does not say CSV and the first line has one, else a comma."""
    return "\t" if not name.casefold().endswith(".csv") and "\t" in first_line else ","


def read_table(
    name: str, lines: Iterable[str], separator: str, header_of: Callable[[list[str]], Header], key: str, most: int
) -> Iterator[Row]:
    """The rows of a table, read line by line.

    Args:
        lines: with their ends.
        header_of: understands the first row.
        key: a column without which this is another table.
        most: how many rows are read, the header with them.

    Raises:
        Unreadable: no column `key`, or too many rows.
    """
    csv.field_size_limit(MAX_BYTES)
    rows = _numbered(csv.reader(lines, delimiter=separator, strict=True))
    header = _header(name, rows, separator, header_of, key)
    for number, cells in rows:
        if number > most:
            raise Unreadable("%(file)s has more than %(limit)s rows.", row=number, file=name, limit=f"{most:,}")
        if isinstance(cells, Fault):
            yield Row(number, {}, faults=(cells,))
        elif any(cell.strip() for cell in cells):
            yield _row(number, cells, header)


def _of_accounts(cells: list[str]) -> Header:
    return Header(cells, Account)


def _first_line(text: str) -> str:
    return next((line for line in text[:100_000].splitlines() if line.strip()), "")


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | Fault]]:
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "end of data" in str(error):
                yield number, Fault("A quotation mark opens here and does not close: the rows below were not read.")
            else:
                yield number, Fault("The quotation marks in this row do not match.")


def _header(
    name: str, rows: Iterator[tuple[int, list[str] | Fault]], separator: str,
    header_of: Callable[[list[str]], Header], key: str,
) -> Header:  # fmt: skip
    number, cells = next(((n, c) for n, c in rows if isinstance(c, Fault) or any(cell.strip() for cell in c)), (1, []))
    if isinstance(cells, Fault):
        raise Unreadable(cells.message, row=number)
    if len(cells) > MAX_COLUMNS:
        raise Unreadable("%(file)s has more than %(limit)s columns.", row=number, file=name, limit=MAX_COLUMNS)
    header = header_of(cells)
    if key in header.names:
        return header
    for other, word in _WORDS.items():
        if other != separator and key in header_of(other.join(cells).split(other)).names:
            raise Unreadable(
                "The columns of %(file)s are separated by '%(separator)s'; a CSV has commas. Save it as CSV again.",
                row=number,
                file=name,
                separator=word,
            )
    raise Unreadable("The first row of %(file)s names no column `%(key)s`.", row=number, file=name, key=key)


def _row(number: int, cells: Sequence[str], header: Header) -> Row:
    if any(cell.strip() for cell in cells[len(header.puts) :]):
        fault = Fault("There are more cells than columns: is there a comma in a text without quotation marks?")
        return Row(number, header.value(cells), faults=(fault,), ignored=tuple(header.ignored))
    return Row(number, header.value(cells), ignored=tuple(header.ignored))
