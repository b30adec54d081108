"""Accounts from a file of any kind: what it is, its bytes say; its name only decides between kinds of text."""

from collections.abc import Iterator

from assistant.adapters.readers.decoding import decode
from assistant.adapters.readers.faults import MAX_BYTES, Unreadable
from assistant.adapters.readers.json_files import read_json
from assistant.adapters.readers.rows import Row

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read_accounts(name: str, data: bytes) -> Iterator[Row]:
    """The rows of a file of accounts: JSON, JSON Lines, CSV, XLSX.

    Args:
        name: the file's name, as the user knows it.
        data: its bytes, at most 100 MB.

    Raises:
        Unreadable: the file as a whole cannot be read; while iterating too.
    """
    refuse_size(name, data)
    if data.startswith(b"PK"):
        from assistant.adapters.readers.xlsx_files import read_xlsx

        yield from read_xlsx(name, data)
    elif data.startswith(_OLD_OFFICE):
        raise Unreadable(
            "%(file)s is protected by a password or in the old Excel format. Save it as XLSX without a password.",
            file=name,
        )
    elif data.startswith(b"%PDF"):
        raise Unreadable("%(file)s is a PDF. Accounts come as JSON, JSON Lines, CSV or XLSX.", file=name)
    else:
        yield from _read_text(name, decode(name, data))


def _read_text(name: str, text: str) -> Iterator[Row]:
    if not text.strip():
        raise Unreadable("%(file)s is empty.", file=name)
    if name.casefold().endswith((".json", ".jsonl", ".ndjson")) or text.lstrip()[0] in "{[":
        yield from read_json(name, text)
    else:
        from assistant.adapters.readers.csv_files import read_csv

        yield from read_csv(name, text)


def refuse_size(name: str, data: bytes) -> None:
    """Raises:
    Unreadable: the file is empty or has more than 100 MB.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("%(file)s has more than %(limit)s MB.", file=name, limit=MAX_BYTES // 1_000_000)
    if not data.strip():
        raise Unreadable("%(file)s is empty.", file=name)
