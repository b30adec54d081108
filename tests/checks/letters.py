"""Letters as test data: a record, a message, words, and which codes must be found."""

import json
from datetime import date
from pathlib import Path

from assistant.checks.letter import Letter
from assistant.closed_days import ClosedDays
from assistant.domain.account import Account
from assistant.domain.facts import facts_of, visibility_of
from assistant.domain.organisation import Organisation
from assistant.domain.reading import Reading, Sender, SituationHit
from assistant.domain.situation import Situation
from assistant.ports import NamedAccount
from assistant.texts import Say

CLOSED_DAYS = ClosedDays()
HERE = Path(__file__).parent
_RECORDS = json.loads((HERE / "records.json").read_text(encoding="utf-8"))
ORGANISATION = Organisation(**_RECORDS["organisation"])
ACCOUNTS = {name: Account(**data) for name, data in _RECORDS["accounts"].items()}


def cases(name: str) -> list[dict]:
    """The cases of a JSON Lines file beside this one."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def letter(
    body: str, account: str | Account = "tachibana", message: str = "", situation: str = "other", today: str = "2026-11-25",
    subject: str = "", contact: str | None = None, serious: bool = False, urgent: bool = False, language: str | None = None,
    reading: Reading | None = None, others: tuple[str, ...] = (), say: str = "en", organisation: Organisation = ORGANISATION,
    sender: dict | None = None, **given,
) -> Letter:  # fmt: skip
    """A letter of an account of the fixtures, with a reading made by hand."""
    record = ACCOUNTS[account] if isinstance(account, str) else account
    language = language or record.language or "ja"
    addressed = next((c for c in record.contacts if c.name == contact), record.contacts[0] if record.contacts else None)
    hit = SituationHit(Situation(situation), 0.9)
    reading = reading or Reading(
        language=language, own=message, situations=(hit,) if message else (), serious=serious, urgent=urgent,
        sender=Sender(**sender) if sender else Sender(),
    )  # fmt: skip
    return Letter(
        body=body, subject=subject, language=language, say=Say(say), account=record, organisation=organisation,
        today=date.fromisoformat(today), reading=reading, message=message, situation=Situation(situation),
        contact=addressed, facts=facts_of(record), by_hand=True,
        private=tuple(h for h in record.history if visibility_of(h) != "account"),
        others=tuple(NamedAccount(f"other-{n}", name, name) for n, name in enumerate(others)),
        closed=CLOSED_DAYS(organisation, date.fromisoformat(today)), **given,
    )  # fmt: skip
