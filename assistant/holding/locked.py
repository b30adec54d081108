"""Paragraphs that a batch locks (a price notice, a holiday notice): word for word the same in every letter of their language."""

from collections.abc import Sequence
from typing import TypeVar

from assistant.domain.batch import Reason
from assistant.domain.draft import Draft, Finding, Mark, Part
from assistant.planning.people import is_japanese

_GAP = "\n\n"
Placed = TypeVar("Placed", Part, Mark, Finding)


def of_language(locked: Sequence[str], language: str) -> list[str]:
    """The paragraphs that a letter of this language holds."""
    texts = [text.strip() for text in locked if text.strip()]
    return [text for text in texts if is_japanese(text) == (language == "ja")]


def with_locked(draft: Draft, locked: Sequence[str]) -> Draft:
    """The letter with the paragraphs that its batch locks, before its last next step (else before its closing).

    They are the vendor's own words and are put in after the checks; what is said of the rest of the letter stays.

    Args:
        draft: the letter; one that says nothing stays as it is.
        locked: the paragraphs; those in another language than the letter's stay out.
    """
    texts = of_language(locked, draft.language)
    if not texts or not draft.parts:
        return draft
    kinds = [part.kind for part in draft.parts]
    ending = "next_step" if "next_step" in kinds else "closing"
    index = max((n for n, kind in enumerate(kinds) if kind == ending), default=len(kinds))
    block = _GAP.join(texts)
    if index < len(kinds):
        at, inserted = draft.parts[index].start, block + _GAP
    else:
        at, inserted = len(draft.body), _GAP + block
    start, shift = at + inserted.index(block), len(inserted)
    moved = [_moved(part, at, shift) for part in draft.parts]
    part = Part(kind="facts", text=block, start=start, end=start + len(block))
    return draft.model_copy(
        update={
            "body": draft.body[:at] + inserted + draft.body[at:],
            "parts": [*moved[:index], part, *moved[index:]],
            "marks": [_moved(mark, at, shift) for mark in draft.marks],
            "findings": [_moved(f, at, shift) if f.source == "body" else f for f in draft.findings],
            "asks": [a.model_copy(update={"part": a.part + (a.part >= index)}) if a.part is not None else a for a in draft.asks],
        }
    )  # fmt: skip


def _moved(what: Placed, at: int, shift: int) -> Placed:
    """A part, mark or finding with its offsets after the insertion."""
    if what.start is None or what.end is None or what.start < at:
        return what
    return what.model_copy(update={"start": what.start + shift, "end": what.end + shift})


def lock_broken(draft: Draft, locked: Sequence[str]) -> Reason | None:
    """Why a letter does not keep to the paragraphs that its batch locks; None where it does, or says nothing."""
    if not draft.body or not any(text.strip() for text in locked):
        return None
    texts = of_language(locked, draft.language)
    if not texts:
        return Reason("lock_language", "The locked paragraphs are not there in the language of this letter.")
    for text in texts:
        if f"{_GAP}{text}{_GAP}" not in f"{_GAP}{draft.body}{_GAP}":
            first = " ".join(text.split())[:40]
            return Reason("lock_broken", "The locked paragraph “%(first)s …” does not stand in this letter word for word.", {"first": first})  # fmt: skip
    return None
