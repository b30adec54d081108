"""The lexicon of the checks: phrases that a CX person keeps in knowledge/lexicon/checks_*.yaml."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from assistant.checks.needs import Needs, Sieve, needs_of
from assistant.checks.text import plain
from assistant.errors import KnowledgeError

_GAP = r"[^。\n]{0,14}?"
_GAP_EN = r"[^.!?\n]{0,50}?"
_SPACES = re.compile(r" +")
# A letter that is no escape (\s, \d): only then does upper or lower case matter.
_CASED = re.compile(r"(?<!\\)[A-Za-z]")


class Phrase:
    """One phrase: its pattern, and what a text `needs` to hold before the pattern is worth trying.

    There are more than a thousand phrases, and a letter needs a few dozen: a pattern is compiled when it is first tried.

    Args:
        written: the regular expression.
        needs: groups of strings, in lower case; every match holds at least one of each.
        origin: where the phrase stands, for the error that names it.
    """

    __slots__ = ("_origin", "_pattern", "_written", "needs")

    def __init__(self, written: str, needs: Needs, origin: Mapping[str, str] | None = None):
        self._written, self.needs, self._origin = written, needs, origin
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

    def may_stand_in(self, lower: str) -> bool:
        """False where the phrase cannot stand in a text, given in lower case."""
        # Loops: a letter asks this a hundred times, and generators take twice as long.
        for words in self.needs:
            for word in words:
                if word in lower:
                    break
            else:
                return False
        return True

    def finditer(self, text: str, lower: str) -> Iterator[re.Match[str]]:
        """Matches in `text`; `lower` is the same in lower case."""
        return self.pattern.finditer(text) if self.may_stand_in(lower) else iter(())


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
    return Phrase(pattern, needs_of(source), origin)


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
        self._sieves: dict[str, Sieve] = {}

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
        return phrase(source, self.origin(group, source))

    def origin(self, group: str, source: str) -> dict[str, str]:
        """Where a line stands, for the error that names it."""
        return {"file": f"{self._sources[group][0]}.yaml", "group": group, "phrase": source}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        return tuple(self._sources)

    def found(self, group: str, text: str, lower: str | None = None) -> Iterator[re.Match[str]]:
        """Every match of a group's phrases in a text (normalised; `lower` the same in lower case)."""
        lower = text.lower() if lower is None else lower
        phrases = self.phrases(group)
        if group not in self._sieves:
            self._sieves[group] = Sieve(entry.needs for entry in phrases)
        for n in self._sieves[group].passing(lower):
            if phrases[n].may_stand_in(lower):
                yield from phrases[n].pattern.finditer(text)

    def says(self, group: str, text: str) -> bool:
        """True where a text holds any phrase of a group."""
        return next(self.found(group, text), None) is not None


@cache
def built_in() -> Lexicon:
    """The lexicon that travels with the program."""
    from assistant.knowledge_base import KnowledgeBase

    return Lexicon(KnowledgeBase().checked_phrases)
