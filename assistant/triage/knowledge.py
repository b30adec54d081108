"""What triage knows: cue phrases and concepts from the lexicon, and a classifier trained on the example messages."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.domain.situation import Situation
from assistant.triage.classifier import Classifier, Seen
from assistant.triage.concepts import Concepts
from assistant.triage.cues import Cues
from assistant.triage.folded import fold
from assistant.triage.lexicon import LANGUAGES, Phrases, examples_in, phrases_in

STRENGTHS = ("strong", "weak", "against")

Example = tuple[str, str, str]


@dataclass(frozen=True)
class TriageKnowledge:
    """Built once at start-up; read by every call of `read`.

    `cues` holds, by language, the cues of each section and thing ("situations" / "renewal.strong").
    """

    cues: dict[str, dict[tuple[str, str], Cues]]
    concepts: dict[str, Concepts]
    classifiers: dict[str, Classifier]

    @classmethod
    def load(cls, folders: Sequence[Path], cache: Path | None = None) -> "TriageKnowledge":
        """Read the knowledge folders and train.

        Args:
            folders: knowledge folders, the built-in one first; a user's own add to it.
            cache: a folder in which trained weights are kept, so that the next start only reads them.

        Raises:
            KnowledgeError: where a file is not as it should be; names file and line.
        """
        return cls.of(phrases_in(folders), examples_in(folders), cache)

    @classmethod
    def of(
        cls,
        phrases: Phrases,
        examples: Sequence[Example],
        cache: Path | None = None,
        languages: Sequence[str] = LANGUAGES,
    ) -> "TriageKnowledge":
        """The same from values: cue phrases, examples as (language, situation, message), the languages to learn."""
        cues = {
            language: {
                (section, thing): Cues.of(lists[language], language)
                for section, things in phrases.items()
                if section != "concepts"
                for thing, lists in things.items()
                if language in lists
            }
            for language in (*LANGUAGES, "other")
        }
        concepts = {
            language: Concepts.of(
                {name: lists[language] for name, lists in phrases["concepts"].items() if language in lists}, language
            )
            for language in LANGUAGES
        }
        made = cls(cues, concepts, {})
        for language in languages:
            made.classifiers[language] = made._classifier(phrases, examples, language, cache)
        return made

    def found(self, section: str, thing: str, language: str, text: str) -> list[tuple[int, int]]:
        """Where cues of a section's thing stand in a text (folded, lower case)."""
        cues = self.cues[language].get((section, thing))
        return sorted(cues.find(text)) if cues else []

    def seen(self, text: str, language: str) -> Seen:
        """What the classifier is told of a text besides its letters."""
        cues = [
            f"{name}.{strength}"
            for name in Situation
            for strength in STRENGTHS
            if (cue := self.cues[language].get(("situations", f"{name}.{strength}"))) and cue.first(text)
        ]
        return Seen(self.concepts[language].find(text), tuple(cues))

    def _classifier(
        self, phrases: Phrases, examples: Sequence[Example], language: str, cache: Path | None
    ) -> Classifier:
        pairs = [(message, name) for spoken, name, message in examples if spoken == language]
        if cache is None:
            return self.train(pairs, language)
        known = repr((pairs, phrases["situations"], phrases["concepts"])).encode()
        code = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
        path = cache / f"triage-{language}-{hashlib.sha256(known + code).hexdigest()[:16]}.npz"
        if (kept := _kept(path, language)) is not None:
            return kept
        trained = self.train(pairs, language)
        _keep(trained, path)
        return trained

    def train(self, pairs: Sequence[tuple[str, str]], language: str) -> Classifier:
        """A classifier from (message, situation) pairs of one language."""
        texts = [fold(message).lower() for message, _ in pairs]
        return Classifier.train(texts, [self.seen(t, language) for t in texts], [name for _, name in pairs], language)


def _kept(path: Path, language: str) -> Classifier | None:
    try:
        with np.load(path, allow_pickle=False) as data:
            classes = tuple(str(name) for name in data["classes"])
            weights = np.zeros((len(data["idf"]), len(classes)), dtype=np.float32)
            weights[data["used"]] = data["weights"]
            return Classifier(language, classes, data["idf"], weights, data["bias"])
    except (OSError, KeyError, ValueError, EOFError):
        # Derived, so a broken file is only made again.
        return None


def _keep(trained: Classifier, path: Path) -> None:
    used = np.flatnonzero(np.abs(trained.weights).sum(axis=1))
    kept = path.with_suffix(".part.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob(f"triage-{trained.language}-*.npz"):
            old.unlink(missing_ok=True)
        np.savez(
            kept, classes=np.array(trained.classes), idf=trained.idf, used=used, weights=trained.weights[used],
            bias=trained.bias,
        )  # fmt: skip
        kept.replace(path)
    except OSError:
        # Without room for the cache every start trains again.
        kept.unlink(missing_ok=True)
