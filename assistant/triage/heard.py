"""Which warnings a sentence gives, whatever language it is in; what was heard once is not looked for again."""

import re
from collections.abc import Mapping

from assistant.triage.classifier import Classifier
from assistant.triage.rules import Rules, Sentence
from assistant.triage.suspicion import suspected

_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龯]")
_ENGLISH = re.compile(r"[a-z]{2}")


class Heard:
    """The rules of all languages, for one message.

    Args:
        rules: by language ("ja", "en", "other").
        classifiers: what was learned from examples, by language.
    """

    def __init__(self, rules: Mapping[str, Rules], classifiers: Mapping[str, Classifier]):
        self._rules = rules
        self._classifiers = classifiers
        self._sentences: dict[str, list[tuple[Rules, Sentence]]] = {}
        self._suspected: dict[str, set[tuple[str, bool]]] = {}

    def says(self, kind: str, sentence: str) -> bool:
        """True where a rule of this kind (`rules.KINDS`) holds in a sentence (folded, lower case) of any language."""
        return any(rules.says(kind, laid) for rules, laid in self._laid(sentence))

    def looks_like(self, kind: str, sentence: str) -> bool:
        """True where a sentence surely looks like the examples of this kind (`suspicion.KINDS`)."""
        return (kind, True) in self._suspicions(sentence)

    def doubts(self, sentence: str) -> bool:
        """True where a sentence looks at least a little like an example of any kind."""
        return bool(self._suspicions(sentence))

    def _suspicions(self, sentence: str) -> set[tuple[str, bool]]:
        if (kinds := self._suspected.get(sentence)) is None:
            found = (suspected(laid, rules, self._classifiers) for rules, laid in self._laid(sentence))
            kinds = self._suspected[sentence] = {pair for pair in found if pair}
        return kinds

    def _laid(self, text: str) -> list[tuple[Rules, Sentence]]:
        """The sentence as the rules of its languages look at it."""
        if (pairs := self._sentences.get(text)) is None:
            pairs = self._sentences[text] = [(rules, Sentence(text, rules)) for rules in self._fitting(text)]
        return pairs

    def _fitting(self, sentence: str) -> list[Rules]:
        """The rules of the languages whose script is in the sentence; those of other languages always."""
        scripts = {"ja": _JAPANESE, "en": _ENGLISH}
        return [r for name, r in self._rules.items() if name not in scripts or scripts[name].search(sentence)]
