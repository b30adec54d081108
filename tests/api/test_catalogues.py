"""The catalogues: whatever is said in English is said in Japanese too, with the same places in it, and nothing besides."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import assistant.errors
from assistant.texts import LOCALE

ROOT = Path(__file__).parent.parent.parent
CATALOGUES = sorted((LOCALE / "ja").glob("*.po"))
# An error's sentence is said where the error is shown; the first word of ModelFailed is its kind, not a sentence.
ERRORS = {name for name, what in vars(assistant.errors).items() if isinstance(what, type)} - {"ModelFailed"}


def sources() -> Iterator[Path]:
    for room in ("assistant", "api"):
        yield from sorted((ROOT / room).rglob("*.py"))


def first(found: str | tuple[str | None, ...] | None) -> str:
    return found if isinstance(found, str) else (found or ("",))[0] or ""


@cache
def in_templates() -> dict[str, str]:
    """What the pages say, with the place of each."""
    said: dict[str, str] = {}
    for path in sorted((ROOT / "api" / "templates").rglob("*.j2")):
        with path.open("rb") as file:
            options = {"encoding": "utf-8", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
            for line, _, found, _ in babel_extract(file, ["_"], [], options):
                said.setdefault(first(found), f"{path.relative_to(ROOT)}:{line}")
    return said


@cache
def in_python() -> dict[str, str]:
    """What is said by `say("…")` and by errors, with the place of each."""
    said: dict[str, str] = {}
    for path in sources():
        with path.open("rb") as file:
            for line, _, found, _ in extract_python(file, {"say", *ERRORS}, [], {}):
                if re.search("[A-Za-z]", text := first(found)):
                    said.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    return said


@cache
def in_catalogues() -> dict[str, Message]:
    found: dict[str, Message] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            found |= {str(message.id): message for message in read_po(file) if message.id}
    return found


@cache
def constants() -> frozenset[str]:
    """Every piece of text in the program: some sentences are kept in tables and said later."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sources())
    return frozenset(n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))  # fmt: skip


@pytest.mark.parametrize("said", [in_templates, in_python])
def test_that_whatever_is_said_is_said_in_japanese(said):
    assert len(said()) > 200
    missing = {text: place for text, place in said().items() if not getattr(in_catalogues().get(text), "string", "")}
    assert missing == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_that_nothing_is_fuzzy_and_the_places_are_the_same(path):
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    for message in catalogue:
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        for form in (r"%\((\w+)\)", r"\{(\w+)\}"):
            places = [set(re.findall(form, str(text))) for text in (message.id, message.string)]
            # Health gives a day and how far off it is; each language says what it likes better.
            assert places[0] <= places[1] and places[1] - places[0] <= {"days"}, message.id


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_that_nothing_stands_in_a_catalogue_that_nobody_says(path):
    with path.open("rb") as file:
        ids = {str(message.id) for message in read_po(file) if message.id}
    # A fault in a file of the knowledge is told with the file's name and line before it.
    unsaid = {i for i in ids if i not in in_templates() and not {i, i.removeprefix("%(file)s, line %(line)s: ")} & constants()}  # fmt: skip
    assert unsaid == set()


def test_that_no_sentence_stands_in_two_catalogues_in_different_words():
    words: dict[str, str] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    assert words.setdefault(str(message.id), str(message.string)) == message.string, (path, message.id)
