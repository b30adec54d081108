"""What a sentence of a CSM looks like, learned from examples: a fault that no rule has words for, or nothing at all.

Nobody who writes rules foresees every wording. The examples in knowledge/red_pen/examples/ say the same faults in many
trades, and the harmless sentences that sound like them; a user's own files add to them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.checks import own_words
from assistant.checks.proof import Proof
from assistant.checks.text import Sentence
from assistant.checks.text import plain as normalised
from assistant.domain.draft import Finding
from assistant.errors import KnowledgeError
from assistant.triage import classifier
from assistant.triage.classifier import Classifier, Seen
from assistant.triage.knowledge import ByLanguage
from assistant.triage.lexicon import LANGUAGES, read_yaml
from assistant.triage.weights import path_of, weights_of

# Faults that a sentence shows by itself; others lie in figures, in names, or in what stands beside it.
CODES = own_words.CODES[:-1]
_INNOCENT = "innocent"
_WHERE = "red_pen/examples/*.yaml"
# How much more a sentence must look like a fault than like a good letter to be told of where no rule found it; how much
# two of a text must together; and how much less one must for a rule about words to be mistaken. By what drafts of
# strangers gave of which not a sentence was learned from (tests/evals/reviews).
_SURE, _BOTH, _UNLIKELY = 0.42, 0.6, -0.18
_LIGHTER = 0.5
_SHORTEST = {"ja": 8, "en": 16}

Example = tuple[str, str, str]


class Learned:
    """The classifiers of all languages.

    Args:
        classifiers: by language; their classes are `CODES` and "innocent".
    """

    def __init__(self, classifiers: Mapping[str, Classifier]):
        self._classifiers = classifiers

    @classmethod
    def load(cls, folders: Sequence[Path], caches: Sequence[Path], languages: Sequence[str] = LANGUAGES) -> "Learned":
        """Kept weights, or weights learned from the examples and kept in the last cache.

        Args:
            folders: knowledge folders, the built-in one first.
            caches: folders of weights.
            languages: those whose weights must be there when it returns.

        Raises:
            KnowledgeError: where a file of examples is not as it should be; names the file.
        """
        digest = _digest(folders)

        def learn(spoken: str) -> Classifier:
            return learned([(kind, text) for of, kind, text in examples_in(folders) if of == spoken], spoken)

        made = ByLanguage(LANGUAGES, lambda spoken: weights_of("red_pen", spoken, digest, caches, learn))
        for language in languages:
            if not any(path_of(folder, "red_pen", language, digest).exists() for folder in caches):
                _ = made[language]
        return cls(made)

    def looks(self, text: str, language: str) -> dict[str, float]:
        """How much a sentence looks like each fault, more than like a good letter: about 1 where it surely does."""
        trained = self._classifiers[language]
        scores = trained.scores(normalised(text).lower().strip(), Seen())
        good = scores.pop(_INNOCENT)
        return {kind: score - _LIGHTER * good for kind, score in scores.items()}


class Sense:
    """What was learned, asked about one text.

    Args:
        learned: the classifiers.
        proof: the text.
    """

    def __init__(self, learned: Learned, proof: Proof):
        self._learned, self._proof = learned, proof
        self._looks: dict[int, dict[str, float]] = {}

    def mistaken(self, finding: Finding, at: int) -> bool:
        """True where a rule about words found a fault in a sentence that does not look like one.

        Args:
            finding: what it found.
            at: where that begins in the normalised body.
        """
        if finding.code not in CODES or finding.start is None or not self._proof.to_customer:
            return False
        end = at + (finding.end or 0) - finding.start
        met = [s for s in self._proof.body.sentences if s.start < end and at < s.end]
        return bool(met) and all(self._of(s).get(finding.code, 0.0) < _UNLIKELY for s in met)

    def unheard(self, told: Sequence[tuple[str, int]]) -> Iterator[Finding]:
        """Findings in sentences that surely look like a fault, or are the likeliest of two that do so together.

        Args:
            told: what the rules found already: each code, and where it begins in the normalised body.
        """
        if not self._proof.to_customer:
            return
        shortest = _SHORTEST.get(self._proof.letter.language, 0)
        sentences = [s for s in self._proof.body.sentences if len(s.text.strip()) >= shortest]
        for code in CODES:
            likely = sorted(sentences, key=lambda s: -self._of(s)[code])[:2]
            both = sum(self._of(s)[code] for s in likely) > _BOTH
            for sentence in sentences:
                sure = self._of(sentence)[code] > _SURE or (both and sentence is likely[0])
                if sure and max(self._of(sentence), key=self._of(sentence).__getitem__) == code:
                    known = any(name == code and sentence.start <= at < sentence.end for name, at in told)
                    finding = None if known else own_words.suspected(self._proof, code, sentence)
                    yield from [finding] if finding else []

    def _of(self, sentence: Sentence) -> dict[str, float]:
        if sentence.start not in self._looks:
            self._looks[sentence.start] = self._learned.looks(sentence.text, self._proof.letter.language)
        return self._looks[sentence.start]


def examples_in(folders: Sequence[Path]) -> list[Example]:
    """Example sentences as (language, kind, sentence); the kind is one of `CODES`, or "innocent".

    Raises:
        KnowledgeError: where a file is not as it should be; names the file and the fault.
    """
    found: list[Example] = []
    for path in (path for folder in folders for path in sorted(folder.glob(_WHERE))):
        data = read_yaml(path)
        language = data.get("language") if isinstance(data, dict) else None
        if language not in LANGUAGES:
            raise _fault(path, f"'language' must be one of {', '.join(LANGUAGES)}")
        faults = data.get("faults") or {}
        kinds = {**faults, _INNOCENT: data.get(_INNOCENT) or []} if isinstance(faults, dict) else {"faults": faults}
        for kind, sentences in kinds.items():
            listed = isinstance(sentences, list) and all(isinstance(s, str) for s in sentences)
            if kind not in (*CODES, _INNOCENT) or not listed:
                raise _fault(path, f"'{kind}' must be one of {', '.join(CODES)}, with a list of sentences")
            found += [(language, kind, sentence) for sentence in sentences]
    return found


def learned(examples: Sequence[tuple[str, str]], language: str) -> Classifier:
    """A classifier from (kind, sentence) pairs of one language."""
    texts = [normalised(text).lower().strip() for _, text in examples]
    return Classifier.train(texts, [Seen()] * len(texts), [kind for kind, _ in examples], language)


def _digest(folders: Sequence[Path]) -> str:
    """What the weights are learned from: the files themselves, and the program that learns."""
    hashed = hashlib.sha256()
    for path in (path for folder in folders for path in sorted(folder.glob(_WHERE))):
        hashed.update(path.read_bytes())
    for module in (classifier.__file__, __file__):
        hashed.update(Path(module).read_bytes())
    return hashed.hexdigest()[:16]


def _fault(path: Path, why: str) -> KnowledgeError:
    return KnowledgeError("%(file)s: %(why)s", {"file": path.name, "why": why})
