"""The vendor: the CSM's own company and what its policy lets a CSM give."""

from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

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


class Organisation(Record):
    name: Line
    short_name: Line = ""
    language: Language = "ja"
    time_zone: Line = "Asia/Tokyo"
    country: Line = "JP"
    purpose: Readable = ""
    signature: Readable = ""
    holidays: list[Line] = []
    support_hours: Readable = ""
    policy: Policy = Policy()

    @field_validator("time_zone")
    @classmethod
    def _known_time_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("no such time zone") from error
        return name
