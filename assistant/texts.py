"""Texts that the program itself says: gettext catalogues, one file a room, English as the msgid.

Catalogues are locale/<language>/<room>.po beside this file, read as they are: there is nothing to compile.
"""

from functools import cache, partial
from io import BytesIO
from pathlib import Path

from assistant import kept

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("ja", "en")


@cache
def _catalogue(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        content = path.read_bytes()
        found.update(kept.READINGS.value(b"po " + content, partial(_parsed, content)))
    return found


def _parsed(content: bytes) -> dict[str, str]:
    # Installation has read the catalogues.
    from babel.messages.pofile import read_po

    return {str(m.id): str(m.string) for m in read_po(BytesIO(content)) if m.id and m.string and not m.fuzzy}


def read_catalogues() -> None:
    """Reads all catalogues."""
    for language in LANGUAGES:
        _catalogue(language)


class Say:
    """Says a msgid in one language: `say("No account %(id)s is on record.", id="x")`."""

    def __init__(self, language: str):
        self.language = language if language in LANGUAGES else "en"

    def __call__(self, msgid: str, **values: object) -> str:
        text = msgid if self.language == "en" else _catalogue(self.language).get(msgid, msgid)
        return text % values if values else text


def say_in(language: str | None, default: str = "ja") -> Say:
    """The voice for a caller's language; `language` may be a locale or an Accept-Language header."""
    return Say(next((code for code in _wanted(language) if code in LANGUAGES), default))


def speaks(language: str | None) -> bool:
    """True where a locale or an Accept-Language header names a language that we speak."""
    return any(code in LANGUAGES for code in _wanted(language))


def _wanted(language: str | None) -> list[str]:
    return [part.split(";")[0].strip().lower().replace("_", "-")[:2] for part in (language or "").split(",")]
