"""Facts of an account over HTTP: added, changed, removed one at a time, and brought back."""

import pytest

from tests.api.test_bad_input import refused

ACCOUNT = "shionoi-setsubi"
FACTS = f"/api/accounts/{ACCOUNT}/facts"
READING = {"date": "2026-11-20", "value": 1.8, "source": "2026年11月 定例会議事録"}
OUTCOME = {"statement": "問い合わせ電話の削減", "annual_value": 960000, "currency": "JPY", "as_of": "2026-11-20"}
ENTRY = {"date": "2026-11-20", "kind": "call", "text": "磯貝課長から見積書の送付を依頼された。"}


def record(client):
    return client.get(f"/api/accounts/{ACCOUNT}").json()


def add(client, kind, value, **more):
    answer = client.post(FACTS, json={"kind": kind, "value": value, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_that_a_new_reading_becomes_the_current_value_and_the_older_ones_keep_their_source(client):
    add(client, "reading", READING, goal="g1")
    goal = record(client)["goals"][0]
    assert (goal["current"], goal["as_of"], goal["source"]) == (1.8, "2026-11-20", READING["source"])
    assert [r["date"] for r in goal["readings"]] == sorted(r["date"] for r in goal["readings"])
    assert goal["readings"][-2]["source"] == "2026年10月 定例会議事録"


def test_that_an_older_reading_leaves_the_current_value_alone(client):
    add(client, "reading", {**READING, "date": "2025-12-01"}, goal="g1")
    goal = record(client)["goals"][0]
    assert (goal["current"], goal["as_of"]) == (2.1, "2026-10-21")
    assert goal["readings"][0]["date"] == "2025-12-01"


def test_that_a_reading_without_a_source_does_not_borrow_one(client):
    add(client, "reading", {"date": "2026-11-20", "value": 1.8}, goal="g1")
    assert record(client)["goals"][0]["source"] == ""


def test_that_a_second_value_for_one_day_is_refused_by_its_date(client):
    add(client, "reading", READING, goal="g1")
    refused(client.post(FACTS, json={"kind": "reading", "goal": "g1", "value": {**READING, "value": 9}}), 422, "date")
    assert record(client)["goals"][0]["current"] == 1.8


@pytest.mark.parametrize(
    ("kind", "value"), [("outcome", OUTCOME), ("history", ENTRY), ("goal", {"kpi": "入力漏れ", "target": 2})]
)
def test_that_a_fact_is_added_changed_removed_and_brought_back_where_it_was(client, kind, value):
    before = record(client)
    made = add(client, kind, value)
    field = {"outcome": "statement", "history": "text", "goal": "statement"}[kind]
    changed = client.put(f"{FACTS}/{made['tag']}", json={"kind": kind, "value": {**value, field: "言い直した。"}})
    assert changed.status_code == 200, changed.text
    listed = record(client)[{"outcome": "outcomes", "history": "history", "goal": "goals"}[kind]]
    assert listed[-1][field] == "言い直した。"
    tag = changed.json()["tag"]
    assert client.delete(f"{FACTS}/{tag}", params={"kind": kind}).status_code == 200
    assert record(client) == before


@pytest.mark.parametrize(("kind", "list_name"), [("outcome", "outcomes"), ("history", "history"), ("goal", "goals")])
def test_that_undo_puts_a_removed_fact_back_in_its_place(client, kind, list_name):
    before = record(client)
    made = add(client, kind, {"outcome": OUTCOME, "history": ENTRY, "goal": {"kpi": "入力漏れ"}}[kind], at=0)
    with_it = record(client)
    undo = client.delete(f"{FACTS}/{made['tag']}", params={"kind": kind}).json()["undo"]
    assert record(client) == before
    assert client.post(FACTS, json=undo).status_code == 201
    assert record(client) == with_it
    assert record(client)[list_name][0] == with_it[list_name][0]


def test_that_a_removed_newest_reading_gives_way_to_the_one_before_and_comes_back(client):
    made = add(client, "reading", READING, goal="g1")
    there = record(client)
    undo = client.delete(f"{FACTS}/{made['tag']}", params={"kind": "reading", "goal": "g1"}).json()["undo"]
    goal = record(client)["goals"][0]
    assert (goal["current"], goal["as_of"], goal["source"]) == (2.1, "2026-10-21", "2026年10月 定例会議事録")
    client.post(FACTS, json=undo)
    assert record(client) == there


def test_that_the_second_of_two_who_change_the_same_fact_is_told_and_overwrites_nothing(client):
    made = add(client, "history", ENTRY)
    first = {"kind": "history", "value": {**ENTRY, "text": "先の人の言葉。"}}
    assert client.put(f"{FACTS}/{made['tag']}", json=first).status_code == 200
    second = {"kind": "history", "value": {**ENTRY, "text": "後の人の言葉。"}}
    problem = refused(client.put(f"{FACTS}/{made['tag']}", json=second), 409)
    assert problem["detail"]
    refused(client.delete(f"{FACTS}/{made['tag']}", params={"kind": "history"}), 409)
    assert record(client)["history"][-1]["text"] == "先の人の言葉。"


def test_that_a_new_reading_does_not_get_in_the_way_of_who_words_the_goal(client):
    goal = add(client, "goal", {"kpi": "入力漏れ", "baseline": 40, "target": 5})
    add(client, "reading", READING, goal=goal["value"]["id"])
    worded = {"kind": "goal", "value": {"kpi": "入力漏れの件数", "target": 3}}
    assert client.put(f"{FACTS}/{goal['tag']}", json=worded).status_code == 200
    kept = record(client)["goals"][-1]
    assert (kept["kpi"], kept["baseline"], kept["target"], kept["current"]) == ("入力漏れの件数", 40, 3, 1.8)


def test_that_what_a_form_does_not_show_stays(client):
    outcome = add(client, "outcome", {**OUTCOME, "nature": "hours", "source": "11月の定例会"})
    client.put(f"{FACTS}/{outcome['tag']}", json={"kind": "outcome", "value": {"statement": "電話の削減"}})
    kept = record(client)["outcomes"][-1]
    assert (kept["statement"], kept["nature"], kept["source"]) == ("電話の削減", "hours", "11月の定例会")


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("history", {"date": "2026-11-20", "kind": "fax", "text": "x"}, "kind"),
        ("history", {"date": "20.11.", "kind": "call", "text": "x"}, "date"),
        ("history", {"date": "2026-11-20", "kind": "call", "text": "  "}, "text"),
        ("outcome", {"statement": "x", "annual_value": "many"}, "annual_value"),
        ("outcome", {"statement": "x", "sum": 3}, "sum"),
        ("outcome", {}, "statement"),
        ("goal", {"target": 5}, "statement"),
        ("reading", {"date": "2026-11-20"}, "value"),
    ],
)
def test_that_a_value_that_is_wrong_is_refused_by_the_name_of_its_field(shared, kind, value, field):
    before = record(shared)
    refused(shared.post(FACTS, json={"kind": kind, "value": value, "goal": "g1"}), 422, field)
    assert record(shared) == before


