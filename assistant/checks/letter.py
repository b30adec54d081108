"""What a check is given: the words, and everything they may rest on."""

from dataclasses import dataclass, field
from datetime import date as Date

from assistant.domain.account import Account, Contact, HistoryEntry
from assistant.domain.draft import Citation, Part
from assistant.domain.fact import Fact
from assistant.domain.organisation import Organisation
from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.ports import NamedAccount
from assistant.texts import Say


@dataclass(frozen=True, slots=True)
class Letter:
    """A text to be checked before a CSM sends it, whoever wrote it, with what it may rest on.

    `facts` are all facts of the account (with their visibility and supersession); `private` its internal and confided
    history; `citations` what the draft cites (help texts and computed figures among them); `answers` what the CSM said
    in answer to asks; `material` further texts that figures and names may come from (help texts recalled, policy).
    `parts` is empty where a CSM wrote the text. `say` speaks the caller's language.
    """

    body: str
    subject: str
    language: str
    say: Say
    account: Account
    organisation: Organisation
    today: Date
    reading: Reading | None = None
    message: str = ""
    audience: str = "customer"
    channel: str = "mail"
    situation: Situation = Situation.other
    contact: Contact | None = None
    facts: tuple[Fact, ...] = ()
    private: tuple[HistoryEntry, ...] = ()
    citations: tuple[Citation, ...] = ()
    parts: tuple[Part, ...] = ()
    answers: tuple[str, ...] = ()
    material: tuple[str, ...] = ()
    # Other accounts that are named in the words.
    others: tuple[NamedAccount, ...] = field(default=())
    by_hand: bool = False
    # Days besides weekends on which nobody of the vendor works (see `closed_days`).
    closed: frozenset[Date] = frozenset()
