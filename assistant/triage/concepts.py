"""Words that mean the same kind of thing, found in a text quickly."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.triage.cues import tidy

_WORD = re.compile(r"[a-z0-9'-]+|[$£€]")


@dataclass(frozen=True, slots=True)
class Concepts:
    """The concepts of one language: Japanese words wherever they stand, English ones as whole words (`*`: any ending)."""

    language: str
    words: dict[str, set[str]] = field(default_factory=dict)
    stems: dict[str, set[str]] = field(default_factory=dict)
    phrases: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]], language: str) -> "Concepts":
        """Concepts from lists of words as they are written in the lexicon."""
        made = cls(language)
        for name, words in lists.items():
            for word in map(tidy, words):
                if language == "ja" or not _WORD.fullmatch(word.rstrip("*")):
                    made.phrases.setdefault(word.rstrip("*"), set()).add(name)
                elif word.endswith("*"):
                    made.stems.setdefault(word[:-1], set()).add(name)
                else:
                    made.words.setdefault(word, set()).add(name)
        return made

    def find(self, text: str) -> tuple[str, ...]:
        """The names of the concepts that a text (folded, lower case) speaks of."""
        found: set[str] = set()
        if self.language == "ja":
            for phrase, names in self.phrases.items():
                if phrase in text:
                    found |= names
            return tuple(sorted(found))
        spaced = f" {' '.join(_WORD.findall(text))}"
        for phrase, names in self.phrases.items():
            if f" {phrase}" in spaced:
                found |= names
        for word in set(_WORD.findall(text)):
            found |= self.words.get(word, set())
            for size in range(2, len(word) + 1):
                found |= self.stems.get(word[:size], set())
        return tuple(sorted(found))
