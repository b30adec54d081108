"""What a customer who is played knows: the account's record as that customer would say it, in one language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date as Date

from assistant.domain import display
from assistant.domain.account import Account, Contact, Goal, HistoryEntry
from assistant.domain.facts import visibility_of
from assistant.domain.organisation import Organisation
from assistant.planning import evidence, people

# A cut that a buyer begins with, and the longest words of a ticket that a customer would repeat.
_CUT = 0.1
_LONGEST_TOPIC = {"ja": 36, "en": 70}
_WITHOUT_CLIENTS = ("hospital", "school", "university", "kindergarten", "public", "association")
_PLACES = {
    "ja": {
        "company": "会社", "bank": "銀行", "shinkin": "金庫", "hospital": "病院", "school": "学校", "university": "大学",
        "kindergarten": "園", "public": "役所", "association": "団体", "shop": "お店", "office": "事務所",
    },
    "en": {
        "company": "company", "bank": "bank", "shinkin": "bank", "hospital": "hospital", "school": "school",
        "university": "university", "kindergarten": "kindergarten", "public": "authority",
        "association": "association", "shop": "shop", "office": "office",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """The inputs of a persona's script, as words; "" where the record does not hold it in this language.

    `who` is the customer who speaks, as they call themselves, `you` our CSM as they call them, `us` our company,
    `head` the person in their company who decides (never the speaker), `cut_price` the price that a buyer would like.
    `trouble` is the newest ticket that hurt, in words that follow "the matter of …"; `trouble_open` where it lasts,
    `trouble_grave` where it stops their work. `clients` is false of those that serve no clients (a hospital, a city),
    `place` a word for an organisation of their kind.
    `result` and `amount` are the largest confirmed result, `kpi` the goal that says most with its course.
    """

    who: str = ""
    title: str = ""
    department: str = ""
    company: str = ""
    you: str = ""
    us: str = ""
    head: str = ""
    product: str = ""
    price: str = ""
    cut_price: str = ""
    renewal: str = ""
    notice: str = ""
    seats: str = ""
    kpi: str = ""
    kpi_from: str = ""
    kpi_now: str = ""
    kpi_target: str = ""
    result: str = ""
    amount: str = ""
    trouble: str = ""
    trouble_when: str = ""
    trouble_open: bool = False
    trouble_grave: bool = False
    clients: bool = True
    place: str = ""

    def words(self) -> dict[str, object]:
        """The inputs by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def played_by(contacts: Sequence[Contact], roles: Sequence[str], stranger: bool) -> Contact | None:
    """Who of a customer's people is played: the first present one of the roles, in their order.

    Where nobody has one of them: nobody by name if a `stranger` may speak (a buyer often is one), else the first.
    """
    present = people.present(list(contacts))
    for role in roles:
        if found := next((c for c in present if c.role == role), None):
            return found
    return None if stranger or not present else present[0]


def known_of(
    account: Account, organisation: Organisation, contact: Contact | None, language: str, today: Date
) -> Known:
    """What the script may say of this account. Nothing internal or confided to somebody else is in it."""
    contract = account.contract
    inside = [c for c in people.present(account.contacts) if c.role == "decision_maker" and c is not contact]
    owner = account.owner
    price, currency = (contract.annual_price or 0, contract.currency) if contract else (0, "")
    values: dict[str, object] = {
        "who": called(contact, language) if contact else "",
        "title": _said(contact.title, language) if contact else "",
        "department": _said(contact.department, language) if contact else "",
        "company": _company(account.name, language),
        "us": _said(people.short_name(organisation), language),
        "head": _head(inside[0], language) if inside else "",
        "clients": account.kind not in _WITHOUT_CLIENTS,
        "place": _PLACES[language].get(account.kind or "company") or _PLACES[language]["company"],
    }
    if owner:
        name = owner.name_latin.split()[0] if language == "en" and owner.name_latin else _said(owner.name, language)
        values["you"] = f"{people.called(name)}さん" if language == "ja" and name else people.first_name(name)
    if contract:
        values |= {"product": _said(contract.product, language), "seats": str(contract.seats or "")}
        values["price"] = _price(price, currency, language)
        values["cut_price"] = _price(_round(price * (1 - _CUT)), currency, language)
        for name, day in (("renewal", contract.renewal), ("notice", contract.notice_by)):
            if day and day >= today:
                values[name] = display.day(day, language, today, weekday=False)
    return Known(**{**values, **_results(account, language), **_trouble(account, contact, language)})  # type: ignore[arg-type]


