"""Other words for the same thing: synonyms within a language, and a glossary between Japanese and English."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.errors import KnowledgeError
from assistant.recall import analyse

LANGUAGES = ("ja", "en")

# 「呼び戻す」(Recall): an article that shows both labels of a button translates them. After NFKC all brackets are plain.
_LABELS = re.compile(r"「([^「」]{1,30})」\s*\(([a-z][a-z0-9 '&/-]{1,39})\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry found in a text: its terms, and those of each other word for it in its language and in the other."""

    own: tuple[str, ...]
    others: Sequence[tuple[str, ...]]
    foreign: Sequence[tuple[str, ...]]


@lru_cache(maxsize=5_000)
def _terms(phrase: str) -> tuple[str, ...]:
    return tuple(analyse.terms(phrase))


def _read(name: str, data: Any) -> list[list[str]]:
    """The groups of one lexicon file: `groups: [{ja: [...], en: [...]}]`."""
    groups = data.get("groups") if isinstance(data, Mapping) else None
    if not isinstance(groups, list):
        raise KnowledgeError("%(file)s, line 1: `groups` is missing.", {"file": f"{name}.yaml"})
    found = []
    for n, group in enumerate(groups, 1):
        fits = isinstance(group, Mapping) and not set(group) - set(LANGUAGES)
        phrases = [str(p) for code in LANGUAGES for p in group.get(code) or ()] if fits else []
        if len(phrases) < 2:
            values = {"file": f"{name}.yaml", "number": n}
            raise KnowledgeError("%(file)s: group %(number)s needs two words or more in `ja` and `en`.", values)
        found.append(phrases)
    return found


@lru_cache(maxsize=5_000)
def _one_lemma(phrase: str) -> str:
    """The dictionary form of a Japanese entry of one word, "" where it has more."""
    found = list(analyse.lemmas(phrase))
    return found[0] if len(found) == 1 else ""


class Lexicon:
    """Finds the lexicon's words in a question and names the others of their group.

    A Japanese entry is found as it stands, or by its dictionary form where it is one word; an English one by its
    stemmed words in a row. Of two entries that overlap in place the longer one counts.
    """

    def __init__(self, groups: Sequence[Sequence[str]] = ()):
        self._groups = [list(dict.fromkeys(analyse.normalise(p) for p in group)) for group in groups]
        self._japanese: dict[str, list[int]] = {}
        self._lemmas: dict[str, list[tuple[int, str]]] = {}
        self._english: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        for n, group in enumerate(self._groups):
            for phrase in group:
                self._enter(n, phrase)
        self._longest = max(map(len, self._english), default=0)

    @classmethod
    def of(cls, files: Mapping[str, Any], names: Sequence[str] = ("synonyms", "glossary")) -> "Lexicon":
        """The lexicon of knowledge/lexicon/; a file that is not there adds nothing.

        Raises:
            KnowledgeError: a group is not as it should be.
        """
        return cls([group for name in names if name in files for group in _read(name, files[name])])

    def with_labels(self, texts: Iterable[str]) -> "Lexicon":
        """This lexicon and the labels that these articles show in both languages."""
        pairs = dict.fromkeys(pair for text in texts for pair in _LABELS.findall(analyse.normalise(text)))
        return Lexicon([*self._groups, *pairs])

    def _enter(self, n: int, phrase: str) -> None:
        if not analyse.is_japanese(phrase):
            if stems := tuple(analyse.words(phrase)):
                self._english.setdefault(stems, []).append((n, phrase))
            return
        self._japanese.setdefault(phrase, []).append(n)
        if lemma := _one_lemma(phrase):
            self._lemmas.setdefault(lemma, []).append((n, phrase))

    def _found(self, text: str) -> dict[str, set[int]]:
        """The entries that stand in a normalised text, with the numbers of their groups."""
        found: dict[str, set[int]] = {}
        if analyse.is_japanese(text):
            standing = [phrase for phrase in self._japanese if phrase in text]
            for phrase in standing:
                if not any(phrase != other and phrase in other for other in standing):
                    found.setdefault(phrase, set()).update(self._japanese[phrase])
            for lemma in analyse.lemmas(text):
                for n, phrase in self._lemmas.get(lemma, ()):
                    if not any(phrase in other for other in standing if phrase != other):
                        found.setdefault(phrase, set()).add(n)
        stems = analyse.words(text)
        taken = 0
        for start in range(len(stems)):
            for length in range(min(self._longest, len(stems) - start), 0, -1):
                entries = self._english.get(tuple(stems[start : start + length]))
                if entries and start + length > taken:
                    taken = start + length
                    for n, phrase in entries:
                        found.setdefault(phrase, set()).add(n)
                    break
        return found

    def expand(self, text: str) -> list[Entry]:
        """Each entry of the lexicon that stands in the text, with the other words of its groups."""
        entries = []
        for phrase, numbers in self._found(analyse.normalise(text)).items():
            own = analyse.is_japanese(phrase)
            others = dict.fromkeys(p for n in sorted(numbers) for p in self._groups[n] if p != phrase)
            near = [_terms(p) for p in others if analyse.is_japanese(p) == own]
            entries.append(Entry(_terms(phrase), near, [_terms(p) for p in others if analyse.is_japanese(p) != own]))
        return entries
