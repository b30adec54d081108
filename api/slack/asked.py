"""What stands after `/tomoni`: a word that says what is wanted, and the rest."""

from dataclasses import dataclass
from typing import Literal

Wanted = Literal["draft", "ask", "close", "review", "help", "form"]

# The first word, in either language; anything else begins a draft.
_WORDS: dict[str, Wanted] = {
    "ask": "ask", "質問": "ask", "相談": "ask", "close": "close", "完了": "close", "review": "review", "添削": "review",
    "help": "help", "?": "help", "ヘルプ": "help", "使い方": "help",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted, and the words after it."""

    wanted: Wanted
    text: str


def read(text: str) -> Asked:
    """Reads a command's text; none at all asks for the form."""
    bare = text.strip()
    if not bare:
        return Asked("form", "")
    first = bare.split(maxsplit=1)[0]
    wanted = _WORDS.get(first.casefold())
    return Asked(wanted, bare[len(first) :].strip()) if wanted else Asked("draft", bare)
