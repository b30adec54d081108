"""What triage knows: cue phrases and concepts from the lexicon, and a classifier trained on the example messages."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from assistant.domain.situation import Situation
from assistant.triage.classifier import Classifier, Seen
from assistant.triage.concepts import Concepts
from assistant.triage.cues import Cues
from assistant.triage.folded import fold
from assistant.triage.lexicon import LANGUAGES, Phrases, examples_in, phrases_in
from assistant.triage.rules import Rules, rules_in
from assistant.triage.scanner import Scanner
from assistant.triage.suspicion import hostile_in, learned
from assistant.triage.weights import path_of, weights_of

STRENGTHS = ("strong", "weak", "against")

# Texts whose needles are remembered: those of one mail and its clauses, not of a day.
_TEXTS_KEPT = 64

# The modules on which the weights depend; with another line in one of them they are learned anew.
_LEARNING = (
    "classifier", "concepts", "cues", "folded", "knowledge", "lexicon", "rules", "scanner", "sentences", "suspicion",
)  # fmt: skip

Example = tuple[str, str, str]
Made = TypeVar("Made")


class ByLanguage(Mapping[str, Made]):
    """What is made for a language when a message first needs it: most desks read one.

    Args:
        languages: those it can be asked for.
        make: makes the value of a language.
    """

    def __init__(self, languages: Sequence[str], make: Callable[[str], Made]):
        self._languages, self._make = languages, make
        self._made: dict[str, Made] = {}

    def __getitem__(self, language: str) -> Made:
        if language not in self._languages:
            raise KeyError(language)
        if language not in self._made:
            self._made[language] = self._make(language)
        return self._made[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)


@dataclass(frozen=True)
class TriageKnowledge:
    """Built once at start-up; read by every call of `read`.

    `cues` holds, by language, the cues of each section and thing ("situations" / "renewal.strong");
    `rules` those of warnings, by language; `suspicions` what was learned from hostile examples.
    """

    cues: Mapping[str, dict[tuple[str, str], Cues]]
    concepts: Mapping[str, Concepts]
    classifiers: Mapping[str, Classifier]
    scanners: Mapping[str, Scanner]
    rules: Mapping[str, Rules] = field(default_factory=dict)
    suspicions: Mapping[str, Classifier] = field(default_factory=dict)
    _kept: dict[tuple[str, str], Set[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, folders: Sequence[Path], *caches: Path, languages: Sequence[str] = LANGUAGES) -> "TriageKnowledge":
        """Read the knowledge folders and train.

        Args:
            folders: knowledge folders, the built-in one first; a user's own add to it.
            caches: folders in which trained weights are kept, so that the next start only reads them and never the
                thousands of examples; what had to be learned is kept in the last one.
            languages: those whose weights must be there when it returns.

        Raises:
            KnowledgeError: where a file is not as it should be; names file and line.
        """
        base = cls.of(phrases_in(folders), (), languages=())
        base = replace(base, rules=rules_in(folders))
        digest = _digest(folders)
        examples = cache(lambda: examples_in(folders))
        hostile = cache(lambda: hostile_in(folders))

        def situations(spoken: str) -> Classifier:
            return base.train([(text, name) for of, name, text in examples() if of == spoken], spoken)

        def warnings(spoken: str) -> Classifier:
            return base.suspicion(hostile(), examples(), spoken)

        made = replace(
            base,
            classifiers=ByLanguage(LANGUAGES, lambda spoken: weights_of("triage", spoken, digest, caches, situations)),
            suspicions=ByLanguage(LANGUAGES, lambda spoken: weights_of("warnings", spoken, digest, caches, warnings)),
        )
        for name, weights in (("triage", made.classifiers), ("warnings", made.suspicions)):
            for language in languages:
                # Reading can wait for a message in the language; learning, which takes long, is done at the start.
                if not any(path_of(folder, name, language, digest).exists() for folder in caches):
                    _ = weights[language]
        return made

    @classmethod
    def of(
        cls,
        phrases: Phrases,
        examples: Sequence[Example],
        languages: Sequence[str] = LANGUAGES,
    ) -> "TriageKnowledge":
        """The same from values: cue phrases, examples as (language, situation, message), the languages to learn."""
        spoken = (*LANGUAGES, "other")
        cues = ByLanguage(
            spoken,
            lambda language: {
                (section, thing): Cues.of(lists[language], language)
                for section, things in phrases.items()
                if section != "concepts"
                for thing, lists in things.items()
                if language in lists
            },
        )
        concepts = ByLanguage(
            LANGUAGES,
            lambda language: Concepts.of(
                {name: lists[language] for name, lists in phrases["concepts"].items() if language in lists}, language
            ),
        )
        scanners = ByLanguage(
            spoken,
            lambda language: Scanner.of(
                n for cue in cues[language].values() for groups, _ in cue.entries for group in groups for n in group
            ),
        )
        made = cls(cues, concepts, {}, scanners)
        pairs = {language: [(text, name) for of, name, text in examples if of == language] for language in languages}
        return replace(made, classifiers={language: made.train(pairs[language], language) for language in languages})

    def found(self, section: str, thing: str, language: str, text: str) -> list[tuple[int, int]]:
        """Where cues of a section's thing stand in a text (folded, lower case)."""
        cues = self.cues[language].get((section, thing))
        return sorted(cues.find(text, self._present(language, text))) if cues else []

    def has(self, section: str, thing: str, language: str, text: str) -> bool:
        """True where any cue of a section's thing stands in a text."""
        cues = self.cues[language].get((section, thing))
        return bool(cues) and any(True for _ in cues.find(text, self._present(language, text)))

    def seen(self, text: str, language: str) -> Seen:
        """What the classifier is told of a text besides its letters."""
        kinds = [f"{name}.{strength}" for name in Situation for strength in STRENGTHS]
        cues = [kind for kind in kinds if self.has("situations", kind, language, text)]
        return Seen(self.concepts[language].find(text), tuple(cues))

    def _present(self, language: str, text: str) -> Set[str]:
        """The needles of all cues that stand in a text: the same text is asked about for list after list."""
        kept = self._kept.get((language, text))
        if kept is None:
            if len(self._kept) > _TEXTS_KEPT:
                self._kept.clear()
            kept = self._kept[language, text] = frozenset(self.scanners[language].present(text))
        return kept

    def train(self, pairs: Sequence[tuple[str, str]], language: str) -> Classifier:
        """A classifier from (message, situation) pairs of one language."""
        texts = [fold(message).lower() for message, _ in pairs]
        return Classifier.train(texts, [self.seen(t, language) for t in texts], [name for _, name in pairs], language)

    def suspicion(self, hostile: Sequence[Example], examples: Sequence[Example], language: str) -> Classifier:
        """A classifier of hostile sentences: hostile as (language, kind, message), examples as (…, situation, …)."""
        # What colleagues ask of a CSM would be hostile in a customer's mail.
        ordinary = [m for of, name, m in examples if of == language and name != Situation.internal_persuasion]
        return learned(
            [(kind, m) for of, kind, m in hostile if of == language], ordinary, language, self.rules[language]
        )


def _digest(folders: Sequence[Path]) -> str:
    """What the weights are learned from: the files themselves, so that a start need not parse the examples."""
    hashed = hashlib.sha256()
    for folder in folders:
        names = ("situations/*.yaml", "situations/examples/*.yaml", "lexicon/examples*.yaml", "lexicon/triage-*.yaml")
        names += ("lexicon/warnings*.yaml", "lexicon/hostile*.yaml")
        for path in sorted(path for name in names for path in folder.glob(name)):
            hashed.update(path.read_bytes())
    for module in _LEARNING:
        hashed.update(Path(__file__).with_name(f"{module}.py").read_bytes())
    return hashed.hexdigest()[:16]
