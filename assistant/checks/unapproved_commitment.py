"""A CSM promises the own next contact and existing material: no work, fix, feature, refund, or others' time."""

import re
from collections.abc import Iterator

from assistant.checks.proof import Hit, Proof, Source, both
from assistant.checks.records import approved, included, recorded, traded
from assistant.domain.draft import Finding

CODES = ("unapproved_commitment",)

_PROMISES = {
    "work": "Work is promised that nobody on record has agreed to.",
    "dated_work": "A day is promised for work that is not the CSM's own.",
    "feature": "A feature is promised that the record does not hold.",
    "compensation": "A refund or compensation is promised that the record does not hold.",
    "guarantee": "A result is guaranteed; nobody can vouch for it.",
    "others_time": "Other people's time is promised without a record.",
    "staff_work": "Other people's time is promised without a record.",
}


def check(proof: Proof) -> Iterator[Finding]:
    """Promises in body and subject that go beyond the own next contact and material that exists."""
    if not proof.to_customer:
        return
    hint = proof.say("Promise your own next contact instead: by when you will know, and how you will say it.")
    for source in ("subject", "body"):
        for kind, why in _PROMISES.items():
            for hit in proof.hits(f"promise_{kind}", source):
                if not _passes(proof, hit, kind):
                    yield proof.finding(CODES[0], (hit.start, hit.end), proof.say(why), hint, source)
        for hit in proof.hits("promise_mended", source):
            if _lies_ahead(proof, hit, source) and not _passes(proof, hit, "dated_work"):
                why = proof.say("A time is told at which it will work again, or be there; the record does not hold it.")
                yield proof.finding(CODES[0], (hit.start, hit.end), why, hint, source)
        for hit in proof.hits("promise_visit", source):
            if _visits_are_charged(proof) and not _passes(proof, hit, "visit"):
                why = proof.say("A visit is promised; by the policy it is quoted and charged.")
                yield proof.finding(CODES[0], (hit.start, hit.end), why, hint, source)


def stands(proof: Proof, hit: Hit) -> bool:
    """True for a promise of work that is turned down, quoted and charged, included, traded, approved or on record."""
    return _passes(proof, hit, "work")


def _lies_ahead(proof: Proof, hit: Hit, source: Source) -> bool:
    """True where the sentence names a time to come, and the mending is no step or coming back of the customer's."""
    theirs = any(proof.words.says(group, hit.before) for group in ("mended_fine", "step_words"))
    if theirs or hit.sentence.bare.rstrip().endswith("?"):
        return False
    here = hit.sentence.start, hit.sentence.end
    days = (m.on(proof.letter.today) for m in proof.dates(source) if here[0] <= m.start < here[1])
    return any(d >= proof.letter.today for d in days if d) or proof.words.says("when_ahead", hit.sentence.bare)


def _visits_are_charged(proof: Proof) -> bool:
    return any(proof.words.says("visit_words", t) for t in both(proof.letter.organisation.policy.extra_work))


def _passes(proof: Proof, hit: Hit, kind: str) -> bool:
    sentence = hit.sentence.bare
    # "It will not happen again" is a guarantee with its own negation.
    if proof.words.says("promise_turned_down", hit.after if kind == "guarantee" else hit.text + hit.after):
        return True
    if proof.words.says("promise_turned_down_before", re.split(r"[;,、]|\bbut\b", hit.before)[-1]):
        return True
    if kind in ("work", "dated_work") and proof.words.says("own_contact_only", hit.text):
        return True
    if kind == "dated_work" and proof.words.says("step_words", hit.before):
        return True  # what the screen does after a step of theirs
    if kind == "guarantee":
        return proof.words.says("guarantee_denied", hit.text + hit.after)
    if proof.words.says("quoted_and_charged", sentence):
        return True
    if kind != "compensation" and (traded(proof, sentence) or included(proof, sentence)):
        return True
    timed = kind == "dated_work"
    return approved(proof, sentence) or recorded(proof, sentence if timed else _content(hit), timed)


def _content(hit: Hit) -> str:
    """The promise with its object: the clause around the phrase."""
    clause = re.split(r"(?<=[、;])", hit.before)
    return (clause[-1] if clause and len(clause[-1]) > 4 else hit.before) + hit.text
