"""What an import says to people exists in Japanese too."""

import ast
import re
from pathlib import Path

import pytest

from assistant.texts import Say

ROOT = Path(__file__).parents[2] / "assistant"
SOURCES = [ROOT / "importing.py", *sorted((ROOT / "adapters" / "readers").glob("*.py"))]


def sentences() -> list[str]:
    """Every text in the code that names a place to be filled, or is handed to a fault: the msgids of this room."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"%\(\w+\)s", node.value):
                found.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Fault", "Unreadable", "Unfit"):
                message = node.args[0]
                if isinstance(message, ast.Constant) and isinstance(message.value, str):
                    found.add(message.value)
    return sorted(found)


@pytest.mark.parametrize("sentence", sentences())
def test_that_every_reason_is_said_in_japanese_with_the_same_places(sentence: str) -> None:
    places = re.findall(r"%\((\w+)\)s", sentence)
    said = Say("ja")(sentence)
    assert re.search("[ぁ-ん一-龠]", said), sentence
    assert sorted(re.findall(r"%\((\w+)\)s", said)) == sorted(places)
