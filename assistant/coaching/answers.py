"""Answers by extraction: what was found, in the record's and the method's own words: quoted, not told.

The words around the quotations are prompts/coaching/<language>/answers.j2.
"""

from datetime import date as Date
from typing import Any

from assistant.coaching.finding import Found
from assistant.coaching.questions import Asked
from assistant.coaching.record import Entry
from assistant.domain import display
from assistant.domain.account import Account
from assistant.domain.conversation import Answer
from assistant.domain.draft import Citation, Draft
from assistant.knowledge_base import Card
from assistant.prompt_library import PromptLibrary
from assistant.triage.sentences import sentences

_FILE = "coaching/{language}/answers.j2"
# The field that names an entry which is no history.
_NAMING = ("name", "product", "what", "kpi", "statement", "when")


def worded(
    prompts: PromptLibrary, asked: Asked, found: Found, account: Account, draft: Draft | None, today: Date,
    language: str, why_not_model: str = "",
) -> Answer:  # fmt: skip
    """The answer by extraction.

    Args:
        prompts: the shelf of prompts/.
        asked, found: the question and what answers it.
        account: whose record was searched.
        draft: the last draft, whose citations `found.notes` name.
        today: decides whether days are shown with their year.
        language: of the words around the quotations.
        why_not_model: where a configured model did not answer, a sentence that says why.
    """
    name = _FILE.format(language=language)
    macros: Any = prompts.module(name)
    citations: list[Citation] = []
    internal: list[str] = []

    def line(entry: Entry) -> dict[str, object]:
        id = f"A{sum(c.kind == 'account' for c in citations) + 1}"
        citations.append(cited(macros, entry, id, language, today))
        if entry.internal:
            internal.append(id)
        return shown(entry, id, language, today)

    def principle(card: Card) -> dict[str, object]:
        id = f"P{sum(c.kind == 'principle' for c in citations) + 1}"
        idea = card.idea[language].strip()
        citations.append(Citation(id=id, kind="principle", title=card.title[language], quote=idea, source=card.source))
        return {
            "id": id,
            "title": card.title[language],
            "idea": _opening(idea, language),
            "do": card.do[language],
            "source": card.source,
        }

    blocks = [str(macros.fallback(why_not_model))] if why_not_model else []
    if found.notes and draft:
        principles = {c.id: c for c in draft.citations if c.kind == "principle"}
        used = dict.fromkeys(id for _, ids in found.notes for id in ids if id in principles)
        citations += [principles[id] for id in used]
        notes = [{"text": text, "ids": [id for id in ids if id in principles]} for text, ids in found.notes]
        blocks.append(str(macros.from_draft(notes, [_opened(principles[id], language) for id in used], asked.why)))
    if found.sources:
        citations += found.sources
        blocks.append(str(macros.from_sources(found.sources)))
    if found.cards:
        blocks.append(str(macros.from_cards([principle(c) for c in found.cards], asked.how)))
    if found.entries:
        blocks.append(str(macros.from_record([line(e) for e in found.entries])))
    if not found.anything:
        period = asked.period.words if asked.period else ""
        blocks.append(str(macros.not_on_record(_shortened(asked.text), account.name, period)))
        if found.besides:
            blocks.append(str(macros.besides([line(e) for e in found.besides])))
    text = "\n\n".join("\n".join(line.rstrip() for line in block.strip().splitlines()) for block in blocks)
    return Answer(
        answer=text, citations=citations, internal=internal, on_record=found.anything, fallback=why_not_model or None,
        prompt=prompts.origin(name),
    )  # fmt: skip


def cited(macros: Any, entry: Entry, id: str, language: str, today: Date) -> Citation:
    """An entry as a citation: what it is, of which day or whom, its own words, who recorded it."""
    day = _day(entry, language, today)
    about = (
        "" if entry.key.startswith("history:") else next((entry.fields[n] for n in _NAMING if entry.fields.get(n)), "")
    )
    title = " ".join(t for t in (str(macros.label(entry.kind)).strip(), day, about) if t)
    return Citation(id=id, kind="account", title=title, quote=entry.quote, source=entry.source)


def shown(entry: Entry, id: str, language: str, today: Date) -> dict[str, object]:
    """An entry as the macro `line` of answers.j2 takes it."""
    return {
        "id": id, "kind": entry.kind, "day": _day(entry, language, today), "source": entry.source, "old": entry.old,
        "internal": entry.visibility == "internal",
        "confided": entry.visibility if entry.visibility not in ("account", "internal") else "", **entry.fields,
    }  # fmt: skip


def _day(entry: Entry, language: str, today: Date) -> str:
    return display.day(entry.date, language, today) if entry.date and entry.kind != "usage" else ""


def _opening(idea: str, language: str) -> str:
    """The first two sentences of a principle: the citation holds all of it."""
    cut = [end for _, end in sentences(" ".join(idea.split()), language)][:2]
    return " ".join(idea.split())[: cut[-1]] if cut else idea


def _opened(citation: Citation, language: str) -> Citation:
    return citation.model_copy(update={"quote": _opening(citation.quote, language)})


def _shortened(text: str, most: int = 60) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else one_line[:most] + "…"
