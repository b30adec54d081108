"""The user's own principle cards: written into their knowledge folder as the files that a CX person would write by hand."""

import re
import tempfile
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, StringConstraints, model_validator

from assistant.casework import Desk
from assistant.domain.account import Record
from assistant.domain.situation import Situation
from assistant.errors import Conflict, Invalid, Unavailable
from assistant.knowledge_base import Card, read_card

_Line = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
_Idea = Annotated[str, StringConstraints(max_length=4_000, strip_whitespace=True)]
_Lines = Annotated[list[_Line], Field(max_length=30)]
_NEEDED = ("title", "idea", "do", "avoid", "phrasings")
LANGUAGES = ("ja", "en")


class Words(Record):
    """One language of a card; empty where the card is written in the other one alone."""

    title: _Line = ""
    idea: _Idea = ""
    do: _Lines = []
    avoid: _Lines = []
    phrasings: _Lines = []

    @model_validator(mode="after")
    def _without_empty_lines(self) -> "Words":
        for name in ("do", "avoid", "phrasings"):
            setattr(self, name, [line for line in getattr(self, name) if line])
        return self


class NewCard(Record):
    """A card as it is given; what is empty in one language is taken from the other."""

    ja: Words = Words()
    en: Words = Words()
    situations: list[Situation] = []
    source: _Line = ""

    def missing(self) -> list[str]:
        """What neither language says, and every card needs."""
        return [name for name in _NEEDED if not (getattr(self.ja, name) or getattr(self.en, name))]

    def document(self, id: str, source: str) -> dict[str, Any]:
        """The card as its file has it."""
        both = {name: {"ja": getattr(self.ja, name), "en": getattr(self.en, name)} for name in _NEEDED}
        filled = {name: {"ja": v["ja"] or v["en"], "en": v["en"] or v["ja"]} for name, v in both.items()}
        return {"id": id, "source": self.source or source, "situations": [s.value for s in self.situations], **filled}


def add_card(desk: Desk, folder: Path | None, card: NewCard, source: str) -> Card:
    """Writes a card into the user's own folder; recall and coaching know it from now on.

    Args:
        folder: TOMONI_KNOWLEDGE.
        source: what stands as its source where none is given.

    Raises:
        Conflict: no folder of the user's own is configured.
        Invalid: something is missing that every card needs; `fields` names it.
        KnowledgeError: the loader of all cards does not take it.
        Unavailable: the folder cannot be written to.
    """
    if folder is None:
        raise Conflict("Own cards need a folder of yours: set TOMONI_KNOWLEDGE and start Tomoni again.")
    if missing := card.missing():
        fields = dict.fromkeys(missing, "must not be empty")
        raise Invalid("A card needs a title, the idea, what to do, what to avoid and phrasings.", {}, fields)
    id = _free_id(card, set(desk.knowledge.principles))
    try:
        made = _written(folder / "principles", id, card.document(id, source))
    except OSError as error:
        values = {"folder": folder, "reason": error.strerror or error}
        raise Unavailable("%(folder)s cannot be written to: %(reason)s.", values) from error
    desk.knowledge.read_again()
    desk.library.forget()
    return made


def _written(room: Path, id: str, document: dict[str, Any]) -> Card:
    """The file, read by the loader of all cards before it takes its place; one that is there already stays."""
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    with tempfile.TemporaryDirectory() as aside:
        fresh = Path(aside) / f"{id}.yaml"
        fresh.write_text(text, encoding="utf-8")
        card = read_card(fresh)
    room.mkdir(parents=True, exist_ok=True)
    with (room / f"{id}.yaml").open("x", encoding="utf-8") as file:
        file.write(text)
    return card


def _free_id(card: NewCard, taken: set[str]) -> str:
    """A file's name from the title: letters, digits and hyphens only, and none that is taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", (card.en.title or card.ja.title).lower()).strip("-")[:48].strip("-")
    stem = plain if len(plain) > 2 else "own-card"
    number = 1
    while (name := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return name
