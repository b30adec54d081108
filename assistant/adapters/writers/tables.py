"""Tables as a stream of bytes: CSV, and an Excel workbook."""

import codecs
import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from assistant.adapters.writers.archives import Archive, Outlet

Cell = str | int | float | None
# A program for tables would take a cell that begins so for a formula, and run it; the wide forms are typed in Japanese.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# What Excel takes: rows of a sheet, and characters (UTF-16 units) of a cell.
_SHEET_ROWS = 1_048_576
_CELL_UNITS = 32_767
# From so many rows on a sheet may be larger than an archive's ordinary entry; Excel likes the other kind less.
_LARGE = 200_000


def guarded(cell: Cell) -> Cell:
    """The cell with an apostrophe before a text that would be a formula; numbers are numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA) else cell


class CsvTable:
    """A CSV file in UTF-8; its mark at the beginning tells Excel so.

    Args:
        headings: the first line.
    """

    def __init__(self, headings: Sequence[str]):
        self._outlet = Outlet()
        self.taken = self._outlet.taken
        self._outlet.write(codecs.BOM_UTF8)
        self.add([headings])

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Writes rows; `taken` has their bytes."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
        self._outlet.write(text.getvalue().encode("utf-8", "replace"))

    def end(self) -> None:
        """Nothing comes after the last row."""

    def close(self) -> None:
        """Nothing is taken any more."""
        self._outlet.close()


class XlsxTable:
    """A workbook with one sheet, or several where there are more rows than a sheet takes.

    openpyxl makes the workbook without its rows: with them it would have to be whole before the first byte leaves.

    Args:
        headings: with the width of each column, in characters.
        title: of the sheet.
        cut: stands at the end of a cell that Excel could not take whole.
        rows: how many will come at most.
    """

    def __init__(self, headings: Mapping[str, int], title: str, cut: str, rows: int):
        self._archive, self._cut = Archive(), cut
        self.taken = self._archive.taken
        parts = _workbook(headings, title, max(1, math.ceil(rows / (_SHEET_ROWS - 1))))
        self._sheets = [(name, data) for name, data in parts.items() if name.startswith("xl/worksheets/sheet")]
        for name, data in parts.items():
            if not name.startswith("xl/worksheets/sheet"):
                self._archive.add(name, data)
        self._large = rows > _LARGE
        self._next()

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Writes rows; `taken` has their bytes."""
        for row in rows:
            if self._number == _SHEET_ROWS and self._sheets:
                self._close()
                self._next()
            self._number += 1
            self._file.write(f'<row r="{self._number}">{"".join(map(self._cell, row))}</row>'.encode())

    def end(self) -> None:
        """Writes what comes after the last row."""
        self._close()
        while self._sheets:
            self._next()
            self._close()
        self._archive.end()

    def close(self) -> None:
        """Nothing is taken any more."""
        if not self._file.closed:
            self._file.close()
        self._archive.close()

    def _next(self) -> None:
        name, data = self._sheets.pop(0)
        head, self._tail = data.split(b"</sheetData>")
        self._file = self._archive.open(name, self._large)
        self._file.write(head)
        self._number = 1

    def _close(self) -> None:
        self._file.write(b"</sheetData>" + self._tail)
        self._file.close()

    def _cell(self, cell: Cell) -> str:
        if cell is None or cell == "":
            return "<c/>"
        if not isinstance(cell, str):
            return f"<c><v>{cell}</v></c>"
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(self._fitting(str(guarded(cell))))}</t></is></c>'

    def _fitting(self, text: str) -> str:
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text).encode("utf-8", "replace").decode()
        if len(text) * 2 <= _CELL_UNITS or len(units := text.encode("utf-16-le")) <= _CELL_UNITS * 2:
            return text
        most = _CELL_UNITS - len(self._cut.encode("utf-16-le")) // 2
        return units[: most * 2].decode("utf-16-le", "ignore") + self._cut


def _workbook(headings: Mapping[str, int], title: str, sheets: int) -> dict[str, bytes]:
    """The parts of a workbook whose sheets have their headings and no rows yet."""
    from zipfile import ZipFile

    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for number in range(1, sheets + 1):
        sheet = book.create_sheet(title if number == 1 else f"{title} {number}")
        sheet.append(list(headings))
        sheet.freeze_panes = "A2"
        for column, width in enumerate(headings.values(), 1):
            sheet.cell(1, column).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(column)].width = width
    made = io.BytesIO()
    book.save(made)
    with ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
