"""What the health of many accounts is read from, on SQLite and on PostgreSQL."""

from datetime import date

import pytest

from assistant.adapters.records import SqlRecords
from tests.records.samples import account, entry

pytestmark = pytest.mark.anyio
TODAY, SINCE = date(2026, 11, 24), date(2026, 10, 25)


async def test_that_the_newest_of_each_kind_and_the_tickets_that_may_be_open_are_told(records: SqlRecords):
    wanted = [
        entry("2026-11-01", "meeting", "新しい定例会"),
        entry("2024-01-10", "ticket", "古い未解決", status="open"),
        entry("2026-11-20", "ticket", "状態なし"),
        entry("2023-05-01", "call", "最後の電話"),
    ]
    others = [entry("2026-10-01", "meeting", "前の定例会"), entry("2025-01-10", "ticket", "解決済み", status="resolved"), entry("2026-12-24", "meeting", "予定")]  # fmt: skip
    await records.put_account(account("a", history=[*others, *wanted]))
    await records.put_account(account("b", history=[entry("2026-01-01")]))
    await records.put_account(account("c"))
    found = await records.telling_history(["a", "c"], TODAY, SINCE)
    assert set(found) == {"a", "c"} and found["c"] == []
    assert sorted(e.text for e in found["a"]) == sorted(e["text"] for e in wanted)