def test_that_the_same_entry_twice_is_refused(client):
    add(client, "history", ENTRY)
    refused(client.post(FACTS, json={"kind": "history", "value": ENTRY}), 422)
    assert [e["text"] for e in record(client)["history"]].count(ENTRY["text"]) == 1


def test_that_readings_of_a_goal_and_accounts_that_are_not_there_are_told(client):
    refused(client.post(FACTS, json={"kind": "reading", "value": READING, "goal": "g9"}), 409)
    refused(client.post("/api/accounts/nobody/facts", json={"kind": "history", "value": ENTRY}), 404)
    refused(client.put(f"{FACTS}/0123456789abcdef", json={"kind": "goal", "value": {"kpi": "x", "current": 3}}), 409)


def test_that_measured_values_are_not_overwritten_through_their_goal(client):
    made = add(client, "goal", {"kpi": "入力漏れ"})
    refused(client.put(f"{FACTS}/{made['tag']}", json={"kind": "goal", "value": {"current": 3}}), 422, "current")


def test_that_search_finds_a_new_entry_and_no_longer_a_removed_one(client):
    def found():
        hits = client.get("/api/search", params={"q": "見積書の送付", "account": ACCOUNT, "kind": "account"}).json()
        return any("見積書の送付" in str(hit) for hit in hits["hits"])

    assert not found()
    made = add(client, "history", ENTRY)
    assert found()
    client.delete(f"{FACTS}/{made['tag']}", params={"kind": "history"})
    assert not found()
