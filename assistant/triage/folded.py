"""A message in one width and form, every character knowing where it stood in the message as it came."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.reading import Span

# Half-width (semi-)voicing marks stand after their kana as characters of their own and must be folded with it.
_MARKS = "ﾞﾟ"
_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "\r": None, "\u2010": "-", "\u2011": "-"})


@lru_cache(maxsize=20_000)
def _fold(cluster: str) -> str:
    if "①" <= cluster <= "⑳":
        # The number of an item is none of its words.
        return f"({ord(cluster) - ord('①') + 1})"
    return unicodedata.normalize("NFKC", cluster).translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Folded:
    """NFKC text; `starts[i]` and `ends[i]` say which code points of the message its i-th character came from."""

    message: str
    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> Span:
        """The words of the message behind text[start:end], without white space at either side."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.message)
            return Span("", at, at)
        first, last = self.starts[start], self.ends[end - 1]
        return Span(self.message[first:last], first, last)

    def without(self, parts: Iterable[tuple[int, int]]) -> "Folded":
        """The text without these stretches; a line break stands where one was taken out between words."""
        keep: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end in [*sorted(parts), (len(self.text), len(self.text))]:
            if start > at:
                keep.append(self.text[at:start])
                starts.extend(self.starts[at:start])
                ends.extend(self.ends[at:start])
            if end > at and keep and end < len(self.text) and not keep[-1].endswith("\n"):
                keep.append("\n")
                starts.append(self.starts[min(start, len(self.text) - 1)])
                ends.append(self.starts[min(start, len(self.text) - 1)])
            at = max(at, end)
        return Folded(self.message, "".join(keep), starts, ends)

    def holds(self, span: Span) -> bool:
        """True where the first character of these words is still in the text."""
        at = bisect_left(self.starts, span.start)
        return at < len(self.starts) and self.starts[at] == span.start

    def lower(self) -> str:
        """The text in lower case, character for character (a few letters grow in lower case; those stay)."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)


def fold(message: str, dropped: Iterable[tuple[int, int]] = ()) -> Folded:
    """Fold a message to NFKC, character cluster by character cluster.

    Args:
        message: the message as it came.
        dropped: stretches (start, end) of it that are left out: hidden characters.
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gone = {i for start, end in dropped for i in range(start, end)}
    i, size = 0, len(message)
    while i < size:
        j = i + 1
        if i in gone:
            i = j
            continue
        char = message[i]
        if char < "\x80":
            if char != "\r":
                out.append("'" if char == "`" else char)
                starts.append(i)
                ends.append(j)
            i = j
            continue
        while j < size and (message[j] in _MARKS or unicodedata.combining(message[j])) and j not in gone:
            j += 1
        for folded in _fold(message[i:j]):
            out.append(folded)
            starts.append(i)
            ends.append(j)
        i = j
    return Folded(message, "".join(out), starts, ends)
