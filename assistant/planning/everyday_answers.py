"""Everyday matters answered: what the record holds is said in a line or two, what it does not hold is asked of the CSM."""

import re
from datetime import date as Date
from typing import Any

from assistant.planning import asked_of_record, echo, evidence, opening_days, people, retell, saying
from assistant.planning.asked_of_record import Kind
from assistant.planning.brief import Brief, Sheet

# The playbook of these answers, whichever situation the letter is of.
_HERE = "everyday"
_NUMBER = re.compile(r"(?<![\d-])(\+?\d[\d ()-]{7,}\d)(?!\d)")
_WHEN = re.compile(
    r"本日|今日|明日|午前|午後|夕方|今週|\d{1,2}時|\b(today|tomorrow|tonight|this (morning|afternoon|week)|\d{1,2} ?(am|pm)|(mon|tues|wednes|thurs|fri)day)\b",
    re.IGNORECASE,
)


def said(brief: Brief, kind: Kind) -> list[str]:
    """The sentences of a mail that run one kind of errand."""
    own = brief.reading.own
    return [s for s in saying.sentences(brief.reading) if asked_of_record.in_sentence(s, own) == kind]


def answer(brief: Brief, sheet: Sheet, kind: Kind, by: str = "") -> bool:
    """Says what the record holds on a kind of errand, also inside a letter of another situation; false where nothing.

    What it does not hold is asked of the CSM at once.
    """
    if kind == "contract":
        return _contract(brief, sheet, by)
    if kind == "hours":
        return _hours(brief, sheet)
    if kind == "contact":
        return _contact(brief, sheet)
    if kind == "call":
        call(brief, sheet)
        return True
    return kind == "training" and _training(brief, sheet)


def _contract(brief: Brief, sheet: Sheet, by: str) -> bool:
    contract, sentences = brief.contract, said(brief, "contract")
    asked = list(dict.fromkeys(f for s in sentences for f in asked_of_record.contract_facts(s)))
    known = {
        "end": _dated(brief, sheet, "renewal", contract.renewal),
        "notice": _dated(brief, sheet, "notice_by", contract.notice_by),
        "start": _dated(brief, sheet, "start", contract.start, past=True),
        "fee": evidence.price_shown(brief, sheet) if contract.annual_price and "fee" in asked else "",
        "plan": contract.plan if brief.in_language(contract.plan) or contract.plan.isascii() else "",
        "seats": str(contract.seats or ""),
    }
    shown: dict[str, Any] = {name: value if name in asked else "" for name, value in known.items()}
    missing = [name for name in asked if not known.get(name)]
    if missing == asked:
        return False
    sheet.move("facts", "contract_facts", tax=contract.tax or "", weight=1, _of=_HERE, **shown)
    if missing:
        wanted = next(s for s in sentences if set(asked_of_record.contract_facts(s)) & set(missing))
        ask = sheet.ask("ask_what_to_answer", "fact", matter=wanted)
        sheet.move("facts", "contract_open", what=missing, answer=ask.answer or "", by=by, weight=1, _of=_HERE)
    return True


def _dated(brief: Brief, sheet: Sheet, name: str, day: Date | None, past: bool = False) -> str:
    """A date of the contract with its year; "" where none is on record, or where it is over and nobody noted the next."""
    if day is None or (day < brief.today and not past):
        return ""
    text = f"{day.year}年{day.month}月{day.day}日" if brief.language == "ja" else f"{day.day} {day:%B} {day.year}"
    title = "契約" if brief.language == "ja" else "Contract"
    return sheet.cite("account", f"contract:{name}", text, title=title, quote=day.isoformat())


