"""/metrics: counts for Prometheus, without an account, a person or a word of a mail."""

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from tests.api.test_drafts import ASKED


def counted(client: TestClient, name: str, **labels: str) -> float:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return sum(
        sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def test_that_a_draft_and_its_versions_are_counted_by_what_they_are(client):
    made = client.post("/api/drafts", json=ASKED).json()
    client.post(f"/api/drafts/{made['id']}/revisions", json={"body": "値引きを約束します。3割引きます。"})
    known = {"situation": made["situation"], "language": made["language"]}
    assert counted(client, "tomoni_drafts_total", **known, writer="playbook") == 1
    assert counted(client, "tomoni_drafts_total", **known, writer="csm", needs_review="true") == 1
    assert counted(client, "tomoni_findings_total", code="concession", severity="block") >= 1


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/api/accounts/{account}", "/api/accounts/{id}", "200"),
        ("GET", "/api/accounts/nobody-of-this-name", "/api/accounts/{id}", "404"),
        ("GET", "/no/such/page", "none", "404"),
        ("GET", "/static/style.css", "/static", "404"),
        ("BREW", "/healthz", "/healthz", "405"),
    ],
)
def test_that_a_request_is_counted_under_the_pattern_of_its_address(client, method, path, route, status):
    client.request(method, path.format(account=ASKED["account"]))
    method = method if method == "GET" else "other"
    assert counted(client, "tomoni_requests_total", method=method, route=route, status=status) == 1
    assert counted(client, "tomoni_request_seconds_count", route=route) >= 1


def test_that_a_refused_host_is_counted_and_hears_nothing(client):
    refused = client.get("/metrics", headers={"host": "evil.example"})
    assert refused.status_code == 421 and "tomoni_" not in refused.text
    assert counted(client, "tomoni_requests_total", status="421") == 1


def test_that_no_account_no_id_and_no_word_of_a_mail_stands_there(client):
    made = client.post("/api/drafts", json=ASKED).json()
    client.get(f"/api/drafts/{made['id']}")
    client.get("/api/search", params={"q": "秘密の相談", "account": ASKED["account"]})
    text = client.get("/metrics").text
    assert not any(word in text for word in (ASKED["account"], made["id"], "秘密の相談"))
    assert re.search(r"[^\x00-\x7f]", text) is None
