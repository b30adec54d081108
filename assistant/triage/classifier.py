"""A small linear classifier over character n-grams and words, trained from the example messages in knowledge/.

Multinomial logistic regression over hashed TF-IDF, solved in its dual form: with some hundred examples a language the
kernel is small, and the whole is a few matrix products.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

SIZE = 1 << 16
_GRAMS = {"ja": (1, 2, 3, 4), "en": (3, 4, 5)}
_PRIME = np.uint32(0x01000193)
_RIDGE, _STEPS = 0.002, 120


def features(text: str, language: str) -> tuple[np.ndarray, np.ndarray]:
    """Hashed features of a text (folded, lower case) with their counts.

    Args:
        text: one message or sentence.
        language: "ja" (character n-grams) or "en" (words, pairs of words, and n-grams within words).
    """
    plain = re.sub(r"[0-9]+", "0", re.sub(r"\s+", " ", text)).strip()
    codes = np.frombuffer(f" {plain} ".encode("utf-32-le"), dtype=np.uint32)
    hashes = []
    for size in _GRAMS[language]:
        if len(codes) < size:
            continue
        value = np.full(len(codes) - size + 1, 0x811C9DC5 + size, dtype=np.uint32)
        for at in range(size):
            value = (value ^ codes[at : len(codes) - size + 1 + at]) * _PRIME
        hashes.append(value ^ (value >> np.uint32(15)))
    if language == "en":
        words = re.findall(r"[a-z0']+|[?!$%]", plain)
        pairs = [f"{a} {b}" for a, b in zip(words, words[1:], strict=False)]
        hashes.append(np.array([crc32(w.encode()) for w in [*words, *pairs]], dtype=np.uint32))
    where, counts = np.unique(np.concatenate(hashes) % SIZE, return_counts=True)
    return where, (1 + np.log(counts)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights of one language: `weights` has a row a feature and a column a class."""

    language: str
    classes: tuple[str, ...]
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    @classmethod
    def train(cls, texts: Sequence[str], labels: Sequence[str], language: str) -> "Classifier":
        """Learn from messages (folded, lower case) and the situation of each."""
        classes = tuple(sorted(set(labels)))
        rows = [features(text, language) for text in texts]
        seen = np.zeros(SIZE, dtype=np.float32)
        for where, _ in rows:
            seen[where] += 1
        idf = np.where(seen > 0, np.log((1 + len(rows)) / (1 + seen)) + 1, 0).astype(np.float32)
        used = np.flatnonzero(seen > 1)
        column = np.full(SIZE, -1)
        column[used] = np.arange(len(used))
        matrix = np.zeros((len(rows), len(used)), dtype=np.float32)
        for i, (where, counts) in enumerate(rows):
            value = _unit(counts * idf[where])
            kept = column[where] >= 0
            matrix[i, column[where[kept]]] = value[kept]
        goal = np.array([[label == name for name in classes] for label in labels], dtype=np.float32)
        dual, bias = _solve(matrix @ matrix.T, goal)
        weights = np.zeros((SIZE, len(classes)), dtype=np.float32)
        weights[used] = matrix.T @ dual
        return cls(language, classes, idf, weights, bias)

    def logits(self, text: str) -> np.ndarray:
        """A score for each class; their softmax is a probability."""
        where, counts = features(text, self.language)
        return _unit(counts * self.idf[where]) @ self.weights[where] + self.bias


def _unit(values: np.ndarray) -> np.ndarray:
    length = float(np.sqrt((values * values).sum()))
    return values / length if length else values


def _solve(kernel: np.ndarray, goal: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Dual weights and bias by accelerated gradient steps in the kernel's own metric."""
    rows = len(goal)
    share = goal.sum(axis=0)
    balance = (rows / (len(share) * share))[goal.argmax(axis=1)][:, None].astype(np.float32)
    step = 1.0 / (0.5 * balance.max() * (_largest(kernel) / rows + 1) + _RIDGE)
    dual = ahead = np.zeros_like(goal)
    bias = bias_ahead = np.zeros(goal.shape[1], dtype=np.float32)
    for i in range(_STEPS):
        scores = kernel @ ahead + bias_ahead
        scores -= scores.max(axis=1, keepdims=True)
        chance = np.exp(scores)
        chance /= chance.sum(axis=1, keepdims=True)
        slope = (chance - goal) * balance / rows
        new, new_bias = ahead - step * (slope + _RIDGE * ahead), bias_ahead - step * slope.sum(axis=0)
        pace = i / (i + 3)
        ahead, bias_ahead = new + pace * (new - dual), new_bias + pace * (new_bias - bias)
        dual, bias = new, new_bias
    return dual, bias


def _largest(kernel: np.ndarray) -> float:
    """The largest eigenvalue, by power iteration (a tenth too much, to be on the safe side of a step)."""
    vector = np.ones(len(kernel), dtype=np.float32)
    for _ in range(8):
        vector = kernel @ vector
        vector /= np.linalg.norm(vector)
    return 1.1 * float(vector @ (kernel @ vector))
