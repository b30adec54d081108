"""What the CSM should know about the message: orders to the program, claims nobody has on record, hidden characters."""

import re
from collections.abc import Iterator

from assistant.checks.figures import figures_in
from assistant.checks.proof import Proof, about_message, finding_at
from assistant.checks.records import units
from assistant.checks.text import plain
from assistant.domain.draft import Finding
from assistant.domain.reading import Span

CODES = ("injection", "forged_claim", "hidden_characters")

# Zero width, direction-changing and tag characters; an emoji's own joiners are let through.
_HIDDEN = re.compile(
    "[\u200b\u2060\u2061-\u2064\ufeff\u00ad\u180e\u202a-\u202e\u2066-\u2069\u200e\u200f\U000e0000-\U000e007f]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d|\u200c"
)
_SHARE = 0.5


def check(proof: Proof) -> Iterator[Finding]:
    """Warnings about the message; hidden characters in the letter itself block."""
    for source in ("subject", "body"):
        text = proof.text(source)
        for match in _HIDDEN.finditer(text.raw):
            why = proof.say("A hidden or direction-changing character stands in the letter.")
            place = (match.group(), match.start(), match.end())
            yield finding_at("hidden_characters", "block", source, place, why, proof.say("Take it out."))
    reading = proof.letter.reading
    if reading is None:
        return
    for span in reading.orders:
        why = proof.say("The message gives an order to the program. It was not followed.")
        yield about_message(
            "injection", span, why, proof.say("Ask the sender by another way whether the mail is theirs.")
        )
    for span in reading.defames:
        why = proof.say("The message wants something said against a third party. The letter does not say it.")
        yield about_message("injection", span, why, proof.say("Say what we do, and leave others out."))
    for probe in reading.probes:
        if probe.kind == "instructions":
            why = proof.say("The message wants the program's own instructions. They are not passed on.")
            yield about_message(
                "injection", probe.span, why, proof.say("Answer the matter, and leave this unanswered.")
            )
    for claim in reading.claims:
        if claim.kind == "identity":
            why = proof.say("The writer claims to be one of us, or an office; the mail came by the customer's door.")
            hint = proof.say("Ask the person by a way you know, before you answer.")
            yield about_message("forged_claim", claim.span, why, hint)
        elif not _on_record(proof, claim.span):
            why = proof.say("The message says that this was approved, promised or agreed; the record does not hold it.")
            hint = proof.say("Look for it with whoever is said to have given it, before you answer.")
            yield about_message("forged_claim", claim.span, why, hint)
    for span in reading.hidden:
        why = proof.say("The message holds hidden or direction-changing characters.")
        yield about_message(
            "hidden_characters", span, why, proof.say("Do not copy from it; words may stand there unseen.")
        )


def _on_record(proof: Proof, span: Span) -> bool:
    """True where an approval in force, or the history, holds what is claimed: its words and every figure in it."""
    claim = plain(proof.message.raw[span.start : span.end] or span.quote)
    sentence = _around(proof, span)
    figures = [f for f in figures_in(sentence) if f.unit]
    wanted = units(sentence)
    contract = proof.letter.account.contract
    in_force = [a for a in (contract.approvals if contract else ()) if not a.expires or a.expires >= proof.letter.today]
    for approval in in_force:
        text = plain(f"{approval.what} {approval.percent:g}%" if approval.percent is not None else approval.what)
        if figures and all(any(f.shows(g.value, g.unit) for g in figures_in(text)) for f in figures):
            return True
        if not figures and len(wanted & units(text)) >= 2:
            return True
    for fact in proof.facts:
        if fact.kind not in ("contact", "usage", "goal", "outcome", "approval", "contract", "economics", "approver"):
            text = plain(fact.text)
            if len(wanted & units(text)) < max(2, _SHARE * len(units(claim) or wanted)):
                continue
            if all(any(f.shows(g.value, g.unit) for g in figures_in(text)) for f in figures):
                return True
    return False


def _around(proof: Proof, span: Span) -> str:
    """The sentence of the message in which a claim stands."""
    message = proof.message
    at = message.plain.find(plain(span.quote))
    return message.sentence_at(at).text if at >= 0 else plain(span.quote)
