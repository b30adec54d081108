"""Words that mean the same kind of thing, found in a text quickly."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.triage.cues import tidy
from assistant.triage.scanner import Scanner

_WORD = re.compile(r"[a-z0-9'-]+|[$£€]")


@dataclass(frozen=True, slots=True)
class Concepts:
    """The concepts of one language: Japanese words wherever they stand, English ones as whole words (`*`: any ending)."""

    language: str
    words: dict[str, set[str]] = field(default_factory=dict)
    stems: dict[str, set[str]] = field(default_factory=dict)
    phrases: dict[str, set[str]] = field(default_factory=dict)
    scanner: Scanner = field(default_factory=Scanner)

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]], language: str) -> "Concepts":
        """Concepts from lists of words as they are written in the lexicon."""
        made = cls(language)
        space = "" if language == "ja" else " "
        for name, words in lists.items():
            for word in map(tidy, words):
                if language == "ja" or not _WORD.fullmatch(word.rstrip("*")):
                    made.phrases.setdefault(space + word.rstrip("*"), set()).add(name)
                elif word.endswith("*"):
                    made.stems.setdefault(word[:-1], set()).add(name)
                else:
                    made.words.setdefault(word, set()).add(name)
        return cls(language, made.words, made.stems, made.phrases, Scanner.of(made.phrases))

    def find(self, text: str) -> tuple[str, ...]:
        """The names of the concepts that a text (folded, lower case) speaks of."""
        japanese = self.language == "ja"
        words = [] if japanese else _WORD.findall(text)
        found: set[str] = set()
        for phrase in self.scanner.present(text if japanese else f" {' '.join(words)}"):
            found |= self.phrases[phrase]
        for word in set(words):
            found |= self.words.get(word, set())
            for size in range(2, len(word) + 1):
                found |= self.stems.get(word[:size], set())
        return tuple(sorted(found))
