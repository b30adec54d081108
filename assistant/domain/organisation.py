"""The vendor: the CSM's own company and what its policy lets a CSM give."""

from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from assistant.domain.account import Language, Line, Record, Text


class Bilingual(Record):
    """A text a customer may read, in the languages it exists in."""

    ja: Text = ""
    en: Text = ""


Readable = Text | Bilingual


def readable(text: Readable, language: str, default: str = "ja") -> str:
    """The text in `language`, or "" where it exists only in another one.

    A plain string is in the organisation's language (`default`).
    """
    if isinstance(text, str):
        return text if language == default else ""
    return getattr(text, language)


class Trade(Record):
    """What may be offered, and what is asked in return."""

    offer: Readable
    # `for` is a Python keyword; the record's word stays.
    for_: Readable = Field(alias="for", default="")

    model_config = {**Record.model_config, "populate_by_name": True}


class Alternative(Record):
    """Another vendor's product that may be named where it serves better."""

    name: Readable
    when: Readable = ""


class Policy(Record):
    max_discount_percent: float = Field(default=0, ge=0, le=100)
    approver: Line = ""
    trades: list[Trade] = []
    may_promise: list[Literal["reply_by", "call", "meeting", "send_material"]] = [
        "reply_by", "call", "meeting", "send_material",
    ]  # fmt: skip
    included_support: list[Readable] = []
    extra_work: Readable = ""
    alternatives: list[Alternative] = []


def named_once(given: dict[str, Any]) -> dict[str, Any]:
    """An organisation as given, with `name` and `short_name` in its own language where they came in both."""
    made = dict(given)
    for one, both in (("name", "names"), ("short_name", "short_names")):
        if isinstance(texts := given.get(one), dict):
            own = texts.get(given.get("language") or "ja")
            made |= {both: texts, one: own or next((text for text in texts.values() if text), "")}
        elif isinstance(texts, str) and isinstance(known := given.get(both), dict):
            # Another name alone takes the place of those in both languages.
            made[both] = known if texts in known.values() else {}
    return made


class Organisation(Record):
    """The vendor. Its names may be given in both languages: `names` and `short_names` keep them, `name` and `short_name`
    are then those of its own language."""

    name: Line
    short_name: Line = ""
    names: Bilingual = Bilingual()
    short_names: Bilingual = Bilingual()
    language: Language = "ja"
    time_zone: Line = "Asia/Tokyo"
    country: Line = "JP"
    purpose: Readable = ""
    signature: Readable = ""
    holidays: list[Line] = []
    support_hours: Readable = ""
    policy: Policy = Policy()

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        return named_once(given) if isinstance(given, dict) else given

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name that it goes by, each once."""
        found = (self.name, self.short_name, self.names.ja, self.names.en, self.short_names.ja, self.short_names.en)
        return tuple(dict.fromkeys(name for name in found if name))

    @field_validator("time_zone")
    @classmethod
    def _known_time_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("no such time zone") from error
        return name
