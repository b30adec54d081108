"""A practice session: the coach plays a customer of an account, a CSM answers. It is no part of the account's history."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.account import Language
from assistant.domain.draft import Citation

# A session ends with this many replies of the CSM at the latest.
REPLIES = 8

Persona = Literal["procurement", "angry_operations", "silent_champion", "happy_customer"]
PERSONAS: tuple[Persona, ...] = ("procurement", "angry_operations", "silent_champion", "happy_customer")


class Remark(BaseModel):
    """A word on a reply, with the words of the reply that it is about (code points; null where it is an absence)."""

    code: str
    text: str
    quote: str = ""
    start: int | None = None
    end: int | None = None


class Mark(BaseModel):
    """What one reply did.

    `gave_way`: it granted, hinted at or promised what is not the CSM's to give. `held`: it did not, and took a stand
    (a decision, a trade of the policy, value, a question back) instead of putting the matter off; neither is true of
    a reply that evades. `value_shown`: it names a result that is on this account's record. `seen` names all that the
    checks saw, `arguments` the results named, by key.
    """

    held: bool = False
    gave_way: bool = False
    value_shown: bool = False
    question_asked: bool = False
    notes: list[Remark] = []
    seen: list[str] = []
    arguments: list[str] = []


class PracticeTurn(BaseModel):
    """One turn. `scene` tells what happens besides words (who writes, a silence of some days).

    Of the customer: `by` is "script" or the model's name, `fallback` says why a model that is configured did not speak,
    `beat` names the pressure of the turn, `played` the pieces of the script. Of the CSM: `mark`.
    """

    number: int
    who: Literal["customer", "csm"]
    text: str
    scene: str = ""
    beat: str = ""
    played: list[str] = []
    by: str = ""
    fallback: str | None = None
    mark: Mark | None = None
    at: str = ""


class Argument(BaseModel):
    """A result on the account's record that a CSM may bring forward, and the replies that did, by number."""

    text: str
    citation: str
    replies: list[int] = []


class Judged(BaseModel):
    """A principle met or missed, why, and the replies (by number) that show it."""

    text: str
    citations: list[str] = []
    replies: list[int] = []


class Concession(BaseModel):
    """Where the CSM first gave way: the number of the reply, and its words."""

    reply: int
    quote: str = ""
    pressure: str = ""


class Lanes(BaseModel):
    """Support and success: the replies that spoke of each, and those that mixed them up or sold while things were bad."""

    apart: bool
    support: list[int] = []
    success: list[int] = []
    mixed: list[int] = []
    text: str = ""


class NextTime(BaseModel):
    """One thing to try next time, and how it could sound with this account (in the language of the practice)."""

    text: str
    example: str = ""
    citations: list[str] = []


class Tally(BaseModel):
    """Replies by mark."""

    replies: int = 0
    held: int = 0
    gave_way: int = 0
    value_shown: int = 0
    question_asked: int = 0


class Sheet(BaseModel):
    """What a session showed. `language` is the coach's; the words of the record stay in their own."""

    language: str
    summary: str
    tally: Tally
    first_concession: Concession | None = None
    value_used: list[Argument] = []
    value_unused: list[Argument] = []
    lanes: Lanes
    met: list[Judged] = []
    missed: list[Judged] = []
    next_time: NextTime
    citations: list[Citation] = []


class Practice(BaseModel):
    """A session with its turns, in order. `person` is whose it is: one installation's own."""

    id: str
    account: str
    person: str = Field(default="", exclude=True)
    persona: Persona
    language: Language
    contact: str = ""
    created_at: str
    over: bool = False
    turns: list[PracticeTurn] = []
    sheet: Sheet | None = None

    model_config = ConfigDict(extra="ignore")

    @property
    def replies(self) -> list[PracticeTurn]:
        """The CSM's turns."""
        return [turn for turn in self.turns if turn.who == "csm"]

    @property
    def left(self) -> int:
        """How many replies there can still be."""
        return 0 if self.over else REPLIES - len(self.replies)

    def progress(self) -> dict[str, Any] | None:
        """The session as a row of one's progress; None where it is not over, or was ended before anything was said."""
        if self.sheet is None or not self.sheet.tally.replies:
            return None
        first, used = self.sheet.first_concession, len(self.sheet.value_used)
        return {
            "id": self.id, "account": self.account, "persona": self.persona, "language": self.language,
            "at": self.created_at, **self.sheet.tally.model_dump(), "first_concession": first.reply if first else None,
            "value_used": used, "value_known": used + len(self.sheet.value_unused),
        }  # fmt: skip
