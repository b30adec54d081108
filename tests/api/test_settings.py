"""The settings page: what is on record and configured, never a secret; the organisation stored as it was given."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from assistant.settings import Settings
from tests.demo_folder import demo_copy
from tests.model.server import ScriptedModel

KEY = "sk-scripted-0123456789"


@pytest.fixture
def modelled(tmp_path: Path, scripted_model: ScriptedModel) -> Iterator[TestClient]:
    settings = Settings(data=demo_copy(tmp_path / "data"), model="openai:scripted")
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        yield client


def test_that_every_field_of_the_organisation_stands_on_the_page(shared: TestClient):
    page = shared.get("/settings", headers={"accept-language": "ja"}).text
    vendor = shared.get("/api/organisation").json()
    for path in ("name", "short_name"):
        assert f'data-both="{path}"' in page
    for path in (
        "time_zone",
        "country",
        "holidays",
        "policy.max_discount_percent",
        "policy.approver",
    ):
        assert f'data-path="{path}"' in page
    for words in (
        vendor["signature"]["en"].splitlines()[0],
        vendor["policy"]["trades"][0]["for"]["ja"],
        vendor["holidays"][0],
    ):
        assert words in page
    kept = {
        "name",
        "short_name",
        "names",  # in both languages, as the fields of the name hold them
        "short_names",
        "language",
        "time_zone",
        "country",
        "purpose",
        "signature",
        "holidays",
        "support_hours",
    }
    assert kept | {"policy"} == set(vendor), "a new field needs its place on the page"


def test_that_the_page_comes_where_nothing_is_on_record_yet(empty: TestClient):
    answer = empty.get("/settings", headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert "No organisation is on record yet" in answer.text
    assert empty.put("/api/organisation", json={"name": "Brackwater"}).status_code == 200
    assert "Brackwater" in empty.get("/settings").text


def test_that_without_a_model_the_probe_says_so(shared: TestClient):
    assert shared.post("/api/model/probe").json() == {"model": None, "answers": False, "trouble": None}


def test_that_the_model_is_asked_and_its_key_never_shown(modelled: TestClient, scripted_model: ScriptedModel):
    page = modelled.get("/settings").text
    assert "openai:scripted" in page or "scripted" in page
    assert KEY not in page
    answer = modelled.post("/api/model/probe").json()
    assert answer["model"] == "scripted"
    assert KEY not in str(answer)
