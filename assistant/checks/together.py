"""Rules about what stands together in one sentence, in any order: who acts, what is lacking, what is drawn from it.

A line of the lexicon is a rule: parts joined by ` & `, each a phrase, `@group` for any phrase of another group, or
either with `!` before it for what must not stand there. The finding is on the words of the first part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from assistant.checks.lexicon import Lexicon, Phrase, phrase
from assistant.checks.needs import Needs, Sieve
from assistant.checks.proof import Hit, Proof
from assistant.errors import KnowledgeError

_BETWEEN = " & "


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a rule: a phrase of its own, or the name of a group of them."""

    phrase: Phrase | None
    group: str
    absent: bool

    def holds(self, words: Lexicon, sentence: str, lower: str) -> bool:
        if self.phrase is None:
            return words.says(self.group, sentence) != self.absent
        return (next(self.phrase.finditer(sentence, lower), None) is not None) != self.absent


class _Rules:
    """The rules of a group, and which of them a text can meet at all.

    Raises:
        KnowledgeError: for a rule with a group that there is not.
    """

    def __init__(self, words: Lexicon, group: str):
        lines = words.words(group)
        self.all = tuple(tuple(map(_part, line.split(_BETWEEN))) for line in lines)
        for line, rule in zip(lines, self.all, strict=True):
            if unknown := [part.group for part in rule if part.group and part.group not in words]:
                values = {**words.origin(group, line), "why": f"@{unknown[0]}"}
                raise KnowledgeError("%(file)s: `%(phrase)s` in `%(group)s` cannot be read: %(why)s", values)
        self.sieve = Sieve(tuple(chain(*map(_needs, rule))) for rule in self.all)


@lru_cache(maxsize=64)
def _rules(words: Lexicon, group: str) -> _Rules:
    return _Rules(words, group)


def _needs(part: _Part) -> Needs:
    return () if part.absent or part.phrase is None else part.phrase.needs


def _part(written: str) -> _Part:
    said = written.strip()
    absent, said = said.startswith("!"), said.removeprefix("!")
    return _Part(None, said[1:], absent) if said.startswith("@") else _Part(phrase(said), "", absent)


def standing_together(proof: Proof, group: str) -> Iterator[Hit]:
    """Every sentence of the body that a rule of the group describes, with the words that its first part found."""
    body, rules = proof.body, _rules(proof.words, group)
    if not rules.sieve.passing(body.lower):
        return
    for sentence in body.sentences:
        lower = sentence.bare.lower()
        for n in rules.sieve.passing(lower):
            rule = rules.all[n]
            assert rule[0].phrase is not None
            match = next(rule[0].phrase.finditer(sentence.bare, lower), None)
            if match and all(part.holds(proof.words, sentence.bare, lower) for part in rule[1:]):
                start = sentence.start + match.start()
                yield Hit(match.group(), start, sentence.start + match.end(), sentence)
                break
