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
from assistant.recall.query import OTHER_WORD, Group, Query, Sentence, Words, joined

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


@dataclass(frozen=True, slots=True)
class _Matches:
    """For each list of words: BM25 by text, the weight of its terms that stand in each text, the weight of all."""

    score: np.ndarray
    mass: np.ndarray
    telling: np.ndarray


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
        holding = self.fields[0].find(words.codes)[1]
        for field in self.fields[1:]:
            holding = np.maximum(holding, field.find(words.codes)[1])
        size = len(self.keys)
        rarity = np.log1p((size + 1) / (holding + 0.5))
        return words.weights * rarity * (1 - holding / (size + 1))

    def _match(self, several: Sequence[Words]) -> "_Matches":
        """Several lists of words looked up at once: a search asks for dozens, most of them of two or three terms."""
        size, words = len(self.keys), joined(several)
        telling = self.telling(words)
        owners = np.repeat(np.arange(len(several)), [len(one.codes) for one in several])
        score, pairs = np.zeros(len(several) * size), []
        for field, weight in zip(self.fields, self.weights, strict=True):
            rows, texts, impacts = field.postings(words.codes)
            score += np.bincount(owners[rows] * size + texts, weight * telling[rows] * impacts, len(score))
            pairs.append(rows * size + texts)
        rows, texts = np.divmod(pairs[0] if len(pairs) == 1 else np.unique(np.concatenate(pairs)), size)
        mass = np.bincount(owners[rows] * size + texts, telling[rows], len(score))
        shape = (len(several), size)
        sums = np.bincount(owners, telling, len(several))
        return _Matches(score.reshape(shape), mass.astype(float).reshape(shape), sums)

    def _other_words(self, group: Group) -> Sequence[Words]:
        return group.others if self.bilingual else (*group.others, *group.foreign)

    def _sentence(self, sentence: Sentence) -> tuple[np.ndarray, np.ndarray, float]:
        """BM25 by text, the weight of the terms that stand in each text, and the weight of all of them.

        The best other word of a group stands in, as far as the customer's own word is missing from a text.
        """
        groups = [(group.own, self._other_words(group)) for group in sentence.groups]
        found = self._match([sentence.words, *(words for own, others in groups for words in (own, *others))])
        score, mass = found.score[0], found.mass[0]
        place = 1
        for _, others in groups:
            own, place = place, place + 1 + len(others)
            if not others:
                continue
            # It takes over the weight of the customer's word, as far as it is a whole word itself.
            whole = np.minimum(1.0, np.array([words.weights.sum() for words in others]) / WHOLE_WORD)
            rest = slice(own + 1, place)
            counts = (OTHER_WORD * whole * found.telling[own] / np.maximum(found.telling[rest], 1e-9))[:, None]
            score = score + np.maximum((counts * found.score[rest]).max(0) - found.score[own], 0)
            mass = mass + np.maximum((counts * found.mass[rest]).max(0) - found.mass[own], 0)
        return score, mass, float(found.telling[0])

    def scores(self, query: Query) -> Scores:
        """How well each text, in the order of `keys`, answers the question."""
        total, best = np.zeros(len(self.keys)), np.zeros(len(self.keys))
        whole = WHOLE_SENTENCE * math.log1p((len(self.keys) + 1) / 0.5)
        for sentence in query.sentences if self.keys else ():
            score, mass, telling = self._sentence(sentence)
            total += score
            # Of a few words that say little ("助けてください") all may stand in a text that has nothing to do with it.
            share = np.minimum(mass / max(telling, 1e-9), 1.0) * min(1.0, telling / whole)
            np.maximum(best, share, out=best)
        return Scores(total, best)

    def share_of(self, query: Query) -> np.ndarray:
        """For each text, by weight, how much of a few words stands in it, themselves or other words for them."""
        shares = np.zeros(len(self.keys))
        for sentence in query.sentences if self.keys else ():
            _, mass, telling = self._sentence(sentence)
            np.maximum(shares, mass / max(telling, 1e-9), out=shares)
        return shares

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
