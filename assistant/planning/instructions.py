"""What a CSM's instruction asks of the words: shorter, firmer, softer, another language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

_SHORT = re.compile(r"短く|短め|簡潔|手短|shorter|short\b|brief|concise", re.IGNORECASE)
_FIRM = re.compile(r"きっぱり|毅然|強め|はっきり|firm(er|ly)?\b|stronger", re.IGNORECASE)
_SOFT = re.compile(r"やわらか|柔らか|やさし|優しく|穏やか|ソフト|soft(er|ly)?\b|gentl|warmer|kinder", re.IGNORECASE)
_ENGLISH = re.compile(r"英語で|英文で|in english", re.IGNORECASE)
_JAPANESE = re.compile(r"日本語で|和文で|in japanese", re.IGNORECASE)
# What a playbook cannot do: put in content of the CSM's own choosing.
_CONTENT = re.compile(
    r"(入れて|書いて|触れて|加えて|添えて|追記|伝えて|外して|消して|変えて)|\b(mention|add|include|tell them|say that|remove|leave out|replace)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Style:
    """How the letter is to be worded. `unmet` holds the instruction where a playbook cannot follow all of it."""

    short: bool = False
    tone: Literal["plain", "firm", "soft"] = "plain"
    language: str | None = None
    unmet: str = ""


def style_of(instruction: str | None) -> Style:
    """Reads an instruction; what it says beside the style (an occasion, a name) is not lost: people read it too."""
    text = instruction or ""
    tone: Literal["plain", "firm", "soft"] = _last(text, {"firm": _FIRM, "soft": _SOFT}) or "plain"  # type: ignore[assignment]
    language = _last(text, {"en": _ENGLISH, "ja": _JAPANESE})
    return Style(bool(_SHORT.search(text)), tone, language, text if _CONTENT.search(text) else "")


def _last(text: str, patterns: Mapping[str, re.Pattern[str]]) -> str | None:
    """Which of some wishes that exclude each other was said last: one instruction comes after the other."""
    said = {
        name: max((found.end() for found in pattern.finditer(text)), default=0) for name, pattern in patterns.items()
    }
    name = max(said, key=lambda name: said[name])
    return name if said[name] else None
