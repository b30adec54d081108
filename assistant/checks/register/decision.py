"""A decision that can be understood: no soft no as the only answer, no soft yes to work."""

from collections.abc import Iterator

from assistant.checks import concession, unapproved_commitment
from assistant.checks.records import approved, recorded
from assistant.checks.register.sheet import Fault, Sheet
from assistant.checks.text import to_word_end
from assistant.domain.situation import Situation

_DECIDED = (Situation.discount_request, Situation.out_of_scope_request)


def clear_no(sheet: Sheet) -> Iterator[Fault]:
    """難しいかと存じます as the only decision leaves the door open; beside a plain verb it may stand."""
    if not sheet.to_customer or sheet.says("register_clear_no"):
        return
    asked = sheet.proof.situation in _DECIDED
    for match, _ in sheet.found("register_soft_no"):
        sentence = sheet.sentence_at(match.start())
        about = "register_no_about" if asked else "register_no_price"
        if sheet.says(about, sentence.bare):
            why = "The decision stands in a plain verb, so that nobody waits for another one."
            mend = "〜のままお願いいたします / お受けしておりません"
            span = (match.start(), to_word_end(sheet.text, match.end()))
            yield Fault("clear_no", span, why, mend)


def soft_yes(sheet: Sheet) -> Iterator[Fault]:
    """特別に, 今回に限り, 対応予定です: a yes without a record. What two other checks say of it, they say alone."""
    hits = list(sheet.found("register_soft_yes")) if sheet.to_customer else []
    if not hits:
        return
    proof = sheet.proof
    told = [f for check in (concession, unapproved_commitment) for f in check.check(proof) if f.start is not None]
    for match, mend in hits:
        sentence = sheet.sentence_at(match.start())
        start, end = proof.body.span(*match.span())
        if any((f.start or 0) < end and start < (f.end or 0) for f in told if f.source == "body"):
            continue
        if not recorded(proof, sentence.bare) and not approved(proof, sentence.text):
            why = "This is heard as a promise that the record does not hold."
            yield Fault("soft_yes", match.span(), why, mend, "Say plainly what can be done, and what cannot.")
