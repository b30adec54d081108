"""Before the closing: who does what, by when."""

import re
from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.checks.text import Sentence
from assistant.domain.draft import Finding
from assistant.domain.situation import Situation

CODES = ("no_next_step",)

# In these moments a letter may end without asking or promising anything.
_FREE_TO_END = frozenset({Situation.cancellation, Situation.referral, Situation.other})
_STEPS = re.compile(r"(?m)^[ \t]*\(?[1-9][.)]\s*\S")
_ENOUGH = 40


def check(proof: Proof) -> Iterator[Finding]:
    """A letter to a customer without a question, a request that can be met, or a next contact of ours (warn)."""
    letter = proof.letter
    if not proof.to_customer or letter.channel == "call" or len(letter.body) < _ENOUGH:
        return
    if letter.reading and letter.reading.no_answer:
        return
    if proof.situation in _FREE_TO_END and not _answers_something(proof):
        return
    if any(part.kind in ("next_step", "question", "feedback") for part in letter.parts):
        return
    if len(_STEPS.findall(proof.body.plain)) >= 2 or _has_next_step(proof):
        return
    why = proof.say("Nobody knows what happens next: no question, no request, no next contact.")
    hint = proof.say("End with one sentence: who does what, by which day.")
    yield proof.finding(CODES[0], None, why, hint, severity="warn")


def _answers_something(proof: Proof) -> bool:
    """True for a letter of no known situation that yet answers a message."""
    return proof.situation is Situation.other and (proof.letter.by_hand or bool(proof.letter.message.strip()))


def _has_next_step(proof: Proof) -> bool:
    for sentence in proof.body.sentences:
        words = sentence.bare
        if _sends_away(proof, sentence):
            continue
        if proof.words.says("open_invitation", words) and not _calls_on_a_day(proof, sentence):
            continue
        if proof.words.says("courtesy_close", words) and not proof.words.says("own_contact", words):
            continue
        if proof.letter.by_hand and _only_decides(proof, words):
            continue
        if proof.words.says("asks_reader", words) or proof.words.says("own_contact", words):
            return True
    return False


def _calls_on_a_day(proof: Proof, sentence: Sentence) -> bool:
    """True for "I will call you on Tuesday to go through any questions": the open door has a day of ours."""
    timed = any(sentence.start <= m.start < sentence.end for m in proof.dates("body"))
    return timed and proof.words.says("own_contact", sentence.bare)


def _sends_away(proof: Proof, sentence: Sentence) -> bool:
    """True where the customer is asked to turn to somebody else: that is no step of this letter's."""
    if proof.letter.by_hand and proof.words.says("own_blame_customer", sentence.bare):
        # A reproach in the form of a question asks for nothing.
        return not proof.words.says("own_contact", sentence.bare)
    groups = ("sent_elsewhere", "own_runaround") if proof.letter.by_hand else ("sent_elsewhere",)
    start, end = proof.body.paragraph_at(sentence.start)
    away = any(proof.words.says(group, sentence.bare) for group in groups)
    return away and not proof.words.says("stays_ours", proof.body.bare[start:end])


def _only_decides(proof: Proof, words: str) -> bool:
    """True for a decision in polite words: 「…のままお願いいたします。」 asks for nothing to be done."""
    if not proof.words.says("plain_decision", words):
        return False
    return not proof.words.says("own_contact", words) and not re.search(r"か[。?]?\s*$|\?", words)
