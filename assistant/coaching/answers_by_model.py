"""Answers and advice in a model's words: what it is given, what of its answer is believed. Pure but for the asking."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from pydantic import BaseModel, Field

from assistant.coaching.answers import cited, shown
from assistant.coaching.finding import Found, with_latest_usage
from assistant.coaching.proven import unproven
from assistant.coaching.questions import Asked
from assistant.coaching.record import Entry
from assistant.domain import display
from assistant.domain.account import Account
from assistant.domain.answer import in_form
from assistant.domain.conversation import Answer
from assistant.domain.draft import Citation, Draft
from assistant.domain.fence import fenced
from assistant.domain.tokens import estimate
from assistant.errors import ModelFailed
from assistant.knowledge_base import Card
from assistant.ports import Prompt
from assistant.prompt_library import PromptLibrary
from assistant.triage.languages import language_of
from assistant.wording.answered import clean

_MOST_HITS, _MOST_RECENT, _MOST_OF_TIME = 12, 10, 20
_STANDING = ("contract", "contact", "owner", "goal", "outcome", "approval", "project", "economics")
_LONGEST_DRAFT = 4_000
_ANSWER_TOKENS = 1_200
_ID = re.compile(r"\s*[\[(【]\s*[AP]\d+(?:\s*[,、]\s*[AP]\d+)*\s*[\])】]")
_NOT_SO = "The model's answer was not in the form that was asked for."
_UNPROVEN = "The model's answer held figures or dates that are not on record."


class AnswerSaid(BaseModel):
    """A model's answer, not yet believed."""

    cites: list[str] = Field(default_factory=list, max_length=30)
    on_record: bool
    answer: str = Field(max_length=4_000)


class NoteSaid(BaseModel):
    """One piece of advice, not yet believed."""

    cites: list[str] = Field(default_factory=list, max_length=10)
    text: str = Field(max_length=1_000)


class NotesSaid(BaseModel):
    """A model's advice, not yet believed."""

    notes: list[NoteSaid] = Field(min_length=1, max_length=10)


@dataclass(frozen=True, slots=True)
class Given:
    """A prompt, the citations it offers by id, which of them are internal, and every text an answer may rest on."""

    prompt: Prompt
    citations: dict[str, Citation]
    internal: frozenset[str]
    sources: tuple[str, ...]
    language: str
    today: Date


def question_prompt(
    prompts: PromptLibrary, asked: Asked, account: Account, record: dict[str, Entry], hit_keys: Sequence[str],
    found: Found, cards: Sequence[Card], draft: Draft | None, today: Date, budget: int,
) -> Given:  # fmt: skip
    """What the model is asked: advice on the draft where the CSM wants that and principles are at hand, else an answer.

    Args:
        prompts: the shelf of prompts/.
        asked: the question, read.
        account: whose record alone is given, internal entries too: nobody but the CSM reads the answer.
        record: its entries by key, in display forms.
        hit_keys: keys of what recall found, best first.
        found: what extraction would answer with.
        cards: principles that may bear on it.
        draft: the last draft, or None.
        today: the organisation's day.
        budget: the most tokens of the whole prompt; the least important facts are left out beyond.
    """
    task = "coaching_notes" if asked.advice and draft and cards else "answer"
    language = asked.language
    words = prompts.module(f"coaching/{language}/answers.j2")
    citations: dict[str, Citation] = {}
    facts, internal = [], set()
    for n, entry in enumerate(_in_order(asked, record, hit_keys, found), 1):
        id = f"A{n}"
        facts.append(_line(words, entry, id, language, today))
        citations[id] = cited(words, entry, id, language, today)
        if entry.internal:
            internal.add(id)
    shown_cards = []
    for n, card in enumerate(cards, 1):
        title, idea = card.title[language], card.idea[language].strip()
        citations[f"P{n}"] = Citation(id=f"P{n}", kind="principle", title=title, quote=idea, source=card.source)
        shown_cards.append(
            {"id": f"P{n}", "title": title, "idea": idea, "do": card.do[language], "avoid": card.avoid[language]}
        )
    fixed: dict[str, Any] = {
        "language": language, "today": display.day(today, language), "account": fenced(account.name)[1],
        "owner": account.owner.name if account.owner else "", "question": fenced(asked.text)[1], "cards": shown_cards,
        "draft": _drafted(draft),
    }  # fmt: skip
    name, kept = f"{task}.j2", len(facts)
    while True:
        module: Any = prompts.module(name, facts=facts[:kept], left_out=len(facts) - kept, **fixed)
        system, user = str(module.system()).strip() + "\n", str(module.user()).strip() + "\n"
        over = estimate(system) + estimate(user) - budget
        if over <= 0 or not kept:
            break
        while over > 0 and kept:
            kept -= 1
            over -= estimate(facts[kept])
    gone = {f"A{n}" for n in range(kept + 1, len(facts) + 1)}
    prompt = Prompt(task, system, user, _schema(task), prompts.origin(name), _ANSWER_TOKENS)
    sources = (user, *(c.quote for id, c in citations.items() if id not in gone))
    offered = {id: c for id, c in citations.items() if id not in gone}
    return Given(prompt, offered, frozenset(internal - gone), sources, language, today)


