"""Help texts from Markdown and plain text: marks of emphasis go, lines and their numbers stay."""

import re
from collections.abc import Iterator

from assistant.adapters.readers.help_lines import Line, Page

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_FIELD = re.compile(r"^(title|source)\s*:\s*(.+?)\s*$", re.MULTILINE)
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t　]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_LONGEST = 5_000
_MARKS = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)[^)]*\)"), r"\1 (\2)"),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\*\*(.+?)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(.+?)__(?!\w)"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!-])"), r"\1"),
)


def read_markdown(text: str) -> Page:
    """The page a Markdown text holds; a `title` and `source` in its front matter count."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    said: dict[str, str] = {}
    if front:
        said = {key: value.strip("\"'") for key, value in _FRONT_FIELD.findall(front[1])}
        text = text[front.end() :]
    lines = list(_lines(_without_comments(text).split("\n")))
    return Page(lines, title=said.get("title", ""), source=said.get("source", ""))


def _without_comments(text: str) -> str:
    """Comments that are closed go; an opening without its end is text."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]


def _lines(raw: list[str]) -> Iterator[Line]:
    fence = ""
    for at, line in enumerate(raw):
        below = raw[at + 1] if at + 1 < len(raw) else ""
        if mark := _FENCE.match(line):
            # A hash inside a fence is a comment of some code, not a heading.
            fence = "" if fence == mark[1] else fence or mark[1]
        elif fence:
            yield Line(line)
        elif heading := _HEADING.fullmatch(line):
            yield Line(_plain(heading[2] or ""), len(heading[1]))
        elif _is_title_above(line, below):
            yield Line(_plain(line), 1 if below.lstrip().startswith("=") else 2)
        elif not (at and _UNDERLINE.fullmatch(line) and _is_title_above(raw[at - 1], line)):
            yield Line(_plain(line))


def _is_title_above(line: str, below: str) -> bool:
    return bool(line.strip()) and not re.match(r"\s*(?:[-*+>|#]|\d+[.)])", line) and bool(_UNDERLINE.fullmatch(below))


def _plain(line: str) -> str:
    # No sentence is as long as this; what is, is data, and searching it for pairs of marks takes its length squared.
    if len(line) > _LONGEST:
        return line
    for pattern, kept in _MARKS:
        line = pattern.sub(kept, line)
    return line
