"""The prompts that word a plan: what the model is given, in which forms, and what a budget leaves out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from assistant.domain.draft import Citation, Finding, Part
from assistant.domain.fact import Fact
from assistant.domain.fence import fenced
from assistant.domain.plan import PartKind, Plan
from assistant.domain.tokens import estimate
from assistant.knowledge_base import Card, SituationCard
from assistant.planning import people
from assistant.planning.brief import Brief
from assistant.ports import Prompt
from assistant.prompt_library import PromptLibrary
from assistant.wording.assembly import points
from assistant.wording.offering import Item, offered
from assistant.wording.playbook import Words

_KINDS = [kind for kind in get_args(PartKind) if kind not in ("greeting", "closing")]
# Of a customer's message, at most this many characters are shown: its beginning, and its end.
_HEAD, _TAIL = 4_000, 2_000
_HELP_LENGTH = 1_500
_LONGEST = 3_000

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "parts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "enum": _KINDS},
                    "covers": {"type": "array", "items": {"type": "integer"}},
                    "cites": {"type": "array", "items": {"type": "string"}},
                    "text": {"type": "string"},
                },
                "required": ["kind", "covers", "cites", "text"],
                "additionalProperties": False,
            },
        },
        "subject": {"type": "string"},
    },
    "required": ["parts", "subject"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A prompt; the citations it offers, by id; and how many things of which kind the budget left out of it.

    The kinds of `left_out` are history, fact, practice, help and card; {} where all found room.
    """

    prompt: Prompt
    citations: dict[str, Citation]
    left_out: dict[str, int] = field(default_factory=dict)


def letter_prompt(
    prompts: PromptLibrary, plan: Plan, brief: Brief, words: Words, facts: Sequence[Fact],
    cards: Mapping[str, Card], situation: SituationCard | None, budget: int,
) -> Offered:  # fmt: skip
    """What a model is asked for the letter of a plan.

    Args:
        prompts: the shelf of prompts/.
        plan: what the letter says.
        brief: the moment it was planned from.
        words: the same plan as its playbook words it; all but greeting and closing become the numbered points.
        facts: all facts of the account; those that this letter's reader may not read are left out here.
        cards: the principle cards by id.
        situation: the situation's own guidance, or None.
        budget: the most tokens of the whole prompt, by `domain.tokens.estimate`. The rules, the points with what they
            cite, and the customer's words stay even where they are more than that.
    """
    return _asked(prompts, "draft", plan, brief, words, facts, cards, situation, budget)


def repair_prompt(
    prompts: PromptLibrary, plan: Plan, brief: Brief, words: Words, facts: Sequence[Fact],
    cards: Mapping[str, Card], situation: SituationCard | None, budget: int,
    said_parts: Sequence[tuple[str, str]], objections: Sequence[Finding],
) -> Offered:  # fmt: skip
    """As `letter_prompt`, for the answer `said_parts` (kind, text) that the checks object to."""
    said = [{"kind": kind, "text": text} for kind, text in said_parts]
    found = [
        {"code": o.code, "place": o.source, "quote": o.quote, "why": o.why, "suggestion": o.suggestion}
        for o in objections
    ]
    return _asked(
        prompts, "repair", plan, brief, words, facts, cards, situation, budget, said=said, objections=found
    )  # fmt: skip


def revise_prompt(
    prompts: PromptLibrary, plan: Plan, brief: Brief, words: Words, facts: Sequence[Fact],
    cards: Mapping[str, Card], situation: SituationCard | None, budget: int,
    last_body: str, last_parts: Sequence[tuple[str, str]], instruction: str,
) -> Offered:  # fmt: skip
    """As `letter_prompt`, for a change that the CSM asks for in the last version.

    Args:
        last_body: the last version, whole, as the CSM sees it.
        last_parts: its parts between greeting and closing (kind, text).
        instruction: what is asked now; what `brief.instruction` says besides is shown as asked before.
    """
    earlier = brief.instruction.removesuffix(instruction).strip()
    said = [{"kind": kind, "text": text} for kind, text in last_parts]
    return _asked(
        prompts, "revise", plan, replace(brief, instruction=earlier), words, facts, cards, situation, budget,
        body=last_body, said=said, asked=instruction.strip(),
    )  # fmt: skip


def _asked(
    prompts: PromptLibrary, task: str, plan: Plan, brief: Brief, words: Words, facts: Sequence[Fact],
    cards: Mapping[str, Card], situation: SituationCard | None, budget: int, **more: Any,
) -> Offered:  # fmt: skip
    """Renders a task; what has least weight goes until the prompt keeps to its budget."""
    name = f"{task}.j2"
    items, citations = offered(plan, brief, facts)
    help, help_citations = _help(plan, brief)
    practices, practice_citations = _practices(plan, brief, words, help_citations)
    citations |= help_citations | practice_citations
    fixed = {**_moment(plan, brief, words), **_guidance(situation, brief.language), "policy": _policy(brief, words)}
    lists: dict[str, list[Any]] = {
        "facts": items, "help": help, "practices": practices, "cards": _cards(plan, cards, brief.language),
    }  # fmt: skip

    def render() -> tuple[str, str]:
        module = prompts.module(name, **fixed, **lists, **more)
        return str(module.system()).strip() + "\n", str(module.user()).strip() + "\n"  # type: ignore[attr-defined]

    (system, user), left_out = _fitted(render, lists, budget)
    kept = {
        entry.id if isinstance(entry, Item) else entry.get("id", "") for entries in lists.values() for entry in entries
    }
    planned = {c.id for c in plan.citations}
    longest = max(_LONGEST, 3 * sum(estimate(p.text) for p in points(words)))
    return Offered(
        Prompt(task, system, user, SCHEMA, prompts.origin(name), longest),
        {id: c for id, c in citations.items() if id in kept or id in planned},
        left_out,
    )


