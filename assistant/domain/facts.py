"""The account's record as citable facts."""

import re

from assistant.domain.account import Account, Goal, HistoryEntry, Outcome
from assistant.domain.fact import Fact

_MARKED_INTERNAL = re.compile(
    r"^\s*[【\[(\uff08]?\s*(社内|内部|社外秘|internal)\s*(のみ|限り|メモ|only|note)?\s*[】\])\uff09:\uff1a]",
    re.IGNORECASE,
)


def visibility_of(entry: HistoryEntry) -> str:
    """Who may read a history entry: "account", "internal", or the contact who told it in confidence.

    Notes, and texts marked 社内 or Internal, are internal whatever their field says (../shared/formats.md, Account).
    """
    if entry.kind == "note" or entry.visibility == "internal" or _MARKED_INTERNAL.match(entry.text):
        return "internal"
    return entry.visibility


def number(value: float) -> str:
    """A figure as a record shows it: no trailing zeros, thousands separated."""
    return f"{value:,.10f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def _goal(goal: Goal, key: str) -> list[Fact]:
    shown = [
        f"{word} {number(value)}{goal.unit}"
        for word, value in (("baseline", goal.baseline), ("current", goal.current), ("target", goal.target))
        if value is not None
    ]
    title = goal.kpi or goal.statement
    text = " / ".join(t for t in (goal.statement, goal.kpi, ", ".join(shown)) if t)
    facts = [Fact(key, "goal", title, text, goal.source, goal.as_of)]
    for n, reading in enumerate(goal.readings):
        older = goal.as_of is None or reading.date < goal.as_of
        words = f"{title} {number(reading.value)}{goal.unit}"
        source = reading.source or goal.source
        facts.append(Fact(f"{key}:{n}", "reading", title, words, source, reading.date, superseded=older))
    return facts


def _outcome(outcome: Outcome, key: str) -> Fact:
    value = "" if outcome.annual_value is None else f"{number(outcome.annual_value)} {outcome.currency}"
    text = " / ".join(t for t in (outcome.statement, value, outcome.basis, outcome.confirmed_by) if t)
    return Fact(key, "outcome", outcome.statement, text, outcome.source, outcome.as_of, superseded=outcome.withdrawn)


def facts_of(account: Account) -> tuple[Fact, ...]:
    """All citable facts of an account, internal and confided ones among them (see `Fact.visibility`)."""
    facts: list[Fact] = []
    for n, contact in enumerate(account.contacts):
        words = " ".join(t for t in (contact.department, contact.title, contact.name, contact.reading) if t)
        facts.append(Fact(f"contact:{n}", "contact", contact.name, words))
    if contract := account.contract:
        words = [contract.product, contract.plan]
        words += [d.isoformat() for d in (contract.start, contract.renewal, contract.notice_by) if d]
        words += [f"{number(p)} {contract.currency}" for p in (contract.annual_price, contract.total_price) if p]
        words += [number(contract.seats)] if contract.seats else []
        facts.append(Fact("contract", "contract", contract.product or account.name, " / ".join(w for w in words if w)))
        for n, approval in enumerate(contract.approvals):
            facts.append(Fact(f"approval:{n}", "approval", approval.what, approval.what, date=approval.date))
            if approval.approver:
                key = f"approver:{n}"
                facts.append(Fact(key, "approver", approval.what, approval.approver, visibility="internal"))
    for n, goal in enumerate(account.goals):
        facts += _goal(goal, f"goal:{goal.id or n}")
    for n, outcome in enumerate(account.outcomes):
        facts.append(_outcome(outcome, f"outcome:{outcome.id or n}"))
    for use in account.usage:
        when = use.month or (use.date.isoformat() if use.date else "")
        counts = [number(v) for v in (use.active_users, use.logins) if v is not None]
        words = [when, *counts, *(f"{name} {number(value)}" for name, value in use.features.items())]
        facts.append(Fact(f"usage:{when}", "usage", when, " / ".join(words)))
    if project := account.project:
        words = [project.name, project.completed.isoformat() if project.completed else "", *project.results]
        text = " / ".join(w for w in words if w)
        facts.append(Fact("project", "project", project.name, text, date=project.completed))
    if economics := account.economics:
        shown = [number(v) for v in (economics.gross_margin, economics.support_hours_per_month) if v is not None]
        facts.append(Fact("economics", "economics", "economics", " / ".join(shown), visibility="internal"))
    for n, entry in enumerate(account.history):
        words = entry.say or entry.text
        visibility = visibility_of(entry)
        facts.append(Fact(f"history:{n}", entry.kind, words[:60], words, entry.by, entry.date, visibility))
    return tuple(facts)
