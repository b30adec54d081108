"""Whether what a mail says may be put before the CSM for the record: who wrote it, and whether it tries anything."""

import re

from assistant.domain.account import Account, Contact
from assistant.domain.reading import Reading
from assistant.triage.folded import fold


def writer(account: Account, reading: Reading, named: str | None = None) -> Contact | None:
    """The contact on record who wrote, None where that is not sure.

    Args:
        named: the contact whom the CSM named as the writer.
    """
    name, email = named or reading.sender.name, reading.sender.email.lower()
    present = [c for c in account.contacts if not c.left]
    hits = [c for c in present if name and _is(name, c.name)]
    if not hits and not name and email:
        hits = [c for c in present if c.email.lower() == email]
    if len(hits) != 1:
        return None
    known = hits[0].email.lower()
    if email and email != known:
        at_theirs = any(email.endswith((f"@{domain.lower()}", f".{domain.lower()}")) for domain in account.domains)
        if known or not at_theirs:
            return None
    return hits[0]


def sincere(reading: Reading) -> bool:
    """True where a mail tries nothing: no orders, no claims, nothing hidden, nobody's secrets asked for."""
    return not (
        reading.orders or reading.claims or reading.probes or reading.hidden or reading.markup or reading.defames
    ) and reading.no_answer not in ("automatic", "advertising")


def _is(name: str, known: str) -> bool:
    plain, whole = (re.sub(r"[\s・]", "", fold(text).lower()) for text in (name, known))
    pieces = [fold(piece).lower() for piece in known.split()]
    return plain == whole or (len(plain) > 1 and plain in pieces) or (len(pieces[0]) == 1 and plain == pieces[0])
