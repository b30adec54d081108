"""Proposed facts: what a customer confirmed or corrected in the mail, put on record where the CSM agrees, never by itself."""

from datetime import date as Date
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from assistant.casework import Desk
from assistant.checks.figures import figures_in
from assistant.domain import display, editing
from assistant.domain.account import Account, Contact, Goal, Measured, Outcome
from assistant.domain.draft import Draft, DraftRequest
from assistant.domain.editing import goal_ref, tag_of
from assistant.domain.organisation import Organisation
from assistant.domain.proposal import Proposal, Proposed
from assistant.errors import Conflict, Invalid, NotFound
from assistant.texts import Say
from assistant.triage.amounts import Amount
from assistant.triage.confirmed import Confirmed, Said
from assistant.triage.confirmed_cues import ConfirmedCues
from assistant.triage.trust import sincere, writer

# Our last letter is among so many drafts before this one, or it is not looked for.
_LOOKED_BACK = 20


class Proposing:
    """Facts that the message of a draft proposes, and the CSM's answers to them."""

    def __init__(self, desk: Desk):
        self.desk, self.records = desk, desk.records

    @cached_property
    def _cues(self) -> ConfirmedCues:
        return ConfirmedCues.load(self.desk.knowledge.folders)

    async def proposals(self, draft: str, say: Say) -> list[Proposal]:
        """What is proposed and not answered yet, in the order of the mail.

        Raises:
            NotFound: no such draft.
        """
        answered = await self.records.answered_proposals(draft)
        return [proposal for proposal in await self._found(draft, say) if proposal.id not in answered]

    async def answer(self, draft: str, id: str, accept: bool, say: Say) -> Proposal:
        """Put a proposal on record, or leave it; the same answer twice changes nothing.

        Raises:
            NotFound: no such draft, or it proposes this no (longer): the record may say it already.
            Conflict: it was accepted before and shall be declined now, or the record has changed meanwhile.
        """
        known = (await self.records.answered_proposals(draft)).get(id)
        if known and known[1]:
            if accept:
                return known[0]
            raise Conflict("This is on record already. Change or remove it on the account's page.")
        proposal = next((p for p in await self._found(draft, say) if p.id == id), known[0] if known else None)
        if proposal is None:
            raise NotFound("This is not proposed any more: the record has changed meanwhile.")
        if accept:
            await self._put(draft, proposal)
        await self.records.answer_proposal(draft, proposal, accept)
        return proposal

    async def _put(self, draft: str, proposal: Proposal) -> None:
        account = (await self.records.draft(draft))[0].account
        try:
            await self.records.change_account(account, lambda known: applied(known, proposal.fact))
        except (Conflict, Invalid):
            # Two answers at once: the other one has put it on record.
            known = (await self.records.answered_proposals(draft)).get(proposal.id)
            if not (known and known[1]):
                raise

    async def _found(self, id: str, say: Say) -> list[Proposal]:
        draft, asked = await self.records.draft(id)
        request = DraftRequest.model_validate({k: v for k, v in asked.items() if k != "answers"})
        organisation = await self.records.organisation()
        if request.sender != "customer" or not request.message.strip() or organisation is None:
            return []
        account = await self.records.account(draft.account)
        reading = self.desk.read(request.message, request.sender, account, organisation)
        contact = writer(account, reading, request.contact)
        if contact is None or not sincere(reading):
            return []
        day = request.today or _day(await self._begun(id), organisation)
        letter = await self._last_letter(draft)
        said = Confirmed(account, reading, day, letter, self._cues, figures_in).read(request.message)
        record = Say(organisation.language)
        found = (_proposal(account, one, contact, day, say, record) for one in said)
        return [proposal for proposal in found if proposal]

    async def _begun(self, id: str) -> str:
        return (await self.records.versions(id))[0].created_at

    async def _last_letter(self, draft: Draft) -> str:
        """The letter that was drafted before this one for the same customer, "" where there is none."""
        found, _ = await self.records.drafts(draft.account, _LOOKED_BACK)
        ids = [d.id for d in found]
        earlier = found[ids.index(draft.id) + 1 :] if draft.id in ids else []
        return next((d.body for d in earlier if d.audience == "customer" and d.body), "")


def applied(account: Account, fact: Proposed) -> Account:
    """The account with a proposed fact on record, by the rules of `editing`; an earlier value of a goal is superseded.

    Raises:
        Conflict: what it changes is not on record any more.
    """
    if fact.kind == "reading":
        reading = Measured.model_validate(fact.value)
        goal = next((g for g in account.goals if goal_ref(g) == fact.goal), None)
        same_day = [r for r in editing.measured(goal) if r.date == reading.date] if goal else []
        if same_day:
            return editing.replaced(account, "reading", tag_of(same_day[0]), reading, fact.goal)[0]
        return editing.added(account, "reading", reading, fact.goal)[0]
    outcome = Outcome.model_validate(fact.value)
    tag = fact.replaces or ""
    if not fact.keeps_old:
        return editing.replaced(account, "outcome", tag, outcome)[0]
    withdrawn = editing.replaced(account, "outcome", tag, Outcome(withdrawn=True))[0]
    return editing.added(withdrawn, "outcome", outcome.model_copy(update={"id": ""}))[0]


