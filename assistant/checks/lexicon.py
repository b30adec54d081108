"""The lexicon of the checks: phrases that a CX person keeps in knowledge/lexicon/checks_*.yaml."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Any

from assistant.checks.text import plain
from assistant.errors import KnowledgeError

_GAP = r"[^。\n]{0,14}?"
_GAP_EN = r"[^.!?\n]{0,50}?"
_SPACES = re.compile(r" +")
# A letter that is no escape (\s, \d): only then does upper or lower case matter.
_CASED = re.compile(r"(?<!\\)[A-Za-z]")
_LITERAL = re.compile(r"[^\0\\.^$*+?{}\[\]|()…]+")


class Phrase:
    """One phrase: its pattern, and `anchors`, one of which must stand in a text before the pattern is worth trying.

    There are more than a thousand phrases, and a letter needs a few dozen: a pattern is compiled when it is first tried.

    Args:
        written: the regular expression.
        anchors: strings of which every match holds at least one, in lower case.
        origin: where the phrase stands, for the error that names it.
    """

    __slots__ = ("_origin", "_pattern", "_written", "anchors")

    def __init__(self, written: str, anchors: tuple[str, ...], origin: Mapping[str, str] | None = None):
        self._written, self.anchors, self._origin = written, anchors, origin
        self._pattern: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern.

        Raises:
            KnowledgeError: where it cannot be read; it names file, group and phrase.
        """
        if self._pattern is None:
            # Ranges of kanji are slow to compile where case is ignored.
            flags = re.IGNORECASE if _CASED.search(self._written) else re.NOFLAG
            try:
                self._pattern = re.compile(self._written, flags)
            except re.error as error:
                values = {**(self._origin or {"file": "", "group": "", "phrase": self._written}), "why": str(error)}
                text = "%(file)s: `%(phrase)s` in `%(group)s` cannot be read: %(why)s"
                raise KnowledgeError(text, values) from error
        return self._pattern

    def finditer(self, text: str, lower: str) -> Iterator[re.Match[str]]:
        """Matches in `text`; `lower` is the same in lower case."""
        for anchor in self.anchors:
            if anchor in lower:
                return self.pattern.finditer(text)
        return iter(())


@lru_cache(maxsize=64)
def _pairs(text: str) -> frozenset[str]:
    """Every letter of a text, every two in a row, and the empty string: what an anchor can begin with."""
    return frozenset(("", *text, *map("".join, pairwise(text))))


def _anchors(source: str) -> tuple[str, ...]:
    """Strings of which every match holds at least one; ("",) where none is certain."""
    found: list[str] = []
    for branch in _branches(source):
        literal = _literal(branch)
        group = None if literal else _first_group(branch)
        found += [literal] if literal else _anchors(group) if group else [""]
    return tuple(dict.fromkeys(found)) if "" not in found else ("",)


def _branches(source: str) -> list[str]:
    """The alternatives of a pattern, those inside brackets left together."""
    parts, depth, start = [], 0, 0
    for n, char in enumerate(source):
        if n and source[n - 1] == "\\":
            continue
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            parts.append(source[start:n])
            start = n + 1
    return [*parts, source[start:]]


def _literal(branch: str) -> str:
    """The longest run of plain characters outside brackets."""
    depth, outside = 0, []
    for n, char in enumerate(branch):
        escaped = n > 0 and branch[n - 1] == "\\"
        depth += (char in "([" and not escaped) - (char in ")]" and not escaped)
        outside.append("\0" if depth or (char in ")]" and not escaped) else char)
    text, best = "".join(outside), ""
    for match in _LITERAL.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        run = match.group()[1 if before == "\\" else 0 :]
        if after and after in "?*{":
            run = run[:-1]  # the last character may be absent
        if before != "{":
            best = max(best, max(run.split(" "), key=len), key=len)
    return best.lower()


def _first_group(branch: str) -> str | None:
    """What stands in the first bracket that every match goes through."""
    for match in re.finditer(r"(?<!\\)\((?!\?)", branch):
        depth = 0
        for n in range(match.start(), len(branch)):
            if branch[n - 1] != "\\":
                depth += (branch[n] == "(") - (branch[n] == ")")
            if depth == 0:
                if branch[n + 1 : n + 2] not in ("?", "*", "{") and branch[: match.start()].count("(") == branch[
                    : match.start()
                ].count(")"):
                    return branch[match.end() : n]
                break
    return None


