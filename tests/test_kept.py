"""What installation keeps of knowledge/ is what the files say, and never what they said."""

import json
from pathlib import Path

import pytest

from assistant import kept
from assistant.knowledge_base import KNOWLEDGE, yaml_in


@pytest.fixture
def store(tmp_path: Path) -> kept.Kept:
    return kept.Kept(tmp_path / "some.kept")


def filled(store: kept.Kept, **readings: object) -> None:
    with store.filling():
        for content, value in readings.items():
            store.value(content, lambda value=value: value)


def unread() -> object:
    raise AssertionError("read although it is kept")


def test_that_what_was_kept_is_not_read_again(store):
    value = {"行": ["a\u2028b\n", 3, None, True]}
    filled(store, one=value)
    assert store.value("one", unread) == value


def test_that_an_edited_file_is_read_anew(store):
    filled(store, before="old")
    assert store.value("after", lambda: "new") == "new"


def test_that_nobody_can_change_what_is_kept_for_others(store):
    filled(store, one=["a"])
    store.value("one", unread).append("b")
    assert store.value("one", unread) == ["a"]


def test_that_what_json_would_change_is_not_kept(store):
    filled(store, one={3: "a"}, two=("a",), three={"a"})
    assert [store.value(key, lambda: "read") for key in ("one", "two", "three")] == ["read"] * 3


def test_that_a_filling_holds_nothing_of_the_one_before(store, tmp_path):
    filled(store, one=1)
    filled(store, two=2)
    assert [json.loads(line.partition("\t")[2]) for line in (tmp_path / "some.kept").read_text().splitlines()] == [2]


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"no tab", b"", None])
def test_that_a_broken_or_missing_file_costs_time_and_nothing_else(tmp_path, broken):
    path = tmp_path / "some.kept"
    if broken is not None:
        path.write_bytes(broken)
    assert kept.Kept(path).value("one", lambda: 1) == 1


def test_that_a_line_cut_short_is_read_anew(store, tmp_path):
    filled(store, one={"a": 1})
    path = tmp_path / "some.kept"
    path.write_text(path.read_text()[:-4])
    assert kept.Kept(path).value("one", lambda: "read") == "read"


def test_that_the_same_file_as_words_is_another_reading(tmp_path):
    path = tmp_path / "card.yaml"
    path.write_text("a: no\nb: 3\n")
    assert (yaml_in(path), yaml_in(path, words=True)) == ({"a": False, "b": 3}, {"a": "no", "b": "3"})


def test_that_a_draft_needs_no_yaml_of_what_travels_with_the_program(monkeypatch):
    read = []
    monkeypatch.setattr("assistant.knowledge_base._parsed", lambda content, path, words: read.append(path.name))
    for room in ("principles", "practices", "situations"):
        for path in (KNOWLEDGE / room).glob("*.yaml"):
            yaml_in(path)
    for path in (KNOWLEDGE / "lexicon").glob("[ct][hr]*.yaml"):
        yaml_in(path, words=path.name.startswith("triage"))
    assert read == []
