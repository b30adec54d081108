"""Facts: the citable items of an account's record."""

from dataclasses import dataclass
from datetime import date as Date


@dataclass(frozen=True, slots=True)
class Fact:
    """One citable item of the account's record.

    `key` names the place in the record ("goal:g1", "outcome:o1", "contract", "history:17", "contact:0", …).
    `text` is the item in its own words with its figures. `visibility` is "account" (the customer may read it),
    "internal" (never), or the name of the contact who told it in confidence.
    `superseded` is true where a newer value or a withdrawal has replaced it: known, but not to be used as current.
    """

    key: str
    kind: str
    title: str
    text: str
    source: str = ""
    date: Date | None = None
    visibility: str = "account"
    superseded: bool = False

    def readable_by(self, contact: str | None) -> bool:
        """True where a letter to `contact` (a name on record, or None) may rest on this fact."""
        return self.visibility == "account" or (contact is not None and self.visibility == contact)
