"""Japanese that can be sent: the rules of the register, each named at the head of its finding's `why`."""

from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.checks.register.apology import apology_weight
from assistant.checks.register.decision import clear_no, soft_yes
from assistant.checks.register.form import attachment, plain_text
from assistant.checks.register.keigo import double_keigo, sa_in, wrong_direction
from assistant.checks.register.liability import early_liability
from assistant.checks.register.names import addressee, honorific_stack
from assistant.checks.register.organisation_word import organisation_word
from assistant.checks.register.our_people import uchi_soto
from assistant.checks.register.red_pen import REGISTER_WARN
from assistant.checks.register.sheet import Fault, Rule, Sheet
from assistant.checks.register.wording import inside_words, looking_down, season, vague_time
from assistant.domain.draft import Finding
from assistant.texts import Say

CODES = ("register",)

REGISTER_BLOCK: tuple[Rule, ...] = (
    addressee, honorific_stack, uchi_soto, organisation_word, double_keigo, wrong_direction, sa_in, apology_weight,
    early_liability, clear_no, soft_yes, inside_words, looking_down, vague_time, plain_text, attachment, season,
)  # fmt: skip


def check(proof: Proof) -> Iterator[Finding]:
    """The rules that block, over a Japanese body; a letter in another language raises nothing."""
    yield from _run(proof, REGISTER_BLOCK, "block")


def red_pen(proof: Proof) -> Iterator[Finding]:
    """The rules that only warn: for a CSM who asks for a reading of their own text, not for every draft."""
    yield from _run(proof, REGISTER_WARN, "warn")


def _run(proof: Proof, rules: tuple[Rule, ...], severity) -> Iterator[Finding]:
    if proof.letter.language != "ja" or not proof.body.plain.strip():
        return
    sheet = Sheet(proof)
    for rule in rules:
        for fault in rule(sheet):
            # The name of the rule is said as it stands in the guide: it is what a CSM looks up.
            why = f"{fault.rule}: {proof.say(fault.why, **fault.values)}"
            found = proof.finding(CODES[0], fault.span, why, _suggestion(proof.say, fault), severity=severity)
            found.mend = fault.mend or None
            yield found


def _suggestion(say: Say, fault: Fault) -> str:
    """The Japanese to put there, either of several where there are several; else what to do."""
    if not fault.mend:
        return say(fault.hint) if fault.hint else ""
    either, *others = fault.mend.split(" / ")
    if others:
        return say("Write 「%(mend)s」 or 「%(other)s」.", mend=either, other=others[0])
    return say("Write 「%(mend)s」.", mend=either)
