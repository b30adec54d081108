"""A file becomes a batch: every row on record as a draft request, or with what is wrong with it."""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from assistant.adapters.readers.batches import read_batch
from assistant.adapters.readers.faults import Fault, Unreadable, shown
from assistant.adapters.readers.rows import Row
from assistant.adapters.readers.shaping import Notes, checked, shaped
from assistant.domain.account import Account
from assistant.domain.batch import Batch, BatchOptions, BatchRow, Reason
from assistant.domain.draft import DraftRequest
from assistant.domain.situation import Situation
from assistant.errors import Invalid, NotFound
from assistant.ports import Records

_AT_ONCE = 500
_CHUNK = 1 << 20
_NO_ROW = "This is not a row with named fields: %(value)s."
_NOT_KNOWN = "`%(field)s` is not a field that is known here."


async def begin(
    file: BinaryIO, name: str, options: BatchOptions, records: Records, again: bool = False
) -> tuple[Batch, bool]:
    """The batch of a file, without its rows yet.

    Args:
        file: opened for reading bytes, at its beginning.
        again: a file that is finished already is begun anew.

    Returns:
        the batch, and whether it was finished before: then nothing is done.

    Raises:
        Invalid: no organisation is on record.
        Unreadable: the file as a whole cannot be read; then there is no batch of it.
    """
    if await records.organisation() is None:
        raise Invalid("No organisation is on record yet: import one first.")
    digest = await asyncio.to_thread(_digest, file)
    if not await asyncio.to_thread(_next, read_batch(name, file)):
        raise Unreadable("%(file)s holds no rows.", file=name)
    file.seek(0)
    batch = await records.begin_batch(digest, name, options, again)
    return batch, batch.state == "finished"


async def take(file: BinaryIO, batch: Batch, records: Records) -> list[str]:
    """Puts the rows of a batch on record; those that are there already stay as they are.

    Whole accounts go to the records first. A row that cannot be a request has failed, and says why.

    Args:
        file: at its beginning.

    Returns:
        columns of a table that were left out, because nobody knows them.
    """
    if batch.rows is not None:
        return []
    rows, count, left_out = read_batch(batch.name, file), 0, dict[str, None]()
    while some := await asyncio.to_thread(_next, rows):
        await _merge(some, records)
        await records.add_rows(batch.id, [one.as_row() for one in some])
        left_out |= dict.fromkeys(column for one in some for column in one.left_out)
        count += len(some)
    await records.all_rows_added(batch.id, count)
    return list(left_out)


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


@dataclass(slots=True)
class _Candidate:
    """A row on its way: the request that it holds, the whole account that came with it, what speaks against it."""

    row: int
    account: str
    request: dict[str, Any]
    faults: list[Fault]
    whole: dict[str, Any] | None = None
    left_out: Sequence[str] = ()

    def as_row(self) -> BatchRow:
        fault = Reason("bad_row", self.faults[0].message, dict(self.faults[0].values)) if self.faults else None
        return BatchRow(self.row, self.account, self.request, fault)


def _next(rows: Iterator[Row]) -> list[_Candidate]:
    return [_candidate(row) for row in islice(rows, _AT_ONCE)]


def _candidate(row: Row) -> _Candidate:
    if row.faults:
        return _Candidate(row.row, "", {}, list(row.faults))
    if not isinstance(row.value, dict):
        return _Candidate(row.row, "", {}, [Fault(_NO_ROW, {"value": shown(row.value)})])
    value = {key: given for key, given in row.value.items() if given is not None}
    of_account, of_row = Notes(), Notes()
    whole = None
    if isinstance(value.get("account"), dict):
        whole = shaped(value["account"], Account, of_account)
        value["account"] = whole.get("id", "")
    # A customer's message stays as it was written, to the last character.
    found = shaped({key: given for key, given in value.items() if key != "message"}, DraftRequest, of_row)
    found |= {"message": value["message"]} if "message" in value else {}
    # Named and left open, as in a single request, it is read from the message; where there is none, nothing is read.
    left_open = "situation" in row.value and row.value["situation"] is None and str(found.get("message", "")).strip()
    closing = {} if left_open else {"situation": Situation.project_completion}
    request, wrong = checked({**closing, **found}, DraftRequest)
    unknown = [Fault(_NOT_KNOWN, {"field": name}) for name in of_row.ignored]
    faults = [*unknown, *of_row.faults, *of_account.faults, *wrong]
    asked = request.model_dump(mode="json", by_alias=True) if request else {"account": shown(value.get("account", ""))}
    left_out = (*row.ignored, *(f"account.{name}" for name in of_account.ignored))
    return _Candidate(row.row, request.account if request else "", asked, faults, whole, left_out)


async def _merge(some: Sequence[_Candidate], records: Records) -> None:
    """Merges the whole accounts of rows into the records, as an import would."""
    good: list[Account] = []
    for one in some:
        if one.whole is None or one.faults:
            continue
        if "name" not in one.whole:
            with suppress(NotFound):
                one.whole["name"] = (await records.account(one.account)).name
        account, wrong = checked(one.whole, Account)
        one.faults += wrong
        good += [account] if account else []
    if good:
        await records.merge_accounts(good)
