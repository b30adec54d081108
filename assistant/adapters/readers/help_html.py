"""Help texts from HTML: the article without navigation and scripts, lists as numbered lines."""

import re
import warnings
from collections.abc import Iterator
from typing import Any

from assistant.adapters.readers.decoding import decode
from assistant.adapters.readers.faults import Unreadable
from assistant.adapters.readers.help_lines import Line, Page

_DROPPED = (
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "svg", "form", "iframe", "object",
    "head",
)  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "main", "table", "tr", "dl", "dt", "dd", "blockquote", "figure", "figcaption",
    "ul", "ol", "li", "pre", "hr", "body", "details", "summary", "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(name: str, data: bytes) -> Page:
    """The page of an HTML file; its title is the first h1, else the title element.

    Raises:
        Unreadable: it is too deeply nested, or no text in an encoding that is known.
    """
    from bs4 import BeautifulSoup, UnusualUsageWarning
    from bs4.exceptions import ParserRejectedMarkup

    declared = _DECLARED.search(data[:2048])
    # XHTML is read as HTML on purpose, and a short text that looks like a file's name is still a text.
    warnings.filterwarnings("ignore", category=UnusualUsageWarning)
    try:
        text = decode(name, data, declared[1].decode() if declared else None)
        # Damaged bytes come as lone surrogates, which Beautiful Soup cannot put into a warning.
        soup = BeautifulSoup(text.encode("utf-8", "replace").decode("utf-8"), "html.parser")
    except ParserRejectedMarkup:
        raise Unreadable("%(file)s cannot be read as HTML.", file=name) from None
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    for element in soup.find_all(_is_furniture):
        if not element.decomposed:
            element.decompose()
    root = soup.find("main") or soup.find("article") or soup.body or soup
    try:
        lines = list(_tidied(_walk(root)))
    except RecursionError:
        raise Unreadable("%(file)s is too deeply nested.", file=name) from None
    return Page(lines, title=title)


def _is_furniture(element: Any) -> bool:
    # The header of an article holds its title; the header of a page holds the way to other pages.
    if element.name == "header" and element.find_parent(["article", "main"]):
        return False
    hidden = element.has_attr("hidden") or _HIDDEN.search(element.get("style") or "")
    return element.name in _DROPPED or bool(hidden) or element.get("role") == "navigation"


def _walk(element: Any, indent: str = "") -> Iterator[Line | str]:
    """Lines for the blocks, pieces of text for what stands within one; an empty line ends a paragraph."""
    from bs4.element import NavigableString, PreformattedString

    number = _start(element)
    for child in element.children:
        if isinstance(child, PreformattedString):
            continue
        if isinstance(child, NavigableString):
            yield re.sub(r"\s+", " ", str(child))
        elif child.name == "br":
            yield Line("")
        elif child.name == "img":
            yield child.get("alt") or ""
        elif child.name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            yield from (Line(""), Line(" ".join(child.get_text(" ").split()), int(child.name[1])), Line(""))
        elif child.name == "li":
            mark = f"{number}. " if element.name == "ol" else "- "
            yield from _item(child, indent, mark)
            number += 1
        elif child.name == "tr":
            cells = (" ".join(cell.get_text(" ").split()) for cell in child.find_all(["td", "th"]))
            yield Line(" | ".join(cells))
        elif child.name == "pre":
            yield from (Line(line) for line in child.get_text().split("\n"))
        elif child.name in _BLOCKS:
            yield from (Line(""), *_walk(child, indent), Line(""))
        else:
            yield from _walk(child, indent)


def _start(element: Any) -> int:
    start = element.get("start") if element.name == "ol" else None
    return int(start) if start and start.isdecimal() and len(start) < 6 else 1


def _item(element: Any, indent: str, mark: str) -> Iterator[Line]:
    inside = [line for line in _tidied(_walk(element, indent + "   ")) if line.text]
    for at, line in enumerate(inside):
        nested = at > 0 and line.text.startswith(indent + "   ")
        yield line if nested else Line(f"{indent}{mark if at == 0 else '   '}{line.text}")


def _tidied(pieces: Iterator[Line | str]) -> Iterator[Line]:
    """Pieces of text joined to lines."""
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        if text.strip():
            yield Line(" ".join(text.split()))
        text = ""
        yield piece
    if text.strip():
        yield Line(" ".join(text.split()))
