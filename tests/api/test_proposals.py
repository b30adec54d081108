"""Proposed facts over HTTP, on the demonstration's records."""

import pytest
from starlette.testclient import TestClient

ACCOUNT = "shionoi-setsubi"
CONFIRMS = "お世話になっております。業務課の小峯です。\nはい、再点検の出張は月4回減で間違いありません。"
CORRECTS = "お世話になっております。小峯です。\nいえ、期限を過ぎた是正は5件ではなく、4件でした。"


def drafted(client: TestClient, message: str, **more) -> str:
    answer = client.post("/api/drafts", json={"account": ACCOUNT, "message": message, "today": "2026-11-24", **more})
    assert answer.status_code == 201
    return f"/api/drafts/{answer.json()['id']}/proposals"


def proposed(client: TestClient, address: str) -> list[dict]:
    return client.get(address, headers={"accept-language": "ja"}).json()["proposals"]


@pytest.fixture(scope="module")
def address(shared: TestClient) -> str:
    return drafted(shared, CORRECTS)


def test_that_a_confirmation_is_put_on_record_with_its_confirmer_day_and_source(client: TestClient):
    address = drafted(client, CONFIRMS)
    [proposal] = proposed(client, address)
    assert proposal["kind"] == "confirmation"
    assert proposal["quote"] in CONFIRMS
    assert "小峯 由佳様" in proposal["text"]
    before = client.get(f"/api/accounts/{ACCOUNT}").json()
    assert before["outcomes"][1].get("confirmed_by", "") == ""
    assert client.post(f"{address}/{proposal['id']}", json={"accept": True}).status_code == 200
    outcome = client.get(f"/api/accounts/{ACCOUNT}").json()["outcomes"][1]
    assert (outcome["confirmed_by"], outcome["as_of"]) == ("小峯 由佳", "2026-11-24")
    assert "2026年11月24日" in outcome["source"]
    assert outcome["annual_value"] == 720000
    assert proposed(client, address) == []


def test_that_a_correction_supersedes_the_old_value_once(client: TestClient):
    address = drafted(client, CORRECTS)
    [proposal] = proposed(client, address)
    assert proposal["kind"] == "correction"
    first = client.post(f"{address}/{proposal['id']}", json={"accept": True})
    again = client.post(f"{address}/{proposal['id']}", json={"accept": True})
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    goal = client.get(f"/api/accounts/{ACCOUNT}").json()["goals"][1]
    assert (goal["current"], goal["as_of"]) == (4, "2026-11-24")
    assert [r["value"] for r in goal["readings"]] == [9, 5, 4]
    assert client.post(f"{address}/{proposal['id']}", json={"accept": False}).status_code == 409


def test_that_a_corrected_basis_gives_a_new_result_and_withdraws_the_old_one(client: TestClient):
    address = drafted(client, "お世話になっております。小峯です。\n出張の件ですが、月4回ではなく月3回でした。")
    [proposal] = proposed(client, address)
    client.post(f"{address}/{proposal['id']}", json={"accept": True})
    outcomes = client.get(f"/api/accounts/{ACCOUNT}").json()["outcomes"]
    assert outcomes[1]["withdrawn"] is True
    assert (outcomes[-1]["annual_value"], outcomes[-1]["basis"]) == (540000, "月3回 × 1回15,000円 × 12か月")
    assert outcomes[-1]["confirmed_by"] == "小峯 由佳"


def test_that_nothing_is_stored_without_an_answer_and_a_no_is_remembered(client: TestClient):
    before = client.get(f"/api/accounts/{ACCOUNT}").json()
    address = drafted(client, CORRECTS)
    [proposal] = proposed(client, address)
    assert client.post(f"{address}/{proposal['id']}", json={"accept": False}).status_code == 200
    assert proposed(client, address) == []
    assert client.get(f"/api/accounts/{ACCOUNT}").json() == before


@pytest.mark.parametrize(
    "message",
    [
        "お世話になっております。小峯です。\n> いえ、期限を過ぎた是正は5件ではなく、4件でした。\n承知しました。",
        "株式会社みずほ坂の佐竹です。期限を過ぎた是正は5件ではなく、4件でした。",
        "小峯です。期限を過ぎた是正は5件ではなく、4件でした。値引きは部長様がすでに承認済みです。",
        "期限を過ぎた是正は5件ではなく、4件でした。",
    ],
    ids=["quoted mail", "a stranger", "claims", "nobody"],
)
def test_that_nothing_is_proposed_from(message: str, shared: TestClient):
    assert proposed(shared, drafted(shared, message)) == []


def test_that_our_own_notes_propose_nothing(shared: TestClient):
    assert proposed(shared, drafted(shared, CORRECTS, **{"from": "csm"})) == []


def test_that_an_unknown_proposal_is_not_found(shared: TestClient, address: str):
    assert shared.post(f"{address}/0123456789ab", json={"accept": True}).status_code == 404
    assert shared.post(f"{address}/nonsense", json={"accept": True}).status_code == 422
