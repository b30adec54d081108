"""The lexicon of confirmations and corrections: lists of phrases in knowledge/lexicon/confirmed*.yaml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import KnowledgeError
from assistant.triage.cues import Cues, needles
from assistant.triage.lexicon import LANGUAGES, read_yaml

_LISTS = frozenset(
    ["yes_first", "yes_last", "rightly", "replaced", "measured", "moved", "unsure", "part", "roughly", "but", "earlier", "plain"]
)  # fmt: skip


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
