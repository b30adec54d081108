"""What a customer confirmed or corrected in a mail, as it would be put on record if the CSM agrees."""

from typing import Any, Literal

from pydantic import BaseModel


class Proposed(BaseModel):
    """What would be stored. `kind` reading: `value` is one of a goal's (`goal` is its id or tag, see `editing.goal_ref`).

    `kind` outcome: `value` is a whole outcome in place of the one whose tag is `replaces`; with `keeps_old` that one
    stays on record, withdrawn.
    """

    kind: Literal["reading", "outcome"]
    value: dict[str, Any]
    goal: str | None = None
    replaces: str | None = None
    keeps_old: bool = False


class Proposal(BaseModel):
    """One proposal. `text` says it in the CSM's language, `quote` are the customer's own words, letter for letter."""

    id: str
    kind: Literal["confirmation", "correction", "value"]
    text: str
    quote: str
    fact: Proposed
