"""The pages of the red pen and of practice: whatever their scripts ask for stands on them."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.checks.catalogue import CHECKS

SCRIPTS = Path(__file__).parents[2] / "api" / "static" / "js"
ACCOUNT = "shionoi-setsubi"


def scripts(first: str) -> dict[str, str]:
    """A script with all that it imports."""
    waiting, found = [first], {}
    while waiting:
        if (name := waiting.pop()) not in found:
            found[name] = (SCRIPTS / f"{name}.js").read_text("utf-8")
            waiting += re.findall(r'from "\./([\w-]+)\.js"', found[name])
    return found


def wanting(markup: str, found: dict[str, str], others: frozenset[str]) -> set[str]:
    """Texts and pieces that the scripts ask for by name and that the page does not have."""
    own = [code for name, code in found.items() if name not in others]
    texts = {key for code in own for call in re.findall(r"\btext\(([^),]*)", code) for key in re.findall(r'"([\w-]+)"', call)}  # fmt: skip
    pieces = {key for code in own for key in re.findall(r'\bpiece\("([\w-]+)"', code)}
    assert texts
    return (texts - set(re.findall(r'data-text="([^"]+)"', markup))) | (
        pieces - set(re.findall(r'<template id="piece-([\w-]+)"', markup))
    )


# What they say belongs to the workspace: here only what says nothing is used of them.
OTHERS = frozenset({"letter", "mailing", "versions"})


@pytest.mark.parametrize("path", ["/review", "/practice", "practising"])
def test_that_what_the_scripts_of_a_page_ask_for_stands_on_it(client: TestClient, path: str) -> None:
    if path == "practising":
        began = client.post("/api/practices", json={"account": ACCOUNT, "persona": "procurement"}).json()
        path = f"/practice/{began['id']}"
    markup = client.get(path).text
    entry = re.findall(r'<script type="module" src="/static/js/([\w-]+)\.js"', markup)[-1]
    found = scripts(entry)
    assert wanting(markup, found, OTHERS) == set()
    preloaded = set(re.findall(r'rel="modulepreload" href="/static/js/([\w-]+)\.js"', markup))
    assert preloaded == set(found)
    assert not re.search(r"<style|\sstyle=|\son\w+=", markup)


def test_that_the_red_pen_can_name_every_check(client: TestClient) -> None:
    there = set(re.findall(r'data-text="check-([^"]+)"', client.get("/review").text))
    assert {code for check in CHECKS for code in check.CODES} - there == set()


def test_that_a_page_begins_with_the_account_in_its_address(client: TestClient) -> None:
    assert f'data-account="{ACCOUNT}"' in client.get("/review", params={"account": ACCOUNT}).text
    assert client.get("/review", params={"account": "nobody"}).status_code == 200
