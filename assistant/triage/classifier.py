"""A small linear classifier over character n-grams, words, concepts and cue phrases, trained from the examples.

Kernel ridge regression on hashed TF-IDF: closed form, no iterations. The kinds of features are scaled to lengths of
their own, so that the many n-grams of a text do not drown its few concepts. Which kinds and scales: by
cross-validation over the example messages (tests/triage/figures.py).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from zlib import crc32

import numpy as np

SIZE = 1 << 17
_GRAMS = {"ja": (1, 2, 3), "en": (3, 4, 5)}
_PRIME = np.uint32(0x01000193)
_SCALES = {"grams": 1.4, "words": 1.0, "concepts": 0.75, "cues": 0.55}
_RIDGE = 1.0
# Scores of the regression to logits, so that their softmax is a probability: by log loss, out of fold.
_SHARPNESS = {"ja": 6.0, "en": 5.4}
# Features of more texts than this go through one dense product; the rest meet in few pairs of texts.
_DENSE = 24

Row = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in a text besides its letters: names of concepts and of cue lists."""

    concepts: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


def features(text: str, seen: Seen, language: str) -> list[tuple[float, Row]]:
    """Hashed features of a text, kind by kind: the scale of the kind, the features and their counts.

    Args:
        text: one message or clause, folded and in lower case.
        seen: concepts and cues found in it.
        language: "ja" or "en".
    """
    plain = re.sub(r"[0-9]+", "0", re.sub(r"\s+", " ", text)).strip()
    kinds = {
        "grams": _grams(f" {plain} ", _GRAMS[language]),
        "concepts": _hashed(
            "c", [*seen.concepts, *("+".join(pair) for pair in combinations(sorted(seen.concepts), 2))]
        ),
        "cues": _hashed("q", seen.cues),
    }
    if language == "en":
        words = [_stem(word) for word in re.findall(r"[a-z0']+|[?!$%]", plain)]
        kinds["words"] = _hashed("w", [*words, *(f"{a} {b}" for a, b in pairwise(words))])
    return [(_SCALES[kind], _counted(hashes)) for kind, hashes in kinds.items() if len(hashes)]


def _grams(text: str, sizes: Iterable[int]) -> np.ndarray:
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    hashes = []
    for size in sizes:
        if len(codes) < size:
            continue
        value = np.full(len(codes) - size + 1, 0x811C9DC5 + size, dtype=np.uint32)
        for at in range(size):
            value = (value ^ codes[at : len(codes) - size + 1 + at]) * _PRIME
        hashes.append(value ^ (value >> np.uint32(15)))
    return np.concatenate(hashes)


def _hashed(kind: str, names: Sequence[str]) -> np.ndarray:
    return np.array([crc32(f"{kind}:{name}".encode()) for name in names], dtype=np.uint32)


def _counted(hashes: np.ndarray) -> Row:
    where, counts = np.unique(hashes % SIZE, return_counts=True)
    return where, (1 + np.log(counts)).astype(np.float32)


def _stem(word: str) -> str:
    for ending in ("ingly", "edly", "ing", "ed", "ies", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _weighed(kinds: list[tuple[float, Row]], idf: np.ndarray) -> Row:
    """One row out of all kinds, each brought to the length of its scale."""
    where, values = [], []
    for scale, (at, counts) in kinds:
        value = counts * idf[at]
        length = float(np.sqrt((value * value).sum()))
        where.append(at)
        values.append(value * (scale / length if length else 0.0))
    return np.concatenate(where), np.concatenate(values)


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights of one language: `weights` has a row a feature and a column a class."""

    language: str
    classes: tuple[str, ...]
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    @classmethod
    def train(cls, texts: Sequence[str], seen: Sequence[Seen], labels: Sequence[str], language: str) -> "Classifier":
        """Learn from messages (folded, lower case), what was found in each, and the situation of each."""
        classes = tuple(sorted(set(labels)))
        kinds = [features(text, found, language) for text, found in zip(texts, seen, strict=True)]
        known = np.zeros(SIZE, dtype=np.float32)
        for row in kinds:
            for _, (where, _counts) in row:
                known[where] += 1
        idf = np.where(known > 1, np.log((1 + len(kinds)) / (1 + known)) + 1, 0).astype(np.float32)
        rows = [_weighed(row, idf) for row in kinds]
        goal = np.array([[2.0 * (label == name) - 1 for name in classes] for label in labels])
        bias = goal.mean(axis=0)
        kernel = _kernel(rows, known).astype(np.float64)
        kernel[np.diag_indices_from(kernel)] += _RIDGE
        dual = np.linalg.solve(kernel, goal - bias).astype(np.float32)
        weights = np.zeros((SIZE, len(classes)), dtype=np.float32)
        for (where, values), share in zip(rows, dual, strict=True):
            # A row names a feature once a kind; features of two kinds hardly ever share a place.
            weights[where] += values[:, None] * share
        sharp = _SHARPNESS[language]
        return cls(language, classes, idf, weights * sharp, (bias * sharp).astype(np.float32))

    def logits(self, text: str, seen: Seen) -> np.ndarray:
        """A score for each class; their softmax is a probability."""
        where, values = _weighed(features(text, seen, self.language), self.idf)
        return values @ self.weights[where] + self.bias

    def scores(self, text: str, seen: Seen) -> dict[str, float]:
        """How surely a text is of each class, each for itself: about 1 where it is, 0 where it is not."""
        values = self.logits(text, seen) / _SHARPNESS[self.language]
        return {name: (float(value) + 1) / 2 for name, value in zip(self.classes, values, strict=True)}


def _kernel(rows: Sequence[Row], known: np.ndarray) -> np.ndarray:
    """The products of all pairs of rows: the frequent features densely, the rare ones by the texts they meet in."""
    frequent = np.flatnonzero(known > _DENSE)
    column = np.full(SIZE, -1)
    column[frequent] = np.arange(len(frequent))
    dense = np.zeros((len(rows), len(frequent)), dtype=np.float32)
    where = np.concatenate([at for at, _ in rows])
    values = np.concatenate([value for _, value in rows])
    row = np.repeat(np.arange(len(rows)), [len(at) for at, _ in rows])
    often = column[where] >= 0
    np.add.at(dense, (row[often], column[where[often]]), values[often])
    kernel = dense @ dense.T
    rare = ~often & (values != 0)
    order = np.argsort(where[rare], kind="stable")
    where, values, row = where[rare][order], values[rare][order], row[rare][order]
    for apart in range(_DENSE + 1):
        # Texts that share a rare feature stand beside each other: pair each with the one `apart` places on.
        size = len(where) - apart
        if size <= 0:
            break
        same = where[:size] == where[apart:]
        products = (values[:size] * values[apart:])[same]
        np.add.at(kernel, (row[:size][same], row[apart:][same]), products)
        if apart:
            np.add.at(kernel, (row[apart:][same], row[:size][same]), products)
    return kernel
