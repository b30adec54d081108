"""The knowledge pages: principle cards and help texts to read and search, one of them with who cites it, a card to add."""

import re
from dataclasses import dataclass, replace
from datetime import date as Date
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse

from api.pages.frame import ThePage
from api.voice import TheCoach, TheSettings
from assistant.coach import Coach
from assistant.domain.draft import Draft
from assistant.domain.situation import Situation
from assistant.errors import KnowledgeError
from assistant.recall.titles import twin

router = APIRouter(prefix="/knowledge")

_HITS = 30
_EXCERPT = 110
_CITING = 12

Word = Annotated[str, Query(max_length=200)]
Id = Annotated[str, Path(max_length=200)]


@dataclass(frozen=True, slots=True)
class Entry:
    """A card or a help text in a list. `own` is true for a card of the user's, `language` where it is not the page's."""

    kind: str
    id: str
    title: str
    excerpt: str
    own: bool = False
    language: str | None = None
    situations: tuple[str, ...] = ()


@router.get("")
async def knowledge(
    page: ThePage, coach: TheCoach, settings: TheSettings, query: Word = "", situation: Word = ""
) -> HTMLResponse:
    """All cards and help texts, or what recall finds."""
    language = page.say.language
    try:
        entries = await _entries(coach, language)
    except KnowledgeError as fault:
        return page("knowledge/broken", {"why": page.say(fault.message, **fault.values)}, status=503)
    if query.strip():
        hits = await coach.search(query, None, ("principle", "help"), _HITS, ui_language=language)
        found = {(e.kind, e.id): e for e in entries}
        known = [hit for hit in hits if (hit.kind, hit.id) in found]
        entries = [replace(found[hit.kind, hit.id], excerpt=_short(hit.quote)) for hit in known]
    chosen = situation if situation in Situation.__members__ else ""
    if chosen:
        entries = [e for e in entries if chosen in e.situations]
    names = {name: card.title[language] for name, card in coach.desk.knowledge.situations.items()}
    shown = {
        "query": query, "situation": chosen, "names": names, "folder": settings.knowledge,
        "cards": [e for e in entries if e.kind == "principle"], "texts": [e for e in entries if e.kind == "help"],
    }  # fmt: skip
    return page("knowledge/list", shown)


@router.get("/new")
async def new(page: ThePage, coach: TheCoach, settings: TheSettings) -> HTMLResponse:
    """A form for a card of one's own; how to get a folder for it where there is none."""
    language = page.say.language
    names = {name: card.title[language] for name, card in coach.desk.knowledge.situations.items()}
    return page("knowledge/new", {"folder": settings.knowledge, "data": settings.data, "names": names})


@router.get("/principles/{id}")
async def principle(id: Id, page: ThePage, coach: TheCoach) -> HTMLResponse:
    """One card: its idea, what to do and to avoid, where it comes from, which drafts cite it."""
    shelf = coach.desk.knowledge
    if (card := shelf.principles.get(id)) is None:
        return page("knowledge/missing", status=404)
    citing = await coach.records.drafts_citing("principle", list(card.title.values()), _CITING)
    names = {name: shelf.situations[name].title[page.say.language] for name in card.situations}
    shown = {"card": card, "own": id in shelf.own_principles, "names": names, "citing": await _named(coach, citing)}
    return page("knowledge/card", shown)


@router.get("/help/{id}")
async def help_text(id: Id, page: ThePage, coach: TheCoach) -> HTMLResponse:
    """One help text as it was imported, and which drafts cite it."""
    texts = {text.id: text for text in await coach.records.help_texts()}
    if (text := texts.get(id)) is None:
        return page("knowledge/missing", status=404)
    twins = [t for t in texts.values() if twin(t.id) == twin(id) and t.id != id]
    citing = await coach.records.drafts_citing("help", [text.title], _CITING)
    blocks = [block.strip("\n") for block in text.body.split("\n\n") if block.strip()]
    shown = {"text": text, "blocks": blocks, "twins": twins, "citing": await _named(coach, citing)}
    return page("knowledge/help", shown)


async def _entries(coach: Coach, language: str) -> list[Entry]:
    """Every card in the page's language, then every help text, that of the page's language where there are several."""
    shelf = coach.desk.knowledge
    own = shelf.own_principles
    found = [
        Entry("principle", id, card.title[language], _short(card.idea[language]), id in own, None, card.situations)
        for id, card in shelf.principles.items()
    ]
    # Own cards first: they are what is looked for again.
    found.sort(key=lambda entry: not entry.own)
    texts = await coach.records.help_texts()
    preferred = {twin(text.id) for text in texts if text.language == language}
    for text in texts:
        if text.language == language or twin(text.id) not in preferred:
            other = text.language if text.language != language else None
            found.append(Entry("help", text.id, text.title, _short(text.body), language=other))
    return found


async def _named(coach: Coach, drafts: list[Draft]) -> list[tuple[Draft, str, Date]]:
    """Drafts with the names of their accounts and their days."""
    names: dict[str, str] = {}
    for draft in drafts:
        if draft.account not in names:
            names[draft.account] = (await coach.records.account(draft.account)).name
    return [(draft, names[draft.account], datetime.fromisoformat(draft.created_at).date()) for draft in drafts]


def _short(text: str) -> str:
    """The first sentence of a text, cut where it is long."""
    line = " ".join(text.split())
    first = re.split(r"(?<=。)|(?<=[.!?]) ", line, maxsplit=1)[0]
    return first if len(first) <= _EXCERPT else f"{first[:_EXCERPT].rstrip()}…"
