"""Whoever takes the question owns it: nobody is sent on to another desk."""

from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.domain.draft import Finding

CODES = ("runaround",)


def check(proof: Proof) -> Iterator[Finding]:
    """Sentences that send the customer to another of our desks, where nobody here stays with the question."""
    if not proof.to_customer:
        return
    for hit in proof.hits("sent_elsewhere"):
        start, end = proof.body.paragraph_at(hit.start)
        if proof.words.says("stays_ours", proof.body.bare[start:end]):
            continue
        why = proof.say("The customer is sent to another desk and has to begin again.")
        hint = proof.say("Take it to your colleagues yourself, and say when the customer hears from you.")
        yield proof.finding(CODES[0], (hit.start, hit.end), why, hint)