def phrase(source: str, origin: Mapping[str, str] | None = None) -> Phrase:
    """A phrase as it is written in the lexicon: plain words, `…` for some words between, (a|b) for either.

    Whatever a regular expression can say may be used as well. Spaces stand for any white space.

    `origin` says where it stands: file, group and phrase.
    """
    source = "…".join(plain(piece) for piece in source.split("…"))
    english = source.replace("…", "").isascii()
    pattern = source.replace("…", _GAP_EN if english else _GAP)
    if english:
        # An optional space stays optional.
        pattern = _SPACES.sub(r"\\s+", pattern.replace(" ?", r"\s?"))
        opens, closes = re.match(r"[\w(]", source), re.search(r"[\w)?+]$", source)
        pattern = (r"(?<!\w)" if opens else "") + f"(?:{pattern})" + (r"(?!\w)" if closes else "")
    return Phrase(pattern, _anchors(source), origin)


class Lexicon:
    """Groups of phrases by name, each in Japanese and English.

    Args:
        files: name of each lexicon file to its content: group → {"ja": lines, "en": lines}.
            Only files whose name begins with `checks_` are read.

    """

    def __init__(self, files: Mapping[str, Mapping[str, Any]]):
        self._sources: dict[str, tuple[str, Any]] = {}
        for file, groups in sorted(files.items()):
            if file.startswith("checks_"):
                self._sources |= {name: (file, group) for name, group in groups.items()}
        self._compiled: dict[str, tuple[Phrase, ...]] = {}
        self._anchored: dict[str, dict[str, list[tuple[str, int]]]] = {}

    def __contains__(self, group: str) -> bool:
        return group in self._sources

    def words(self, group: str) -> tuple[str, ...]:
        """The entries of a group as they are written, one a line, both languages together."""
        file, entry = self._sources[group]
        texts = [entry.get("ja"), entry.get("en")] if isinstance(entry, Mapping) else [entry]
        if not all(isinstance(t, str | None) for t in texts):
            values = {"file": f"{file}.yaml", "group": group}
            raise KnowledgeError("%(file)s: `%(group)s` needs `ja: |` and `en: |` with a phrase a line.", values)
        return tuple(line.strip() for text in texts for line in (text or "").splitlines() if line.strip())

    def phrases(self, group: str) -> tuple[Phrase, ...]:
        """The phrases of a group, compiled once."""
        if group not in self._compiled:
            self._compiled[group] = tuple(self._read(group, source) for source in self.words(group))
        return self._compiled[group]

    def _read(self, group: str, source: str) -> Phrase:
        return phrase(source, {"file": f"{self._sources[group][0]}.yaml", "group": group, "phrase": source})

    @cached_property
    def groups(self) -> tuple[str, ...]:
        return tuple(self._sources)

    def _by_pair(self, group: str) -> dict[str, list[tuple[str, int]]]:
        """Under the first two letters of each anchor of a group: the anchor, and the number of its phrase."""
        if group not in self._anchored:
            found: dict[str, list[tuple[str, int]]] = {}
            for n, entry in enumerate(self.phrases(group)):
                for anchor in entry.anchors:
                    found.setdefault(anchor[:2], []).append((anchor, n))
            self._anchored[group] = found
        return self._anchored[group]

    def found(self, group: str, text: str, lower: str | None = None) -> Iterator[re.Match[str]]:
        """Every match of a group's phrases in a text (normalised; `lower` the same in lower case)."""
        lower = text.lower() if lower is None else lower
        anchored = self._by_pair(group)
        # Of some dozens of phrases a letter holds the anchors of one or two.
        pairs = _pairs(lower)
        near = [entry for pair in anchored if pair in pairs for entry in anchored[pair]]
        for n in sorted({n for anchor, n in near if anchor in lower}):
            yield from self.phrases(group)[n].pattern.finditer(text)

    def says(self, group: str, text: str) -> bool:
        """True where a text holds any phrase of a group."""
        return next(self.found(group, text), None) is not None


@cache
def built_in() -> Lexicon:
    """The lexicon that travels with the program."""
    from assistant.knowledge_base import KnowledgeBase

    return Lexicon(KnowledgeBase().checked_phrases)
