"""What can go wrong in a way that a person can mend. The sentence is translated where it is shown."""

from dataclasses import dataclass, field


@dataclass
class TomoniError(Exception):
    """A fault with a sentence for the CSM: `message` is a msgid of the catalogues, `values` fill its places.

    `fields` names the fields at fault with a reason each (a msgid as well).
    """

    message: str
    values: dict = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotFound(TomoniError):
    """What was asked for is not on record."""


class Invalid(TomoniError):
    """The request cannot be answered as it stands."""


class TooLarge(TomoniError):
    """More than is taken in one request."""


class Conflict(TomoniError):
    """The state of the record does not allow it."""


class Unavailable(TomoniError):
    """A store cannot be written or read right now (disk full, database locked or gone)."""


class KnowledgeError(TomoniError):
    """A card, playbook or lexicon file is not as it should be; the message names file and line."""


class ModelFailed(TomoniError):
    """A language model gave nothing that can be used; a playbook goes on, and says why.

    `kind` is timeout, key, model, busy, server, cut, unreachable, structure, empty, endless, language, refused or
    unsound (its words went against the record or the policy).
    """

    kind: str = "server"

    def __init__(self, kind: str, message: str, values: dict | None = None):
        super().__init__(message, values or {})
        self.kind = kind


class Deferred(Exception):
    """A language model answers later (OpenAI's Batch API): a batch leaves the row as it is and asks again then."""