def _in_order(asked: Asked, record: dict[str, Entry], hit_keys: Sequence[str], found: Found) -> list[Entry]:
    """Entries by importance: what answers, what recall found, what holds at all times, what is of the time, the newest."""
    past = sorted((e for e in record.values() if e.key.startswith("history:")), key=lambda e: e.date or Date.min)
    newest_first = past[::-1]
    months = sorted((e for e in record.values() if e.kind == "usage" and e.date), key=lambda e: e.date or Date.min)
    period = asked.period
    order = [*found.entries, *[e for e in newest_first if period and period.holds(e.date)][:_MOST_OF_TIME]]
    order += with_latest_usage([record[key] for key in hit_keys if key in record])[:_MOST_HITS]
    order += [e for e in record.values() if e.kind in _STANDING]
    order += [*found.besides, *months[-1:], *newest_first[:_MOST_RECENT]]
    return list({entry.key: entry for entry in order}.values())


def _line(words: Any, entry: Entry, id: str, language: str, today: Date) -> str:
    """A fact on one line, in the words of the extracted answers, with nothing in it that a prompt could trip over."""
    text = " ".join(fenced(str(words.line(shown(entry, id, language, today))))[1].lstrip("・- ").split())
    return f"[{id}] {text.removesuffix(f'[{id}]').strip()}"


def _drafted(draft: Draft | None) -> dict[str, Any] | None:
    if draft is None or not draft.body:
        return None
    marker, text = fenced(draft.body[:_LONGEST_DRAFT])
    return {"marker": marker, "text": text, "notes": [fenced(note.text)[1] for note in draft.coaching]}


def read_answer(text: str, given: Given) -> AnswerSaid:
    """The model's answer, as far as it holds.

    Raises:
        ModelFailed: it is not in form, rests on nothing or on what it was not given, holds figures or dates that
            nothing shows (structure), is empty, or in another language (language).
    """
    said = in_form(text, AnswerSaid)
    answer = clean(_ID.sub("", said.answer))
    if not answer:
        raise ModelFailed("empty", "The model answered nothing.")
    _believable(answer, said.cites, given)
    if said.on_record and not said.cites:
        raise ModelFailed("structure", _NOT_SO)
    return said.model_copy(update={"answer": answer, "cites": list(dict.fromkeys(said.cites))})


def read_notes(text: str, given: Given) -> NotesSaid:
    """The model's advice, three notes at most, each on a principle. Raises as `read_answer`."""
    said = in_form(text, NotesSaid)
    notes = []
    for note in said.notes[:3]:
        words = clean(_ID.sub("", note.text))
        if not words:
            raise ModelFailed("empty", "The model answered nothing.")
        _believable(words, note.cites, given)
        if not any(id.startswith("P") for id in note.cites):
            raise ModelFailed("structure", _NOT_SO)
        notes.append(NoteSaid(text=words, cites=list(dict.fromkeys(note.cites))))
    return NotesSaid(notes=notes)


def _believable(text: str, cites: Sequence[str], given: Given) -> None:
    if set(cites) - set(given.citations):
        raise ModelFailed("structure", _NOT_SO)
    if language_of(text, given.language) != given.language:
        raise ModelFailed("language", "The model answered in another language.")
    if unproven(text, given.sources, given.today):
        raise ModelFailed("structure", _UNPROVEN)


def as_answer(said: AnswerSaid | NotesSaid, given: Given, by: str, tokens: tuple[int, int]) -> Answer:
    """A believed answer with its citations. Notes stand as a list, each with the ids that it rests on."""
    if isinstance(said, NotesSaid):
        mark = "・" if given.language == "ja" else "- "
        text = "\n".join(f"{mark}{n.text} {' '.join(f'[{id}]' for id in n.cites)}" for n in said.notes)
        ids, on_record = list(dict.fromkeys(id for n in said.notes for id in n.cites)), True
    else:
        text, ids, on_record = said.answer, said.cites, said.on_record
    return Answer(
        answer=text, citations=[given.citations[id] for id in ids], internal=[id for id in ids if id in given.internal],
        by=by, on_record=on_record, prompt=given.prompt.origin, tokens_in=tokens[0], tokens_out=tokens[1],
    )  # fmt: skip


def _schema(task: str) -> dict[str, Any]:
    cites = {"type": "array", "items": {"type": "string"}}
    if task == "answer":
        return _object({"cites": cites, "on_record": {"type": "boolean"}, "answer": {"type": "string"}})
    return _object({"notes": {"type": "array", "items": _object({"cites": cites, "text": {"type": "string"}})}})


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
