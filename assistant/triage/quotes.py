"""Where words that a model quotes stand in the message; what stands nowhere was not said."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.reading import Reading, Span
from assistant.triage.folded import Folded, fold
from assistant.triage.hidden import unseen
from assistant.triage.sentences import clauses

_AROUND = " \t\n\"'「」『』…."
_LONGEST = 400
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Own:
    """The writer's own words, every character knowing where it stands among all that is visible of the message."""

    text: str
    at: list[int]
    visible: Folded
    language: str

    @classmethod
    def of(cls, reading: Reading, message: str) -> "Own":
        """The own words of a reading, found again in the message it was made from."""
        visible = fold(message, unseen(message).characters)
        kept: list[str] = []
        at: list[int] = []
        reach = 0
        # What was taken out of a message left a line break behind: within a line, own words follow each other.
        for line in reading.own.split("\n"):
            start = visible.text.find(line, reach) if line.strip() else -1
            if start < 0:
                continue
            if kept:
                kept.append("\n")
                at.append(start)
            kept.append(line)
            at.extend(range(start, start + len(line)))
            reach = start + len(line)
        return cls("".join(kept), at, visible, reading.language)

    def find(self, quote: str, apart: Callable[[Span], bool] = lambda _: True) -> tuple[int, int] | None:
        """Where a quote stands word for word, in NFKC and whatever the white space; None where it stands nowhere.

        Args:
            quote: as a model copied it.
            apart: whether a place will do.
        """
        copied = fold(quote).text.strip() if len(quote) <= _LONGEST else ""
        # Models put marks of quotation around what they copy, or an ellipsis.
        for plain in dict.fromkeys((copied, copied.strip(_AROUND))):
            if sum(c.isalnum() for c in plain) < 2:
                continue
            for match in _pattern(plain).finditer(self.text):
                if (span := self.span(match.start(), match.end())) and apart(span):
                    return match.span()
        return None

    def span(self, start: int, end: int) -> Span | None:
        """The words of the message behind text[start:end]; None where something was taken out between them."""
        first, last = self.at[start], self.at[end - 1] + 1
        if "".join(self.visible.text[first:last].split()) != "".join(self.text[start:end].split()):
            return None
        return self.visible.span(first, last)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The clauses that a stretch of the text lies in."""
        over = [(a, b) for a, b in clauses(self.text, self.language) if a < end and start < b]
        return (min(start, over[0][0]), max(end, over[-1][1])) if over else (start, end)


def _pattern(plain: str) -> re.Pattern[str]:
    """A quote as a pattern: white space as it comes; between Japanese characters there may be a line break or none."""
    parts: list[str] = []
    before = ""
    for word in plain.split():
        for char in word:
            loose = before and not (before.isascii() and char.isascii())
            parts.append((r"\s*" if loose else "") + re.escape(char))
            before = char
        before = " "
        parts.append(r"\s+")
    body = "".join(parts[:-1]).replace(r"\s+\s*", r"\s*")
    left = r"(?<![A-Za-z0-9])" if _LATIN.match(plain[0]) else ""
    right = r"(?![A-Za-z0-9])" if _LATIN.match(plain[-1]) else ""
    return re.compile(f"{left}{body}{right}", re.IGNORECASE)
