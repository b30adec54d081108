"""Words the notes and asks of a plan for the CSM, in the CSM's own language."""

from collections.abc import Mapping

from assistant.domain.account import Account
from assistant.domain.draft import Ask, Citation, CoachingNote, Part
from assistant.domain.plan import Plan
from assistant.knowledge_base import Card
from assistant.wording.playbook import Playbooks, unmark


def cited_principles(plan: Plan, cards: Mapping[str, Card], language: str) -> dict[str, Citation]:
    """The principles that the notes rest on, by card id, numbered P1, P2, … in the order of the notes."""
    found: dict[str, Citation] = {}
    for id in (id for note in plan.notes for id in note.principles):
        if id in cards and id not in found:
            card = cards[id]
            found[id] = Citation(
                id=f"P{len(found) + 1}", kind="principle", title=card.title[language], quote=card.idea[language].strip(), source=card.source
            )  # fmt: skip
    return found


def about(account: Account, plan: Plan, language: str) -> dict[str, str]:
    """What every note may name of this customer: reader, account, the goal in the record's words, its KPI."""
    goal = account.goals[0] if account.goals else None
    reader = plan.contact.name if plan.contact else account.name
    honorific = "様" if language == "ja" and plan.contact else ""
    return {
        "reader": f"{reader.split()[0] if language == 'en' or honorific else reader}{honorific}",
        "account": account.name,
        "goal": goal.statement or goal.kpi if goal else "",
        "kpi": goal.kpi or goal.statement if goal else "",
    }


def word_notes(
    plan: Plan, wordings: Playbooks, cited: Mapping[str, Citation], language: str, customer: Mapping[str, str]
) -> list[CoachingNote]:
    """The notes, each with the principles it cites. `customer` is what `about` tells of the account."""
    notes = []
    say = wordings.sayings(plan.situation, language, **customer)
    for note in plan.notes:
        text = unmark(say(note.name, note.inputs))[0]
        notes.append(CoachingNote(text=text, citations=[cited[id].id for id in note.principles if id in cited]))
    return notes


def word_asks(plan: Plan, wordings: Playbooks, parts: tuple[Part, ...], language: str) -> list[Ask]:
    """The asks in the CSM's words; `part` is where the sentence stands, or will stand once it is answered."""
    if not plan.asks:
        return []
    kinds = {move.needs: move.kind for move in plan.moves if move.needs}
    asks = []
    say = wordings.sayings(plan.situation, language)
    for ask in plan.asks:
        text = unmark(say(ask.name, ask.inputs))[0]
        part = next(
            (n for n, p in enumerate(parts) if p.kind == kinds.get(ask.id)), max(0, len(parts) - 1) if parts else None
        )
        asks.append(Ask(id=ask.id, text=text, kind=ask.kind, part=part, answer=ask.answer))
    return asks
