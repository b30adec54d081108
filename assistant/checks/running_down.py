"""No word against another vendor: a customer who compares is told what we do, not what others lack."""

from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.domain.draft import Finding

CODES = ("register",)


def check(proof: Proof) -> Iterator[Finding]:
    """Others run down, in any language; it only warns."""
    if not proof.to_customer:
        return
    for hit in proof.hits("runs_down_others"):
        if not proof.words.says("own_words", hit.sentence.bare):
            why = proof.say("running_down: this speaks badly of another vendor.")
            hint = proof.say("Say what you do for this customer; leave the others out.")
            yield proof.finding(CODES[0], (hit.start, hit.end), why, hint, severity="warn")
