"""A question made ready for search: its terms, what they weigh, and other words for the same things."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.recall import analyse
from assistant.recall.lexicon import Entry, Lexicon
from assistant.recall.postings import code_of

# One kanji or two katakana say less than the words they stand in; chosen on the dev half (docs/retrieval.md).
KIND_WEIGHTS: Mapping[str, float] = {"k": 0.35, "b": 0.7, "t": 1.0, "u": 0.3, "w": 1.0, "m": 1.0}

# What another word for the same thing counts beside the word itself; chosen on the dev half (docs/retrieval.md).
OTHER_WORD = 0.8
LONGEST = 4_000

# A single line break is no end: mails are wrapped by hand.
_END = re.compile(r"[。!?]+|\.(?=\s|$)|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Words:
    """Terms as numbers, with their weight by kind and repetition."""

    codes: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True, slots=True)
class Group:
    """Words found in the question, and other words for the same thing in its language and in the other one."""

    own: Words
    others: tuple[Words, ...]
    foreign: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a question: its words, and the lexicon's entries among them."""

    words: Words
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question, read once and asked of any shelf.

    A mail is its sentences: what one of them asks must not drown in the greetings of the others.
    """

    text: str
    sentences: tuple[Sentence, ...]

    def weight_of(self, words: Words) -> np.ndarray:
        """For each term of another text: 1 where the question says it, less where it says another word for it."""
        none = np.zeros(0, np.uint32)
        said = np.concatenate([none, *(sentence.words.codes for sentence in self.sentences)])
        groups = [group for sentence in self.sentences for group in sentence.groups]
        also = np.concatenate([none, *(w.codes for group in groups for w in (*group.others, *group.foreign))])
        return np.where(np.isin(words.codes, said), 1.0, np.where(np.isin(words.codes, also), OTHER_WORD, 0.0))


def words_of(terms: Sequence[str]) -> Words:
    """The distinct terms with their weights; a word said three times weighs a little more, not three times as much."""
    counts = Counter(terms)
    codes = np.fromiter(map(code_of, counts), np.uint32, len(counts))
    weights = np.fromiter((KIND_WEIGHTS[t[0]] * (1 + math.log(n)) for t, n in counts.items()), np.float64, len(counts))
    return Words(codes, weights)


def joined(words: Sequence[Words]) -> Words:
    """The terms of several texts one after the other."""
    codes = np.concatenate([np.zeros(0, np.uint32), *(one.codes for one in words)])
    return Words(codes, np.concatenate([np.zeros(0), *(one.weights for one in words)]))


def read_query(text: str, lexicon: Lexicon | None = None) -> Query:
    """A question ready for search.

    Args:
        text: a customer's or CSM's words; of a very long one the first 4,000 characters.
        lexicon: other words for the same things; None searches the words as they stand.
    """
    sentences = []
    for part in _END.split(analyse.normalise(text[:LONGEST])):
        words = words_of(analyse.terms(part))
        if len(words.codes):
            entries = lexicon.expand(part) if lexicon else ()
            sentences.append(Sentence(words, tuple(_group(entry) for entry in entries)))
    return Query(text, tuple(sentences))


# The lexicon's words come again in every question.
_of_entry = lru_cache(maxsize=10_000)(words_of)


def _group(entry: Entry) -> Group:
    return Group(_of_entry(entry.own), tuple(map(_of_entry, entry.others)), tuple(map(_of_entry, entry.foreign)))
