"""A price is explained by what it is worth to the customer, not by what our work costs us."""

from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.domain.draft import Finding

CODES = ("cost_based_pricing",)


def check(proof: Proof) -> Iterator[Finding]:
    """Our labour, servers or losses given as the reason of a price; the customer's own costs are not meant."""
    if not proof.to_customer:
        return
    for hit in proof.hits("our_costs"):
        sentence = hit.sentence.bare
        if proof.words.says("their_costs", sentence):
            continue
        start, end = proof.body.paragraph_at(hit.start)
        near = proof.body.bare[max(start, hit.sentence.start - 60) : min(end, hit.sentence.end + 60)]
        if proof.words.says("our_costs_plain", hit.text) or proof.words.says("price_reasoned", near):
            why = proof.say("Our costs are no reason for the customer to pay.")
            hint = proof.say(
                "Set the price beside the effect that they confirmed, or ask for the one figure that would show it."
            )
            yield proof.finding(CODES[0], (hit.start, hit.end), why, hint)