def _fitted(
    render: Callable[[], tuple[str, str]], lists: dict[str, list[Any]], budget: int
) -> tuple[tuple[str, str], dict[str, int]]:
    """The rendered prompt, after dropping from `lists` what is over the budget, and how many of what kind went."""
    left_out: dict[str, int] = {}
    while True:
        texts = render()
        over = sum(estimate(t) for t in texts) - budget
        if over <= 0:
            return texts, left_out
        while over > 0 and (found := _least(lists)):
            shelf, kind = found
            gone = lists[shelf].pop()
            left_out[kind] = left_out.get(kind, 0) + 1
            over -= _size(gone)
        if over > 0:
            return render(), left_out


def _least(lists: dict[str, list[Any]]) -> tuple[str, str] | None:
    """The list whose last entry goes next, and what that is called; None where nothing may go any more."""
    facts = lists["facts"]
    if facts and facts[-1].shelf != "point":
        return "facts", facts[-1].shelf
    for shelf, kind, kept in (("practices", "practice", 1), ("help", "help", 1), ("cards", "card", 0)):
        if len(lists[shelf]) > kept:
            return shelf, kind
    return None


def _size(entry: Any) -> int:
    if isinstance(entry, Item):
        return estimate(f"[{entry.id}] {entry.kind} {entry.title} {entry.quote} {entry.source}")
    return sum(estimate(str(value)) for value in entry.values())


def _moment(plan: Plan, brief: Brief, words: Words) -> dict[str, Any]:
    """Who writes to whom, when, about what, along which points."""
    contact, owner = plan.contact, brief.account.owner
    japanese = plan.language == "ja"
    reader = {
        "name": contact.name if contact else "",
        "position": people.full_title(contact) if contact else "",
        "role": (contact.role or "") if contact else "",
    }
    listed = points(words)
    return {
        "language": plan.language, "channel": plan.channel, "audience": plan.audience, "tone": plan.tone,
        "today": brief.day(brief.today), "subject": words.subject, "reader": reader, "account": brief.account.name,
        "writer": (owner.name if japanese else owner.name_latin or owner.name) if owner else "",
        "us": people.short_name(brief.organisation), "instruction": brief.instruction.strip(),
        "organisation_word": people.organisation_word(brief.account, plan.channel),
        "kinds": sorted({part.kind for part in listed}), "replying": brief.replying, "message": _message(brief),
        "points": [
            {"number": n, "kind": part.kind, "text": _pointed(part, words)} for n, part in enumerate(listed, 1)
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


def _guidance(situation: SituationCard | None, language: str) -> dict[str, Any]:
    if situation is None:
        return {"situation": None}
    return {
        "situation": {
            "title": situation.title[language], "what": situation.what[language].strip(),
            "good_reply": situation.good_reply[language], "usual_failure": situation.usual_failure[language].strip(),
        }
    }  # fmt: skip


def _cards(plan: Plan, cards: Mapping[str, Card], language: str) -> list[dict[str, Any]]:
    """The principles that the plan's notes rest on, in their order."""
    ids = dict.fromkeys(id for note in plan.notes for id in note.principles if id in cards)
    found = [cards[id] for id in ids]
    return [
        {"title": c.title[language], "idea": c.idea[language].strip(), "do": c.do[language], "avoid": c.avoid[language]}
        for c in found
    ]


def _policy(brief: Brief, words: Words) -> list[dict[str, str]]:
    """What a customer may hear of the policy; trades only where the letter offers one."""
    policy = brief.organisation.policy
    found = [("included_support", brief.read(text), "") for text in policy.included_support]
    found.append(("extra_work", brief.read(policy.extra_work), ""))
    found += [("alternative", brief.read(a.name), brief.read(a.when)) for a in policy.alternatives]
    if any(part.kind == "trade" for part in words.parts):
        found += [("trade", brief.read(t.offer), brief.read(t.for_)) for t in policy.trades if brief.read(t.for_)]
    return [{"about": about, "text": text, "where": where} for about, text, where in found if text]


def _next(prefix: str, known: Mapping[str, Citation]) -> str:
    return f"{prefix}{1 + max((int(id[1:]) for id in known if id.startswith(prefix)), default=0)}"


def _help(plan: Plan, brief: Brief) -> tuple[list[dict[str, str]], dict[str, Citation]]:
    """The help texts recalled, those that the points rest on under their own ids."""
    known = {c.id: c for c in plan.citations if c.kind == "help"}
    entries = []
    for text in brief.help:
        body = text.body[:_HELP_LENGTH]
        id = next((c.id for c in known.values() if c.source == text.title and c.quote == text.body[:400]), "")
        if not id:
            id = _next("H", known)
            known[id] = Citation(id=id, kind="help", title=text.title, quote=text.body[:400], source=text.title)
        entries.append({"id": id, "title": text.title, "body": body})
    return entries, known


def _practices(
    plan: Plan, brief: Brief, words: Words, taken: Mapping[str, Citation]
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
