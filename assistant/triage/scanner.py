"""Which of many words stand in a text, in one pass over the text."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Scanner:
    """Words by how they begin: the first three letters lead to the longer ones."""

    short: set[str] = field(default_factory=set)
    long: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Iterable[str]) -> "Scanner":
        """A scanner for these words."""
        made = cls()
        for word in set(words):
            if len(word) < 3:
                made.short.add(word)
            else:
                made.long.setdefault(word[:3], []).append(word)
        return made

    def present(self, text: str) -> set[str]:
        """The words that stand in the text."""
        pairs = {text[i : i + 2] for i in range(len(text))}
        found = self.short & (pairs | set(text))
        for i in range(len(text) - 2):
            for word in self.long.get(text[i : i + 3], ()):
                if text.startswith(word, i):
                    found.add(word)
        return found
