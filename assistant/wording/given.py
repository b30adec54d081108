"""What a prompt tells a model of the moment, as the values its template is rendered with."""

from collections.abc import Mapping
from typing import Any

from assistant.domain import display
from assistant.domain.draft import Citation, Part
from assistant.domain.fence import fenced
from assistant.domain.plan import Plan
from assistant.knowledge_base import Card, SituationCard
from assistant.planning import people
from assistant.planning.brief import Brief
from assistant.wording.assembly import points
from assistant.wording.offering import defused
from assistant.wording.playbook import Words

# Of a customer's message, at most this many characters are shown: its beginning, and its end.
_HEAD, _TAIL = 4_000, 2_000
_HELP_LENGTH = 1_500


def moment(plan: Plan, brief: Brief, words: Words) -> dict[str, Any]:
    """Who writes to whom, when, about what, along which points."""
    contact = plan.contact if plan.audience == "customer" else None
    owner, us = brief.account.owner, people.short_name(brief.organisation, plan.language)
    japanese = plan.language == "ja"
    writer = (owner.name if japanese else owner.name_latin or owner.name) if owner else ""
    reader = {
        "name": contact.name if contact else "",
        "position": people.full_title(contact) if contact else "",
        "role": (contact.role or "") if contact else "",
    }
    listed = points(words)
    said = " ".join(part.text for part in listed)
    return {
        "language": plan.language, "channel": plan.channel, "audience": plan.audience, "tone": plan.tone,
        "today": display.day(brief.today, plan.language), "subject": words.subject, "reader": reader, "account": brief.account.name,
        "writer": writer if japanese or not people.is_japanese(writer) else "",
        "us": us if japanese or not people.is_japanese(us) else "", "length": len(said) if japanese else len(said.split()),
        "instruction": brief.instruction.strip(),
        "organisation_word": people.organisation_word(brief.account, plan.channel),
        "kinds": sorted({part.kind for part in listed}), "replying": brief.replying, "message": _message(brief),
        "points": [
            {"number": n, "kind": part.kind, "text": defused(_pointed(part, words))} for n, part in enumerate(listed, 1)
        ],
    }  # fmt: skip


def _pointed(part: Part, words: Words) -> str:
    """A point with the ids of what it rests on, behind the words that rest on it."""
    text = part.text
    inside = [m for m in words.marks if part.start <= m.start and m.end <= part.end]
    for mark in sorted(inside, key=lambda m: m.end, reverse=True):
        at = mark.end - part.start
        text = f"{text[:at]}[{mark.citation}]{text[at:]}"
    return text


def _message(brief: Brief) -> dict[str, Any] | None:
    """The customer's words as data; None where there are none.

    They are the writer's own as they were read, without quoted mail and without orders to an assistant; the message as
    it came only where nothing was found to be the writer's own, and no order in it.
    """
    reading = brief.reading
    text = reading.own if reading.own.strip() or reading.orders else brief.message
    if not brief.message.strip() or not text.strip():
        return None
    marker, plain = fenced(text)
    cut = len(plain) - _HEAD - _TAIL
    head, tail = (plain[:_HEAD], plain[-_TAIL:]) if cut > 0 else (plain, "")
    return {"marker": marker, "head": head, "tail": tail, "cut": max(cut, 0), "sender": brief.sender}


def guidance(situation: SituationCard | None, language: str) -> dict[str, Any]:
    if situation is None:
        return {"situation": None}
    return {
        "situation": {
            "title": situation.title[language], "what": situation.what[language].strip(),
            "good_reply": situation.good_reply[language], "usual_failure": situation.usual_failure[language].strip(),
        }
    }  # fmt: skip


def cards(plan: Plan, cards: Mapping[str, Card], language: str) -> list[dict[str, Any]]:
    """The principles that the plan's notes rest on, in their order."""
    ids = dict.fromkeys(id for note in plan.notes for id in note.principles if id in cards)
    found = [cards[id] for id in ids]
    return [
        {"title": c.title[language], "idea": c.idea[language].strip(), "do": c.do[language], "avoid": c.avoid[language]}
        for c in found
    ]


def policy(brief: Brief, words: Words) -> list[dict[str, str]]:
    """What a customer may hear of the policy, as far as the letter draws a line or offers a trade; never its limits."""
    kept, kinds = brief.organisation.policy, {part.kind for part in words.parts}
    found: list[tuple[str, str, str]] = []
    if "boundary" in kinds:
        found += [("included_support", brief.read(text), "") for text in kept.included_support]
        found.append(("extra_work", brief.read(kept.extra_work), ""))
        named = [a for a in kept.alternatives if brief.read(a.name) and brief.read(a.name) in words.body]
        found += [("alternative", brief.read(a.name), brief.read(a.when)) for a in named]
    if "trade" in kinds:
        found += [("trade", brief.read(t.offer), brief.read(t.for_)) for t in kept.trades if brief.read(t.for_)]
    return [{"about": about, "text": text, "where": where} for about, text, where in found if text]


def _next(prefix: str, known: Mapping[str, Citation]) -> str:
    return f"{prefix}{1 + max((int(id[1:]) for id in known if id.startswith(prefix)), default=0)}"


def help_texts(plan: Plan, brief: Brief) -> tuple[list[dict[str, str]], dict[str, Citation]]:
    """The help texts recalled, those that the points rest on under their own ids."""
    known = {c.id: c for c in plan.citations if c.kind == "help"}
    entries = []
    for text in brief.help:
        body = defused(text.body[:_HELP_LENGTH])
        id = next((c.id for c in known.values() if c.source == text.title and c.quote == text.body[:400]), "")
        if not id:
            id = _next("H", known)
            known[id] = Citation(id=id, kind="help", title=text.title, quote=text.body[:400], source=text.title)
        entries.append({"id": id, "title": text.title, "body": body})
    return entries, known


def practices(
    brief: Brief, words: Words, taken: Mapping[str, Citation]
) -> tuple[list[dict[str, str]], dict[str, Citation]]:
    """What worked elsewhere, where the letter has a success part to say it in."""
    known = dict(taken)
    entries = []
    for practice in brief.practices if any(part.kind == "success" for part in words.parts) else ():
        id = next((c.id for c in known.values() if c.source == practice.id), "")
        setting = practice.setting[brief.language].strip()
        if not id:
            id = _next("H", known)
            title = practice.trade[brief.language]
            known[id] = Citation(id=id, kind="help", title=title, quote=setting, source=practice.id)
        entries.append({"id": id, "setting": setting, "effect": practice.effect[brief.language].strip()})
    return entries, known
