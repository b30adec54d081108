"""No begging for referrals: one situation in which to remember us, and the freedom to do nothing."""

from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.domain.draft import Finding
from assistant.domain.situation import Situation

CODES = ("begging_referral",)


def check(proof: Proof) -> Iterator[Finding]:
    """Requests for names, quotas, campaigns; an offer of the customer's own may be taken up."""
    if not proof.to_customer:
        return
    reading = proof.letter.reading
    offered = bool(reading and any(s.name is Situation.referral for s in reading.situations))
    for group in ("begging_always", "begging_request"):
        if group == "begging_request" and offered:
            continue
        for hit in proof.hits(group):
            if proof.words.says("begging_fine", hit.sentence.bare):
                continue
            why = proof.say("Asking for names makes the customer pay with their reputation.")
            hint = proof.say("Name one person in one situation whom it would help, and leave it to them.")
            yield proof.finding(CODES[0], (hit.start, hit.end), why, hint)
