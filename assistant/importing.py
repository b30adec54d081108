"""Imports: files in, a report of every row out. A bad row never blocks a good one, and twice changes nothing."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from assistant.adapters.readers.accounts import read_accounts
from assistant.adapters.readers.faults import Fault, Unreadable, safe, shown
from assistant.adapters.readers.help_files import read_all_help
from assistant.adapters.readers.organisation import read_organisation
from assistant.adapters.readers.rows import Row
from assistant.adapters.readers.shaping import Notes, checked, shaped
from assistant.domain.account import Account
from assistant.errors import NotFound
from assistant.ports import HelpText, Records
from assistant.texts import Say

Status = Literal["taken", "unchanged", "refused"]
Files = Sequence[tuple[str, bytes]]
_AT_ONCE = 500
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What became of one row.

    Attributes:
        row: its number as the user sees it: row of the table (the header is 1), line of JSON Lines, place in a JSON
            list; for help texts the place of the file in the import.
        id: of the account or help text, where it could be read.
        why: for a refused row, the reasons as sentences in the caller's language.
        file: the name of the file.
    """

    row: int
    id: str | None
    status: Status
    why: str = ""
    file: str = ""


@dataclass(slots=True)
class ImportReport:
    """What an import did: counts, every row, and the fields that were left out because nobody knows them."""

    taken: int = 0
    unchanged: int = 0
    refused: int = 0
    rows: list[ImportRow] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)

    def add(self, row: ImportRow) -> None:
        """Note a row and count it."""
        self.rows.append(row)
        setattr(self, row.status, getattr(self, row.status) + 1)

    def leave_out(self, columns: Sequence[str]) -> None:
        """Note columns that were left out, each once."""
        self.ignored_columns += [column for column in columns if column not in self.ignored_columns]


@dataclass(slots=True)
class _Candidate:
    """A row on its way: what it holds so far, and what speaks against it."""

    row: Row
    found: dict[str, Any]
    faults: list[Fault]
    ignored: Sequence[str]
    account: Account | None = None

    @property
    def id(self) -> str | None:
        id = self.found.get("id") if isinstance(self.found, dict) else None
        return shown(id) if isinstance(id, str) and id.strip() else None


async def import_accounts(files: Files, records: Records, say: Say) -> ImportReport:
    """Merge the accounts of all files into the records.

    Args:
        files: (name, bytes) each: JSON, JSON Lines, CSV or XLSX.
        records: where they go; an account that is on record needs no name in the file.
        say: the caller's language, for the reasons.
    """
    report = ImportReport()
    seen: set[str] = set()
    for name, data in _named(files):
        async for batch in _batches(name, data):
            if isinstance(batch, Unreadable):
                why = _why(say, name, Row(batch.row, {}), [batch.fault], whole=True)
                report.add(ImportRow(batch.row, None, "refused", why, name))
                continue
            await _complete(batch, seen, records)
            await asyncio.to_thread(_check, batch)
            await _merge(batch, records, report, say, name)
    return report


def _named(files: Files) -> Files:
    """File names as a report can hold them."""
    return [(safe(name), data) for name, data in files]


async def _batches(name: str, data: bytes) -> AsyncIterator[list[_Candidate] | Unreadable]:
    """The rows of a file in batches, read beside the event loop; at the end the fault that stopped the reading."""
    rows = read_accounts(name, data)
    while True:
        batch, fault = await asyncio.to_thread(_next, rows)
        if batch:
            yield batch
        if fault:
            yield fault
        if fault or len(batch) < _AT_ONCE:
            return


def _next(rows: Iterator[Row]) -> tuple[list[_Candidate], Unreadable | None]:
    batch: list[_Candidate] = []
    try:
        for row in islice(rows, _AT_ONCE):
            batch.append(_candidate(row))
    except Unreadable as fault:
        return batch, fault
    return batch, None


def _candidate(row: Row) -> _Candidate:
    notes = Notes()
    found = shaped(row.value, Account, notes) if not row.faults else row.value
    return _Candidate(row, found, [*row.faults, *notes.faults], (*row.ignored, *notes.ignored))


