"""Help texts from PDF: its text page by page, with lines that were broken by the width of the page joined again."""

import logging
import re
from collections.abc import Iterable, Iterator
from io import BytesIO

from assistant.adapters.readers.faults import Unreadable
from assistant.adapters.readers.help_lines import Line, Page

MAX_PAGES = 1_000
_ENDS = re.compile(r"[。．.!?！？：:」』）)]$")
_BEGINS = re.compile(r"(?:[・•●■◆▶※\-–*]|[\(（]?[0-9０-９]{1,3}[\)）.．、]|[①-⑳]|第?[0-9]+[章節])")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶー一-龠、。]")
_FULL_LINE = 0.75


def read_pdf(name: str, data: bytes) -> Page:
    """The page of a PDF.

    Raises:
        Unreadable: it is none, protected by a password, has more than 1,000 pages, or no text (a scan).
    """
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("%(file)s is protected by a password.", file=name)
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable("%(file)s has more than %(limit)s pages.", file=name, limit=f"{MAX_PAGES:,}")
        pages = [page.extract_text() for page in reader.pages]
        title = str((reader.metadata and reader.metadata.title) or "").strip()
    except Unreadable:
        raise
    except FileNotDecryptedError:
        raise Unreadable("%(file)s is protected by a password.", file=name) from None
    except Exception:
        # A damaged PDF raises whatever its damage causes; pypdf has no common class for it.
        raise Unreadable("%(file)s cannot be read as a PDF.", file=name) from None
    if not any(page.strip() for page in pages):
        raise Unreadable("%(file)s holds only pictures of text. Use a PDF with real text, or Markdown.", file=name)
    return Page(_with_title(list(_lines(pages)), title), title=title)


def _with_title(lines: list[Line], title: str) -> list[Line]:
    """The first line is the heading where the file names no title, or the same one."""
    first = next((at for at, line in enumerate(lines) if line.text), None)
    if first is not None and len(lines[first].text) <= 80 and (not title or lines[first].text == title):
        lines[first] = Line(lines[first].text, 1)
    return lines


def _lines(pages: Iterable[str]) -> Iterator[Line]:
    for page in pages:
        raw = [re.sub(r"[ \t\u3000]+", " ", line).strip() for line in page.splitlines()]
        width = max(map(len, raw), default=0) * _FULL_LINE
        whole = ""
        for line, after in zip(raw, [*raw[1:], ""], strict=True):
            whole = _joined(whole, line)
            runs_on = len(line) >= width and not _ENDS.search(line) and after and not _BEGINS.match(after)
            if not runs_on:
                yield Line(whole)
                whole = ""
        yield Line("")


def _joined(whole: str, line: str) -> str:
    """Two halves of a line; Japanese has no space where it was broken."""
    if not whole:
        return line
    glue = "" if _JAPANESE.match(line) or _JAPANESE.match(whole[-1]) else " "
    return whole + glue + line
