"""What a sentence is after, learned from examples: what no rule has words for yet.

A person who writes warnings.*.yaml cannot foresee every wording; the examples in hostile.*.yaml teach the rest. The
words of the rules' classes are the concepts of this classifier, so that a word added there counts here as well.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.errors import KnowledgeError
from assistant.triage.classifier import Classifier, Seen
from assistant.triage.folded import fold
from assistant.triage.lexicon import read_yaml
from assistant.triage.rules import Rules, Sentence
from assistant.triage.sentences import sentences

ORDINARY = "ordinary"
KINDS = ("orders", "claims", "probes", "defames", ORDINARY)
# How much more a sentence must look like a warning than like ordinary mail. By language, so that fewer than one in a
# hundred of the ordinary messages that were not learned from is warned of (tests/triage/hostile_figures.py --apart).
_MARGIN = {"ja": -1.0, "en": -1.0}
# Above this a sentence is not quoted back to its writer: about one ordinary message in twenty-five.
_DOUBT = -4.0
_SHORTEST = 6
# Ordinary sentences without a word of any class teach little: of those one in so many is learned from.
_ONE_IN = 6


def hostile_in(folders: Sequence[Path]) -> list[tuple[str, str, str]]:
    """Example messages as (language, kind, message) from lexicon/hostile*.yaml; a user's own add to the built-in ones.

    Raises:
        KnowledgeError: where a file is not as it should be; names the file and the fault.
    """
    found: list[tuple[str, str, str]] = []
    for path in (path for folder in folders for path in sorted((folder / "lexicon").glob("hostile*.yaml"))):
        data = read_yaml(path)
        language = data.pop("language", None) if isinstance(data, dict) else None
        if language not in _MARGIN:
            raise _fault(path, f"'language' must be one of {', '.join(_MARGIN)}")
        for kind, messages in data.items():
            if kind not in KINDS or not isinstance(messages, list) or not all(isinstance(m, str) for m in messages):
                raise _fault(path, f"'{kind}' must be one of {', '.join(KINDS)}, with a list of messages")
            found += [(language, kind, message) for message in messages]
    return found


def learned(hostile: Sequence[tuple[str, str]], ordinary: Sequence[str], language: str, rules: Rules) -> Classifier:
    """A classifier of sentences.

    Args:
        hostile: (kind, message), ordinary ones that sound alike included.
        ordinary: what customers write every day.
        language: "ja" or "en".
        rules: of this language, for their classes of words.
    """
    texts, kinds, seen = [], [], []
    told = [(sentence, kind) for kind, message in hostile for sentence in _sentences(message, language)]
    daily = [sentence for message in ordinary for sentence in _sentences(message, language)]
    for number, (sentence, kind) in enumerate([*told, *((sentence, ORDINARY) for sentence in daily)]):
        found = seen_in(Sentence(sentence, rules), rules)
        if number < len(told) or len(found.concepts) >= 2 or number % _ONE_IN == 0:
            texts.append(sentence)
            kinds.append(kind)
            seen.append(found)
    return Classifier.train(texts, seen, kinds, language)


def seen_in(sentence: Sentence, rules: Rules) -> Seen:
    """The classes of words that stand in a sentence."""
    return Seen(tuple(name for name, part in rules.named.items() if sentence.holds(part)))


def suspected(sentence: Sentence, rules: Rules, classifiers: Mapping[str, Classifier]) -> tuple[str, bool] | None:
    """The kind of warning (one of `KINDS`) that a sentence looks like, and whether that is sure; None where it is not."""
    classifier = classifiers.get(rules.language)
    if classifier is None or len(sentence.text) < _SHORTEST:
        return None
    kind, margin = leaning(sentence, rules, classifier)
    return (kind, margin > _MARGIN[rules.language]) if margin > _DOUBT else None


def leaning(sentence: Sentence, rules: Rules, classifier: Classifier) -> tuple[str, float]:
    """The likeliest kind of warning, and by how much it is likelier than ordinary mail (logits)."""
    scores = dict(zip(classifier.classes, classifier.logits(sentence.text, seen_in(sentence, rules)), strict=True))
    plain = scores.pop(ORDINARY)
    kind = max(scores, key=lambda name: scores[name])
    return kind, float(scores[kind] - plain)


def _sentences(message: str, language: str) -> list[str]:
    low = fold(message).lower()
    return [low[a:b] for a, b in sentences(low, language, by_line=True) if b - a >= _SHORTEST]


def _fault(path: Path, why: str) -> KnowledgeError:
    return KnowledgeError("%(file)s: %(why)s", {"file": path.name, "why": why})
