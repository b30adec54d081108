"""What a letter says to its reader, paragraph by paragraph, and which paragraphs state facts about this customer.

Greeting, closing and signature are formulas and may be the same in every letter, as may paragraphs that a batch locks.
A paragraph that rests on the customer's record, or that holds a figure of it, may stand in one customer's letter only.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

from assistant.domain.draft import Draft

_FORMULAS = ("greeting", "closing")
# What we promise or ask is ours: its day and number say nothing about the customer, unless it cites the record.
_OURS = ("next_step", "question", "feedback", "referral")
_RECORD = ("account", "computed", "message")
# A number at the beginning of a list's line counts; telephone numbers and mail addresses are no figures.
_NO_FIGURE = re.compile(r"(?m)^\s*\d{1,2}[.)]\s|\+?\d[\d ()-]{7,}\d|\S+@\S+")
_BLANK_LINE = re.compile(r"\n\s*\n")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a letter between greeting and closing. `facts`: it states facts about this customer."""

    text: str
    kind: str
    facts: bool


def bare(text: str) -> str:
    """A text in one width and without white space, for comparing."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def paragraphs(draft: Draft, locked: Collection[str] = ()) -> list[Paragraph]:
    """The paragraphs between greeting and closing.

    Args:
        draft: the letter.
        locked: paragraphs that are the same in every letter of a batch; they are left out.
    """
    same = {bare(block) for text in locked for block in _BLANK_LINE.split(text)}
    kinds = {citation.id: citation.kind for citation in draft.citations}
    cited = [mark.start for mark in draft.marks if kinds.get(mark.citation) in _RECORD]
    found = []
    for part in draft.parts:
        if part.kind in _FORMULAS:
            continue
        start = part.start
        for text in _BLANK_LINE.split(part.text):
            start = draft.body.find(text, start) if text else start
            end = start + len(text)
            if text.strip() and bare(text) not in same:
                rests = any(start <= at < end for at in cited)
                found.append(Paragraph(text.strip(), part.kind, rests or _has_figure(text, part.kind)))
            start = end
    return found


def _has_figure(text: str, kind: str) -> bool:
    return kind not in _OURS and any(c.isdecimal() for c in _NO_FIGURE.sub("", text))


def fingerprint(text: str) -> int:
    """A paragraph as 63 bits: equal for equal words, whatever their width and white space."""
    return int.from_bytes(blake2b(bare(text).encode(), digest_size=8).digest(), "big") >> 1