def called(contact: Contact, language: str) -> str:
    """The name of a customer's person as they sign a chat: 磯貝, Nadia, Isogai."""
    if language == "ja":
        return people.called(contact.name)
    if not people.is_japanese(contact.name):
        return people.first_name(contact.name)
    return people.romanised(contact.reading.split()[0]) if contact.reading else ""


def _head(contact: Contact, language: str) -> str:
    name = called(contact, language)
    title = _said(contact.title, language)
    return f"{title}の{name}" if language == "ja" and title and name else name


def _said(text: str, language: str) -> str:
    """A text of the record where it can be said in this language, else ""."""
    return text if language == "ja" or not people.is_japanese(text) else ""


def _company(name: str, language: str) -> str:
    return _said(people.core_name(name), language)


def _price(value: float, currency: str, language: str) -> str:
    """156万円 for 1,560,000 yen, as a buyer says it."""
    if not value:
        return ""
    if language == "ja" and currency in ("JPY", "") and value % 10_000 == 0:
        return f"{display.number(value / 10_000)}万円"
    return display.money(value, currency, language)


def _round(value: float) -> float:
    """Down to three figures: what a buyer asks for is a round sum."""
    step = 10 ** max(0, len(str(int(value))) - 3)
    return int(value // step * step)


def _results(account: Account, language: str) -> dict[str, str]:
    values: dict[str, str] = {}
    if goal := _told(account.goals, language):
        values["kpi"] = goal.kpi or goal.statement
        shown = {"kpi_from": goal.baseline, "kpi_now": goal.current, "kpi_target": goal.target}
        # "Working days to close a finding are at 8", not "at 8 working days".
        unit = "" if language == "en" and goal.unit and goal.unit in values["kpi"] else goal.unit
        values |= {k: display.measured(v, unit, language) for k, v in shown.items() if v is not None}
    found = [o for o in evidence.confirmed(account.outcomes) if _said(o.statement, language)]
    if found:
        currency = found[0].currency or (account.contract.currency if account.contract else "")
        values |= {"result": found[0].statement, "amount": _price(found[0].annual_value or 0, currency, language)}
    return values


def _told(goals: Sequence[Goal], language: str) -> Goal | None:
    sayable = [g for g in goals if _said(g.kpi or g.statement, language) and (g.kpi or g.statement)]
    measured = [g for g in sayable if g.baseline is not None and g.current is not None]
    return next(iter([*measured, *sayable]), None)


def _trouble(account: Account, contact: Contact | None, language: str) -> dict[str, object]:
    """The ticket that still hurts most: open before mended, serious before normal, new before old."""
    readable = ("account", contact.name if contact else "account")
    tickets = [e for e in account.history if e.kind == "ticket" and visibility_of(e) in readable]
    told = [(e, topic) for e in tickets if (topic := _topic(e, language))]
    if not told:
        return {}
    worst, topic = max(told, key=lambda t: (t[0].status == "open", t[0].severity == "serious", t[0].date))
    when = display.month(worst.date, language)
    return {
        "trouble": topic, "trouble_when": when, "trouble_open": worst.status == "open",
        "trouble_grave": worst.severity == "serious",
    }  # fmt: skip


def _topic(entry: HistoryEntry, language: str) -> str:
    """A ticket's first clause, where a customer could say it; "" where it reads like a note of ours."""
    first = re.split(r"[。\n;]|\.\s", entry.text.strip(), maxsplit=1)[0].strip(" .")
    odd = re.search(r"[::→⇒【】\[\]<>@#/]", first)
    if odd or not 4 <= len(first) <= _LONGEST_TOPIC[language] or not _said(first, language):
        return ""
    if language == "en":
        return first[0].lower() + first[1:] if first[1:2].islower() else first
    return f"{first}件" if re.search(r"(?:る|た|ない|えず|せず|れず|ず|う|く|ぬ)$", first) else f"{first}の件"
