"""What an import does to what is on record."""

import pytest

from assistant.adapters.records import SqlRecords
from assistant.adapters.records.merging import merge_account
from tests.records.samples import FULL, account, entry

pytestmark = pytest.mark.anyio


def merged(**news):
    return merge_account(FULL, account(**news))


def test_that_fields_that_are_absent_stay():
    assert merged().model_dump() == FULL.model_dump()


def test_that_fields_that_are_present_replace():
    assert merged(industry="食品", domains=["new.example"]).domains == ["new.example"]


def test_that_one_cell_of_the_contract_leaves_the_others_alone():
    contract = merged(contract={"annual_price": 1200000}).contract
    assert contract is not None
    assert (contract.annual_price, contract.plan, contract.approvals[0].percent) == (1200000, "Standard", 5)


def test_that_an_explicit_null_takes_a_value_away():
    assert merged(contract=None).contract is None


def test_that_an_empty_list_takes_no_item_away():
    assert merged(goals=[], history=[], contacts=[]).model_dump() == FULL.model_dump()


def test_that_an_item_with_the_same_id_is_updated_and_another_one_added():
    goals = merged(goals=[{"id": "g1", "current": 3}, {"id": "g2", "statement": "不良を減らす"}]).goals
    assert [(g.id, g.statement, g.current) for g in goals] == [("g1", "段取りを短く", 3), ("g2", "不良を減らす", None)]


def test_that_an_item_without_an_id_finds_the_one_with_the_same_words():
    assert [o.id for o in merged(outcomes=[{"statement": "残業の削減", "annual_value": 7}]).outcomes] == ["o1"]


def test_that_the_same_words_under_another_id_are_another_item():
    assert len(merged(outcomes=[{"id": "o2", "statement": "残業の削減"}]).outcomes) == 2


def test_that_readings_of_a_goal_are_told_apart_by_their_day():
    news = [{"date": "2026-03-31", "value": 5.5}, {"date": "2026-06-30", "value": 5}]
    goal = merged(goals=[{"id": "g1", "readings": news}]).goals[0]
    assert [(r.date.month, r.value) for r in goal.readings] == [(3, 5.5), (6, 5)]


def test_that_contacts_are_told_apart_by_name_and_usage_by_month():
    both = merged(contacts=[{"name": "森田 徹", "title": "部長"}], usage=[{"month": "2026-05", "logins": 4}])
    assert [(c.title, c.role) for c in both.contacts] == [("部長", "decision_maker"), ("", None)]
    assert [(u.month, u.active_users) for u in both.usage] == [("2026-04", 12), ("2026-05", None)]


def test_that_a_ticket_of_the_same_day_and_words_is_the_same_ticket():
    known = merged(history=[entry("2026-05-01", "ticket", "印刷が崩れる", status="resolved")])
    assert [(e.text, e.status) for e in known.history] == [("開始", None), ("印刷が崩れる", "resolved")]


def test_that_merging_leaves_what_it_was_given_as_it_was():
    before = FULL.model_dump()
    merged(goals=[{"id": "g1", "current": 1}], contract={"plan": "Pro"}, history=[entry(text="新しい")])
    assert FULL.model_dump() == before


async def test_that_an_import_tells_what_it_took_and_twice_changes_nothing(records: SqlRecords):
    news = [FULL, account("other", "東野商店"), account("other", industry="小売", name="東野商店")]
    assert await records.merge_accounts(news) == ["taken", "taken", "taken"]
    assert await records.merge_accounts(news) == ["unchanged"] * 3
    assert (await records.account("other")).industry == "小売"


async def test_that_new_entries_follow_those_on_record(records: SqlRecords):
    await records.put_account(FULL)
    await records.merge_accounts(
        [account(history=[entry("2026-06-01", text="次の回"), entry("2026-04-01", text="開始")])]
    )
    assert [e.text for e in (await records.account(FULL.id)).history] == ["開始", "印刷が崩れる", "次の回"]
    assert (await records.dossier(FULL.id)).entries == 3


async def test_that_an_import_larger_than_one_transaction_comes_back_in_order(records: SqlRecords):
    many = [account(f"a{n}", f"会社{n}", history=[entry(text=f"{n}-{k}") for k in range(3)]) for n in range(700)]
    many[350] = account("a0", "会社0", industry="二度目")
    assert await records.merge_accounts(many) == ["taken"] * 700
    again = await records.merge_accounts([*many[:350], account("a0", "会社0", industry="三度目"), *many[351:]])
    assert [n for n, status in enumerate(again) if status == "taken"] == [350]
    assert len((await records.account("a699")).history) == 3
