"""Checks in the flow: the words with everything that they may rest on, fetched from the records."""

from dataclasses import dataclass

from assistant.casework import Case, Desk
from assistant.checks.catalogue import check_all
from assistant.checks.letter import Letter
from assistant.domain.draft import CheckResult, Finding
from assistant.domain.plan import Plan
from assistant.texts import Say
from assistant.wording.playbook import Words


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found."""

    results: list[CheckResult]
    findings: list[Finding]

    @property
    def blocks(self) -> bool:
        return any(f.severity == "block" for f in self.findings)


async def check(desk: Desk, case: Case, plan: Plan, words: Words, say: Say, by_hand: bool = False) -> Checked:
    """Every check over some words. `by_hand`: a CSM wrote them."""
    letter = await letter_of(desk, case, plan, words, say, by_hand)
    results, findings = check_all(letter, desk.phrases)
    findings += [Finding(code="wrong_language", severity="warn", why=say(text)) for text in plan.warnings]
    return Checked(results, findings)


async def letter_of(desk: Desk, case: Case, plan: Plan, words: Words, say: Say, by_hand: bool) -> Letter:
    """Some words with everything that they may rest on."""
    brief = case.brief
    written = f"{words.subject}\n{words.body}\n{brief.message}"
    others = await desk.records.named_in(written, but=brief.account.id)
    return Letter(
        body=words.body, subject=words.subject, language=plan.language, say=say, account=brief.account,
        organisation=brief.organisation, today=brief.today, reading=brief.reading if brief.message else None,
        message=brief.message, audience=plan.audience, channel=plan.channel, situation=plan.situation,
        contact=plan.contact, facts=case.facts, private=case.private, citations=plan.citations, parts=words.parts,
        answers=tuple(brief.answers.values()), material=(*case.material, brief.instruction), others=tuple(others), by_hand=by_hand,
        closed=brief.holidays,
    )  # fmt: skip
