"""Cards and help texts to read and search, and cards of one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from starlette.testclient import TestClient

from api.app import create_app
from assistant.settings import Settings
from tests.demo_folder import demo_copy

JA = {"accept-language": "ja"}
CARD = {
    "ja": {
        "title": "棚卸しの週には連絡しない",
        "idea": "棚卸しの週の倉庫は、電話にも出られない。",
        "do": ["棚卸しの日程を先に尋ねる", ""],
        "avoid": ["棚卸しの週に返事を求める"],
        "phrasings": ["今週は棚卸しなので"],
    },
    "situations": ["low_usage"],
}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    folder = tmp_path / "own"
    settings = Settings(data=demo_copy(tmp_path / "data"), knowledge=folder)
    folder.mkdir()
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        yield client, folder


def test_that_a_card_of_ones_own_counts_at_once(own: tuple[TestClient, Path]):
    client, folder = own
    client.get("/api/search", params={"q": "棚卸し"})
    made = client.post("/api/knowledge/principles", json=CARD, headers=JA)
    assert made.status_code == 201
    id = made.json()["id"]
    written = yaml.safe_load((folder / "principles" / f"{id}.yaml").read_text("utf-8"))
    assert written["title"] == {"ja": "棚卸しの週には連絡しない", "en": "棚卸しの週には連絡しない"}
    assert written["do"]["ja"] == ["棚卸しの日程を先に尋ねる"]
    assert sorted(p.name for p in (folder / "principles").iterdir()) == [f"{id}.yaml"]
    hits = client.get("/api/search", params={"q": "今週は棚卸しなので", "kind": "principle"}).json()["hits"]
    assert hits[0]["id"] == id
    page = client.get(made.json()["address"], headers=JA)
    assert "棚卸しの日程を先に尋ねる" in page.text
    assert client.get("/knowledge", headers=JA).text.index(id) < 20_000


def test_that_two_cards_of_one_title_are_two_files(own: tuple[TestClient, Path]):
    client, folder = own
    ids = {client.post("/api/knowledge/principles", json=CARD).json()["id"] for _ in range(2)}
    assert len(ids) == 2
    assert len(list((folder / "principles").glob("*.yaml"))) == 2


@pytest.mark.parametrize("title", ["../../etc/passwd", "..", "a/b\\c", "CON", "ü" * 80])
def test_that_no_title_leads_out_of_the_folder(title: str, own: tuple[TestClient, Path]):
    client, folder = own
    answer = client.post("/api/knowledge/principles", json={**CARD, "en": {"title": title}})
    assert answer.status_code == 201
    assert (folder / "principles" / f"{answer.json()['id']}.yaml").is_file()


def test_that_what_a_card_lacks_is_named(own: tuple[TestClient, Path]):
    client, folder = own
    answer = client.post("/api/knowledge/principles", json={"ja": {"title": "題だけ"}}, headers=JA)
    assert answer.status_code == 422
    assert {e["field"] for e in answer.json()["errors"]} == {"idea", "do", "avoid", "phrasings"}
    assert not (folder / "principles").exists()


def test_that_without_a_folder_the_page_and_the_api_say_how_to_get_one(shared: TestClient):
    assert "TOMONI_KNOWLEDGE=" in shared.get("/knowledge/new", headers=JA).text
    answer = shared.post("/api/knowledge/principles", json=CARD, headers=JA)
    assert answer.status_code == 409
    assert "TOMONI_KNOWLEDGE" in answer.json()["detail"]


def test_that_the_list_is_searched_and_narrowed_on_the_server(shared: TestClient):
    whole = shared.get("/knowledge", headers=JA).text
    found = shared.get("/knowledge", params={"query": "パスワードを間違えてロックされた"}, headers=JA).text
    narrowed = shared.get("/knowledge", params={"situation": "referral"}, headers=JA).text
    assert "/knowledge/help/account-locked" in found
    assert len(found) < len(narrowed) < len(whole)
    assert "当てはまるものは見つかりませんでした" in shared.get("/knowledge", params={"query": "xqzw"}, headers=JA).text


def test_that_a_card_names_the_drafts_that_cite_it(shared: TestClient):
    draft = shared.post(
        "/api/drafts", json={"account": "shionoi-setsubi", "situation": "discount_request", "message": "もう少し安くなりませんか。"}
    ).json()  # fmt: skip
    cited = [c["title"] for c in draft["citations"] if c["kind"] == "principle"]
    cards = shared.app.state.coach.desk.knowledge.principles  # type: ignore[attr-defined]
    id = next(card.id for card in cards.values() if card.title["ja"] == cited[0])
    other = next(card.id for card in cards.values() if card.title["ja"] not in cited)
    assert draft["id"] in shared.get(f"/knowledge/principles/{id}").text
    assert draft["id"] not in shared.get(f"/knowledge/principles/{other}").text


@pytest.mark.parametrize("address", ["/knowledge/principles/nope", "/knowledge/help/..%2f..", "/knowledge/help/nope"])
def test_that_an_unknown_text_is_a_page_that_leads_on(address: str, shared: TestClient):
    answer = shared.get(address)
    assert answer.status_code == 404


def test_that_a_broken_file_is_named_and_mending_it_is_enough(own: tuple[TestClient, Path]):
    client, folder = own
    (folder / "principles").mkdir()
    broken = folder / "principles" / "broken.yaml"
    broken.write_text("id: broken\ntitle: [", encoding="utf-8")
    answer = client.get("/knowledge", headers=JA)
    assert (answer.status_code, "broken.yaml" in answer.text) == (503, True)
    broken.unlink()
    assert client.get("/knowledge", headers=JA).status_code == 200
