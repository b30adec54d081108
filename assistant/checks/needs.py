"""What a text must hold for a phrase to stand in it: of some dozens of phrases a letter can hold one or two."""

import re
from collections.abc import Iterable
from functools import lru_cache

# Groups of strings in lower case; every match of a phrase holds at least one of each.
Needs = tuple[tuple[str, ...], ...]

# A phrase is cut into escapes, classes, brackets, quantifiers, and runs of plain characters.
_PIECES = re.compile(
    r"\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?::|[=!]|<[=!]))?|[)|?*+^$.…]|\{[^}]*\}|[^\\\[()|?*+^$.…{}]+", re.DOTALL
)
_MAY_BE_ABSENT = ("?", "*", "{")
_LOOKS_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
# Longer beginnings tell no more, and cost more.
_LONGEST = 4


def needs_of(source: str) -> Needs:
    """What every match of a phrase, as it is written, holds; () where nothing is certain."""
    pieces = _PIECES.findall(source)
    return tuple(dict.fromkeys(_alternatives(pieces, 0)[0]))


def _alternatives(pieces: list[str], at: int) -> tuple[list[tuple[str, ...]], int]:
    """What the alternatives from `at` to their closing bracket need in common, and where that bracket stands."""
    found: list[list[tuple[str, ...]]] = []
    while True:
        needs, at = _sequence(pieces, at)
        found.append(needs)
        if at >= len(pieces) or pieces[at] == ")":
            break
        at += 1
    if len(found) == 1:
        return found[0], at
    # Of each alternative what tells most; one without anything certain makes the whole uncertain.
    best = [max(needs, key=_tells, default=()) for needs in found]
    return ([tuple(dict.fromkeys(word for words in best for word in words))] if all(best) else []), at


def _sequence(pieces: list[str], at: int) -> tuple[list[tuple[str, ...]], int]:
    """What the pieces from `at` to the end of the alternative need, and where it ends."""
    needs: list[tuple[str, ...]] = []
    while at < len(pieces) and pieces[at] not in ("|", ")"):
        piece = pieces[at]
        inside: list[tuple[str, ...]] = []
        if piece[0] == "(":
            inside, at = _alternatives(pieces, at + 1)
            if piece in _LOOKS_AROUND:
                inside = []  # no part of a match
        at += 1
        absent = at < len(pieces) and pieces[at][0] in _MAY_BE_ABSENT
        if piece[0] == "(":
            needs += [] if absent else inside
        elif piece[0] not in "\\[)|?*+^$.…{":
            run = piece[:-1] if absent else piece
            needs += [(word,) for word in run.lower().split(" ") if word]
    return needs, at


def _tells(words: tuple[str, ...]) -> tuple[int, int]:
    return min(map(len, words)), -len(words)


@lru_cache(maxsize=128)
def _beginnings(lower: str) -> frozenset[str]:
    """Every stretch of a text of up to four letters: what a word in it begins with."""
    return frozenset(lower[n : n + size] for size in range(1, _LONGEST + 1) for n in range(len(lower)))


class Sieve:
    """Which of many phrases, or rules of several phrases, a text can hold at all.

    Args:
        needs: what each of them needs, in order.
    """

    def __init__(self, needs: Iterable[Needs]):
        self._always: set[int] = set()
        self._under: dict[str, list[int]] = {}
        for n, each in enumerate(needs):
            words = max(each, key=_tells, default=())
            if not words:
                self._always.add(n)
            for beginning in {word[:_LONGEST] for word in words}:
                self._under.setdefault(beginning, []).append(n)
        self._keys = frozenset(self._under)

    def passing(self, lower: str) -> list[int]:
        """The numbers of those that may stand in a text, given in lower case, in order."""
        found = set(self._always)
        for beginning in self._keys & _beginnings(lower):
            found.update(self._under[beginning])
        return sorted(found)
