"""Two lanes: support brings back to zero, success goes on from there; never in one paragraph."""

import re
from collections.abc import Iterator

from assistant.checks.ledger import Ledger
from assistant.checks.proof import Proof, both
from assistant.checks.records import units
from assistant.checks.text import plain
from assistant.domain.draft import Finding
from assistant.domain.organisation import Readable
from assistant.domain.situation import Situation

CODES = ("support_success_mixed", "no_success_part")

_MANY = 3
_NO_HOW_TO = frozenset({Situation.complaint, Situation.internal_persuasion})
_STEP = re.compile(r"(?m)^[ \t]*\(?\d{1,2}[.)].*$")
_STEP_LINE = re.compile(r"(?m)^[ \t]*\(?[1-9][.)]\s*\S")


def check(proof: Proof) -> Iterator[Finding]:
    """Success or sales talk inside the repair, or where something serious is broken; a how-to answer without any."""
    if not proof.to_customer:
        return
    yield from _mixed(proof)
    yield from _missing(proof)


def _mixed(proof: Proof) -> Iterator[Finding]:
    reading = proof.letter.reading
    closed = bool(reading and reading.serious) or proof.situation is Situation.complaint
    hint = proof.say("Give it a paragraph of its own after the repair; leave it out while something serious is broken.")
    for group in ("sales_talk", "success_talk"):
        for hit in proof.hits(group):
            start, end = proof.body.paragraph_at(hit.start)
            paragraph = proof.body.bare[start:end]
            if closed and (group == "sales_talk" or _goal_talk(proof, hit.sentence.bare)):
                why = proof.say("While something serious is broken, nothing is sold and no goal is held up.")
                yield proof.finding(CODES[0], (hit.start, hit.end), why, hint)
            elif _repairs(proof, paragraph):
                why = proof.say("Repair and success talk stand in one paragraph.")
                yield proof.finding(CODES[0], (hit.start, hit.end), why, hint)


def _goal_talk(proof: Proof, sentence: str) -> bool:
    return proof.words.says("success_talk", sentence) and proof.words.says("next_push", sentence)


def _repairs(proof: Proof, paragraph: str) -> bool:
    """True where a paragraph gives steps, or apologises."""
    if proof.words.says("apologises", paragraph):
        return True
    told = sum(1 for _ in proof.words.found("step_words", paragraph))
    return told >= 2 or (told == 1 and len(_STEP_LINE.findall(paragraph)) >= 2)


def _missing(proof: Proof) -> Iterator[Finding]:
    reading = proof.letter.reading
    if proof.letter.by_hand:
        # Whatever triage read: who lays out steps one by one answers a question of how.
        leaving = proof.situation is Situation.cancellation and proof.words.says("leaves_us", proof.message.plain)
        if (
            leaving
            or proof.situation in _NO_HOW_TO
            or not (_lays_out(proof) or proof.situation is Situation.support_question)
        ):
            return
    elif proof.situation is not Situation.support_question or not proof.letter.account.goals:
        return
    if reading and (reading.serious or reading.urgent or reading.feeling == "angry"):
        return
    open_now = [e for e in proof.letter.account.history if e.kind == "ticket" and e.status == "open"]
    if any(e.severity == "serious" or (proof.letter.by_hand and _is_about(proof, e.text)) for e in open_now):
        return
    body = proof.body.bare
    if any(part.kind == "success" for part in proof.letter.parts) or not _repairs(proof, body):
        return
    if proof.letter.by_hand:
        # "Pick next month" is a step, and leads on to nothing, whatever words of the goal are in it.
        body = _STEP.sub("", body)
        if proof.words.says("own_leads_on", body):
            return
    if proof.words.says("success_talk", body) or _names_goal(proof, body):
        return
    why = proof.say("The answer helps today; nothing in it leads on to the customer's goal.")
    hint = proof.say("Add a paragraph: which step next would move the goal on record.")
    yield proof.finding(CODES[1], None, why, hint, severity="warn")


def _is_about(proof: Proof, ticket: Readable) -> bool:
    """True where the message, or a letter that apologises, is about what is broken still: there is no repair yet to lead on from."""
    sorry = proof.words.says("apologises", proof.body.bare)
    told = [units(said.plain) for said in ((proof.message, proof.body) if sorry else (proof.message,))]
    return any(len(units(plain(text)) & said) >= _MANY for text in both(ticket) for said in told)


def _lays_out(proof: Proof) -> bool:
    return len(_STEP_LINE.findall(proof.body.plain)) >= _MANY and bool(proof.letter.message.strip())


def _names_goal(proof: Proof, body: str) -> bool:
    """True where the letter speaks of a goal on record, in its words or its figures."""
    spoken = {unit for unit in units(body) if len(unit) > 1}  # no numerals of steps
    goals = proof.letter.account.goals
    if any(len(units(plain(f"{g.statement} {g.kpi}")) & spoken) >= 3 for g in goals):
        return True
    entries = [e for e in Ledger(proof).record if e.of.startswith("goal:") and e.unit]
    return any(f.unit and f.shows(e.value, e.unit) for f in proof.figures("body") for e in entries)
