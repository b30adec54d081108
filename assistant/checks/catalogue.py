"""All checks, named in one flat tuple; a check is one file and one line here."""

from collections.abc import Callable, Iterator
from typing import Protocol

from assistant.checks import (
    about_message,
    begging_referral,
    blame_customer,
    concession,
    confidentiality,
    cost_based_pricing,
    invented_approval,
    no_next_step,
    pandering,
    placeholder,
    register,
    runaround,
    running_down,
    support_and_success,
    unapproved_commitment,
    ungrounded_date,
    ungrounded_figure,
    unsafe_markup,
    wrong_account,
    wrong_language,
    wrong_name,
)
from assistant.checks.letter import Letter
from assistant.checks.lexicon import Lexicon, built_in
from assistant.checks.proof import Proof
from assistant.domain.draft import CheckResult, Finding


class Check(Protocol):
    """A check: the codes that it can find, and the finding of them."""

    CODES: tuple[str, ...]
    check: Callable[[Proof], Iterator[Finding]]


CHECKS: tuple[Check, ...] = (  # type: ignore[assignment]
    ungrounded_figure,
    ungrounded_date,
    concession,
    unapproved_commitment,
    invented_approval,
    confidentiality,
    wrong_account,
    wrong_name,
    cost_based_pricing,
    support_and_success,
    pandering,
    begging_referral,
    blame_customer,
    runaround,
    no_next_step,
    placeholder,
    wrong_language,
    unsafe_markup,
    register,
    running_down,
    about_message,
)

_ORDER = {"subject": 0, "body": 1, "message": 2}


def check_all(letter: Letter, words: Lexicon | None = None) -> tuple[list[CheckResult], list[Finding]]:
    """Run every check over a letter.

    Args:
        letter: the text, and everything that it may rest on.
        words: the phrases to look for; those that travel with the program where None.

    Returns:
        One result a code that ran (passed: nothing found, not even a warning), and the findings in reading order.
    """
    proof = Proof(letter, words or built_in())
    found = _without_echoes(f for check in CHECKS for f in check.check(proof))
    failed = {f.code for f in found}
    codes = dict.fromkeys(code for check in CHECKS for code in check.CODES)
    return [CheckResult(code=code, passed=code not in failed) for code in codes], found


def _without_echoes(findings: Iterator[Finding]) -> list[Finding]:
    """One finding a code and place: overlapping ones of a code are one fault, told by the longest quote."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: -len(f.quote)):
        if not any(_echo(finding, other) for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: (_ORDER[f.source], f.start is None, f.start or 0))


def _echo(one: Finding, other: Finding) -> bool:
    if (one.code, one.source) != (other.code, other.source):
        return False
    if one.code in register.CODES and one.why != other.why:
        return False  # two rules of the register on the same words are two lessons
    if one.start is None or other.start is None:
        return one.start == other.start
    return one.start < (other.end or 0) and other.start < (one.end or 0)
