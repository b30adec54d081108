"""Help texts from Word: headings, paragraphs, tables, and the numbers of its lists, which Word keeps elsewhere."""

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from assistant.adapters.readers.archives import opened
from assistant.adapters.readers.faults import Unreadable
from assistant.adapters.readers.help_lines import Line, Page

_NO_DOCUMENT = "%(file)s cannot be read as a Word document."
_HEADING = re.compile(r"(?:heading|見出し)\s*([1-6])", re.IGNORECASE)


def read_docx(name: str, data: bytes) -> Page:
    """The page of a DOCX file.

    Raises:
        Unreadable: it is no Word document, or unpacks to too much.
    """
    from docx import Document

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("%(file)s is protected by a password or in the old Word format.", file=name)
    opened(name, data, "word/document.xml", _NO_DOCUMENT)
    try:
        document = Document(BytesIO(data))
        lines = list(_lines(document))
        title = (document.core_properties.title or "").strip()
    except Exception:
        # python-docx lets KeyErrors and XML errors of a damaged archive through: there is no common class.
        raise Unreadable(_NO_DOCUMENT, file=name) from None
    return Page(lines, title="" if title == "Word Document" else title)


def _lines(document: Any) -> Iterator[Line]:
    from docx.table import Table

    numbers = _Numbers(document)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                # A merged cell is given once for each column that it spans.
                cells = {id(cell._tc): cell for cell in row.cells}
                texts = (" ".join(cell.text.split()) for cell in cells.values())
                yield Line(" | ".join(texts))
            yield Line("")
            continue
        text = block.text.strip()
        level = _level(block.style)
        if level or not text:
            yield Line(text, level if text else 0)
        else:
            yield from (Line(part) for part in (numbers.mark(block) + text).split("\n"))


def _level(style: Any) -> int:
    """The level of a heading, also of a style that rests on one; the document's title counts as the first."""
    while style is not None:
        if style.name == "Title":
            return 1
        if found := _HEADING.match(style.name or ""):
            return int(found[1])
        style = style.base_style
    return 0


class _Numbers:
    """Counts the items of the document's numbered lists."""

    def __init__(self, document: Any):
        self.counts: dict[tuple[str, int], int] = defaultdict(int)
        self.formats, self.starts = _definitions(document)

    def mark(self, paragraph: Any) -> str:
        """What stands before a paragraph: "2. ", "- ", or nothing where it belongs to no list."""
        id, level = _place(paragraph)
        if id is None:
            return ""
        indent, kind = "   " * level, self.formats.get((id, level), "decimal")
        if kind in ("bullet", "none"):
            return indent + ("- " if kind == "bullet" else "")
        self.counts[id, level] += 1
        for deeper in range(level + 1, 9):
            self.counts.pop((id, deeper), None)
        return f"{indent}{self.counts[id, level] + self.starts.get((id, level), 1) - 1}. "


def _place(paragraph: Any) -> tuple[str | None, int]:
    """The list a paragraph belongs to, and its level; from itself, else from its style."""
    properties = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
    style = paragraph.style
    while properties is None and style is not None:
        element = style.element.pPr if hasattr(style.element, "pPr") else None
        properties = element.numPr if element is not None else None
        style = style.base_style
    if properties is None or properties.numId is None or properties.numId.val == 0:
        return None, 0
    return str(properties.numId.val), properties.ilvl.val if properties.ilvl is not None else 0


def _definitions(document: Any) -> tuple[dict[tuple[str, int], str], dict[tuple[str, int], int]]:
    """Of each list and level its kind of number, and where it starts."""
    from docx.oxml.ns import qn

    formats: dict[tuple[str, int], str] = {}
    starts: dict[tuple[str, int], int] = {}
    try:
        numbering = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return formats, starts
    abstract = {one.get(qn("w:abstractNumId")): one for one in numbering.findall(qn("w:abstractNum"))}
    for number in numbering.findall(qn("w:num")):
        id, definition = number.get(qn("w:numId")), number.find(qn("w:abstractNumId"))
        for level in abstract[definition.get(qn("w:val"))].findall(qn("w:lvl")):
            key = (id, int(level.get(qn("w:ilvl"))))
            kind, start = level.find(qn("w:numFmt")), level.find(qn("w:start"))
            formats[key] = kind.get(qn("w:val")) if kind is not None else "decimal"
            starts[key] = int(start.get(qn("w:val"))) if start is not None else 1
    return formats, starts
