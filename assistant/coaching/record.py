"""An account's record as the CSM reads it: every entry in its display form, internal ones marked as such."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Date
from typing import Any

from assistant.domain import display
from assistant.domain.account import Account, Contact, Contract, Goal, HistoryEntry, Outcome, Usage
from assistant.domain.facts import visibility_of

_LONGEST_QUOTE = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on record.

    `key` is that of `Fact` ("goal:g1", "history:17"); `kind` names the macro that words it; `fields` are what it shows;
    `quote` is the record's own wording; `visibility` as in `Fact`; `old` where a later value or a withdrawal replaced it.
    """

    key: str
    kind: str
    fields: dict[str, Any] = field(default_factory=dict)
    quote: str = ""
    source: str = ""
    date: Date | None = None
    visibility: str = "account"
    old: bool = False

    @property
    def internal(self) -> bool:
        """True for what no customer may read, and what only one of them may."""
        return self.visibility != "account"


def entries_of(account: Account, language: str, today: Date) -> dict[str, Entry]:
    """The whole record by key, in display forms of `language`."""
    return {entry.key: entry for entry in _entries(account, language, today)}


def _entries(account: Account, language: str, today: Date) -> Iterator[Entry]:
    for n, contact in enumerate(account.contacts):
        yield _contact(contact, f"contact:{n}")
    if account.owner:
        owner = account.owner
        yield Entry("owner", "owner", {"name": owner.name, "title": owner.title}, f"{owner.name} {owner.title}".strip())
    if account.contract:
        yield _contract(account.contract, language, today)
        for n, approval in enumerate(account.contract.approvals):
            fields = {
                "what": approval.what, "approver": approval.approver,
                "expires": display.day(approval.expires, language, today) if approval.expires else "",
            }  # fmt: skip
            yield Entry(f"approval:{n}", "approval", fields, approval.what, "", approval.date, "internal")
    for n, goal in enumerate(account.goals):
        key = f"goal:{goal.id or n}"
        yield _goal(goal, key, language, today)
        for m, reading in enumerate(goal.readings):
            value = display.measured(reading.value, goal.unit, language)
            fields = {"kpi": goal.kpi or goal.statement, "value": value}
            older = goal.as_of is None or reading.date < goal.as_of
            yield Entry(
                f"{key}:{m}", "reading", fields, f"{fields['kpi']} {value}", goal.source, reading.date, old=older
            )
    for n, outcome in enumerate(account.outcomes):
        currency = outcome.currency or (account.contract.currency if account.contract else "")
        yield _outcome(outcome, currency, f"outcome:{outcome.id or n}", language)
    for use in account.usage:
        yield _usage(use, language, today)
    if project := account.project:
        quote = " / ".join([project.name, *project.results])
        yield Entry(
            "project", "project", {"name": project.name, "results": project.results}, quote, "", project.completed
        )
    if economics := account.economics:
        margin, hours = economics.gross_margin, economics.support_hours_per_month
        fields = {
            "margin": "" if margin is None else f"{display.number(margin * 100, 1)}%",
            "hours": ""
            if hours is None
            else display.measured(hours, "時間" if language == "ja" else "hours", language),
        }
        yield Entry(
            "economics", "economics", fields, " / ".join(v for v in fields.values() if v), visibility="internal"
        )
    for n, entry in enumerate(account.history):
        yield _history(entry, f"history:{n}")


def _contact(contact: Contact, key: str) -> Entry:
    title = " ".join(t for t in (contact.department, contact.title) if t)
    fields = {"name": contact.name, "title": title, "role": contact.role or "", "left": bool(contact.left)}
    return Entry(key, "contact", fields, f"{title} {contact.name}".strip(), old=bool(contact.left))


def _contract(contract: Contract, language: str, today: Date) -> Entry:
    def day(value: Date | None) -> str:
        return display.day(value, language, today) if value else ""

    price = contract.annual_price or contract.total_price
    fields = {
        "product": " ".join(t for t in (contract.product, contract.plan) if t),
        "start": day(contract.start), "renewal": day(contract.renewal), "notice_by": day(contract.notice_by),
        "price": display.money(price, contract.currency, language) if price else "",
        "annual": bool(contract.annual_price), "tax": contract.tax or "",
        "seats": display.number(contract.seats) if contract.seats else "",
    }  # fmt: skip
    told = {**fields, "tax": display.tax(contract.tax, language)}
    quote = " / ".join(str(v) for v in told.values() if v and v is not True)
    return Entry("contract", "contract", fields, quote)


def _goal(goal: Goal, key: str, language: str, today: Date) -> Entry:
    def shown(value: float | None) -> str:
        return "" if value is None else display.measured(value, goal.unit, language)

    fields = {
        "statement": goal.statement, "kpi": goal.kpi if goal.kpi != goal.statement else "",
        "baseline": shown(goal.baseline), "current": shown(goal.current), "target": shown(goal.target),
        "as_of": display.day(goal.as_of, language, today) if goal.as_of else "",
    }  # fmt: skip
    quote = " / ".join(v for v in fields.values() if v)
    return Entry(key, "goal", fields, quote, goal.source, goal.as_of)


def _outcome(outcome: Outcome, currency: str, key: str, language: str) -> Entry:
    value = display.money(outcome.annual_value, currency, language) if outcome.annual_value is not None else ""
    fields = {
        "statement": outcome.statement, "value": value, "basis": outcome.basis,
        "confirmed_by": outcome.confirmed_by or "", "withdrawn": outcome.withdrawn,
    }  # fmt: skip
    quote = " / ".join(t for t in (outcome.statement, value, outcome.basis) if t)
    return Entry(key, "outcome", fields, quote, outcome.source, outcome.as_of, old=outcome.withdrawn)


def _usage(use: Usage, language: str, today: Date) -> Entry:
    date = use.date
    if use.month and 1 <= int(use.month[5:]) <= 12 and use.month[:4] > "0000":
        date = Date(int(use.month[:4]), int(use.month[5:]), 1)
    when = use.month or (use.date.isoformat() if use.date else "")
    shown = f"{date.year}年{date.month}月" if date and language == "ja" else f"{date:%B %Y}" if date else when
    if not use.month and date:
        shown = display.day(date, language, today)
    fields = {
        "when": shown,
        "users": "" if use.active_users is None else display.number(use.active_users),
        "logins": "" if use.logins is None else display.number(use.logins),
        "features": [(name, display.number(value)) for name, value in use.features.items()],
    }
    quote = " / ".join([when, *(str(v) for v in (fields["users"], fields["logins"]) if v)])
    return Entry(f"usage:{when}", "usage", fields, quote, "", date)


def _history(entry: HistoryEntry, key: str) -> Entry:
    text = " ".join(entry.text.split()) or entry.say or ""
    cut = text[:_LONGEST_QUOTE] + ("…" if len(text) > _LONGEST_QUOTE else "")
    fields = {"text": cut, "open": entry.kind == "ticket" and entry.status == "open"}
    return Entry(key, entry.kind, fields, cut, entry.by, entry.date, visibility_of(entry))
