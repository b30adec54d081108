"""What is asked of the red pen, and what it says of a CSM's own words."""

from datetime import date as Date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.account import AccountId, Language, Line, Record
from assistant.domain.draft import Citation, Message
from assistant.domain.situation import Situation


class ReviewRequest(Record):
    """A CSM's own text, with the customer's message that it answers (empty where the moment is ours)."""

    account: AccountId
    message: Message = ""
    draft: Message
    situation: Situation | None = None
    language: Language | None = None
    contact: Line | None = None
    channel: Literal["mail", "chat", "call"] = "mail"
    today: Date | None = None
    # False where it is read while one types: the checks alone answer, and at once.
    model: bool = True

    model_config = ConfigDict(str_strip_whitespace=False)


class Change(BaseModel):
    """An edit of the text: code points `start` to `end` (exclusive) give way to `text`; equal ones insert it there."""

    start: int
    end: int
    text: str


class Remark(BaseModel):
    """A finding of the red pen.

    `quote` are words of the text at `start` to `end` (all three empty or null where the fault is an absence).
    `suggestion` is what would stand in their place ("" cuts them, null where only the CSM can mend it), for an absence
    what would be added; `change` is the same as an edit, with the white space that goes with it. `why` says what is
    wrong and what it does with this customer; `advice` what to do, in words; `citations` are principles.
    """

    code: str
    severity: Literal["block", "warn"] = "block"
    source: Literal["body"] = Field(default="body", alias="in")
    quote: str = ""
    start: int | None = None
    end: int | None = None
    why: str
    advice: str = ""
    suggestion: str | None = None
    change: Change | None = None
    citations: list[str] = []
    by: Literal["desk", "model"] = "desk"

    model_config = {"populate_by_name": True, "serialize_by_alias": True}


class Review(BaseModel):
    """What the red pen says: findings in reading order, what is good, the text with all changes, what is cited.

    `model` read it as well, where one is named; `model_waits` where one could still be asked; `fallback` says why a model that was asked added nothing.
    """

    account: str
    situation: Situation
    language: Language
    findings: list[Remark] = []
    good: list[str] = []
    rewrite: str
    citations: list[Citation] = []
    model: str | None = None
    model_waits: bool = False
    tokens_in: int = 0
    tokens_out: int = 0
    fallback: str | None = None
