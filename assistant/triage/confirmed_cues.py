"""The lexicon of confirmations and corrections: lists of phrases in knowledge/lexicon/confirmed*.yaml."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import KnowledgeError
from assistant.triage.amounts import Amount
from assistant.triage.cues import Cues, needles
from assistant.triage.lexicon import LANGUAGES, read_yaml

_LISTS = frozenset((
    "yes_first", "yes_last", "rightly", "replaced", "measured", "moved", "asks_right",
    "unsure", "part", "roughly", "but", "earlier", "plain",
))  # fmt: skip
# So much may be left of a sentence beside its yes and its figure where it does not say what it speaks of.
_BARE = {"ja": 6, "en": 14}
_NOTHING = 2


@dataclass(frozen=True, slots=True)
class ConfirmedCues:
    """The lexicon, ready to be asked: cues by language and list."""

    cues: Mapping[str, Mapping[str, Cues]]

    @classmethod
    def load(cls, folders: Sequence[Path]) -> "ConfirmedCues":
        """From lexicon/confirmed*.yaml; a user's own phrases are added. Raises KnowledgeError where a file is wrong."""
        phrases: dict[str, dict[str, list[str]]] = {lang: {name: [] for name in _LISTS} for lang in LANGUAGES}
        for folder in folders:
            for path in sorted((folder / "lexicon").glob("confirmed*.yaml")):
                _add(phrases, path)
        return cls({lang: {name: Cues.of(ws, lang) for name, ws in lists.items()} for lang, lists in phrases.items()})


class Phrases:
    """The lists of one language, asked about sentences (folded, lower case)."""

    def __init__(self, cues: Mapping[str, Cues], language: str):
        self._cues, self._language = cues, language

    def find(self, name: str, text: str) -> Iterator[tuple[int, int]]:
        """Where phrases of a list stand."""
        return self._cues[name].find(text)

    def says(self, name: str, text: str) -> bool:
        """True where a phrase of a list stands anywhere."""
        return self._cues[name].first(text) is not None

    def opens(self, name: str, text: str) -> bool:
        """True where a sentence begins with a phrase of a list."""
        return any(start == 0 for start, _ in self.find(name, text))

    def yes(self, text: str) -> bool:
        """True where a sentence says yes to what it tells."""
        return self.opens("yes_first", text) or self.says("yes_last", text)

    def bare_yes(self, text: str) -> bool:
        """True where a sentence says yes and nothing else."""
        return self.opens("yes_first", text) and len(self._left(text)) <= _NOTHING

    def bare(self, text: str, found: Sequence[Amount], strictly: bool = False) -> bool:
        """True where a sentence says little but its amounts, or, strictly, nothing."""
        for amount in reversed(found):
            text = f"{text[: amount.start]} {text[amount.end :]}"
        return len(self._left(text)) <= (_NOTHING if strictly else _BARE[self._language])

    def _left(self, text: str) -> str:
        """What is left without the words that say yes, or say nothing."""
        for name in ("yes_first", "yes_last", "roughly", "plain"):
            for start, end in sorted(self.find(name, text), reverse=True):
                text = text[:start] + " " * (end - start) + text[end:]
        return re.sub(r"[\s、。,.!?:;'\"・\-はがもでにのをと]", "", text)


def _add(phrases: dict[str, dict[str, list[str]]], path: Path) -> None:
    data = read_yaml(path)
    for language, lists in (data if isinstance(data, dict) else {"": None}).items():
        if language not in LANGUAGES or not isinstance(lists, dict) or not set(lists) <= _LISTS:
            why = f"the file holds {', '.join(LANGUAGES)}, each with lists of phrases"
            raise KnowledgeError("%(file)s: %(why)s", {"file": path.name, "why": why})
        for name, words in lists.items():
            try:
                for phrase in words:
                    needles(phrase)
            except ValueError as error:
                raise KnowledgeError("%(file)s: %(why)s", {"file": path.name, "why": f"{name}: {error}"}) from error
            phrases[language][name].extend(words)
