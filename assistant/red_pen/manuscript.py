"""The CSM's text as the pen works on it: sentences, where the closing begins, and edits put into it."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from assistant.checks.proof import Proof
from assistant.domain.review import Change

_TOO_MANY_BREAKS = re.compile(r"\n{3,}")
_LONGEST_CLOSING_LINE = 60
# A last line that holds nothing but a name, be it one that the record does not know.
_SIGNED = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){0,2}|[一-龯々]{1,4}[ \u3000]?[一-龯々ぁ-んァ-ヴー]{0,5}")
# With greeting and name: four or five sentences.
_SHORT = {"ja": 180, "en": 420}


class Manuscript:
    """A text with its sentences by code points of the text as it came.

    Args:
        proof: the text, laid out for its checks.
    """

    def __init__(self, proof: Proof):
        self._proof = proof
        self.text = proof.body.raw

    @cached_property
    def short(self) -> bool:
        """True for a few plain lines, as one writes them between two calls: what is put in has to sound like them."""
        letter = self._proof.letter
        if letter.channel == "chat":
            return True
        formal = sum(1 for _ in self._proof.words.found("formal_words", self._proof.body.bare))
        return len(self.text) <= _SHORT[letter.language] and formal <= 1

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """(start, end) of each sentence, without white space at either side."""
        spans = (self._proof.body.span(s.start, s.end) for s in self._proof.body.sentences)
        return [span for span in spans if span[0] < span[1]]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The whole sentences in which the words from `start` to `end` stand."""
        starts = [s for s, _ in self.sentences]
        first = max(0, bisect_right(starts, start) - 1)
        last = max(first, bisect_right(starts, max(start, end - 1)) - 1)
        return min(start, self.sentences[first][0]), max(end, self.sentences[last][1])

    def after(self, end: int) -> tuple[int, int] | None:
        """The sentence that follows in the same paragraph, if any."""
        found = next((span for span in self.sentences if span[0] >= end), None)
        return found if found and "\n" not in self.text[end : found[0]] else None

    def cut(self, start: int, end: int) -> Change:
        """The words taken out, with the space behind them, and the line where nothing else stands on it."""
        while end < len(self.text) and self.text[end] in " \u3000":
            end += 1
        alone = start == 0 or self.text[start - 1] == "\n"
        if alone and end < len(self.text) and self.text[end] == "\n":
            end += 1
        elif alone and end == len(self.text):
            start = len(self.text[:start].rstrip("\n"))
        return Change(start=start, end=end, text="")

    def put(self, start: int, end: int, words: str) -> Change:
        """Words in place of others; none of them: a cut."""
        return Change(start=start, end=end, text=words) if words else self.cut(start, end)

    def added(self, words: str) -> tuple[int, str]:
        """Where a paragraph of its own goes, before closing and signature, and the words as they go in there."""
        at = self.closing
        gap = "\n\n" if "\n\n" in self.text else "\n"
        return (at, gap + words) if at >= len(self.text) else (at, words + gap)

    def paragraph_end(self, at: int) -> int:
        """Where the paragraph around `at` ends, without the closing and the signature."""
        end = self.text.find("\n\n", at)
        end = len(self.text) if end < 0 else end
        if self.closing > at:
            end = min(end, self.closing)
        return max(at, len(self.text[:end].rstrip()))

    @cached_property
    def closing(self) -> int:
        """Where the closing line or the signature begins; the end of the text where there is neither."""
        at, lines = len(self.text.rstrip()), self.text.rstrip().split("\n")
        found = len(self.text)
        for line in reversed(lines[1:]):
            at -= len(line)
            signed = found == len(self.text) and _SIGNED.fullmatch(line.strip())
            if line.strip() and not signed and not self._closes(line):
                break
            if line.strip():
                found = at
            at -= 1
        return found

    def _closes(self, line: str) -> bool:
        said, owner = line.strip(), self._proof.letter.account.owner
        if len(said) > _LONGEST_CLOSING_LINE:
            return False
        names = [n for n in (owner.name, owner.name_latin) if n] if owner else []
        if any(said in name.split() for name in names):
            return True
        bare = re.sub(r"\s", "", said)
        if any(bare.endswith(re.sub(r"\s", "", name)) for name in names):
            return True
        organisation = self._proof.letter.organisation
        signature = organisation.signature if isinstance(organisation.signature, str) else organisation.signature.ja
        if said in signature or said in organisation.all_names:
            return True
        return self._proof.words.says("closing_line", said.lower() if said.isascii() else said)


def with_changes(text: str, changes: Iterable[Change]) -> tuple[str, list[tuple[int, int]]]:
    """The text with changes that do not overlap, and where each of them stands in it now, in their order in the text."""
    out, at, places, length = [], 0, [], 0
    for change in sorted(changes, key=lambda c: (c.start, c.end)):
        out += [text[at : change.start], change.text]
        length += change.start - at + len(change.text)
        places.append((length - len(change.text), length))
        at = change.end
    return "".join((*out, text[at:])), places


def tidied(text: str) -> str:
    """No blank line twice, no white space at a line's end, where changes have left some."""
    return _TOO_MANY_BREAKS.sub("\n\n", re.sub(r"[ \t]+(?=\n)", "", text)).strip()


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """True where two stretches share a code point."""
    return one[0] < other[1] and other[0] < one[1]
