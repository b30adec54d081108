"""Files made for the tests: tables, workbooks, PDFs and Word documents with as little in them as a test needs."""

import json
from io import BytesIO
from typing import Any

from assistant.domain.account import Account
from assistant.errors import NotFound
from assistant.ports import HelpText

__all__ = ["FakeRecords", "csv_of", "jsonl", "pdf", "workbook"]


class FakeRecords:
    """Records in memory with the part of the port that an import uses."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.help: dict[str, HelpText] = {}
        self.vendor: Any = None

    async def account(self, id: str) -> Account:
        if id not in self.accounts:
            raise NotFound("No account %(id)s is on record.", {"id": id})
        return self.accounts[id]

    async def merge_accounts(self, accounts: list[Account]) -> list[str]:
        return [self._put(self.accounts, account) for account in accounts]

    async def put_help(self, texts: list[HelpText]) -> list[str]:
        return [self._put(self.help, text) for text in texts]

    async def organisation(self) -> Any:
        return self.vendor

    async def put_organisation(self, organisation: Any) -> None:
        self.vendor = organisation

    @staticmethod
    def _put(shelf: dict, thing: Any) -> str:
        status = "unchanged" if shelf.get(thing.id) == thing else "taken"
        shelf[thing.id] = thing
        return status


def jsonl(*accounts: Any) -> bytes:
    return "\n".join(json.dumps(account, ensure_ascii=True) for account in accounts).encode()


def csv_of(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(rows).encode(encoding)


def workbook(formats: dict[tuple[str, str], str] | None = None, **sheets: list[list[Any]]) -> bytes:
    """A workbook; `formats` gives cells by (sheet, coordinate) a number format."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for (title, cell), number_format in (formats or {}).items():
        book[title][cell].number_format = number_format
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def pdf(*lines: str) -> bytes:
    """A PDF of one page with a line of text each; every character is mapped to Unicode, so Japanese works."""
    chars = sorted(set("".join(lines)))
    codes = {char: number for number, char in enumerate(chars, 1)}
    shown = "\n".join(f"<{''.join(f'{codes[c]:04x}' for c in line)}> Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 12 Tf 50 750 Td\n{shown}\nET"
    pairs = "\n".join(f"<{codes[c]:04x}> <{c.encode('utf-16-be').hex()}>" for c in chars)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(chars)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(to_unicode)} >>\nstream\n{to_unicode}\nendstream",
    ]
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{out.rindex(b'xref')}\n%%EOF".encode()
