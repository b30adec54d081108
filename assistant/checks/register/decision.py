"""A decision that can be understood: no soft no as the only answer, no soft yes to work."""

from collections.abc import Iterator

from assistant.checks.records import recorded
from assistant.checks.register.sheet import Fault, Sheet
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
            yield Fault("clear_no", match.span(), why, mend)


def soft_yes(sheet: Sheet) -> Iterator[Fault]:
    """予定です for work that nobody has planned on record. Soft words about price are the matter of `concession`."""
    if not sheet.to_customer:
        return
    for match, mend in sheet.found("register_soft_yes"):
        sentence = sheet.sentence_at(match.start())
        if recorded(sheet.proof, sentence.bare):
            continue
        why = "This is heard as a promise of work that the record does not hold."
        yield Fault("soft_yes", match.span(), why, mend)
