"""A draft request and the draft that answers it."""

from datetime import date as Date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, model_validator

from assistant.domain.account import AccountId, Language, Line, Record, Text
from assistant.domain.situation import Situation

MESSAGE_LIMIT = 100_000

Message = Annotated[str, StringConstraints(max_length=MESSAGE_LIMIT, strip_whitespace=False)]


class DraftRequest(Record):
    """What is asked for. `today` defaults to the clock in the organisation's time zone."""

    account: AccountId
    message: Message = ""
    situation: Situation | None = None
    language: Language | None = None
    instruction: Text | None = None
    sender: Literal["customer", "csm", "colleague"] = Field(default="customer", alias="from")
    contact: Line | None = None
    subject: Line | None = None
    channel: Literal["mail", "chat", "call"] = "mail"
    today: Date | None = None

    model_config = {**Record.model_config, "populate_by_name": True, "str_strip_whitespace": False}

    @model_validator(mode="before")
    @classmethod
    def _absent_message(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("message", "") is None:
            return {**data, "message": ""}
        return data


class Citation(BaseModel):
    id: str
    kind: Literal["account", "principle", "help", "policy", "message", "computed"]
    title: str
    quote: str = ""
    source: str = ""
    formula: str | None = None


class Mark(BaseModel):
    """Which words of the body rest on which citation (code points, end exclusive)."""

    start: int
    end: int
    citation: str


class Part(BaseModel):
    kind: str
    text: str
    start: int
    end: int


class Ask(BaseModel):
    """What only the CSM can say. `part` is the index of the part it belongs to."""

    id: str
    text: str
    kind: Literal["time", "date", "name", "fact", "choice"] = "fact"
    part: int | None = None
    answer: str | None = None


class CoachingNote(BaseModel):
    text: str
    citations: list[str] = []


class CheckResult(BaseModel):
    code: str
    passed: bool


class Finding(BaseModel):
    """A fault (or a warning about the message), with its words, where they stand, why, and what to do instead.

    `source` is "in" in the record: body, subject or message. `start` and `end` are null where the fault is an absence.
    """

    code: str
    severity: Literal["block", "warn"] = "block"
    source: Literal["body", "subject", "message"] = Field(default="body", alias="in")
    quote: str = ""
    start: int | None = None
    end: int | None = None
    why: str = ""
    suggestion: str = ""
    citations: list[str] = []
    # The words that would stand in place of the quote, where the check knows them; for the red pen, not handed out.
    mend: str | None = Field(default=None, exclude=True, repr=False)

    model_config = {"populate_by_name": True, "serialize_by_alias": True}


class Origin(BaseModel):
    writer: Literal["playbook", "model", "csm"] = "playbook"
    prompt: str = ""
    model: str | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    fallback: str | None = None


class SituationFound(BaseModel):
    name: Situation
    confidence: float
    because: list[str] = []


class Draft(BaseModel):
    """A draft as it is stored and handed out; the same object behind every door."""

    id: str
    version: int = 1
    account: str
    audience: Literal["customer", "colleague"] = "customer"
    situation: Situation
    situations: list[SituationFound] = []
    language: Language
    subject: str = ""
    body: str = ""
    parts: list[Part] = []
    citations: list[Citation] = []
    marks: list[Mark] = []
    asks: list[Ask] = []
    coaching: list[CoachingNote] = []
    checks: list[CheckResult] = []
    findings: list[Finding] = []
    needs_review: bool = False
    origin: Origin = Origin()
    drafted_by: str = "playbook"
    created_at: str = ""
