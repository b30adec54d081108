"""Cue phrases as a CX person writes them, and where they stand in a text.

値引き            these words
(値引|割引)       either of these; (値引|) may be left out
…                 anything in between, within the sentence
<n>               a number, in digits or kanji
discount*         any ending
^ and $           begin and end of a sentence
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache

# In English a gap begins and ends between words: "have stop…" is no cue of "have stopped".
_BETWEEN = r"(?:(?<![a-z0-9])|(?![a-z0-9]))"
_GAP = {"ja": r"[^。.!?\n]{0,22}?", "en": rf"{_BETWEEN}[^.!?\n]{{0,48}}?{_BETWEEN}"}
_NUMBER = r"(?:[0-9][0-9,.]*|[〇一二三四五六七八九十百千半数]+)\s*"
_TOKEN = re.compile(r"…|<n>|[()|^$*]|\s+|[^…()|^$*<\s]+|<")
_NO_LETTERS = re.compile(r"<n>|[…^$*\s]+")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "…": "\0"})

Needles = tuple[frozenset[str], ...]


def tidy(phrase: str) -> str:
    """A phrase in the form of folded texts: NFKC, lower case, straight quotes; the mark … is kept."""
    return unicodedata.normalize("NFKC", phrase.translate(_PLAIN)).lower().strip().replace("\0", "…")


@lru_cache(maxsize=20_000)
def needles(phrase: str) -> Needles:
    """What a text must hold for the phrase to stand in it: of each group, at least one.

    Raises:
        ValueError: where a bracket is not closed, or was not opened.
    """
    if "(" not in phrase and ")" not in phrase:
        whole = _longest([phrase])
        return (whole,) if whole else ()
    groups: list[frozenset[str]] = []
    choices, current, depth = [], "", 0
    for token in _TOKEN.findall(phrase):
        if token == "(":
            if depth == 0:
                groups.append(_longest([current]))
                choices, current = [], ""
            else:
                current += "…"
            depth += 1
        elif token == ")":
            depth -= 1
            if depth < 0:
                raise ValueError("a bracket is closed that was not opened")
            if depth == 0:
                groups.append(_longest([*choices, current]))
                choices, current = [], ""
            else:
                current += "…"
        elif token == "|" and depth == 1:
            choices.append(current)
            current = ""
        elif depth < 2:
            current += token
    if depth:
        raise ValueError("a bracket is not closed")
    groups.append(_longest([current]))
    return tuple(sorted((g for g in groups if g), key=len))


def _longest(choices: list[str]) -> frozenset[str]:
    """The longest run of plain letters of each choice; nothing where a choice may be empty."""
    found = {max(_NO_LETTERS.split(choice), key=len) for choice in choices}
    return frozenset() if "" in found else frozenset(found)


@cache
def _pattern(phrase: str, language: str) -> re.Pattern[str]:
    gap, latin = _GAP["ja" if language == "ja" else "en"], r"[a-z0-9]"
    special = {
        "…": gap, "<n>": _NUMBER, "^": r"(?:(?<=[。.!?\n,、])\s*|\A\s*)", "$": r"(?=\s*(?:[。.!?\n,、]|\Z))",
        "*": r"[\w'-]*", "(": "(?:", ")": ")", "|": "|",
    }  # fmt: skip
    parts = []
    for token in _TOKEN.findall(phrase):
        if token in special:
            parts.append(special[token])
        elif token.isspace():
            parts.append(r"\s*" if language == "ja" else r"\s+")
        elif re.match(latin, token):
            parts.append(re.escape(token))
        else:
            parts.append(re.escape(token))
    pattern = "".join(parts).replace(r"\s+(?:", r"\s*(?:") if language == "ja" else "".join(parts)
    if language != "ja":
        pattern = rf"(?<!{latin})(?:{pattern})" + ("" if phrase.endswith(("*", "…")) else rf"(?!{latin})")
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language for one thing."""

    language: str
    entries: list[tuple[Needles, str]] = field(default_factory=list)

    @classmethod
    def of(cls, phrases: Iterable[str], language: str) -> "Cues":
        """Cues from phrases as they are written in the lexicon."""
        written = dict.fromkeys(tidy(phrase) for phrase in phrases)
        return cls(language, [(needles(phrase), phrase) for phrase in written])

    def find(self, text: str, present: Set[str] | None = None) -> Iterator[tuple[int, int]]:
        """Where cues stand in a text.

        Args:
            text: folded, in lower case.
            present: the needles of all cues that stand in the text, where a `Scanner` has looked for them already.
        """
        for groups, phrase in self.entries:
            if present is None:
                if not all(any(needle in text for needle in group) for group in groups):
                    continue
            elif any(group.isdisjoint(present) for group in groups):
                continue
            for match in _pattern(phrase, self.language).finditer(text):
                if match.end() > match.start():
                    yield match.span()

    def first(self, text: str) -> tuple[int, int] | None:
        """The first place that any of the cues is found at, or None."""
        return next(self.find(text), None)
