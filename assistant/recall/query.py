"""A question made ready for search: its terms, what they weigh, and other words for the same things."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.recall import analyse
from assistant.recall.lexicon import Lexicon
from assistant.recall.postings import Field, code_of

# One kanji or two katakana say less than the words they stand in; chosen on the dev half (docs/retrieval.md).
KIND_WEIGHTS: Mapping[str, float] = {"k": 0.35, "b": 0.7, "t": 1.0, "u": 0.3, "w": 1.0, "m": 1.0}


@dataclass(frozen=True, slots=True)
class Background:
    """How common terms are in general talk: the postings of `size` short texts."""

    size: int
    field: Field

    def counts(self, codes: np.ndarray) -> np.ndarray:
        """In how many of the texts each code stands."""
        return self.field.find(codes)[1]


@dataclass(frozen=True, slots=True)
class Words:
    """Terms as numbers, with their weight by kind and repetition, and how common each is in general talk."""

    codes: np.ndarray
    weights: np.ndarray
    common: np.ndarray


@dataclass(frozen=True, slots=True)
class Group:
    """Words found in the question, and other words for the same thing in either language."""

    own: Words
    others: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question, read once and asked of any shelf. `background` is the number of texts behind `Words.common`."""

    text: str
    words: Words
    groups: tuple[Group, ...] = ()
    background: int = 0


def words_of(terms: Sequence[str], background: Background | None = None) -> Words:
    """The distinct terms with their weights; a word said three times weighs a little more, not three times as much."""
    counts = Counter(terms)
    codes = np.fromiter(map(code_of, counts), np.uint32, len(counts))
    weights = np.fromiter((KIND_WEIGHTS[t[0]] * (1 + math.log(n)) for t, n in counts.items()), np.float64, len(counts))
    return Words(codes, weights, background.counts(codes) if background else np.zeros(len(codes)))


def read_query(text: str, lexicon: Lexicon | None = None, background: Background | None = None) -> Query:
    """A question ready for search.

    Args:
        text: a customer's or CSM's words, of any length.
        lexicon: other words for the same things; None searches the words as they stand.
        background: how common words are in general, so that a small shelf does not take a common word for a rare one.
    """
    groups = tuple(
        Group(words_of(own, background), tuple(words_of(other, background) for other in others))
        for own, others in (lexicon.expand(text) if lexicon else ())
    )
    return Query(text, words_of(analyse.terms(text), background), groups, background.size if background else 0)
