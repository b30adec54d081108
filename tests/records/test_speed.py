"""How long records take, with the real index."""

import time
from itertools import pairwise

import pytest

from assistant.adapters.records import SqlRecords
from assistant.domain.account import Account
from assistant.recall.index import build
from tests.records.samples import account, entry

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.timeout(300)]

TOPICS = (
    "締め日数",
    "打刻漏れ",
    "承認の流れ",
    "帳票の見出し",
    "研修の日程",
    "export of the weekly report",
    "写真の共有",
)


def company(n: int, entries: int) -> Account:
    talks = [
        entry(f"20{20 + k // 1000:02}-{1 + k % 12:02}-{1 + k % 28:02}", ("ticket", "meeting", "note", "email")[k % 4],
              f"{TOPICS[(n + k) % 7]}について{n}号機の担当と話した。次は{TOPICS[(n * k) % 7]}を{k}日までに確かめる。")
        for k in range(entries)
    ]  # fmt: skip
    return account(f"c{n}", f"株式会社第{n}製作所", history=talks, contract={"annual_price": 10000 * n})


async def test_that_ten_thousand_accounts_with_ten_entries_each_are_imported_within_a_minute(database: str):
    records = SqlRecords(database, index=build)
    await records.open()
    many = [company(n, 10) for n in range(10_000)]
    started = time.perf_counter()
    assert set(await records.merge_accounts(many)) == {"taken"}
    imported = time.perf_counter()
    assert set(await records.merge_accounts(many)) == {"unchanged"}
    again = time.perf_counter()
    assert imported - started < 60
    assert again - imported < 20
    await records.named_in("第77製作所様", "c1")
    named = time.perf_counter()
    assert named - again < 1
    await records.close()


async def test_that_a_warm_dossier_of_a_long_history_takes_milliseconds(database: str):
    records = SqlRecords(database, index=build)
    await records.open()
    await records.put_account(company(1, 10_000))
    await records.dossier("c1")
    # The time of this process: how long a machine with other work takes is not ours to tell.
    times = [time.process_time()]
    for _ in range(100):
        await records.dossier("c1")
        times.append(time.process_time())
    assert sorted(after - before for before, after in pairwise(times))[95] < 0.010
    await records.close()
