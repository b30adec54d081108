"""A model's letter: what it answered, read as a whole or while it still grows."""

import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field
from pydantic_core import from_json

from assistant.domain.answer import in_form
from assistant.errors import ModelFailed

_MOST_PARTS = 20
_LONGEST = 6_000
# Control and private-use characters, and those that hide or turn text: none has a place in a letter.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ue000-\uf8ff\U000e0000-\U000e007f]"
)
_KANA = re.compile(r"[\u3041-\u30ff]")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
# A letter of another language may quote a word of Japanese, no more.
_MOST_JAPANESE = 0.2


class PartSaid(BaseModel):
    """One paragraph as the model answered it: its kind, the numbers of the points it words, what it rests on."""

    kind: str
    covers: list[int] = Field(default_factory=list, max_length=40)
    cites: list[str] = Field(default_factory=list, max_length=40)
    text: str = Field(max_length=_LONGEST)


class LetterSaid(BaseModel):
    """The letter without greeting and closing, which are not the model's to write."""

    parts: list[PartSaid] = Field(min_length=1, max_length=_MOST_PARTS)
    subject: str = Field(default="", max_length=400)


def clean(text: str) -> str:
    """A paragraph without characters that cannot be seen; runs of blank lines are one."""
    return re.sub(r"\n{3,}", "\n\n", _UNSEEN.sub("", text.replace("\r\n", "\n"))).strip()


def read_letter(text: str, language: str) -> LetterSaid:
    """The whole answer as a letter.

    Raises:
        ModelFailed: it is none (structure), says nothing (empty), or in another language than `language` (language).
    """
    said = in_form(text, LetterSaid)
    kept = [p.model_copy(update={"text": clean(p.text)}) for p in said.parts if p.kind not in ("greeting", "closing")]
    kept = [p for p in kept if p.text]
    if not kept:
        raise ModelFailed("empty", "The model answered nothing.")
    if not _in_language(" ".join(p.text for p in kept), language):
        raise ModelFailed("language", "The model answered in another language.")
    return said.model_copy(update={"parts": kept, "subject": clean(said.subject).replace("\n", " ")})


def _in_language(text: str, language: str) -> bool:
    letters = len(_LETTER.findall(text))
    if not letters:
        return True
    if language == "ja":
        return bool(_KANA.search(text))
    return len(_JAPANESE.findall(text)) / letters <= _MOST_JAPANESE


@dataclass(slots=True)
class Growth:
    """What a piece of the answer has added: to which part, of what kind, resting on what."""

    part: int
    kind: str
    cites: tuple[str, ...]
    append: str


@dataclass
class Growing:
    """An answer on its way: told each piece, it says what the letter has grown by.

    What may still change (a space at the end, a character of which half has come) is held back until the next piece.
    """

    _text: str = ""
    _told: dict[int, int] = field(default_factory=dict)

    def feed(self, piece: str | None) -> list[Growth]:
        """What `piece` adds; None begins the answer anew."""
        if piece is None:
            self._text, self._told = "", {}
            return []
        self._text += piece
        found = self._read()
        parts = found.get("parts") if isinstance(found, dict) else None
        if not isinstance(parts, list):
            return []
        # Parts before the newest are whole.
        newest = max(self._told, default=0)
        grown = [self._grown(n, part) for n, part in enumerate(_wanted(parts)) if n >= newest]
        return [g for g in grown if g is not None]

    def _read(self) -> Any:
        start = self._text.find("{")
        if start < 0:
            return None
        try:
            return from_json(self._text[start:], allow_partial="trailing-strings")
        except ValueError:
            return None

    def _grown(self, number: int, part: dict[str, Any]) -> Growth | None:
        text = clean(part["text"])
        told = self._told.get(number, 0)
        if len(text) <= told:
            return None
        self._told[number] = len(text)
        cites = tuple(c for c in part.get("cites") or () if isinstance(c, str))
        return Growth(number, str(part.get("kind") or ""), cites, text[told:])


def _wanted(parts: list[Any]) -> list[dict[str, Any]]:
    """The parts that are letters' parts at all, as `read_letter` keeps them."""
    shaped = [p for p in parts if isinstance(p, dict) and isinstance(p.get("text"), str)]
    return [p for p in shaped if p.get("kind") not in ("greeting", "closing")]
