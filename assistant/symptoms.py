"""What goes wrong, in kinds: an article on one kind of trouble is no answer to another (lexicon/symptoms*.yaml)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.triage.cue_lists import cue_lists, phrase_lists
from assistant.triage.cues import Cues

# Not kinds of trouble: that a thing worked before, and that a text speaks of trouble at all.
_NO_KINDS = frozenset({"stopped", "trouble"})
# 「届かないようにしたい」 wishes for what another would call the trouble.
_WISHED = re.compile(r"[^。、\s]{1,6}(ない|ぬ)よう(に|な)")


@dataclass(frozen=True, slots=True)
class Symptoms:
    """The kinds of trouble by language, with the phrases that name them."""

    cues: Mapping[str, Mapping[str, Cues]]

    @classmethod
    def load(cls, folders: Sequence[Path]) -> "Symptoms":
        """From lexicon/symptoms*.yaml of the knowledge folders; a user's own phrases are added to the built-in ones.

        Raises KnowledgeError where a file is not as it should be.
        """
        return cls(cue_lists(folders, "symptoms*.yaml", phrase_lists))

    def fit(self, mail: str, title: str, body: str) -> bool:
        """True where an article may answer a mail as far as its trouble goes.

        Where both name a kind of trouble, they share one; what is wished for is no trouble to be mended; where a thing worked until now, the article speaks of trouble.
        """
        about = self._named(title)
        told = self._named(_WISHED.sub("", mail))
        if (self._named(mail) - told) & about:
            return False
        kinds = told - _NO_KINDS
        if kinds and about - _NO_KINDS:
            return bool(kinds & about)
        return "stopped" not in told or bool(self._named(f"{title}\n{body}"))

    def _named(self, text: str) -> set[str]:
        plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
        return {kind for kinds in self.cues.values() for kind, cues in kinds.items() if cues.first(plain)}


@cache
def symptoms_of(folders: tuple[Path, ...]) -> Symptoms:
    """The lexicon of these folders, read once."""
    return Symptoms.load(folders)
