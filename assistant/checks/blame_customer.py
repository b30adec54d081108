"""The customer is never at fault in our letters: facts may stand, reproach may not."""

from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.domain.draft import Finding

CODES = ("blame_customer",)


def check(proof: Proof) -> Iterator[Finding]:
    """Reproach: their mistake, what they did not do, what they had been told."""
    if not proof.to_customer:
        return
    for hit in proof.hits("blame"):
        if proof.words.says("blame_denied", hit.text + hit.after):
            continue
        why = proof.say("This puts the fault on the customer.")
        hint = proof.say("Say what is so and what helps now, without whose fault it is.")
        yield proof.finding(CODES[0], (hit.start, hit.end), why, hint)
