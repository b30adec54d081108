"""The lexicon of holding: lists of phrases in knowledge/lexicon/holding*.yaml, asked about texts of the record."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from assistant.triage.cue_lists import cue_lists, phrase_lists
from assistant.triage.cues import Cues

LISTS = ("lasting", "ended", "harmed", "completed", "unfinished", "notice", "stays")
_SENTENCE = re.compile(r"[^。!?\n]+")


@dataclass(frozen=True, slots=True)
class HoldingCues:
    """The phrases by language and list. A record may be written in either language: both are always asked."""

    cues: Mapping[str, Mapping[str, Cues]]

    @classmethod
    def load(cls, folders: Sequence[Path]) -> "HoldingCues":
        """From lexicon/holding*.yaml of the knowledge folders; a user's own phrases are added to the built-in ones.

        Raises KnowledgeError where a file is not as it should be.
        """
        return cls(cue_lists(folders, "holding*.yaml", partial(phrase_lists, known=LISTS)))

    def says(self, name: str, text: str) -> bool:
        """True where a phrase of a list stands in a text, in either language."""
        plain = unicodedata.normalize("NFKC", text).lower()
        return any(name in lists and lists[name].first(plain) for lists in self.cues.values())

    def sentence(self, name: str, text: str) -> str:
        """The first sentence of a text in which a phrase of a list stands, "" where there is none."""
        return next((s.strip() for s in _SENTENCE.findall(text) if self.says(name, s)), "")


@cache
def holding_cues(folders: tuple[Path, ...]) -> HoldingCues:
    """The lexicon of these folders, read once."""
    return HoldingCues.load(folders)
