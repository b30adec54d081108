"""What only the red pen looks for: the faults of a text that a person wrote, in the many everyday words for them.

A draft of the desk's own is read by the narrower checks; here a phrase more costs a warning to somebody who asked.
"""

import re
from collections.abc import Callable, Iterator

from assistant.checks import concession, unapproved_commitment
from assistant.checks.innocent import innocent
from assistant.checks.ledger import Ledger, same_kind
from assistant.checks.proof import Hit, Proof
from assistant.checks.records import included, traded, units
from assistant.checks.text import Sentence
from assistant.checks.together import standing_together
from assistant.domain.draft import Finding
from assistant.domain.situation import Situation

CODES = (
    "concession", "blame_customer", "pandering", "cost_based_pricing", "begging_referral", "runaround", "confidentiality",
    "unapproved_commitment", "support_success_mixed",
)  # fmt: skip

_TOLD = {
    "concession": (
        "This grants what neither the policy nor an approval holds.",
        "Say the decision plainly, and offer a trade of the policy against something, or none.",
    ),
    "blame_customer": (
        "This puts the fault on the customer.",
        "Say what is so and what helps now, without whose fault it is.",
    ),
    "pandering": (
        "Bowing makes the advice worth less: a partner speaks as an equal.",
        "Thank them for one thing that they did, or take the sentence out.",
    ),
    "cost_based_pricing": (
        "Our costs are no reason for the customer to pay.",
        "Set the price beside the effect that they confirmed, or ask for the one figure that would show it.",
    ),
    "begging_referral": (
        "Asking for names makes the customer pay with their reputation.",
        "Name one person in one situation whom it would help, and leave it to them.",
    ),
    "runaround": (
        "The customer is sent to another desk and has to begin again.",
        "Take it to your colleagues yourself, and say when the customer hears from you.",
    ),
    "confidentiality": (
        "This is the record's internal or confided part.",
        "Take it out; the letter stands without it.",
    ),
    "unapproved_commitment": (
        "Work is promised that nobody on record has agreed to.",
        "Promise your own next contact instead: by when you will know, and how you will say it.",
    ),
    "support_success_mixed": (
        "Repair and success talk stand in one paragraph.",
        "Give it a paragraph of its own after the repair; leave it out while something serious is broken.",
    ),
}
# Told by how a sentence is built as well (see together.py).
_BUILT = (
    "concession",
    "blame_customer",
    "begging_referral",
    "confidentiality",
    "pandering",
    "runaround",
    "unapproved_commitment",
)
_WORK_ASKED = frozenset(
    {Situation.out_of_scope_request, Situation.complaint, Situation.support_question, Situation.other}
)
_PRICED = (Situation.discount_request, Situation.renewal)
# Where steps are given to mend something; elsewhere they lead out, or on.
_REPAIRED = frozenset({Situation.support_question, Situation.complaint, Situation.other})
_STEPS = 2
# Less than this share of the price is no new price of the same thing.
_LEAST = 0.3


def check(proof: Proof) -> Iterator[Finding]:
    """Findings in the body of a text to a customer."""
    if proof.to_customer:
        yield from (f for f, at in _faults(proof) if not innocent(proof, f, at))


def suspected(proof: Proof, code: str, sentence: Sentence) -> Finding | None:
    """A finding on a whole sentence that looks like this fault; None where it is denied in it, or the reader spoke of it.

    A sentence that looks like a gift or a promise as a whole is not excused by a word of the record in it.
    """
    start = sentence.start + len(sentence.bare) - len(sentence.bare.lstrip())
    hit = Hit(sentence.bare.strip(), start, start + len(sentence.bare.strip()), sentence)
    passes = _never if code in ("concession", "unapproved_commitment") else _PASSES.get(code, _never)
    if proof.words.says(f"own_{code}_fine", sentence.bare) or passes(proof, hit):
        return None
    finding, at = _finding(proof, code, hit.start, hit.end)
    return None if innocent(proof, finding, at) else finding


def _faults(proof: Proof) -> Iterator[tuple[Finding, int]]:
    """Each finding, and where it begins in the normalised body."""
    for code in CODES[:-1]:
        passes = _PASSES.get(code, _never)
        for hit in proof.hits(f"own_{code}"):
            if not proof.words.says(f"own_{code}_fine", hit.sentence.bare) and not passes(proof, hit):
                yield _finding(proof, code, hit.start, hit.end)
    for hit in proof.hits("own_concession_outright"):
        # An approval or a trade has its condition: terms that stay as they are drop it.
        if not proof.words.says("own_concession_outright_fine", hit.sentence.bare):
            yield _finding(proof, "concession", hit.start, hit.end)
    for code, group in _built(proof):
        passes = _PASSES.get(code, _never)
        for hit in standing_together(proof, group):
            if not proof.words.says(f"own_{code}_fine", hit.sentence.bare) and not passes(proof, hit):
                yield _finding(proof, code, hit.start, hit.end)
    yield from _offers(proof)
    yield from _mixed(proof)