def _hours(brief: Brief, sheet: Sheet) -> bool:
    sentences = said(brief, "hours")
    reach = [s for s in saying.sentences(brief.reading) if asked_of_record.REACH_WHEN_CLOSED.search(s)]
    opening = opening_days.answered(brief, " ".join(sentences), " ".join(reach))
    asked_for_days = opening_days.span_asked(" ".join(sentences), brief.today) is not None
    if not (opening.closed or opening.open or opening.weekend or (opening.hours and not asked_for_days)):
        return False
    spans = [(brief.day(c.first), brief.day(c.last) if c.last != c.first else "") for c in opening.closed]
    title = "窓口の時間" if brief.language == "ja" else "Support hours"
    hours = sheet.cite("policy", "support_hours", opening.hours, title=title) if opening.hours else ""
    days: dict[str, Any] = {
        "open_days": [brief.day(d) for d in opening.open],
        "weekend": [*(_weekend(brief, d) for d in opening.weekend), *filter(None, [opening.named_weekend])],
    }
    sheet.move("facts", "opening_days", closed=spans, hours=hours, weight=1, _of=_HERE, **days)
    for sentence in reach[:1]:
        ask = sheet.ask("ask_what_to_answer", "fact", matter=sentence)
        sheet.move("facts", "reach_when_closed", answer=ask.answer or "", weight=1, _of=_HERE)
        echo.quoted(brief, sheet, sentence)
    return True


def _weekend(brief: Brief, day: Date) -> str:
    """A day that they named, told apart by its weekday: 26日(土), "the 26th, a Saturday"."""
    if brief.language == "ja":
        return f"{day.day}日({'月火水木金土日'[day.weekday()]})"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    return f"the {day.day}{ending}, a {day:%A},"


def _contact(brief: Brief, sheet: Sheet) -> bool:
    owner, sentences = brief.account.owner, said(brief, "contact")
    meeting = [s for s in sentences if asked_of_record.NEXT_MEETING.search(s)]
    who = [s for s in sentences if s not in meeting]
    if who and not owner:
        return False
    if who and owner:
        latin = brief.language == "en" and people.is_japanese(owner.name)
        sheet.move("next_step", "looked_after_by", me=owner.name_latin if latin else owner.name, weight=1, _of=_HERE)
    for sentence in [s for s in who if asked_of_record.WHAT_NEXT.search(s)][:1]:
        ask = sheet.ask("ask_what_to_answer", "fact", matter=sentence)
        sheet.move("facts", "what_comes_next", answer=ask.answer or "", weight=1, _of=_HERE)
    for sentence in meeting[:1]:
        ask = sheet.ask("ask_what_to_answer", "fact", matter=sentence)
        sheet.move("facts", "next_meeting", answer=ask.answer or "", weight=1, _of=_HERE)
    return True


def call(brief: Brief, sheet: Sheet) -> None:
    """They want to be rung up: promised as far as policy lets a CSM promise it, with number and hour asked."""
    may = "call" in brief.organisation.policy.may_promise
    ask = (
        sheet.ask("ask_call_at", "time") if may else sheet.ask("ask_what_to_answer", "fact", matter=_call_words(brief))
    )
    own = brief.reading.own
    inputs = {"number": bool(_NUMBER.search(own)), "hour": bool(_WHEN.search(own)), "answer": ask.answer or ""}
    upset = brief.reading.feeling == "angry"
    sheet.move("next_step", "call_promised" if may else "call_asked", upset=upset, weight=1, _of=_HERE, **inputs)
    ticket = next((e for e in retell.shared_entries(brief) if e.kind == "ticket" and e.status == "open"), None)
    told = ticket.text if ticket else ""
    sheet.note("before_the_call", "own-the-question", day=brief.day(ticket.date) if ticket else "", told=told)


def _call_words(brief: Brief) -> str:
    return next(iter(said(brief, "call")), brief.reading.own[:80])


def _training(brief: Brief, sheet: Sheet) -> bool:
    """What support includes is granted by it; where it includes no class, nobody promises one."""
    classes = included(brief, asked_of_record.TRAINING)
    if not classes:
        return False
    title = "支援の方針" if brief.language == "ja" else "Policy"
    shown = sheet.cite("policy", f"included:{classes[0]}", classes[0], title=title)
    words = next((w for s in said(brief, "training") if (w := echo.quoted(brief, sheet, s))), "")
    ask = sheet.ask("ask_class_dates", "date")
    sheet.move("support", "class_included", included=shown, matter=words, answer=ask.answer or "", weight=1, _of=_HERE)
    return True


def included(brief: Brief, words: re.Pattern[str]) -> list[str]:
    """What support includes that speaks of a thing, in words of this letter's language."""
    texts = map(brief.read, brief.organisation.policy.included_support)
    return [text for text in texts if text and brief.in_language(text) and words.search(text)]
