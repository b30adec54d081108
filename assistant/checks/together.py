"""Rules about what stands together in one sentence, in any order: who acts, what is lacking, what is drawn from it.

A line of the lexicon is a rule: parts joined by ` & `, each a phrase, `@group` for any phrase of another group, or
either with `!` before it for what must not stand there. The finding is on the words of the first part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks.lexicon import Lexicon, Phrase, phrase
from assistant.checks.proof import Hit, Proof

_BETWEEN = " & "


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a rule: a phrase of its own, or the name of a group of them."""

    phrase: Phrase | None
    group: str
    absent: bool

    def may_stand_in(self, lower: str) -> bool:
        return self.absent or self.phrase is None or self.phrase.may_stand_in(lower)

    def holds(self, words: Lexicon, sentence: str, lower: str) -> bool:
        if self.phrase is None:
            return words.says(self.group, sentence) != self.absent
        return (next(self.phrase.finditer(sentence, lower), None) is not None) != self.absent


@lru_cache(maxsize=64)
def _rules(words: Lexicon, group: str) -> tuple[tuple[_Part, ...], ...]:
    return tuple(tuple(map(_part, line.split(_BETWEEN))) for line in words.words(group))


def _part(written: str) -> _Part:
    said = written.strip()
    absent, said = said.startswith("!"), said.removeprefix("!")
    return _Part(None, said[1:], absent) if said.startswith("@") else _Part(phrase(said), "", absent)


def standing_together(proof: Proof, group: str) -> Iterator[Hit]:
    """Every sentence of the body that a rule of the group describes, with the words that its first part found."""
    body = proof.body
    rules = [rule for rule in _rules(proof.words, group) if all(part.may_stand_in(body.lower) for part in rule)]
    for sentence in body.sentences if rules else ():
        lower = sentence.bare.lower()
        for rule in rules:
            first = rule[0].phrase
            assert first is not None
            match = next(first.finditer(sentence.bare, lower), None)
            if match and all(part.holds(proof.words, sentence.bare, lower) for part in rule[1:]):
                start = sentence.start + match.start()
                yield Hit(match.group(), start, sentence.start + match.end(), sentence)
                break
