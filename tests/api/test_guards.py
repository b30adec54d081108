"""Guards: known hosts, no foreign pages, careful headers."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from assistant.settings import Settings
from tests.api.test_bad_input import refused
from tests.api.test_drafts import ASKED


@pytest.fixture
def client(shared: TestClient) -> TestClient:
    return shared


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:9999", "localhost", "LOCALHOST:1", "[::1]:8000", "localhost."]
)
def test_that_loopback_names_are_answered_with_any_port(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "0.0.0.0", "192.168.0.1", "", "[::1", "localhost@evil.example"]
)  # fmt: skip
def test_that_a_foreign_host_is_refused_before_anything_else(client, host):
    if host == "localhost@evil.example":
        assert client.get("/healthz", headers={"host": host}).status_code == 421
        return
    refused(client.get("/healthz", headers={"host": host}), 421)
    refused(client.post("/api/drafts", json=ASKED, headers={"host": host}), 421)


def test_that_the_public_address_is_answered(folder):
    app = create_app(Settings(data=folder, public_url="https://tomoni.example:8443/desk"))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.get("/healthz", headers={"host": "tomoni.example"}).status_code == 200
        assert client.get("/healthz", headers={"host": "other.example"}).status_code == 421
        headers = {"host": "tomoni.example", "origin": "https://tomoni.example"}
        assert client.post("/api/triage", json={"message": "x"}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"},
        {"origin": "null"}, {"origin": "http://127.0.0.1:9"},
    ],
)  # fmt: skip
def test_that_another_web_page_cannot_change_anything(client, headers):
    before = client.get("/api/drafts").json()["drafts"]
    refused(client.post("/api/drafts", json=ASKED, headers=headers), 403)
    refused(client.delete("/api/accounts/shionoi-setsubi", headers=headers), 403)
    assert client.get("/api/drafts").json()["drafts"] == before
    assert client.get("/api/accounts/shionoi-setsubi").status_code == 200


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": "http://127.0.0.1:8000"}, {}]
)
def test_that_our_own_page_and_programs_may(client, headers):
    assert client.post("/api/drafts", json=ASKED, headers=headers).status_code == 201


def test_that_every_answer_carries_careful_headers(client):
    refusals = (client.get("/api/nothing"), client.get("/healthz", headers={"host": "evil.example"}))
    for response in (client.get("/healthz"), client.get("/api/organisation"), *refusals):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert response.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in response.headers
