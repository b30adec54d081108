"""Which term stands in which text, and how much it counts there."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

# BM25's saturation and length correction: its authors' usual range; moving them within it moved the overall figure by less than .01.
K1 = 1.2
B = 0.6


def code_of(term: str) -> int:
    """The 32-bit number under which a term is stored."""
    return crc32(term.encode())


@dataclass(frozen=True, slots=True)
class Field:
    """The postings of one field: for each code, in ascending order, the texts it stands in and its BM25 part there."""

    codes: np.ndarray
    starts: np.ndarray
    texts: np.ndarray
    impacts: np.ndarray

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]]) -> "Field":
        """From the terms of each text, in order."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        flat = np.fromiter((code_of(term) for text in texts for term in text), np.uint64, int(lengths.sum()))
        owners = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)
        pairs, counts = np.unique((flat << np.uint64(32)) | owners, return_counts=True)
        owners = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        codes, starts = np.unique((pairs >> np.uint64(32)).astype(np.uint32), return_index=True)
        relative = lengths / (max(lengths.mean(), 1.0) if len(texts) else 1.0)
        impacts = counts * (K1 + 1) / (counts + K1 * (1 - B + B * relative[owners]))
        return cls(codes, np.append(starts, len(owners)).astype(np.uint32), owners, impacts.astype(np.float32))

    def find(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where each code's postings start, and in how many texts it stands (0 for a code that is not here)."""
        if not len(self.codes):
            return np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
        places = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        starts = self.starts[places].astype(np.int64)
        counts = np.where(self.codes[places] == codes, self.starts[places + 1] - starts, 0)
        return starts, counts.astype(np.int64)

    def postings(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Every meeting of a code with a text: the code's position in `codes`, the text's number, the BM25 part."""
        starts, counts = self.find(codes)
        rows = np.repeat(np.arange(len(codes)), counts)
        places = np.arange(len(rows)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        return rows, self.texts[places].astype(np.int64), self.impacts[places]
