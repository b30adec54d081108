"""What a model may rest a letter on: the plan's citations, and further facts that this letter's reader may read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date

from assistant.domain import display
from assistant.domain.account import Contract, Goal, Outcome, Usage
from assistant.domain.draft import Citation
from assistant.domain.fact import Fact
from assistant.domain.plan import Plan
from assistant.planning import people
from assistant.planning.brief import Brief
from assistant.wording.playbook import Words

# The beginnings of a tag, a fence, or a control word of a chat template.
_TAG = re.compile(r"<(?=[|/!?<]?\s*[|/A-Za-z])|\[(?=/?INST\])", re.IGNORECASE)
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
# What a letter says of these is decided by its points alone.
_NEVER_FURTHER = ("approval", "approver", "economics", "reading")
# While the success lane is closed, nothing else is even shown.
_IN_TROUBLE = ("ticket", "call", "email", "contact")
_HISTORY = ("ticket", "meeting", "email", "call", "survey", "milestone", "referral_ask", "note")
_SHORTHAND = "in our shorthand"
_RANK = ("goal", "outcome", "contract", "project", "usage", "contact")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a letter may rest on, in the letter's display forms.

    `fields` are pairs of a label ("" for none) and a value; `quotes` the forms in which a plan may have cited it.
    `shelf` is what it is dropped as where the prompt grows too long: "point" for what the points cite (never dropped),
    "fact" or "history". `date` is an entry's day; `recalled` is true where recall found it for this message.
    """

    kind: str
    title: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    source: str = ""
    formula: str = ""
    quotes: tuple[str, ...] = ()
    shelf: str = "fact"
    date: Date = Date.min
    recalled: bool = False
    id: str = ""

    @property
    def shorthand(self) -> bool:
        """True where the words are the CSM's notes, never meant for the customer's eyes as they stand."""
        return any(label == _SHORTHAND for label, _ in self.fields)

    @property
    def quote(self) -> str:
        return " / ".join(value for _, value in self.fields)


def offered(plan: Plan, brief: Brief, facts: Sequence[Fact], words: Words) -> tuple[list[Item], dict[str, Citation]]:
    """What the prompt lists, and the citations by id: the plan's own keep their ids, further facts get the next ones.

    A customer's letter is offered what is open to every reader of the account; a memo to a colleague also what is
    internal. Nobody is offered what was told in confidence, what a newer value has replaced, what nobody confirmed, or
    a concession that no point holds.
    """
    goals = {f"goal:{g.id or n}": g for n, g in enumerate(brief.account.goals)}
    outcomes = {f"outcome:{o.id or n}": o for n, o in enumerate(brief.account.outcomes)}
    told = (fact for fact in facts if _tellable(fact, plan, brief))
    found = [item for fact in told for item in _items(fact, brief, goals, outcomes)]
    known: dict[str, Citation] = {c.id: c for c in plan.citations}
    listed: list[Item] = []
    shown_in_full: list[Item] = []
    for citation in plan.citations:
        if citation.kind in ("message", "help"):
            continue
        match = next((i for i in found if citation.kind == "account" and citation.quote in i.quotes), None)
        if match is None or match in shown_in_full:
            listed.append(_as_cited(citation, brief, words))
        else:
            shown_in_full.append(match)
            listed.append(replace(match, id=citation.id, shelf="point"))
    further = sorted((i for i in found if i not in shown_in_full), key=_importance)
    number = max((int(id[1:]) for id in known if id.startswith("A")), default=0)
    for n, item in enumerate(further, number + 1):
        listed.append(replace(item, id=f"A{n}"))
        title = item.title or item.fields[-1][1][:40]
        known[f"A{n}"] = Citation(id=f"A{n}", kind="account", title=title, quote=item.quote, source=item.source)
    return listed, known


def _importance(item: Item) -> tuple[int, int, int]:
    """Facts in the order of their kinds, then history: what recall found, then the newest."""
    if item.shelf == "history":
        return (len(_RANK), 0 if item.recalled else 1, -item.date.toordinal())
    return (_RANK.index(item.kind), 0, 0)


def _tellable(fact: Fact, plan: Plan, brief: Brief) -> bool:
    open_to = ("account",) if plan.audience == "customer" else ("account", "internal")
    if fact.superseded or fact.visibility not in open_to or fact.kind in _NEVER_FURTHER:
        return False
    if brief.closed_lane and plan.audience == "customer" and fact.kind not in _IN_TROUBLE:
        return False
    approvers = [brief.organisation.policy.approver, *(a.approver for a in brief.contract.approvals)]
    return plan.audience == "colleague" or not any(name and name in fact.text for name in approvers)


def defused(text: str) -> str:
    """A text of the record in which nothing can open or close a block of the prompt; its characters stay as they are."""
    return _TAG.sub("‹", text)


