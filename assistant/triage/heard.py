"""Which warnings a sentence gives, whatever language it is in; what was heard once is not looked for again."""

import re
from collections.abc import Mapping

from assistant.triage.rules import Rules, Sentence

_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龯]")
_ENGLISH = re.compile(r"[a-z]{2}")


class Heard:
    """The rules of all languages, for one message.

    Args:
        rules: by language ("ja", "en", "other").
    """

    def __init__(self, rules: Mapping[str, Rules]):
        self._rules = rules
        self._sentences: dict[str, list[tuple[Rules, Sentence]]] = {}

    def says(self, kind: str, sentence: str) -> bool:
        """True where a rule of this kind holds in a sentence (folded, lower case) of any language."""
        pairs = self._sentences.get(sentence)
        if pairs is None:
            pairs = self._sentences[sentence] = [
                (rules, Sentence(sentence, rules)) for rules in self._fitting(sentence)
            ]
        return any(rules.says(kind, laid) for rules, laid in pairs)

    def _fitting(self, sentence: str) -> list[Rules]:
        """The rules of the languages whose script is in the sentence; those of other languages always."""
        scripts = {"ja": _JAPANESE, "en": _ENGLISH}
        return [r for name, r in self._rules.items() if name not in scripts or scripts[name].search(sentence)]