async def _complete(batch: Sequence[_Candidate], seen: set[str], records: Records) -> None:
    """Refuse an id that came before, and fill in the names of accounts that are on record."""
    for one in batch:
        if one.row.faults:
            continue
        if one.id and one.id in seen:
            one.faults.append(Fault("The id `%(id)s` appears earlier in this import.", {"id": one.id}))
        elif one.id:
            seen.add(one.id)
        if "name" not in one.found and one.id and _ID.fullmatch(one.id):
            try:
                one.found["name"] = (await records.account(one.id)).name
            except NotFound:
                if one.row.sheet:
                    message = "The sheet `accounts` has no account `%(id)s`, and none is on record."
                    one.faults.append(Fault(message, {"id": one.id, "field": "name"}))


def _check(batch: Sequence[_Candidate]) -> None:
    for one in batch:
        if one.row.faults or not isinstance(one.row.value, dict):
            continue
        one.account, faults = checked(one.found, Account)
        known = {fault.values.get("field") for fault in one.faults}
        one.faults += [fault for fault in faults if fault.values.get("field") not in known]


async def _merge(batch: Sequence[_Candidate], records: Records, report: ImportReport, say: Say, name: str) -> None:
    good = [one.account for one in batch if one.account and not one.faults]
    became = iter(await records.merge_accounts(good) if good else ())
    for one in batch:
        report.leave_out(one.ignored)
        if one.account and not one.faults:
            status: Status = "unchanged" if next(became) == "unchanged" else "taken"
            report.add(ImportRow(one.row.row, one.id, status, file=name))
        else:
            report.add(ImportRow(one.row.row, one.id, "refused", _why(say, name, one.row, one.faults), name))


def _why(say: Say, name: str, row: Row, faults: Sequence[Fault], whole: bool = False) -> str:
    """The reasons of a row: "Row 7: …"; a fault of the whole file names the file itself."""
    reasons = " ".join(say(fault.message, **fault.values) for fault in faults)
    if whole:
        return reasons
    if row.sheet:
        return say("Sheet `%(sheet)s`, row %(row)s: %(reasons)s", sheet=row.sheet, row=row.row, reasons=reasons)
    return say("Row %(row)s: %(reasons)s", row=row.row, reasons=reasons)


async def import_help(files: Files, records: Records, say: Say) -> ImportReport:
    """Put the help texts of all files on record.

    Args:
        files: (name, bytes) each: Markdown, plain text, HTML, PDF or DOCX; a name may hold folders, with `/`.
    """
    report = ImportReport()
    files = _named(files)
    read = await asyncio.to_thread(read_all_help, files)
    taken: dict[str, HelpText] = {}
    rows: list[tuple[int, str, HelpText]] = []
    for number, ((name, _), texts) in enumerate(zip(files, read, strict=True), 1):
        if isinstance(texts, Unreadable):
            report.add(ImportRow(number, None, "refused", say(texts.message, **texts.values), name))
            continue
        for own in texts:
            if own.id in taken and taken[own.id] != own:
                why = say(
                    "%(file)s would get the id `%(id)s`, which another file already has. Rename one of them.",
                    file=name,
                    id=own.id,
                )
                report.add(ImportRow(number, own.id, "refused", why, name))
            else:
                taken[own.id] = own
                rows.append((number, name, own))
    became = dict(zip(taken, await records.put_help(list(taken.values())), strict=True)) if taken else {}
    for number, name, text in rows:
        report.add(ImportRow(number, text.id, "unchanged" if became[text.id] == "unchanged" else "taken", file=name))
        became[text.id] = "unchanged"
    report.rows.sort(key=lambda row: row.row)
    return report


async def import_organisation(name: str, data: bytes, records: Records, say: Say) -> ImportReport:
    """Put the organisation in a JSON file on record."""
    report = ImportReport()
    organisation, faults, ignored = await asyncio.to_thread(read_organisation, name, data)
    report.leave_out(ignored)
    if organisation is None:
        why = " ".join(say(fault.message, **fault.values) for fault in faults)
        report.add(ImportRow(1, None, "refused", why, name))
        return report
    unchanged = await records.organisation() == organisation
    if not unchanged:
        await records.put_organisation(organisation)
    report.add(ImportRow(1, None, "unchanged" if unchanged else "taken", file=name))
    return report
