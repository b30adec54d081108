"""From a brief to a plan: greeting, the matters in order, one next step, closing."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType

from assistant.domain.plan import CoachNote, Move, Plan
from assistant.domain.situation import Situation
from assistant.planning import (
    asked_of_record,
    cancellation,
    common,
    complaint,
    concern,
    discount_request,
    echo,
    errands,
    everyday_answers,
    feedback_request,
    internal_persuasion,
    loose_ends,
    low_usage,
    other,
    our_word,
    out_of_scope_request,
    poor_fit,
    project_completion,
    referral,
    renewal,
    saying,
    success_definition,
    support_question,
    tickets,
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

# How sure a second matter must be before the letter answers it as well: by itself, and beside the strongest.
_SECOND_MATTER = 0.2
_BESIDE_FIRST = 0.4
# What may stand beside what: who leaves, or is told to, gets no word on renewing; where something is broken, nothing is sold.
_ASIDES = (
    Situation.support_question, Situation.complaint, Situation.discount_request, Situation.out_of_scope_request,
    Situation.renewal, Situation.success_definition, Situation.referral, Situation.feedback_request,
)  # fmt: skip
_ONLY_BESIDE = {
    Situation.cancellation: (Situation.complaint,),
    Situation.poor_fit: (Situation.support_question, Situation.complaint),
    Situation.complaint: (Situation.support_question, Situation.discount_request, Situation.out_of_scope_request),
    Situation.discount_request: tuple(s for s in _ASIDES if s is not Situation.renewal),
    # A letter about the term answers a wish for a lower fee where it states the fee.
    Situation.renewal: tuple(s for s in _ASIDES if s is not Situation.discount_request),
}
# What is broken or unanswered comes before everything else in the letter.
_FIRST_THINGS = (Situation.complaint, Situation.support_question)
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
    if brief.situation is Situation.concern and concern.worth_to_show(brief.reading):
        return []
    # What only the contract answers is left open by name: no screen shows it.
    papers = support_question.only_of_papers(brief)
    # Work at no cost is not a lower fee: the no to the one says nothing of the other.
    free = brief.situation is Situation.out_of_scope_request and errands.presses_for_free_work(brief.reading)
    spans: dict[Situation, set[str]] = {}
    for matter in brief.reading.matters:
        spans.setdefault(matter.situation, set()).add(matter.span.quote)
    own = spans.get(brief.situation) or spans.get(brief.reading.situation, set())
    treated: tuple[Situation, ...] = (brief.situation, brief.reading.situation)
    if our_word.rebuked(brief.reading, brief.today) and saying.asks_a_way(brief.reading):
        # Our broken word came first; how to do something is still asked beside it.
        own, treated = set(), (brief.situation,)
    first = max((hit.confidence for hit in brief.reading.situations), default=0.0)
    allowed = _ONLY_BESIDE.get(brief.situation, _ASIDES)
    found = [
        hit.name
        for hit in brief.reading.situations
        if hit.name in allowed and hit.name not in treated
        and not (papers and hit.name is Situation.support_question)
        and not (free and hit.name is Situation.discount_request)
        # A decision on the price is stated to nobody who has not asked for less.
        and not (hit.name is Situation.discount_request and not discount_request.asks_for_less(brief))
        and not (hit.name is Situation.success_definition and not _speaks_of_goals(spans.get(hit.name, set())))
        and not _only_everyday(brief, spans.get(hit.name, set()))
        and hit.confidence >= max(_SECOND_MATTER, _BESIDE_FIRST * first) and spans.get(hit.name, set()) - own
    ]  # fmt: skip
    return found[:2]


_GOALS = re.compile(
    r"目標|指標|成果|効果|成功|測|数字|数値|KPI|物差し|\b(goals?|success\w*|kpis?|metrics?|measur\w+|figures?|numbers?|targets?|results?|worth|prove\w*|track|work(s|ed|ing))\b",
    re.IGNORECASE,
)


def _speaks_of_goals(quotes: set[str]) -> bool:
    """True where what sounds like a question of success is about goals and their measure at all."""
    return any(_GOALS.search(quote) for quote in quotes)


def _only_everyday(brief: Brief, quotes: set[str]) -> bool:
    """True where what speaks for a matter is a question that the record answers: who looks after us, until when."""
    own = brief.reading.own
    said = [s for s in saying.sentences(brief.reading) if any(s in quote for quote in quotes)]
    return bool(said) and all(asked_of_record.in_sentence(s, own) for s in said)


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
    asides = [(name, _aside(brief, sheet, name)) for name in second_matters(brief)]
    asides += _loose_ends(brief, sheet, asides)
    asides += [(Situation.other, moves) for moves in [_not_forgotten(brief, sheet)] if moves]
    common.close(brief, sheet)
    moves = _ordered(brief, sheet.moves, asides)
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
    moves = [replace(m, inputs={"_of": name.value, **m.inputs}) for m in sheet.moves[before:]]
    del sheet.moves[before:], sheet.notes[notes:]
    if not moves:
        return []
    # Where a move takes up the words itself, the transition does not say them a second time.
    words = "" if any(m.inputs.get("matter") for m in moves) else echo.matter(brief, sheet, name)
    return [Move(moves[0].kind, "another_matter", {"matter": words}, weight=1), *moves]


def _not_forgotten(brief: Brief, sheet: Sheet) -> list[Move]:
    """A sentence on the serious fault still open, in a letter that is about something else."""
    if not brief.replying or brief.situation is Situation.project_completion:
        return []
    before = len(sheet.moves)
    tickets.not_forgotten(brief, sheet)
    moves = sheet.moves[before:]
    del sheet.moves[before:]
    return moves


# Their letters state the dates and the fee themselves.
_STATES_THE_TERMS = (Situation.cancellation, Situation.renewal, Situation.discount_request, Situation.poor_fit)


def _also_on_record(brief: Brief, sheet: Sheet) -> tuple[set[str], list[Move]]:
    """What they ask beside the matter that the record answers: who looks after them, when we are closed, a class."""
    reading = brief.reading
    known: set[str] = set()
    found: list[Move] = []
    if reading.claims or reading.orders or reading.probes:
        return known, found
    for kind in dict.fromkeys(errands.in_sentence(s, reading.own) for s in saying.sentences(reading)):
        if kind not in ("contract", "hours", "contact", "training", "call"):
            continue
        if kind == "contract" and brief.situation in _STATES_THE_TERMS:
            continue
        # Who is told "I will call" by the letter itself, is not told so twice.
        if kind == "call" and brief.situation is Situation.complaint:
            continue
        before, notes = len(sheet.moves), len(sheet.notes)
        if everyday_answers.answer(brief, sheet, kind):
            known.add(kind)
            found += sheet.moves[before:]
        del sheet.moves[before:], sheet.notes[notes:]
    return known, found


def _loose_ends(
    brief: Brief, sheet: Sheet, asides: list[tuple[Situation, list[Move]]]
) -> list[tuple[Situation, list[Move]]]:
    """What is asked and taken up by no part so far, as one more part."""
    # What the further matters have quoted is on the sheet already; those without moves have answered nothing.
    if not brief.replying or brief.situation is Situation.internal_persuasion:
        return []
    # A mail that runs an errand has had its further ones from the record already.
    known, moves = (set(), []) if brief.situation is Situation.other else _also_on_record(brief, sheet)
    stated = {"contract"} if brief.situation in _STATES_THE_TERMS else set()
    moves += loose_ends.left(brief, sheet, [name for name, told in asides if told], known | stated)
    return [(Situation.other, moves)] if moves else []


def _ordered(brief: Brief, moves: list[Move], asides: list[tuple[Situation, list[Move]]]) -> list[Move]:
    """What is broken stands first, other second matters before the last next step; the closing stays last."""
    urgent = [aside for name, aside in asides if name in _FIRST_THINGS and brief.situation not in _FIRST_THINGS]
    others = [aside for name, aside in asides if aside not in urgent]
    # Put first, it needs no transition: the main matter gets it instead.
    early = [m for aside in urgent for m in aside[1:]]
    if early:
        early.append(Move(moves[1].kind, "another_matter", {"matter": ""}, weight=1))
    rest = moves[1:]
    at = next((n for n in range(len(rest) - 1, -1, -1) if rest[n].kind == "next_step"), len(rest) - 1)
    # A sentence that continues the one before it is not torn from it.
    while at > 0 and rest[at].joins and rest[at - 1].kind == rest[at].kind:
        at -= 1
    if brief.situation is Situation.support_question:
        # What is open stands beside what is answered, before their goal.
        after = max((n + 1 for n, move in enumerate(rest) if move.kind == "support"), default=at)
        loose = [m for name, told in asides if name is Situation.other for m in told]
        others = [aside for aside in others if not any(m in loose for m in aside)]
        rest, at = [*rest[:after], *loose, *rest[after:]], at + (len(loose) if after <= at else 0)
    return [moves[0], *early, *rest[:at], *(m for aside in others for m in aside), *rest[at:]]


def _subject(brief: Brief, sheet: Sheet) -> str | dict:
    project = brief.account.project
    if brief.situation is Situation.project_completion:
        return common.subject_of(brief, name=project.name if project and brief.in_language(project.name) else "")
    if brief.situation is Situation.success_definition:
        confirms = any(move.name == "to_confirm" for move in sheet.moves)
        return common.subject_of(brief, product=brief.product, confirms=confirms)
    if brief.situation is Situation.feedback_request:
        return common.subject_of(brief, product=brief.product, replying=brief.replying)
    if brief.situation is Situation.cancellation:
        undecided = any(move.name == "not_decided" for move in sheet.moves)
        return common.subject_of(brief, product=brief.product, undecided=undecided)
    if brief.situation is Situation.support_question:
        answered = any(move.name == "steps" for move in sheet.moves)
        return common.subject_of(brief, product=brief.product, answered=answered)
    return common.subject_of(brief, product=brief.product)


def _finished(brief: Brief, sheet: Sheet, moves: tuple[Move, ...], send: bool = True) -> Plan:
    return Plan(
        situation=brief.situation, language=brief.language, channel=brief.channel, contact=brief.contact, moves=moves,
        subject=_subject(brief, sheet) if send else "", asks=tuple(sheet.asks), notes=tuple(sheet.notes[:_NOTES]),
        citations=tuple(sheet.citations.values()), send=send, warnings=tuple(dict.fromkeys(sheet.warnings)),
    )  # fmt: skip
