"""What only shows when all letters of a batch are there: how alike they are, and which facts two customers share.

Everything is reckoned anew from the stored drafts, one row after another, so that a batch that was interrupted settles as
one that was not.
"""

from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np

from assistant.domain.batch import Reason, Settled
from assistant.domain.draft import Draft
from assistant.domain.situation import Situation
from assistant.holding.locked import lock_broken
from assistant.holding.personal import fingerprint, paragraphs
from assistant.holding.similarity import Nearest, signature

_ASKS = (Situation.project_completion, Situation.referral, Situation.feedback_request)
_AFTER = 2**40
_SECOND = "Row %(row)s thanks the same person in this batch. One thing at a time: what asks for something waits."
_TWICE = "This letter is the same as the one of row %(row)s. Send one of the two."
_SHARED = "A paragraph of this letter stands word for word in the letter of row %(row)s. Say what is true of this customer alone."  # fmt: skip


class Settling:
    """Takes the letters of a batch and says what follows from all of them together.

    Args:
        locked: paragraphs that have to stand word for word the same in every letter.
    """

    def __init__(self, locked: Sequence[str] = ()):
        self._locked = locked
        self._nearest = Nearest()
        self._facts, self._letters, self._asks = _Said(), _Said(), _Said()
        self._broken: dict[int, Reason] = {}

    def add(self, row: int, draft: Draft) -> None:
        """Takes one letter in; one that says nothing (an empty body) is compared with none."""
        said = paragraphs(draft, self._locked)
        if signed := signature("\n".join(p.text for p in said), draft.language):
            self._nearest.add(row, signed)
        # Two letters to one customer may tell the same facts; the same letter twice is one too many.
        account = _number(draft.account)
        for paragraph in said:
            if paragraph.facts:
                self._facts.note(fingerprint(paragraph.text), account, row)
        if said:
            self._letters.note(fingerprint(draft.body), row, row)
        self._note_ask(row, draft)
        if reason := lock_broken(draft, self._locked):
            self._broken[row] = reason

    def settled(self) -> Iterator[Settled]:
        """Every letter's row with its likeness to the nearest other one, and the reason to hold it, where there is one."""
        twice = {row: Reason("same_letter", _TWICE, {"row": first}) for row, first in self._letters.again().items()}
        shared = {row: Reason("shared_facts", _SHARED, {"row": first}) for row, first in self._facts.again().items()}
        asked = {
            row - _AFTER: Reason("second_ask", _SECOND, {"row": first}) for row, first in self._asks.again().items()
        }
        held = asked | shared | twice | self._broken
        for row, (similarity, nearest) in self._nearest.of().items():
            yield Settled(row, similarity, nearest, held.get(row))

    def _note_ask(self, row: int, draft: Draft) -> None:
        """Thanks, a referral and a request for feedback are letters of their own, and none goes out beside the thanks."""
        if draft.situation not in _ASKS or any(citation.kind == "message" for citation in draft.citations):
            return
        greeting = next((part.text for part in draft.parts if part.kind == "greeting"), "")
        thanks = draft.situation is Situation.project_completion
        # Wherever the thanks stand in the file, they go out and what asks for something waits.
        self._asks.note(_number(f"{draft.account}\n{greeting}"), int(thanks), row if thanks else row + _AFTER)


class _Said:
    """What was said, by whom and in which row, as numbers: 24 bytes each."""

    def __init__(self) -> None:
        self._what, self._who, self._rows = array("q"), array("q"), array("q")

    def note(self, what: int, who: int, row: int) -> None:
        self._what.append(what)
        self._who.append(who)
        self._rows.append(row)

    def again(self) -> dict[int, int]:
        """Rows that say what an earlier row of somebody else says, with that row."""
        if not self._rows:
            return {}
        what, who, rows = (np.frombuffer(a, dtype=np.int64) for a in (self._what, self._who, self._rows))
        order = np.lexsort((rows, what))
        what, who, rows = what[order], who[order], rows[order]
        first = np.searchsorted(what, what)
        return {int(rows[n]): int(rows[first[n]]) for n in np.flatnonzero(who != who[first])}


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
