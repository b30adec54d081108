"""The workspace page and what it opens a conversation with."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.pages.workspace import MODULES
from assistant.checks.catalogue import CHECKS
from assistant.domain.situation import Situation

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "api" / "static" / "js"
ACCOUNT = "shionoi-setsubi"


@pytest.fixture(scope="module")
def markup(shared: TestClient) -> str:
    response = shared.get("/", headers={"accept-language": "ja"})
    assert response.status_code == 200
    return response.text


def test_that_nothing_on_the_page_is_inline(markup: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=", markup)
    assert all(' src="/static/' in tag for tag in re.findall(r"<script[^>]*>", markup))


def test_that_every_text_a_script_asks_for_is_on_the_page(markup: str) -> None:
    there = set(re.findall(r'data-text="([^"]+)"', markup))
    calls = [
        call
        for name in MODULES
        for call in re.findall(r"\btext\(([^),]*)", (SCRIPTS / f"{name}.js").read_text("utf-8"))
    ]
    asked = {key for call in calls for key in re.findall(r'"([\w-]+)"', call)}
    assert len(asked) >= 30
    assert asked - there == set()


def test_that_every_check_and_every_situation_has_a_name(markup: str) -> None:
    there = set(re.findall(r'data-text="([^"]+)"', markup))
    assert {f"check-{code}" for check in CHECKS for code in check.CODES} - there == set()
    assert {f"situation-{name}" for name in Situation} - there == set()


def test_that_every_piece_a_script_copies_is_on_the_page(markup: str) -> None:
    there = set(re.findall(r'<template id="piece-([\w-]+)"', markup))
    asked = {
        key
        for name in MODULES
        for key in re.findall(r'\bpiece\("([\w-]+)"', (SCRIPTS / f"{name}.js").read_text("utf-8"))
    }
    assert len(asked) >= 8
    assert asked - there == set()


def test_that_the_browser_is_told_of_every_script_at_once(markup: str) -> None:
    waiting, found = ["workspace"], set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += re.findall(r'from "\./([\w-]+)\.js"', (SCRIPTS / f"{name}.js").read_text("utf-8"))
    assert found == set(MODULES)
    assert set(re.findall(r'rel="modulepreload" href="/static/js/([\w-]+)\.js"', markup)) == set(MODULES)


def test_that_conversations_are_listed_the_newest_first(client: TestClient) -> None:
    began = [client.post("/api/conversations", json={"account": ACCOUNT}).json()["id"] for _ in range(2)]
    client.post("/api/conversations", json={"account": "naginomori-hospital"})
    listed = client.get("/api/conversations", params={"account": ACCOUNT}).json()["conversations"]
    assert {talk["id"] for talk in listed} == set(began)
    assert (
        client.get("/api/conversations", params={"account": ACCOUNT, "limit": 1}).json()["conversations"] == listed[:1]
    )
    assert [talk["created_at"] for talk in listed] == sorted((talk["created_at"] for talk in listed), reverse=True)
    assert client.get("/api/conversations", params={"account": "nobody"}).status_code == 404


def test_that_a_moment_of_ours_is_a_turn_that_can_be_refined(client: TestClient) -> None:
    talk = client.post("/api/conversations", json={"account": ACCOUNT}).json()["id"]
    turns = f"/api/conversations/{talk}/turns"
    turn = client.post(turns, json={"text": "renewal", "as": "moment"})
    assert turn.status_code == 201
    draft = turn.json()["draft"]
    assert (turn.json()["as"], draft["situation"]) == ("moment", "renewal")
    assert draft["body"]
    shorter = client.post(turns, json={"text": "短く", "as": "instruction"}).json()["draft"]
    assert (shorter["id"], shorter["version"], shorter["situation"]) == (draft["id"], 2, "renewal")
    kept = client.get(f"/api/conversations/{talk}").json()["turns"]
    assert [(t["as"], t["text"]) for t in kept] == [("moment", "renewal"), ("instruction", "短く")]


def test_that_a_moment_is_one_of_the_situations(client: TestClient) -> None:
    talk = client.post("/api/conversations", json={"account": ACCOUNT}).json()["id"]
    response = client.post(f"/api/conversations/{talk}/turns", json={"text": "birthday", "as": "moment"})
    assert response.status_code == 422