def _proposal(account: Account, said: Said, contact: Contact, day: Date, say: Say, record: Say) -> Proposal | None:
    """What was said as a proposal; None where the record is newer, or nothing would change."""
    source = record("Mail of %(day)s (%(who)s)", day=display.day(day, record.language, weekday=False), who=contact.name)
    if said.item.kind == "goal":
        goal = next(g for g in account.goals if goal_ref(g) == said.item.ref)
        fact, text = _of_goal(goal, said, source, day, say)
    else:
        outcome = next(o for o in account.outcomes if tag_of(o) == said.item.ref)
        fact, text = _of_outcome(outcome, said, contact, source, day, say)
    if fact is None:
        return None
    id = sha256(f"{said.kind} {fact.model_dump_json()}".encode()).hexdigest()[:12]
    return Proposal(id=id, kind=said.kind, text=text, quote=said.quote, fact=fact)


def _of_goal(goal: Goal, said: Said, source: str, day: Date, say: Say) -> tuple[Proposed | None, str]:
    newest = max((r.date for r in editing.measured(goal)), default=None)
    if newest and (newest > day or (newest == day and said.kind == "confirmation")):
        return None, ""
    value = {"date": day.isoformat(), "value": said.amount.value, "source": source}
    shown = display.measured(said.amount.value, goal.unit, say.language)
    values = {"kpi": goal.kpi or goal.statement, "value": shown, "day": display.day(day, say.language, weekday=False)}
    fact = Proposed(kind="reading", goal=goal_ref(goal), value=value)
    if said.kind == "confirmation":
        return fact, say("%(kpi)s: %(value)s, confirmed on %(day)s", **values)
    if goal.current is None:
        return fact, say("%(kpi)s: %(value)s as of %(day)s", **values)
    old = display.measured(goal.current, goal.unit, say.language)
    return fact, say("%(kpi)s: %(value)s as of %(day)s, instead of %(old)s", **values, old=old)


def _of_outcome(
    outcome: Outcome, said: Said, contact: Contact, source: str, day: Date, say: Say
) -> tuple[Proposed | None, str]:
    changes: dict[str, Any] = {"confirmed_by": contact.name, "as_of": day.isoformat(), "source": source}
    if said.old:
        changes |= _recomputed(outcome, said.old, said.amount)
        if "annual_value" not in changes:
            return None, ""
        changes = outcome.model_dump(mode="json", exclude_defaults=True, exclude={"id"}) | changes
    fact = Proposed(kind="outcome", value=changes, replaces=tag_of(outcome), keeps_old=said.old is not None)
    worth = changes.get("annual_value", outcome.annual_value)
    shown = (
        [] if worth is None else [say("%(value)s a year", value=display.money(worth, outcome.currency, say.language))]
    )
    shown += [basis] if (basis := changes.get("basis", outcome.basis)) else []
    values = {"what": outcome.statement, "value": say(", ").join(shown), "who": contact.name}
    if said.old is None:
        return fact, say("%(what)s: %(value)s, confirmed by %(who)s", **values)
    old = outcome.basis or display.money(outcome.annual_value or 0, outcome.currency, say.language)
    return fact, say("%(what)s: %(value)s, confirmed by %(who)s, instead of %(old)s", **values, old=old)


def _recomputed(outcome: Outcome, old: Amount, new: Amount) -> dict[str, Any]:
    """Basis and yearly value with one figure changed; {} where the value does not follow from the basis."""
    if outcome.annual_value is None or not old.value:
        return {}
    found = figures_in(outcome.basis)
    if not found:
        return {"annual_value": new.value} if not outcome.basis and old.value == outcome.annual_value else {}
    product = 1.0
    for figure in found:
        product *= figure.value
    places = [f for f in found if f.value == old.value and f.unit == old.unit]
    if abs(product - outcome.annual_value) > 1e-6 * product or len(places) != 1:
        return {}
    return {
        "annual_value": outcome.annual_value * new.value / old.value,
        "basis": _with_figure(outcome.basis, places[0].start, places[0].end, new.value),
    }


def _with_figure(basis: str, start: int, end: int, value: float) -> str:
    """The basis with another number in this place, its unit and its currency sign kept."""
    quote = basis[start:end]
    digits = [n for n, c in enumerate(quote) if c.isdigit()]
    first, last = digits[0], digits[-1] + 1
    tail = quote[last:].lstrip("百千万億")
    return f"{basis[:start]}{quote[:first]}{display.number(value)}{tail}{basis[end:]}"


def _day(moment: str, organisation: Organisation) -> Date:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(organisation.time_zone)).date()
