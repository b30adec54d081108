"""BM25 over a shelf of texts with weighted fields: built from terms, stored as bytes, asked with numpy.

BM25 after Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), one index a field, summed.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from assistant.recall import analyse
from assistant.recall.postings import Field
from assistant.recall.query import OTHER_WORD, Group, Query, Words

# An other word with less than this weight of terms (見るだけ leaves one kanji) counts only in part, and so does a
# sentence with less than this weight of rare terms; chosen on the dev half (docs/retrieval.md).
WHOLE_WORD = 1.0
WHOLE_SENTENCE = 2.1
_MAGIC = b"TOMONI01"


@dataclass(frozen=True, slots=True)
class Scores:
    """For each text of a shelf: its BM25 score, and the share of a question's sentence that stands in it.

    The share is 0 to 1, by weight, of the sentence that fits best: comparable over questions, as the score is not.
    """

    score: np.ndarray
    share: np.ndarray


class Shelf:
    """Texts under keys, searched by their terms.

    Args:
        keys: one key a text.
        fields: the postings of each field, over the same texts.
        weights: what a hit in each field counts.
    """

    # True where every text says the same in both languages: a glossary then only blurs the question.
    bilingual = False

    def __init__(self, keys: Sequence[str], fields: Sequence[Field], weights: Sequence[float]):
        self.keys = list(keys)
        self.fields = tuple(fields)
        self.weights = tuple(weights)

    @classmethod
    def build(cls, keys: Sequence[str], fields: Sequence[Sequence[str]], weights: Sequence[float]) -> "Shelf":
        """From texts: each field is one text a key."""
        return cls(keys, [Field.build([analyse.terms(text) for text in texts]) for texts in fields], weights)

    def telling(self, words: Words) -> np.ndarray:
        """How much each term tells: its weight, times its rarity on this shelf."""
        holding = np.max([field.find(words.codes)[1] for field in self.fields], axis=0)
        size = len(self.keys)
        rarity = np.log1p((size + 1) / (holding + 0.5))
        return words.weights * rarity * (1 - holding / (size + 1))

    def _match(self, words: Words, telling: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """BM25 by text, and the weight of the terms that stand in each text in any field."""
        size = len(self.keys)
        score = np.zeros(size)
        pairs = []
        for field, weight in zip(self.fields, self.weights, strict=True):
            rows, texts, impacts = field.postings(words.codes)
            score += np.bincount(texts, weight * telling[rows] * impacts, size)
            pairs.append(rows * size + texts)
        once = pairs[0] if len(pairs) == 1 else np.unique(np.concatenate(pairs))
        return score, np.bincount(once % size, telling[once // size], size).astype(float)

    def _add_other_words(self, group: Group, score: np.ndarray, mass: np.ndarray) -> None:
        """Lets the best other word of a group stand in, as far as the customer's own word is missing from a text."""
        telling = self.telling(group.own)
        own_score, own_mass = self._match(group.own, telling)
        best_score, best_mass = np.zeros(len(self.keys)), np.zeros(len(self.keys))
        for other in group.others if self.bilingual else (*group.others, *group.foreign):
            weights = self.telling(other)
            # It takes over the weight of the customer's word, as far as it is a whole word itself.
            counts = OTHER_WORD * min(1.0, other.weights.sum() / WHOLE_WORD) * telling.sum() / max(weights.sum(), 1e-9)
            other_score, other_mass = self._match(other, weights)
            np.maximum(best_score, counts * other_score, out=best_score)
            np.maximum(best_mass, counts * other_mass, out=best_mass)
        score += np.maximum(best_score - own_score, 0)
        mass += np.maximum(best_mass - own_mass, 0)

    def scores(self, query: Query) -> Scores:
        """How well each text, in the order of `keys`, answers the question."""
        total, best = np.zeros(len(self.keys)), np.zeros(len(self.keys))
        whole = WHOLE_SENTENCE * math.log1p((len(self.keys) + 1) / 0.5)
        for sentence in query.sentences if self.keys else ():
            telling = self.telling(sentence.words)
            score, mass = self._match(sentence.words, telling)
            for group in sentence.groups:
                self._add_other_words(group, score, mass)
            total += score
            # Of a few words that say little ("助けてください") all may stand in a text that has nothing to do with it.
            share = np.minimum(mass / max(telling.sum(), 1e-9), 1.0) * min(1.0, telling.sum() / whole)
            np.maximum(best, share, out=best)
        return Scores(total, best)

    def dumps(self) -> bytes:
        """The shelf as bytes, with a checksum and the analyser's version."""
        arrays = [array for f in self.fields for array in (f.codes, f.starts, f.texts, f.impacts)]
        head = {"analyser": analyse.VERSION, "keys": self.keys, "weights": self.weights,
                "arrays": [(a.dtype.str, len(a)) for a in arrays]}  # fmt: skip
        header = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        body = b"".join([len(header).to_bytes(4, "little"), header, *(a.tobytes() for a in arrays)])
        return _MAGIC + crc32(body).to_bytes(4, "little") + body

    @classmethod
    def loads(cls, blob: bytes) -> "Shelf":
        """The shelf again.

        Raises:
            ValueError: the bytes are damaged, or of another version; build it anew from the records.
        """
        body = memoryview(blob)[12:]
        if blob[:8] != _MAGIC or crc32(body).to_bytes(4, "little") != blob[8:12]:
            raise ValueError("The search index is damaged or of another kind; it has to be built anew.")
        end = 4 + int.from_bytes(body[:4], "little")
        head = json.loads(bytes(body[4:end]))
        if head["analyser"] != analyse.VERSION:
            raise ValueError("The search index is of another version; it has to be built anew.")
        arrays = []
        for kind, length in head["arrays"]:
            arrays.append(np.frombuffer(body, kind, length, end))
            end += arrays[-1].nbytes
        fields = [Field(*arrays[n : n + 4]) for n in range(0, len(arrays), 4)]
        return cls(head["keys"], fields, head["weights"])