def _offers(proof: Proof) -> Iterator[tuple[Finding, int]]:
    """An amount near the price, or a percentage of it, said by us to somebody who asked for less: heard as an offer."""
    price = proof.letter.account.contract and (
        proof.letter.account.contract.annual_price or proof.letter.account.contract.total_price
    )
    if not _price_asked(proof) or not price:
        return
    ledger = Ledger(proof)
    for figure in proof.figures("body"):
        if proof.words.says("fewer_seats", proof.body.sentence_at(figure.start).bare):
            continue  # a smaller contract costs less
        near = _LEAST * price <= figure.value < price if figure.money else figure.unit == "percent"
        sentence = proof.body.sentence_at(figure.start)
        if not near or figure.value <= 0 or ledger.structured(figure) or ledger.said(figure):
            continue
        hit = Hit(figure.quote, figure.start, figure.end, sentence)
        says = proof.words.says
        if says("own_offer", sentence.bare) and not says("own_offer_fine", sentence.bare) and not _granted(proof, hit):
            yield _finding(proof, "concession", figure.start, figure.end)


def _price_asked(proof: Proof) -> bool:
    return bool(proof.situations & set(_PRICED)) or proof.words.says("money_words", proof.message.plain)


def _built(proof: Proof) -> Iterator[tuple[str, str]]:
    """The groups of rules about how a sentence is built, by code; some only where the customer asked for it."""
    for code in _BUILT:
        yield code, f"own_together_{code}"
    if _price_asked(proof):
        yield "cost_based_pricing", "own_together_cost_based_pricing_asked"
    if proof.situations & _WORK_ASKED:
        yield "unapproved_commitment", "own_together_unapproved_commitment_asked"


def _finding(proof: Proof, code: str, start: int, end: int) -> tuple[Finding, int]:
    why, hint = _TOLD[code]
    return proof.finding(code, (start, end), proof.say(why), proof.say(hint)), start


def _never(proof: Proof, hit: Hit) -> bool:
    return False


def _not_of_price(proof: Proof, hit: Hit) -> bool:
    """True where nobody speaks of a price, or the reader spoke of these costs: they may be named as no reason for one."""
    said = units(hit.text)
    if said and len(said & units(proof.message.plain)) >= 0.5 * len(said):
        return True
    # A profit that the customer has told is theirs.
    if "粗利" in hit.sentence.bare and "粗利" in proof.known_text:
        return True
    if proof.situations & set(_PRICED):
        return False
    start, end = proof.body.paragraph_at(hit.start)
    return not any(proof.words.says("money_words", text) for text in (proof.message.plain, proof.body.bare[start:end]))


def _stays(proof: Proof, hit: Hit) -> bool:
    """True where we stay with the question: in this paragraph, or anywhere, where nobody is told to go elsewhere."""
    start, end = proof.body.paragraph_at(hit.start)
    if not proof.words.says("asks_reader", hit.sentence.bare) and proof.words.says("passed_on", proof.body.bare):
        return True
    return proof.words.says("stays_ours", proof.body.bare[start:end])


def _offered(proof: Proof, hit: Hit) -> bool:
    """True where the customer has spoken of introducing somebody."""
    reading = proof.letter.reading
    spoken = proof.words.says("offers_introduction", proof.message.plain)
    return bool(spoken and reading and reading.situation is Situation.referral)


def _held(proof: Proof, hit: Hit) -> bool:
    return unapproved_commitment.stands(proof, hit)


def _granted(proof: Proof, hit: Hit) -> bool:
    return concession.stands(proof, hit) or included(proof, hit.sentence.bare) or traded(proof, hit.sentence.bare)


def _heard(proof: Proof, hit: Hit) -> bool:
    """True where the reader's own message says it."""
    said = units(hit.text)
    return len(said) > 2 and len(said & units(proof.message.plain)) >= 0.5 * len(said)


_PASSES: dict[str, Callable[[Proof, Hit], bool]] = {
    "cost_based_pricing": _not_of_price,
    "runaround": _stays,
    "begging_referral": _offered,
    "unapproved_commitment": _held,
    "concession": _granted,
    "confidentiality": _heard,
}


def _mixed(proof: Proof) -> Iterator[tuple[Finding, int]]:
    """A figure of a goal, or what would be good besides, in the very paragraph that gives the steps."""
    body = proof.body
    if proof.situation not in _REPAIRED:
        return
    lanes = [span for span in body.paragraphs if _gives_steps(proof, body.plain[slice(*span)])]
    if not lanes:
        return
    start, end = lanes[0]
    of_goals = [e for e in Ledger(proof).record if e.of.startswith("goal:") and e.unit]
    for figure in proof.figures("body"):
        if start <= figure.start < end and any(
            same_kind(figure, e) and figure.shows(e.value, e.unit) for e in of_goals
        ):
            yield _finding(proof, "support_success_mixed", figure.start, figure.end)
    for hit in proof.hits("leads_on"):
        if start <= hit.start < end:
            yield _finding(proof, "support_success_mixed", hit.start, hit.end)


def _gives_steps(proof: Proof, paragraph: str) -> bool:
    told = sum(1 for _ in proof.words.found("step_words", paragraph))
    if told < _STEPS and len(re.findall('[「“"]', paragraph)) >= _STEPS:
        # Names of buttons stand in quotation marks, which the reading of sentences leaves out.
        told = sum(1 for _ in proof.words.found("own_steps", paragraph))
    return told >= _STEPS or (told == 1 and len(re.findall(r"(?m)^[ \t]*\(?[1-9][.)]\s*\S", paragraph)) >= _STEPS)
