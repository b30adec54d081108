"""The customer in a model's words: within the persona, doing what the script does next, answering what was written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from pydantic import BaseModel

from assistant.coaching.proven import unproven
from assistant.domain.answer import in_form
from assistant.domain.display import day
from assistant.domain.fence import fenced
from assistant.domain.practice import Practice
from assistant.domain.tokens import estimate
from assistant.errors import ModelFailed
from assistant.ports import Prompt
from assistant.practice.known import Known
from assistant.practice.script import Line, Script
from assistant.prompt_library import PromptLibrary
from assistant.triage.languages import language_of
from assistant.wording.answered import clean

TASK = "practice"
_FILE = "practice/customer.j2"
_LONGEST = 600
# What the inputs of a script are to a model that is the customer.
_LABELS = {
    "who": "your name", "title": "your title", "department": "your department", "company": "your organisation",
    "you": "what you call the CSM", "us": "the CSM's company", "head": "who decides on your side",
    "product": "their product", "price": "what you pay a year", "cut_price": "what you want to pay",
    "renewal": "the renewal", "notice": "last day to give notice", "seats": "people who use it",
    "kpi": "a measure of yours", "kpi_from": "it began at", "kpi_now": "it stands at", "kpi_target": "its target",
    "result": "a result you confirmed", "amount": "its worth a year", "trouble": "a problem you reported",
    "trouble_when": "reported in", "place": "what your organisation is",
}  # fmt: skip
_ANSWER_TOKENS = 700
_NOT_SO = "The model's answer was not in the form that was asked for."


class Said(BaseModel):
    """A model's answer."""

    reply: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a model was asked, and all that its figures may come from."""

    prompt: Prompt
    sources: Sequence[str]
    language: str
    today: Date


def improvising(
    prompts: PromptLibrary, script: Script, line: Line, known: Known, practice: Practice, today: Date, budget: int
) -> Given:
    """Asks a model for the customer's next words.

    Args:
        prompts: the shelf.
        script: of the persona that is played.
        line: what the script says now; the model does the same in its own words.
        known: what this customer knows.
        practice: with its turns so far.
        today: the organisation's day.
        budget: the most tokens of the whole prompt; the oldest turns are left out beyond.
    """
    facts = [(_LABELS[name], fenced(text)[1]) for name, text in known.words().items() if isinstance(text, str) and text]
    turns = [(turn.who, fenced(turn.text)) for turn in practice.turns if turn.text]
    values: dict[str, Any] = {
        "language": practice.language, "persona": str(script.header["title"]),
        "manner": str(script.header.get("manner", "")), "facts": facts, "line": line.text, "ends": line.ends,
        "today": day(today, practice.language),
    }  # fmt: skip
    while True:
        module: Any = prompts.module(_FILE, turns=turns, **values)
        system, user = str(module.system()).strip() + "\n", str(module.user()).strip() + "\n"
        if estimate(system) + estimate(user) <= budget or not turns:
            break
        turns = turns[1:]
    schema = {
        "type": "object", "properties": {"reply": {"type": "string"}}, "required": ["reply"],
        "additionalProperties": False,
    }  # fmt: skip
    prompt = Prompt(TASK, system, user, schema, prompts.origin(_FILE), _ANSWER_TOKENS)
    return Given(prompt, (user,), practice.language, today)


def improvised(text: str, given: Given) -> str:
    """The customer's words, as far as they hold.

    Raises:
        ModelFailed: not in form, empty, too long, in another language, or with a figure that nobody has named.
    """
    reply = re.sub(r"^[「\"]|[」\"]$", "", clean(in_form(text, Said).reply).strip())
    if not reply:
        raise ModelFailed("empty", "The model answered nothing.")
    if len(reply) > _LONGEST or unproven(reply, given.sources, given.today):
        raise ModelFailed("structure", _NOT_SO)
    if language_of(reply, given.language) != given.language:
        raise ModelFailed("language", "The model answered in another language.")
    return reply
