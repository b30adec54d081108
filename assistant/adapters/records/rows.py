"""An account as the rows that hold it, and back."""

import re
from dataclasses import dataclass
from typing import Any

from assistant.adapters.records.names import searchable
from assistant.domain.account import Account, HistoryEntry
from assistant.domain.facts import visibility_of

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)


def is_account_id(id: str) -> bool:
    """True where `id` could be an account's at all."""
    return _ID.fullmatch(id) is not None


@dataclass(frozen=True, slots=True)
class Stored:
    """An account as JSON texts: `document` without its history, `entries` its history by position.

    Only what differs from the default is written, so that equal accounts have equal texts.
    """

    document: str
    entries: tuple[str, ...] = ()


def stored(account: Account) -> Stored:
    """The texts of an account."""
    return Stored(
        account.model_dump_json(exclude={"history"}, exclude_defaults=True),
        tuple(entry.model_dump_json(exclude_defaults=True) for entry in account.history),
    )


def restored(texts: Stored) -> Account:
    """The account of its texts."""
    if not texts.entries:
        return Account.model_validate_json(texts.document)
    return Account.model_validate_json(f'{texts.document[:-1]},"history":[{",".join(texts.entries)}]}}')


def account_row(account: Account, texts: Stored, revision: int) -> dict[str, Any]:
    """The row of table `accounts`."""
    return {
        "id": account.id,
        "name": account.name.replace("\x00", ""),
        "folded": searchable(account),
        "document": texts.document,
        "entries": len(texts.entries),
        "revision": revision,
    }


def history_row(account: str, position: int, entry: HistoryEntry, document: str) -> dict[str, Any]:
    """The row of table `history` for one entry."""
    return {
        "account": account,
        "position": position,
        "date": entry.date.isoformat(),
        "kind": entry.kind,
        "visibility": visibility_of(entry).replace("\x00", ""),
        "kept": _kept(entry),
        "document": document,
    }


def _kept(entry: HistoryEntry) -> bool:
    """Whether planning reads the entry however old it is (see `ports.Dossier`).

    A ticket without a status counts only among the newest entries: whether it ended is told by its neighbours.
    """
    if entry.kind == "ticket":
        return entry.status == "open" or entry.severity == "serious"
    return entry.kind in ("milestone", "referral_ask")
