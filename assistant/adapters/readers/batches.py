"""Rows of a batch from JSON Lines or CSV, read as a stream: a million rows need no more memory than one."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from pydantic import BaseModel, create_model

from assistant.adapters.readers.columns import Header
from assistant.adapters.readers.csv_files import read_table, separator_of
from assistant.adapters.readers.decoding import decode
from assistant.adapters.readers.faults import Unreadable
from assistant.adapters.readers.json_files import parsed
from assistant.adapters.readers.rows import Row
from assistant.domain.account import Account
from assistant.domain.draft import DraftRequest

MAX_ROWS = 2_000_000
# As much of a file as is looked at to find out what it is.
_SAMPLE = 1_000_000
_ENCODINGS = ("utf-8", "cp932", "euc_jp", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "iso2022_jp")
_OTHERS = {b"PK": "XLSX", b"\xd0\xcf\x11\xe0": "Excel", b"%PDF": "PDF"}

# The columns of a table: the fields of a draft request, and those of an account behind `account.`.
_fields: dict[str, Any] = {
    info.alias or name: (info.annotation, None) for name, info in DraftRequest.model_fields.items()
}
_Columns: type[BaseModel] = create_model("_Columns", **(_fields | {"account": (Account, ...)}))  # type: ignore[call-overload]


def read_batch(name: str, file: BinaryIO) -> Iterator[Row]:
    """The rows of a batch as they stand in the file; they count from 1, without the header of a table and empty lines.

    Args:
        name: the file's name, as the user knows it.
        file: opened for reading bytes; it is read to its end and stays open.

    Raises:
        Unreadable: the file as a whole cannot be read; while iterating too.
    """
    sample = file.read(_SAMPLE)
    file.seek(0)
    for beginning, kind in _OTHERS.items():
        if sample.startswith(beginning):
            raise Unreadable("%(file)s is %(kind)s. A batch comes as JSON Lines or CSV.", file=name, kind=kind)
    whole = len(sample) < _SAMPLE
    encoding, first = _encoding(name, sample if whole else sample[: sample.rfind(b"\n") + 1] or sample)
    if not first:
        raise Unreadable("%(file)s is empty.", file=name)
    # Only line feeds end a line: others may stand inside a JSON text or a cell.
    text = io.TextIOWrapper(file, encoding, "surrogateescape", newline="\n")
    try:
        if first.startswith("["):
            yield from _list(name, text.read())
        elif name.casefold().endswith((".json", ".jsonl", ".ndjson")) or first.startswith("{"):
            yield from _lines(name, text)
        else:
            for number, row in enumerate(read_table(name, text, separator_of(name, first), _header, "account", MAX_ROWS + 1), 1):  # fmt: skip
                yield Row(number, row.value, faults=row.faults, ignored=row.ignored)
    finally:
        # Else the file would be closed with its reader. Where somebody has closed it before, there is nothing to keep.
        with suppress(ValueError):
            text.detach()


def _encoding(name: str, sample: bytes) -> tuple[str, str]:
    """The encoding that `decode` finds for the beginning of a file, and its first line that is not empty."""
    text = decode(name, sample)
    for encoding in _ENCODINGS:
        try:
            same = sample.decode(encoding, "surrogateescape") == text
        except UnicodeError:
            continue
        if same:
            return encoding, next((line.strip() for line in text.split("\n") if line.strip()), "")
    raise Unreadable("%(file)s cannot be read as text. Save it as UTF-8 and import it again.", file=name)


def _header(cells: list[str]) -> Header:
    folded = [cell.strip().casefold() for cell in cells]
    if any(cell.startswith("account.") for cell in folded):
        # Beside fields of the account, `account` is its id.
        cells = ["account.id" if cell == "account" else own for cell, own in zip(folded, cells, strict=True)]
    header = Header(cells, _Columns, also="account")
    if "account.id" in header.names:
        header.names.add("account")
    return header


def _lines(name: str, text: io.TextIOWrapper) -> Iterator[Row]:
    number = 0
    for at, line in enumerate(text, 1):
        if not line.strip():
            continue
        number += 1
        try:
            yield Row(number, parsed(name, line.rstrip("\r\n"), at))
        except Unreadable as broken:
            yield Row(number, {}, faults=(broken.fault,))


def _list(name: str, text: str) -> Iterator[Row]:
    whole = parsed(name, text)
    for number, value in enumerate(whole, 1):
        yield Row(number, value)
