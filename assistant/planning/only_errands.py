"""Whether a mail runs nothing but an errand, whichever situation single words of it sound like."""

import re

from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.planning import asked_of_record, discount_request, saying
from assistant.planning.deadlines import needed_by
from assistant.planning.errands import Errand, errands, in_sentence, presses_for_free_work

# By these words a mail is read as one of these situations though it only runs an errand.
_GIVES_WAY = frozenset(
    {
        Situation.other, Situation.support_question, Situation.out_of_scope_request, Situation.feedback_request,
        Situation.low_usage, Situation.success_definition, Situation.concern, Situation.renewal,
    }
)  # fmt: skip
# Where unease, a wish or the term is more than a word of the errand's own sentence, it stays what it is.
_ONLY_INSIDE = _GIVES_WAY - {Situation.other}
_TERMS_GIVE_WAY = frozenset(
    {
        Situation.other, Situation.discount_request, Situation.renewal, Situation.out_of_scope_request,
        Situation.referral, Situation.poor_fit, Situation.success_definition, Situation.feedback_request,
    }
)  # fmt: skip
# Below this triage has heard a few words only; an errand that is plainly told says more.
_UNSURE, _SURELY = 0.45, 0.7
# So near to the strongest situation a question on use must stand.
_OF_USE = 0.6
_STAYS = frozenset({Situation.low_usage, Situation.success_definition, Situation.concern, Situation.renewal})


def errand_of(reading: Reading, situation: Situation | None = None) -> Errand | None:
    """The errand that a mail runs; None where it is about something more, or where harm or anger stands in it.

    `situation` is what the mail is treated as, where that is not what triage heard first.
    """
    heard = situation or reading.situation
    first = reading.situations[0] if reading.situations else None
    uneasy = first is not None and first.name is heard is Situation.concern and bool(first.because)
    if reading.claims or (uneasy and first is not None and first.confidence >= _SURELY):
        return None
    if reading.serious or reading.feeling == "angry":
        calm = _nothing_but(reading)
        if calm or reading.serious:
            return calm
    said = saying.sentences(reading)
    opens_up = heard is Situation.feedback_request and bool(reading.situations[0].because)
    if asked_of_record.only_a_call(reading.own, said, reading.language) and not opens_up:
        return next((e for e in errands(reading) if e.kind == "call"), None)
    harmed = reading.feeling == "angry"
    found = [] if harmed or reading.corrections or reading.no_answer else errands(reading)
    # Who presses for work at no cost, or threatens to go, waits for an answer to that, not for how far it has got.
    if not found or (found[0].kind == "follow_up" and presses_for_free_work(reading)):
        return None
    if plain := _everyday(reading, found):
        return plain
    found = [e for e in found if e.kind not in asked_of_record.KINDS]
    if not found:
        return None
    unsure = reading.situations[0].confidence < _UNSURE
    invited = found[0].kind == "invitation" and heard is Situation.referral
    # More of us, or another day to pay, is no wish to pay less, whichever words of price it is asked in.
    about_terms = next((e for e in found if e.kind in ("growth", "payment")), None)
    # What fails comes before what grows, also in one sentence.
    if about_terms and heard is Situation.support_question and saying.tells_of_failure(about_terms.sentence):
        return None
    if about_terms and heard in _TERMS_GIVE_WAY:
        only = about_terms.kind == "growth" or heard is not Situation.renewal
        return about_terms if only and not discount_request.says_less(reading) else None
    if not (heard in _GIVES_WAY or invited or (unsure and heard is Situation.referral)):
        return None
    kinds = {e.kind for e in found}
    told = [s for s in saying.sentences(reading) if in_sentence(s, reading.own) in kinds]
    if heard in _ONLY_INSIDE:
        by = needed_by(reading)
        beside = [s for s in saying.sentences(reading) if s not in told and _says_something(s) and not (by and by in s)]
        beside = [s for s in beside if not saying.asks_advice(s)]
        # Who invites us asks in the next sentence whether we come.
        if found[0].kind != "invitation" and any(saying.is_question(s) for s in beside):
            return None
        own = [m.span.quote for m in reading.matters if m.situation is reading.situation]
        inside = any(s in quote for s in told for quote in own) and heard not in _STAYS
        if any(s in quote for s in beside for quote in own) and not (inside or unsure):
            return None
    return found[0]


