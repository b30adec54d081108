"""Tables and archives as streams: what comes out can be opened, and no cell becomes a formula."""

import csv
import io
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from assistant.adapters.writers import tables
from assistant.adapters.writers.archives import Archive
from assistant.adapters.writers.tables import CsvTable, XlsxTable, guarded

FORMULAS = ["=1+1", "+81 3", "-2", "@SUM(A1)", "＝1+1", " \t=cmd|' /C calc'!A0", "\r=1"]


def csv_of(rows: list) -> list[list[str]]:
    table = CsvTable(["row", "text"])
    table.add(rows)
    table.end()
    written = b"".join(table.taken()).decode("utf-8-sig")
    table.close()
    return list(csv.reader(io.StringIO(written, newline="")))


def workbook_of(rows: list, expected: int = 0):
    table = XlsxTable({"Row": 6, "Text": 30}, "Results", " [cut]", expected or len(rows))
    pieces = list(table.taken())
    table.add(rows)
    pieces += table.taken()
    table.end()
    pieces += table.taken()
    table.close()
    return load_workbook(io.BytesIO(b"".join(pieces)))


@pytest.mark.parametrize("formula", FORMULAS)
def test_that_no_text_is_a_formula(formula):
    assert csv_of([(1, formula)])[1] == ["1", f"'{formula}"]
    cell = workbook_of([(1, formula)]).worksheets[0]["B2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_that_numbers_stay_numbers_and_other_texts_as_they_are():
    assert [guarded(cell) for cell in (-1, 0.5, None, "a=b", "")] == [-1, 0.5, None, "a=b", ""]
    assert csv_of([(-1, 'お世話に\n"なって"、おります')])[1] == ["-1", 'お世話に\n"なって"、おります']


def test_that_a_workbook_holds_what_was_written():
    book = workbook_of([(1, "お世話になっております。\n<b>&\x01 😀"), (2, None), (3, 0.25)])
    sheet = book.worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Row", "Text"], [1, "お世話になっております。\n<b>&\ufffd 😀"], [2, None], [3, 0.25],
    ]  # fmt: skip
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"


def test_that_a_cell_that_excel_could_not_take_says_that_it_was_cut():
    value = workbook_of([(1, "😀" * 20_000)]).worksheets[0]["B2"].value
    assert value.endswith("😀 [cut]")
    assert len(value.encode("utf-16-le")) // 2 <= 32_767


def test_that_rows_beyond_a_sheet_go_to_the_next(monkeypatch):
    monkeypatch.setattr(tables, "_SHEET_ROWS", 4)
    book = workbook_of([(number, "x") for number in range(1, 8)])
    assert [[row[0].value for row in sheet.iter_rows(min_row=2)] for sheet in book] == [[1, 2, 3], [4, 5, 6], [7]]


def test_that_an_archive_can_be_opened_and_its_pieces_leave_as_they_come():
    archive = Archive()
    for number in range(70_000):
        archive.add(f"{number}.eml", b"")
    pieces = list(archive.taken())
    assert pieces
    archive.add("é/最後.eml", "本文".encode())
    archive.end()
    pieces += archive.taken()
    archive.close()
    with ZipFile(io.BytesIO(b"".join(pieces))) as opened:
        assert len(opened.namelist()) == 70_001
        assert opened.read("é/最後.eml").decode() == "本文"
        assert opened.testzip() is None


def test_that_a_long_archive_needs_no_memory_for_its_files():
    import tracemalloc

    archive = Archive()
    for number in range(100):
        archive.add(f"{number:06}.eml", b"x")
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(100, 5_000):
        archive.add(f"{number:06}.eml", b"x")
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    archive.close()
    assert grown < 1_400_000  # the outlet itself keeps up to 1 MB before it goes to the disk
