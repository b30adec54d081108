"""Counts over all stored drafts, read once and piece by piece: no more than a few hundred are in memory at a time."""

import json
import re
from collections import defaultdict
from datetime import date as Date
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from assistant.adapters.records.schema import accounts, draft_versions, drafts
from assistant.adapters.records.shelf import Shelf
from assistant.domain.account import Contract, Outcome
from assistant.domain.tallies import SUCCESS_PARTS, SUPPORT_PARTS, Alike, Cited, Tallies

_ROWS_AT_ONCE = 200
_IDS_AT_ONCE = 200
# Documents are compact JSON texts (see `schema`), and a quotation mark inside a string is escaped in them: so these can
# only be the fields themselves. Reading the whole of 10,000 documents for five fields would take three times as long.
_MADE = '"created_at":"'
_SITUATION = re.compile(r'"situation":"(\w+)"')
_FINDING = re.compile(r'"code":"(\w+)","severity":"(\w+)"')
_SUPPORT, _SUCCESS = ([f'"kind":"{kind}"' for kind in kinds] for kinds in (SUPPORT_PARTS, SUCCESS_PARTS))
_CITED = re.compile(r'"kind":"account","title":("(?:[^"\\]|\\.)*")')


class Insights(Shelf):
    """The counting side of the drafts' shelf."""

    async def tallies(self, since: Date, zone: ZoneInfo) -> Tallies:
        """Counts over the drafts with a version made on `since` or later, by the calendar of `zone`."""
        v = draft_versions.c
        d = drafts.c
        wanted = select(v.document, v.draft, v.version, d.version, d.account, d.used, d.result).join(
            drafts, d.id == v.draft
        )
        tallies, titles = Tallies(), defaultdict[str, set[str]](set)
        found: set[tuple[str, str, str]] = set()
        async with self.database.read() as connection:
            rows = await connection.stream(wanted)
            async for some in rows.partitions(_ROWS_AT_ONCE):
                for document, draft, version, newest, account, used, result in some:
                    made = _made(document, zone)
                    if made is None or made < since:
                        continue
                    if '"findings":[]' not in document:
                        found.update((draft, *finding) for finding in _FINDING.findall(document))
                    if version == newest:
                        tallies.drafts[_alike(document, made, used, result)] += 1
                        if used != "rejected":
                            titles[account].update(_CITED.findall(document))
            tallies.findings.update((code, severity) for _, code, severity in found)
            tallies.cited = await self._cited(connection, titles)
        return tallies

    async def _cited(self, connection: Any, titles: dict[str, set[str]]) -> list[Cited]:
        """Those of the cited accounts that have results on record; a few at a time, so that others get their turn."""
        a, ids, found = accounts.c, sorted(titles), []
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = select(a.id, a.name, a.document).where(a.id.in_(ids[start : start + _IDS_AT_ONCE]))
            rows = (await connection.execute(some.where(a.document.contains('"confirmed_by":')))).all()
            found += filter(None, (_cited(row, titles[row.id]) for row in rows))
        return found


def _made(document: str, zone: ZoneInfo) -> Date | None:
    """The day on which a version was made, None where it is not said."""
    start = document.rfind(_MADE) + len(_MADE)
    said = document[start : document.find('"', start)]
    return datetime.fromisoformat(said).astimezone(zone).date() if start >= len(_MADE) and said else None


def _alike(document: str, made: Date, used: str | None, result: str | None) -> Alike:
    situation = _SITUATION.search(document)
    support, success = (any(kind in document for kind in kinds) for kinds in (_SUPPORT, _SUCCESS))
    return Alike(f"{made:%Y-%m}", situation[1] if situation else "other", used, result, support, success)


def _cited(row: Any, titles: set[str]) -> Cited | None:
    """The account with its results, None where none of them is among the titles (JSON strings)."""
    document = json.loads(row.document)
    said = frozenset(json.loads(title) if "\\" in title else title[1:-1] for title in titles)
    results = document.get("outcomes", ())
    if not any(result.get("statement") in said for result in results):
        return None
    contract = Contract.model_validate(document["contract"]) if document.get("contract") else None
    return Cited(row.id, row.name, said, tuple(Outcome.model_validate(result) for result in results), contract)