# By a word or two a mail that asks for a date, a bill or a class is read as one of these.
_READ_INTO = frozenset(
    {
        Situation.other, Situation.renewal, Situation.out_of_scope_request, Situation.success_definition,
        Situation.feedback_request, Situation.discount_request, Situation.poor_fit,
    }
)  # fmt: skip
_PLAIN = asked_of_record.KINDS | {"successor"}
_RENEWS = re.compile(
    r"更新(します|したい|いたします|をお願い|の?手続|して(いた|くだ))|\b(like|want|happy|ready|going|intend|decided|plan) to (renew|extend)\b|\bplease renew\b",
    re.IGNORECASE,
)


# What is left of an address that was cut at its dots is no sentence.
_SCRAP = 12
_AGAIN = re.compile(
    r"また(して)?も|再び|[二三四2-9]度目|何度(も|目)|いつも|\b(again|yet another|once more|(second|third|fourth) time|every (time|month))\b",
    re.IGNORECASE,
)


def _nothing_but(reading: Reading) -> Errand | None:
    """A bill or a question of law, where a mail that sounds grave tells of nothing else, and for the first time."""
    found = [e for e in errands(reading) if e.kind in ("invoice", "compliance")]
    rest = [s for s in saying.sentences(reading) if _says_something(s) and not in_sentence(s, reading.own)]
    rest = [s for s in rest if len(s) > _SCRAP]
    short = all(len(s) < (40 if s.isascii() else 20) and not saying.is_question(s) for s in rest)
    return found[0] if found and short and not _AGAIN.search(reading.own) else None


def asks_of_use_beside(reading: Reading) -> bool:
    """True where a question on use, told by words of its own, stands beside what the record answers."""
    if reading.situation not in _READ_INTO or discount_request.says_less(reading):
        return False
    plain = [e.sentence for e in errands(reading) if e.kind in asked_of_record.KINDS]
    use = next((h for h in reading.situations if h.name is Situation.support_question and h.because), None)
    if not plain or not use or use.confidence < _OF_USE * reading.situations[0].confidence:
        return False
    beside = [s for s in saying.sentences(reading) if s not in plain and not in_sentence(s, reading.own)]
    own = [s for s in plain if saying.tells_of_failure(s) and not asked_of_record.BILL.search(s)]
    return any(cue in s for cue in use.because for s in (*beside, *own))


def _everyday(reading: Reading, found: list[Errand]) -> Errand | None:
    """The errand of a mail that asks for what the record, the books or another department answers, and for no more.

    What speaks for another situation must stand in the errands' own sentences, or be no more than a circumstance.
    """
    plain = next((e for e in found if e.kind in _PLAIN), None)
    if asks_of_use_beside(reading):
        return None
    if plain is None or discount_request.says_less(reading) or _RENEWS.search(reading.own):
        return None
    beside = [s for s in saying.sentences(reading) if _says_something(s) and not in_sentence(s, reading.own)]
    first = reading.situations[0]
    # A date of the contract asked in view of the next term belongs to the renewal; unease is heard before all else.
    about_the_next = plain.kind == "contract" and first.name is Situation.renewal and first.because
    dates_alone = asked_of_record.only_for(reading.own) or "notice" in asked_of_record.contract_facts(plain.sentence)
    if first.name is Situation.concern or (about_the_next and not dates_alone):
        return None
    if plain.kind == "call" and first.name is Situation.feedback_request and first.because:
        return None
    elsewhere = any(cue in s for cue in first.because for s in beside)
    if not elsewhere or (first.name is Situation.other and plain.kind != "call"):
        return plain
    asks = any((saying.is_question(s) and not saying.asks_advice(s)) or saying.tells_of_failure(s) for s in beside)
    return plain if plain.kind != "call" and first.name in _READ_INTO and not asks else None


def _says_something(sentence: str) -> bool:
    return len(sentence) >= 8 and not (saying.only_a_call(sentence) or asked_of_record.points_back(sentence))
