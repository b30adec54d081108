"""The red pen behind its doors: the API and the command line."""

import json

from starlette.testclient import TestClient
from typer.testing import CliRunner

from assistant.cli import app_of
from tests.api.conftest import client, folder  # noqa: F401

ASKED = {
    "account": "shionoi-setsubi", "message": "年額を1割下げていただけませんか。", "today": "2026-11-24",
    "draft": "﨑田様\n\n今回に限り、年額を140万円に値下げいたします。12月2日(水)に申込書をお送りします。\n\n榎本 沙耶",
}  # fmt: skip


def test_that_the_api_answers_with_findings_good_and_rewrite(client: TestClient) -> None:  # noqa: F811
    answer = client.post("/api/reviews", json=ASKED, headers={"accept-language": "ja"})
    assert answer.status_code == 200
    read = answer.json()
    assert {"findings", "good", "rewrite", "citations"} <= set(read)
    concession = next(f for f in read["findings"] if f["code"] == "concession")
    assert ASKED["draft"][concession["start"] : concession["end"]] == concession["quote"]
    assert concession["in"] == "body" and set(concession["citations"]) <= {c["id"] for c in read["citations"]}
    assert "140万円" not in read["rewrite"]


def test_that_the_api_tells_what_is_wrong_with_a_request(client: TestClient) -> None:  # noqa: F811
    assert client.post("/api/reviews", json={**ASKED, "draft": " "}).status_code == 422
    assert client.post("/api/reviews", json={**ASKED, "account": "nobody"}).status_code == 404
    assert client.post("/api/reviews", json={**ASKED, "draft": "あ" * 100_001}).status_code == 413
    assert client.post("/api/reviews", json={**ASKED, "colour": "red"}).status_code == 422


def test_that_the_command_shows_the_changes_and_exits_1(folder, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    options = [part for name in ("account", "message", "draft", "today") for part in (f"--{name}", ASKED[name])]
    shown = CliRunner().invoke(app_of(["review"]), ["review", *options, "--data", str(folder)])
    assert shown.exit_code == 1, shown.output
    assert "[-" in shown.output and "{+" in shown.output and "concession" in shown.output
    as_json = CliRunner().invoke(app_of(["review"]), ["review", *options, "--json", "--data", str(folder)])
    assert json.loads(as_json.stdout)["account"] == "shionoi-setsubi"
