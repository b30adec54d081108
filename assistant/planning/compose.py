"""From a brief to a plan: greeting, the matters in order, one next step, closing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType

from assistant.domain.plan import CoachNote, Move, Plan
from assistant.domain.situation import Situation
from assistant.planning import (
    cancellation,
    common,
    complaint,
    concern,
    discount_request,
    echo,
    feedback_request,
    internal_persuasion,
    low_usage,
    other,
    out_of_scope_request,
    poor_fit,
    project_completion,
    referral,
    renewal,
    success_definition,
    support_question,
)
from assistant.planning.brief import Brief, Sheet
from assistant.planning.instructions import style_of

PLANNERS: dict[Situation, ModuleType] = {
    Situation.support_question: support_question,
    Situation.complaint: complaint,
    Situation.concern: concern,
    Situation.discount_request: discount_request,
    Situation.out_of_scope_request: out_of_scope_request,
    Situation.low_usage: low_usage,
    Situation.success_definition: success_definition,
    Situation.renewal: renewal,
    Situation.cancellation: cancellation,
    Situation.project_completion: project_completion,
    Situation.referral: referral,
    Situation.feedback_request: feedback_request,
    Situation.poor_fit: poor_fit,
    Situation.internal_persuasion: internal_persuasion,
    Situation.other: other,
}

# How sure a second matter must be before the letter answers it as well.
_SECOND_MATTER = 0.55
_NOTES = 3


@dataclass(frozen=True, slots=True)
class Made:
    """A plan with the matters it deals with, strongest first."""

    plan: Plan
    matters: tuple[Situation, ...]


def second_matters(brief: Brief) -> list[Situation]:
    """Further matters of the mail that the same letter must deal with."""
    if not brief.replying or brief.situation in (Situation.other, Situation.internal_persuasion):
        return []
    raised = {m.situation for m in brief.reading.matters}
    found = []
    for hit in brief.reading.situations:
        answerable = hasattr(PLANNERS[hit.name], "aside") and hit.name != brief.situation
        if answerable and hit.confidence >= _SECOND_MATTER and hit.name in raised:
            found.append(hit.name)
    return found[:2]


def make(brief: Brief) -> Plan:
    """The plan of one reply."""
    style = style_of(brief.instruction)
    sheet = Sheet(brief)
    if brief.reading.no_answer and brief.replying:
        sheet.note(f"nothing_to_send_{brief.reading.no_answer}", "time-for-this-one-customer")
        return _finished(brief, sheet, (), send=False)
    if brief.situation is Situation.internal_persuasion:
        internal_persuasion.plan(brief, sheet)
        return replace(_finished(brief, sheet, tuple(sheet.moves)), audience="colleague")
    common.greet(brief, sheet)
    PLANNERS[brief.situation].plan(brief, sheet)
    asides = [_aside(brief, sheet, name) for name in second_matters(brief)]
    if brief.channel == "mail" or brief.channel == "call":
        common.close(brief, sheet)
    else:
        common.close(brief, sheet)
    moves = _ordered(sheet.moves, asides)
    answered = {ask.id for ask in sheet.asks if ask.answer}
    moves = [m for m in moves if m.needs is None or m.needs in answered]
    if style.short or brief.channel == "chat":
        moves = [m for m in moves if m.weight == 1 or (m.weight == 2 and not style.short)]
    if style.unmet:
        sheet.notes.insert(0, CoachNote("instruction_not_followed", {"instruction": style.unmet}))
    return replace(_finished(brief, sheet, tuple(moves)), tone=style.tone)


def _aside(brief: Brief, sheet: Sheet, name: Situation) -> list[Move]:
    """The moves of a second matter, taken off the sheet so that they can stand before the next step."""
    before = len(sheet.moves)
    notes = len(sheet.notes)
    planner: Callable[[Brief, Sheet], None] = PLANNERS[name].aside
    planner(brief, sheet)
    moves = [replace(m, inputs={**m.inputs, "_of": name.value}) for m in sheet.moves[before:]]
    del sheet.moves[before:], sheet.notes[notes:]
    if not moves:
        return []
    # Where a move takes up the words itself, the transition does not say them a second time.
    words = "" if any(m.inputs.get("matter") for m in moves) else echo.matter(brief, sheet, name)
    return [Move(moves[0].kind, "another_matter", {"matter": words}, weight=1), *moves]


def _ordered(moves: list[Move], asides: list[list[Move]]) -> list[Move]:
    """Second matters stand before the last next step; the closing stays last."""
    at = next((n for n in range(len(moves) - 1, -1, -1) if moves[n].kind == "next_step"), len(moves) - 1)
    return [*moves[:at], *(m for aside in asides for m in aside), *moves[at:]]


def _subject(brief: Brief) -> str | dict:
    project = brief.account.project
    if brief.situation is Situation.project_completion:
        return common.subject_of(brief, name=project.name if project and brief.in_language(project.name) else "")
    return common.subject_of(brief, product=brief.product)


def _finished(brief: Brief, sheet: Sheet, moves: tuple[Move, ...], send: bool = True) -> Plan:
    return Plan(
        situation=brief.situation, language=brief.language, channel=brief.channel, contact=brief.contact, moves=moves,
        subject=_subject(brief) if send else "", asks=tuple(sheet.asks), notes=tuple(sheet.notes[:_NOTES]),
        citations=tuple(sheet.citations.values()), send=send, warnings=tuple(dict.fromkeys(sheet.warnings)),
    )  # fmt: skip
