"""The accounts at a glance over HTTP."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from assistant.settings import Settings
from tests.api.conftest import HOST
from tests.api.test_drafts import ACCOUNT


def test_that_the_overview_tells_each_account_at_a_glance(client):
    found = client.get("/api/overview", headers={"accept-language": "en"}).json()
    assert found["next"] is None and len(found["accounts"]) == 12
    by_id = {account["id"]: account for account in found["accounts"]}
    one = by_id[ACCOUNT]
    assert set(one) == {
        "id",
        "name",
        "language",
        "plan",
        "price",
        "renewal",
        "renewal_text",
        "health",
        "spark",
        "serious",
    }
    assert one["health"]["level"] in ("good", "watch", "risk") and 0 <= one["health"]["score"] <= 100
    assert one["health"]["word"] in ("Good", "Watch", "At risk") and one["health"]["reasons"]
    assert one["spark"] == [49, 51, 50, 53, 54] and one["renewal"] == "2027-03-31"
    assert by_id["naginomori-hospital"]["serious"] and not one["serious"]


def test_that_the_texts_are_in_the_callers_language(client):
    japanese = client.get("/api/overview", headers={"accept-language": "ja"}).json()["accounts"][0]
    english = client.get("/api/overview", headers={"accept-language": "en"}).json()["accounts"][0]
    for one, other in zip(japanese["health"]["reasons"], english["health"]["reasons"], strict=True):
        assert one != other
    assert japanese["price"] != english["price"] and japanese["renewal_text"] != english["renewal_text"]


@pytest.mark.parametrize("query", ["ﾜﾀｸﾞﾓ", "わたぐも", "ＷＡＴＡＧＵＭＯ", "Watagumo"])
def test_that_a_search_folds_width_case_and_kana(client, query: str):
    found = client.get("/api/overview", params={"query": query}).json()["accounts"]
    assert [account["id"] for account in found] == ["watagumo-youchien"]


def test_that_pages_follow_each_other(client):
    first = client.get("/api/overview", params={"limit": 7}).json()
    second = client.get("/api/overview", params={"limit": 7, "after": first["next"]}).json()
    ids = [account["id"] for account in first["accounts"] + second["accounts"]]
    assert len(set(ids)) == 12 and second["next"] is None


def test_that_nothing_on_record_is_an_empty_page(empty):
    assert empty.get("/api/overview").json() == {"accounts": [], "next": None}


def test_that_a_slip_in_ones_own_rules_is_told_with_its_line(folder, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "health.yaml").write_text("parts: none\nlevels: {}\nlimits: {}\n", encoding="utf-8")
    app = create_app(Settings(data=folder, knowledge=tmp_path / "own"))
    with TestClient(app, base_url=HOST) as client:
        answer = client.get("/api/overview", headers={"accept-language": "ja"})
        assert 400 <= answer.status_code < 600 and "health.yamlの1行目" in answer.json()["detail"]
