"""The prompts that word a plan: what the model is given, in which forms, and what a budget leaves out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from assistant.domain.draft import Citation, Finding
from assistant.domain.fact import Fact
from assistant.domain.plan import PartKind, Plan
from assistant.domain.tokens import estimate
from assistant.knowledge_base import Card, SituationCard
from assistant.planning.brief import Brief
from assistant.ports import Prompt
from assistant.prompt_library import PromptLibrary
from assistant.wording import given
from assistant.wording.assembly import points
from assistant.wording.offering import Item, offered
from assistant.wording.playbook import Words

# Said by the playbook, whoever words the rest.
_FORMULAS = ("greeting", "closing")
_KINDS = [kind for kind in get_args(PartKind) if kind not in _FORMULAS]
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
        last_parts: its parts (kind, text); greeting and closing among them are not shown as the model's own.
        instruction: what is asked now; what `brief.instruction` says besides is shown as asked before.
    """
    earlier = brief.instruction.removesuffix(instruction).strip()
    said = [{"kind": kind, "text": text} for kind, text in last_parts if kind not in _FORMULAS]
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
    items, citations = offered(plan, brief, facts, words)
    help, help_citations = given.help_texts(plan, brief)
    practices, practice_citations = given.practices(brief, words, help_citations)
    citations |= help_citations | practice_citations
    fixed = given.moment(plan, brief, words) | given.guidance(situation, brief.language)
    fixed["policy"] = given.policy(brief, words)
    lists: dict[str, list[Any]] = {
        "facts": items, "help": help, "practices": practices, "cards": given.cards(plan, cards, brief.language),
    }  # fmt: skip

    def render() -> tuple[str, str]:
        module = prompts.module(name, **fixed, **lists, **more)
        return _tidy(str(module.system())), _tidy(str(module.user()))  # type: ignore[attr-defined]

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


def _tidy(text: str) -> str:
    """Rendered text without the runs of blank lines that a template's own lines leave behind."""
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


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
