"""No cause, fault, damages or denial in a letter before the record holds it."""

from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.checks.records import approved, units
from assistant.checks.register.sheet import Fault, Sheet
from assistant.checks.text import Sentence, plain
from assistant.domain.situation import Situation

_TROUBLE = (Situation.complaint, Situation.concern)
_REPORT = "原因は調べております"
_HINT = "Say what is being checked, and when you report on it."


def early_liability(sheet: Sheet) -> Iterator[Fault]:
    """Cause and denial in answer to a complaint; fault and damages in any letter; each fine where it is on record."""
    if not sheet.to_customer:
        return
    if sheet.serious or sheet.proof.situation in _TROUBLE:
        for match, _ in sheet.found("register_cause"):
            sentence = sheet.sentence_at(match.start())
            if not sheet.says("register_cause_open", sentence.bare) and not _held(sheet.proof, match.group()):
                yield Fault("early_liability", match.span(), "The record does not hold this cause yet.", _REPORT)
    for group, why in (
        ("register_fault", "This takes a fault on us that the record does not hold."),
        ("register_damages", "Refund and compensation are promised only as the record holds them."),
        ("register_denial", "This denies what nobody has checked on record."),
    ):
        for match, _ in sheet.found(group):
            sentence = sheet.sentence_at(match.start())
            if not _asked_or_held(sheet, sentence, match.group()):
                yield Fault("early_liability", match.span(), why, hint=_HINT)


def _asked_or_held(sheet: Sheet, sentence: Sentence, words: str) -> bool:
    return approved(sheet.proof, sentence.text) or _held(sheet.proof, words)


def _held(proof: Proof, words: str) -> bool:
    """True where a fact that this reader may know, an answer of the CSM or the letter's material says these words."""
    wanted = units(plain(words)) - units("原因 弊社 当社 責任")
    texts = [*(fact.text for fact in proof.readable), *proof.sources]
    return bool(wanted) and any(len(wanted & units(plain(text))) >= 0.6 * len(wanted) for text in texts if text)
