"""The results of a batch as files for people: a table for a spreadsheet, and the letters for a mail program.

They are read from the records page by page and leave page by page, so that a million rows need no more memory than one.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, closing, suppress
from typing import Any, Literal, Protocol

from assistant import batch_output
from assistant.adapters.writers.archives import Archive
from assistant.adapters.writers.tables import Cell, CsvTable, XlsxTable
from assistant.batch_words import STATES
from assistant.casework import Desk
from assistant.domain.batch import Batch, Outcome, RowState
from assistant.domain.draft import Draft
from assistant.errors import Invalid
from assistant.sending import addressed, mail
from assistant.texts import Say

Kind = Literal["csv", "xlsx", "zip"]
_AT_ONCE = 200
# Letters that somebody has to read first stand apart from those that can go out.
_FOLDERS = {RowState.drafted: "", RowState.needs_review: "needs_review/"}

# Name of a column as in the JSON output; its heading for people; its width in a workbook, in characters.
COLUMNS = (
    ("row", "Row", 6),
    ("account", "Account", 24),
    ("status", "Status", 14),
    ("reason", "Reason", 44),
    ("draft.subject", "Subject", 40),
    ("draft.body", "Text", 70),
    ("draft.asks", "Questions to you", 40),
    ("draft.findings", "Findings", 40),
    ("similarity", "Similarity", 10),
    ("nearest", "Nearest row", 10),
    ("draft.situation", "Situation", 20),
    ("draft.audience", "Written for", 12),
    ("draft.language", "Language", 10),
    ("draft.id", "Draft id", 20),
)
_CUT = " … (An Excel cell holds no more. The JSON Lines file has the whole text.)"
_WHOM = {"customer": "the customer", "colleague": "colleagues"}


class _Table(Protocol):
    taken: Callable[[], Any]

    def add(self, rows: Any) -> None: ...
    def end(self) -> None: ...
    def close(self) -> None: ...


async def results(desk: Desk, batch: Batch, kind: Kind, say: Say) -> AsyncGenerator[bytes, None]:
    """A file with the rows that have their end, in input order, piece by piece.

    Args:
        kind: "csv" (columns named as in the JSON output), "xlsx" (headings and states in the language of `say`) or
            "zip" with one mail (.eml) for each row whose draft is a letter to the customer.
    """
    if kind == "zip":
        pieces = _mails(desk, batch)
    elif kind == "csv":
        pieces = _rows(desk, batch, CsvTable([name for name, _, _ in COLUMNS]), lambda one: _cells(one, say))
    else:
        headings = {say(heading): width for _, heading, width in COLUMNS}
        table = await asyncio.to_thread(XlsxTable, headings, say("Results"), say(_CUT), batch.rows or 0)
        pieces = _rows(desk, batch, table, lambda one: _said(_cells(one, say), say))
    async with aclosing(pieces):
        async for piece in pieces:
            yield piece


async def _rows(
    desk: Desk, batch: Batch, table: _Table, cells: Callable[[Outcome], Sequence[Cell]]
) -> AsyncGenerator[bytes, None]:
    with closing(table):
        async for some in _pages(desk, batch):
            # Taking drafts apart and compressing them would keep everybody else waiting.
            await asyncio.to_thread(lambda rows: table.add([cells(one) for one in rows]), some)
            for piece in table.taken():
                yield piece
        await asyncio.to_thread(table.end)
        for piece in table.taken():
            yield piece


async def _mails(desk: Desk, batch: Batch) -> AsyncGenerator[bytes, None]:
    digits = len(str(batch.rows or 100_000))
    organisation = await desk.records.organisation()
    with closing(Archive()) as archive:
        async for some in _pages(desk, batch):
            letters = {json.loads(one.draft)["id"]: one for one in some if one.state in _FOLDERS and one.draft}
            asked = await desk.records.asked_of(list(letters))
            accounts = await desk.records.accounts_of([one.account for one in letters.values()])

            def pack(letters=letters, asked=asked, accounts=accounts) -> None:
                for id, one in letters.items():
                    # What was deleted meanwhile is gone; what is written for colleagues is no mail.
                    if id not in asked or one.account not in accounts:
                        continue
                    with suppress(Invalid):
                        draft = Draft.model_validate_json(one.draft or "")
                        letter = mail(addressed(desk, draft, asked[id], accounts[one.account], organisation))
                        archive.add(f"{_FOLDERS[one.state]}{one.row:0{digits}}-{one.account}.eml", letter)

            # As with the tables: everybody else would have to wait.
            await asyncio.to_thread(pack)
            for piece in archive.taken():
                yield piece
        await asyncio.to_thread(archive.end)
        for piece in archive.taken():
            yield piece


async def _pages(desk: Desk, batch: Batch) -> AsyncIterator[list[Outcome]]:
    page: list[Outcome] = []
    async for one in batch_output.outcomes(desk.records, batch):
        page.append(one)
        if len(page) == _AT_ONCE:
            yield page
            page = []
    if page:
        yield page


def _cells(one: Outcome, say: Say) -> list[Cell]:
    draft: dict[str, Any] = json.loads(one.draft) if one.draft else {}
    asks = "\n".join(ask["text"] for ask in draft.get("asks", ()) if not ask.get("answer"))
    findings = "\n".join(
        f"{finding['code']} ({finding['severity']}): {finding['why']}" for finding in draft.get("findings", ())
    )
    return [
        one.row, one.account, one.state.value, batch_output.said(one.reason, say), draft.get("subject"), draft.get("body"),
        asks, findings, one.similarity, one.nearest, draft.get("situation"), draft.get("audience"), draft.get("language"),
        draft.get("id"),
    ]  # fmt: skip


def _said(cells: list[Cell], say: Say) -> list[Cell]:
    """The cells with the words for people in place of those for programs."""
    status, whom = str(cells[2]), str(cells[11] or "")
    cells[2], cells[11] = say(STATES[RowState(status)]), say(_WHOM[whom]) if whom else None
    return cells
