"""The stored index of one account."""

from datetime import date
from time import process_time

import pytest

from assistant.domain.account import Account, Goal, HistoryEntry, Outcome
from assistant.recall.index import AccountIndex, build

ENTRIES = [
    HistoryEntry(date=date(2026, 3, 11), kind="ticket", text="PDFの右端が切れる。幅に合わせる設定で解決。"),
    HistoryEntry(date=date(2026, 4, 2), kind="meeting", text="定例会。現場の入力が夕方に偏る。"),
    HistoryEntry(
        date=date(2026, 5, 9), kind="note", text="社内:値引きの相談あり。", say="費用のご相談をいただきました。"
    ),
]
ACCOUNT = Account(
    id="kohaku",
    name="琥珀食品",
    goals=[Goal(id="g1", statement="提出を3日以内にする", kpi="提出までの日数", unit="日")],
    outcomes=[Outcome(id="o1", statement="清書の時間の削減", basis="月20時間")],
    history=ENTRIES,
)


def keys(question: str, among: set[str] | None = None) -> list[str]:
    return [hit.key for hit in AccountIndex.loads(build(ACCOUNT)).search(question, among=among, floor=0.0)]


def test_that_a_history_entry_is_found_under_its_position() -> None:
    assert keys("端が切れてしまう")[0] == "history:0"


def test_that_goals_and_outcomes_are_found_under_their_ids() -> None:
    assert keys("提出までの日数")[0] == "goal:g1"
    assert keys("清書")[0] == "outcome:o1"


def test_that_an_entry_is_found_by_our_words_and_by_the_customers() -> None:
    assert keys("値引き")[0] == "history:2"
    assert keys("費用")[0] == "history:2"


def test_that_only_the_kinds_asked_for_come() -> None:
    assert keys("現場の入力 清書 端", {"ticket"}) == ["history:0"]


def test_that_nothing_in_common_finds_nothing() -> None:
    assert keys("天気予報") == []
    assert keys("💦") == []


def test_that_an_empty_account_can_be_asked() -> None:
    empty = Account(id="kara", name="空")
    assert AccountIndex.loads(build(empty)).search("何か") == []


def test_that_broken_bytes_are_a_clear_error() -> None:
    with pytest.raises(ValueError, match="built anew"):
        AccountIndex.loads(b"no index")


def test_that_the_limit_holds() -> None:
    account = ACCOUNT.model_copy(update={"history": ENTRIES * 30})
    assert len(AccountIndex.loads(build(account)).search("端が切れる", limit=7, floor=0.0)) == 7


def test_that_ten_thousand_entries_are_searched_in_time() -> None:
    account = ACCOUNT.model_copy(update={"history": ENTRIES * 3_334})
    blob = build(account)
    # The time of this process: how long a machine with other work takes is not ours to tell.
    times = []
    for _ in range(20):
        start = process_time()
        AccountIndex.loads(blob).search("報告書の右端が切れてしまい、提出が遅れています。前はどう直しましたか。")
        times.append(process_time() - start)
    assert sorted(times)[-2] < 0.06
