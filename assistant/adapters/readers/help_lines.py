"""What every reader of help texts ends in: lines with their headings, cut into articles."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Literal

from assistant.adapters.readers.faults import Unreadable
from assistant.ports import HelpText

_KANA = re.compile("[ぁ-んァ-ヶー]")
_LETTER = re.compile(r"[^\W\d_]")
_SUFFIX_LANGUAGE = re.compile(r"\.(en|ja)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a help text; `heading` is 1 to 6 for a heading, 0 for text."""

    text: str
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A file of help, read: its lines, and what it says of itself (a title outside the text, a source)."""

    lines: Sequence[Line]
    title: str = ""
    source: str = ""


def stem(name: str) -> str:
    """The file's name without folders and its last suffix, as an id: `FAQ/Log in.en.md` gives `log-in.en`."""
    return slug(PurePosixPath(name.replace("\\", "/")).stem)


def slug(words: str) -> str:
    """Words as an id: letters, digits, dots and hyphens; Japanese stays Japanese."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"\.{2,}|[^\w.]+", "-", folded)[:120].strip("-.")


def language_of(id: str, text: str) -> Literal["ja", "en"]:
    """Japanese or English: by `.en` or `.ja` in the file's name, else by the share of kana among the letters."""
    if named := _SUFFIX_LANGUAGE.search(id):
        return "ja" if named[1].lower() == "ja" else "en"
    letters = len(_LETTER.findall(text))
    return "ja" if len(_KANA.findall(text)) > 0.1 * letters else "en"


def articles(name: str, page: Page) -> list[HelpText]:
    """The help texts of a file: one, or one for each first-level heading where there are several.

    An article's id is the file's, with the heading behind it where a file holds several.

    Raises:
        Unreadable: there is no text under any heading, or the file's name holds no letter or digit.
    """
    id = stem(name)
    if not id:
        raise Unreadable("%(file)s needs a letter or a digit in its name.", file=name)
    language = language_of(id, "\n".join(line.text for line in page.lines))
    parts = _cut(page.lines)
    found: dict[str, HelpText] = {}
    for lines in parts:
        title = _title(lines) or page.title or _first(lines)
        body = _body(lines)
        if not body:
            continue
        own = id if len(parts) == 1 else _unused(f"{id}-{slug(title)}", found)
        found[own] = HelpText(id=own, title=title, body=body, language=language, source=page.source or title)
    if not found:
        raise Unreadable("%(file)s holds no text.", file=name)
    return list(found.values())


def _cut(lines: Sequence[Line]) -> list[list[Line]]:
    """At first-level headings, where there is more than one; what stands before the first goes with it."""
    starts = [at for at, line in enumerate(lines) if line.heading == 1]
    if len(starts) < 2:
        return [list(lines)]
    bounds = [0, *starts[1:], len(lines)]
    return [list(lines[a:b]) for a, b in pairwise(bounds)]


def _title(lines: Sequence[Line]) -> str:
    headings = sorted((line for line in lines if line.heading), key=lambda line: line.heading)
    return headings[0].text.strip()[:500] if headings and headings[0].heading <= 2 else ""


def _first(lines: Sequence[Line]) -> str:
    return next((line.text.strip()[:500] for line in lines if line.text.strip()), "")


def _body(lines: Sequence[Line]) -> str:
    """The text under the title: without the title itself, at most one blank line in a row."""
    title = _title(lines)
    dropped = False
    kept: list[str] = []
    for line in lines:
        if not dropped and line.heading and line.text.strip()[:500] == title:
            dropped = True
        else:
            kept.append(line.text.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _unused(id: str, taken: dict[str, HelpText]) -> str:
    number, own = 2, id
    while own in taken:
        own, number = f"{id}-{number}", number + 1
    return own
