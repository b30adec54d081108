"""The customer is never at fault in our letters: facts may stand, reproach may not."""

import re
from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.domain.draft import Finding

CODES = ("blame_customer",)

_DENIED_BEFORE = re.compile(r"(?:\bnot|n't|\bnever|\bnor)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def check(proof: Proof) -> Iterator[Finding]:
    """Reproach: their mistake, what they did not do, what they had been told."""
    if not proof.to_customer:
        return
    why = proof.say("This puts the fault on the customer.")
    hint = proof.say("Say what is so and what helps now, without whose fault it is.")
    for hit in proof.hits("blame"):
        if not proof.words.says("blame_denied", hit.text + hit.after) and not _DENIED_BEFORE.search(hit.before):
            yield proof.finding(CODES[0], (hit.start, hit.end), why, hint)
    for hit in proof.hits("blame_of_reader"):
        # These phrases hold negations of their own.
        if not proof.words.says("blame_denied", hit.after) and not _DENIED_BEFORE.search(hit.before):
            yield proof.finding(CODES[0], (hit.start, hit.end), why, hint)
