"""What a scripted model is asked: the prompt of a letter, read back into its points, words and language."""

import re
from dataclasses import dataclass
from typing import Any

_POINT = re.compile(r"^(\d+) \(([a-z_]+)\): ", re.MULTILINE)
_ID = re.compile(r"\[([A-Z]\d+)\]")
_WORDS = re.compile(r"<(words-[0-9a-f]{12})>\n(.*?)\n</\1>", re.DOTALL)
_SENTENCE = re.compile(r"[^。!?\n]+[。!?]+[」』)]?|[^.!?\n]+[.!?]+(?=\s|$)|[^\n]+")


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered point as the prompt shows it, its text without the ids, which are in `cites`."""

    number: int
    kind: str
    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedLetter:
    """The prompt of draft, repair or revise. `account` is the customer's name, `message` what somebody wrote."""

    task: str
    language: str
    system: str
    message: str
    account: str
    points: tuple[Point, ...]


def asked_letter(request: dict[str, Any]) -> AskedLetter | None:
    """The letter that a chat request asks for; None where it asks for something else."""
    user = _said(request, "user")
    if "\n# The points\n" not in user:
        return None
    words = _WORDS.search(user)
    task = (
        "repair"
        if "\n# What was objected to\n" in user
        else "revise"
        if "\n# What the CSM asks now\n" in user
        else "draft"
    )
    return AskedLetter(
        task=task,
        language="ja" if re.search(r"^Language: Japanese", user, re.MULTILINE) else "en",
        system=_said(request, "system", "developer"),
        message=words[2] if words else "",
        account=re.split(r", |: ", _line("To", user))[-1],
        points=tuple(_points(user.partition("\n# The points\n")[2])),
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its mark."""
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()]


def _said(request: dict[str, Any], *roles: str) -> str:
    return "\n".join(str(m.get("content") or "") for m in request.get("messages", ()) if m.get("role") in roles)


def _line(label: str, text: str) -> str:
    found = re.search(rf"^{label}: (.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""


def _points(text: str) -> list[Point]:
    text = re.split(r"\n\n(?:Write it\.|# )", text)[0]
    starts = list(_POINT.finditer(text))
    ends = [m.start() for m in starts[1:]] + [len(text)]
    found = []
    for start, end in zip(starts, ends, strict=True):
        raw = text[start.end() : end].strip()
        found.append(Point(int(start[1]), start[2], _ID.sub("", raw), tuple(dict.fromkeys(_ID.findall(raw)))))
    return found