def shown(text: str, brief: Brief) -> str:
    """A text of the record on one line, with its days in the letter's own form."""

    def day(match: re.Match[str]) -> str:
        try:
            return brief.day(Date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            return match[0]

    return defused(_ISO_DAY.sub(day, " ".join(text.split())))


def _as_cited(citation: Citation, brief: Brief, words: Words) -> Item:
    """A citation as the points show it: an account's raw value stands there in its display form."""
    spans = [words.body[m.start : m.end] for m in words.marks if m.citation == citation.id]
    raw = citation.kind in ("account", "computed") and spans
    values = list(dict.fromkeys(spans)) if raw else [shown(citation.quote, brief)]
    title = "" if citation.title == citation.formula else citation.title
    fields = tuple(("", value) for value in values if value and value != title)
    source = shown(citation.source, brief)
    return Item(citation.kind, title, fields, source, citation.formula or "", shelf="point", id=citation.id)


def _items(fact: Fact, brief: Brief, goals: dict[str, Goal], outcomes: dict[str, Outcome]) -> Iterator[Item]:
    account = brief.account
    if goal := goals.get(fact.key):
        yield _goal(goal, brief)
    elif outcome := outcomes.get(fact.key):
        if outcome.confirmed_by:
            yield _outcome(outcome, brief)
    elif fact.kind == "contract":
        yield from _contract(brief.contract, brief)
    elif fact.kind == "usage":
        months = [u for u in account.usage if u.month]
        newest = max(months, key=lambda u: u.month or "", default=None)
        if newest and fact.key == f"usage:{newest.month}":
            yield _usage(newest, brief)
    elif fact.kind == "project" and account.project:
        done = (("completed", brief.day(fact.date)),) if fact.date else ()
        results = tuple(("", shown(r, brief)) for r in account.project.results)
        yield Item("project", fact.title, (*done, *results), quotes=tuple(account.project.results))
    elif fact.kind == "contact":
        yield from _contact(fact, brief)
    elif fact.kind in _HISTORY and fact.date:
        past = {(e.date, e.say or e.text) for e in brief.past}
        spoken = any(e.say == fact.text for e in account.history)
        fields = (("on", brief.day(fact.date)), ("" if spoken else _SHORTHAND, shown(fact.text, brief)))
        yield Item(
            fact.kind, "", fields, quotes=(fact.text,), shelf="history", date=fact.date,
            recalled=(fact.date, fact.text) in past,
        )  # fmt: skip


def _filled(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in pairs if value)


def _goal(goal: Goal, brief: Brief) -> Item:
    def measured(value: float | None) -> str:
        return "" if value is None else display.measured(value, goal.unit, brief.language)

    values = [measured(v) for v in (goal.baseline, goal.current, goal.target) if v is not None]
    fields = _filled((
        ("", goal.statement), ("baseline", measured(goal.baseline)), ("current", measured(goal.current)),
        ("measured", brief.day(goal.as_of) if goal.as_of and goal.current is not None else ""),
        ("target", measured(goal.target)),
    ))  # fmt: skip
    quote = f"{goal.statement} ({' → '.join(values)})"
    return Item("goal", goal.kpi or goal.statement, fields, shown(goal.source, brief), quotes=(quote,))


def _outcome(outcome: Outcome, brief: Brief) -> Item:
    currency = outcome.currency or brief.contract.currency
    amount = brief.money(outcome.annual_value, currency) if outcome.annual_value is not None else ""
    fields = _filled((
        ("a year", amount), ("basis", outcome.basis), ("confirmed by", outcome.confirmed_by),
        ("on", brief.day(outcome.as_of) if outcome.as_of else ""),
    ))  # fmt: skip
    quote = " / ".join(t for t in (outcome.statement, amount, outcome.basis) if t)
    return Item("outcome", outcome.statement, fields, shown(outcome.source, brief), quotes=(quote,))


def _contract(contract: Contract, brief: Brief) -> Iterator[Item]:
    """Field by field, as plans cite it."""
    days = {"begun": contract.start, "renews": contract.renewal, "notice by": contract.notice_by}
    prices = {"annual fee": contract.annual_price, "fee in all": contract.total_price}
    for label, value in prices.items():
        if value:
            named = f"{label}, tax {contract.tax}," if contract.tax else label
            yield Item("contract", brief.product, ((named, brief.money(value)),), quotes=(brief.money(value),))
    for label, value in days.items():
        if value:
            yield Item("contract", brief.product, ((label, brief.day(value)),), quotes=(value.isoformat(),))
    if contract.seats:
        yield Item("contract", brief.product, (("seats", display.number(contract.seats)),))


def _usage(usage: Usage, brief: Brief) -> Item:
    month = Date(int((usage.month or "")[:4]), int((usage.month or "")[5:]), 1)
    counts = (("people", usage.active_users), ("log-ins", usage.logins))
    fields = [(label, display.number(value)) for label, value in counts if value is not None]
    fields += [("", f"{name} {display.number(value)}") for name, value in usage.features.items()]
    return Item("usage", display.month(month, brief.language), tuple(fields))


def _contact(fact: Fact, brief: Brief) -> Iterator[Item]:
    for contact in people.present(brief.account.contacts):
        if contact.name == fact.title and contact != brief.contact:
            title = people.full_title(contact)
            yield Item("contact", contact.name, (("", title),) if title else ())
