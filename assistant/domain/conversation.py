"""A conversation: what a CSM said to the coach about one account, and what came of each turn."""

from typing import Literal

from pydantic import BaseModel, Field

from assistant.domain.draft import Citation, Draft

TurnKind = Literal["message", "moment", "instruction", "question"]


class Answer(BaseModel):
    """What the coach answers a question: for the CSM's eyes, never a part of a letter.

    `by` is "extraction" or the model's name. `internal` names the citations that no customer may read. `on_record` is
    false where nothing was found. `fallback` says why a configured model did not answer. `prompt` is the file that
    worded it or asked for it.
    """

    answer: str
    citations: list[Citation] = []
    by: str = "extraction"
    on_record: bool = True
    internal: list[str] = []
    fallback: str | None = None
    prompt: str = ""
    tokens_in: int = 0
    tokens_out: int = 0


class Turn(BaseModel):
    """One turn. A message, a moment of ours (`text` names its situation) or an instruction has a draft in one version,
    a question an answer.

    `draft_id` and `version` name the draft; `draft` is None where it is still in the making, and for a question.
    """

    number: int
    kind: TurnKind = Field(serialization_alias="as")
    text: str
    draft_id: str | None = None
    version: int | None = None
    draft: Draft | None = None
    answer: Answer | None = None
    at: str


class Conversation(BaseModel):
    """The turns about one account, in order."""

    id: str
    account: str
    created_at: str
    turns: list[Turn] = []

    @property
    def drafted(self) -> str | None:
        """The id of the draft that was made or revised last, None where there is none yet."""
        return next((turn.draft_id for turn in reversed(self.turns) if turn.draft_id), None)
