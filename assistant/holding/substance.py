"""Whether there is enough to say: a result that may be told, something that is this customer's own, the right time to ask."""

from datetime import timedelta

from assistant.domain.account import HistoryEntry
from assistant.domain.batch import Reason
from assistant.domain.situation import Situation
from assistant.holding.view import View, short
from assistant.planning import evidence, referral

_REFERRAL_DAYS = 90
_FEEDBACK_DAYS = 30


def referral_time(view: View) -> Reason | None:
    """A word about recommending us at the wrong time does harm (japanese.md, referral: typical mistakes)."""
    if view.brief.situation is not Situation.referral:
        return None
    if asked := _newest(view, "referral_ask", _REFERRAL_DAYS):
        return Reason("referral_asked", "They were asked about recommending us on %(date)s. Ninety days should lie between two times.", {"date": view.day(asked)})  # fmt: skip
    if view.open_tickets:
        values = {"date": view.day(view.open_tickets[0]), "what": short(view.open_tickets[0].text)}
        return Reason(
            "ticket_open", "A ticket of %(date)s is still open: “%(what)s”. Settle it first, then ask.", values
        )
    reason = referral.not_now(view.brief)
    if reason == "public":
        return Reason("public_body", "A public body may not favour a supplier by recommending it. Thank them, and leave it at that.")  # fmt: skip
    if reason == "renewal" and (renewal := view.brief.contract.renewal):
        return Reason("renewal_near", "The contract is renewed on %(date)s. Asked now, a recommendation would sound like part of the deal.", {"date": renewal.isoformat()})  # fmt: skip
    return None


def feedback_time(view: View) -> Reason | None:
    """Nobody is asked what they think twice in a month."""
    if view.brief.situation is not Situation.feedback_request:
        return None
    if asked := _newest(view, "survey", _FEEDBACK_DAYS):
        return Reason("feedback_asked", "They answered, or were asked, on %(date)s. Take up what they said then, before asking again.", {"date": view.day(asked)})  # fmt: skip
    return None


def too_poor(view: View) -> Reason | None:
    """Nothing on record that could stand in a letter to nobody else."""
    if view.brief.situation not in (Situation.project_completion, Situation.referral, Situation.feedback_request):
        return None
    money = evidence.money(view.brief, view.sheet)
    if view.deed or view.kpis or view.results or money:
        return None
    if view.brief.situation is not Situation.feedback_request and _to_confirm(view):
        return None
    values = {"contact": view.reader}
    if _other_language(view):
        return Reason("other_language", "What is on record about %(contact)s and the results is in another language than the letter. What could be said in the letter's own?", values)  # fmt: skip
    return Reason("too_poor", "The record holds nothing that could be said to %(contact)s alone. What did %(contact)s do that you remember, and what is better now than before?", values)  # fmt: skip


def no_gain(view: View) -> Reason | None:
    """What is measured has not come nearer to its target, and no other result was confirmed."""
    if view.brief.situation not in (Situation.project_completion, Situation.referral) or view.confirmed:
        return None
    measured = [g for g in view.brief.account.goals if g.baseline is not None and g.current is not None]
    if not measured or any(kpi.moved and not kpi.worse for kpi in view.kpis):
        return None
    goal = next((g for g in measured if g.current != g.baseline), measured[0])
    values = {"kpi": goal.kpi or goal.statement, "before": f"{goal.baseline:g}{goal.unit}", "now": f"{goal.current:g}{goal.unit}"}  # fmt: skip
    if goal.current == goal.baseline:
        return Reason("no_gain", "“%(kpi)s” stands where it began, at %(now)s. Talk about that first.", values)
    return Reason("no_gain", "“%(kpi)s” has gone the wrong way, from %(before)s to %(now)s. Talk about that first.", values)  # fmt: skip


def unconfirmed(view: View) -> Reason | None:
    """Nobody has confirmed a result yet; the draft is the question that would confirm it."""
    if view.brief.situation not in (Situation.project_completion, Situation.referral) or view.confirmed:
        return None
    if found := evidence.estimates(view.brief.account.outcomes):
        return Reason("unconfirmed", "“%(result)s” is an estimate that nobody there has confirmed. The draft asks %(contact)s about it.", {"result": short(found[0].statement), "contact": view.reader})  # fmt: skip
    return Reason("unconfirmed", "No result with a figure from before and one from now is on record. The draft asks %(contact)s for both.", {"contact": view.reader})  # fmt: skip


def _to_confirm(view: View) -> bool:
    """Something is on record whose confirmation would make a letter: a question about it says more than one about all."""
    account = view.brief.account
    texts = [o.statement for o in evidence.estimates(account.outcomes)] + [g.kpi or g.statement for g in account.goals]
    return any(view.brief.in_language(text) for text in texts)


def _newest(view: View, kind: str, days: int) -> HistoryEntry | None:
    since = view.brief.today - timedelta(days=days)
    found = [e for e in view.brief.account.history if e.kind == kind and since < e.date <= view.brief.today]
    return max(found, key=lambda e: e.date, default=None)


def _other_language(view: View) -> bool:
    account = view.brief.account
    texts = [e.text for e in account.history if e.kind in ("meeting", "milestone", "call")]
    texts += [g.statement for g in account.goals] + [o.statement for o in account.outcomes]
    texts += account.project.results if account.project else []
    return bool(texts) and not any(view.brief.in_language(text) for text in texts if text)
