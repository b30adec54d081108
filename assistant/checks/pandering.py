"""No flattery and no servility: the letter comes from an equal."""

from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.domain.draft import Finding

CODES = ("pandering",)


def check(proof: Proof) -> Iterator[Finding]:
    """Phrases that bow: everything is right that the customer says, anything will do that he gives."""
    if not proof.to_customer:
        return
    for hit in proof.hits("pandering"):
        if proof.words.says("pandering_fine", hit.sentence.bare):
            continue
        why = proof.say("Bowing makes the advice worth less: a partner speaks as an equal.")
        hint = proof.say("Thank them for one thing that they did, or take the sentence out.")
        yield proof.finding(CODES[0], (hit.start, hit.end), why, hint)
