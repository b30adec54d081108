"""How alike the letters of a batch are: the nearest other row of each, without comparing every pair.

A letter is the set of its runs of characters (shingles); two letters are as similar as the share of their runs that they
have in common (Jaccard). Of each set a signature of 256 bytes is kept, in which two sets agree about as often as they
are similar (MinHash, Broder 1997; the standard error at 0.8 is 0.025, and equal letters are 1.0). Rows that agree in a whole
band of a signature meet in a table of a fixed size, the newest taking the place of the oldest where it is full. Above
0.7 a pair is almost never missed; below, the row that is named may be one of several that are about as near.
"""

import numpy as np
from numpy.typing import NDArray

SIZE = 256
# Characters in a run: about two words in either language.
_RUN = {"ja": 5, "en": 10}
_BAND = 4
_BANDS = SIZE // _BAND
_SLOTS_BITS = 14
_PLACES = 4
_ALWAYS = 8
_seeded = np.random.default_rng(20261122)
_FACTORS = _seeded.integers(0, 2**31, SIZE, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
_TERMS = _seeded.integers(0, 2**32, SIZE, dtype=np.uint32)
_SLOT_FACTORS = _seeded.integers(0, 2**31, _BANDS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
_BY_CHANCE = 1 / 256


def signature(text: str, language: str) -> bytes | None:
    """The signature of a letter, None where there is no text.

    Args:
        text: what the letter says between greeting and closing.
        language: "ja" or "en".
    """
    letters = "".join(text.split())
    if not letters:
        return None
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32)
    width = min(_RUN.get(language, _RUN["en"]), len(codes))
    runs = np.zeros(len(codes) - width + 1, dtype=np.uint32)
    for n in range(width):
        runs = runs * np.uint32(0x01000193) + codes[n : n + len(runs)]
    runs = _mixed(np.unique(runs))
    least = (runs[:, None] * _FACTORS + _TERMS).min(axis=0)
    return _mixed(least).astype(np.uint8).tobytes()


def _mixed(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Spreads every bit over all (the finaliser of MurmurHash3)."""
    values = values ^ (values >> np.uint32(16))
    values = values * np.uint32(0x85EBCA6B)
    values = values ^ (values >> np.uint32(13))
    values = values * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


class Nearest:
    """The nearest other row of each row, found as rows come: 17 MB for the table and 270 bytes a row."""

    def __init__(self) -> None:
        self._table = np.full((_BANDS, 2**_SLOTS_BITS, _PLACES), -1, dtype=np.int32)
        self._signatures = np.empty((1024, SIZE), dtype=np.uint8)
        self._rows = np.empty(1024, dtype=np.int64)
        self._best = np.zeros(1024, dtype=np.float32)
        self._near = np.full(1024, -1, dtype=np.int64)
        self._bands = np.arange(_BANDS)
        self._count = 0

    def add(self, row: int, signed: bytes) -> None:
        """Takes a row in; its nearest among the earlier ones is known at once, and theirs where it is nearer."""
        if self._count == len(self._rows):
            self._grow()
        at, self._count = self._count, self._count + 1
        signature = np.frombuffer(signed, dtype=np.uint8)
        self._signatures[at], self._rows[at], self._best[at], self._near[at] = signature, row, 0, -1
        slots = (signature.view(np.uint32) * _SLOT_FACTORS) >> np.uint32(32 - _SLOTS_BITS)
        # A row that meets none is still like some other one: those just before it are looked at in any case.
        before = np.arange(max(0, at - _ALWAYS), at, dtype=np.int32)
        met = np.unique(np.concatenate([self._table[self._bands, slots].ravel(), before]))
        met = met[met >= 0]
        self._table[self._bands, slots, at % _PLACES] = at
        if not len(met):
            return
        agree = (self._signatures[met] == signature).mean(axis=1, dtype=np.float32)
        alike = np.maximum(0, (agree - _BY_CHANCE) / (1 - _BY_CHANCE))
        first = int(alike.argmax())
        self._best[at], self._near[at] = alike[first], met[first]
        nearer = met[alike > self._best[met]]
        self._best[nearer], self._near[nearer] = alike[alike > self._best[met]], at

    def of(self) -> dict[int, tuple[float, int | None]]:
        """Of each row its similarity to the nearest other one (0 to 1), and that one's number; None where it is alone."""
        return {
            int(row): (round(float(best), 3), int(self._rows[near]) if near >= 0 else None)
            for row, best, near in zip(self._rows[: self._count], self._best, self._near, strict=False)
        }

    def _grow(self) -> None:
        for name in ("_signatures", "_rows", "_best", "_near"):
            array = getattr(self, name)
            setattr(self, name, np.concatenate([array, np.empty_like(array)]))
