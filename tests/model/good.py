"""A scripted model that does as it is asked: every point, mildly reworded, two of them joined where they may be."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tests.model.asked_letter import AskedLetter, Point, asked_letter

_LANES = ({"support", "apology"}, {"success", "value"})
_MILDER = {
    "ja": (
        ("お知らせください。", "お聞かせください。"),
        ("にあたります。", "に相当します。"),
        ("また、", "あわせて、"),
    ),
    "en": (("do not", "don't"), ("We will ", "We'll "), ("cannot", "can't"), ("it is", "it's")),
}

NOTHING_READ = json.dumps({"matters": [], "claims": [], "deadlines": [], "wishes": [], "feeling": "calm"})


def good_model(request: dict[str, Any]) -> str:
    """The reply to a chat request: a letter in the form that was asked for, or a reading in which nothing was found."""
    asked = asked_letter(request)
    return answer([part_of(points, asked.language) for points in _grouped(asked)]) if asked else NOTHING_READ


def answer(parts: Sequence[dict[str, Any]], subject: str = "") -> str:
    """Parts in the form of the answer."""
    return json.dumps({"parts": list(parts), "subject": subject}, ensure_ascii=False)


def part_of(points: Sequence[Point], language: str) -> dict[str, Any]:
    """One paragraph that says some points."""
    text = ("" if language == "ja" else " ").join(mild(p.text, language) for p in points)
    cites = list(dict.fromkeys(c for p in points for c in p.cites))
    return {"kind": points[0].kind, "covers": [p.number for p in points], "cites": cites, "text": text}


def mild(text: str, language: str) -> str:
    """A text in slightly other words; its figures, names and dates stay."""
    for said, other in _MILDER[language]:
        text = text.replace(said, other)
    return text


def _grouped(asked: AskedLetter) -> Iterator[list[Point]]:
    """The points one by one, but the first two neighbours that are short and of no contrary lanes together."""
    left, joined = list(asked.points), False
    while left:
        point = left.pop(0)
        if not joined and left and _may_join(point, left[0]):
            joined = True
            yield [point, left.pop(0)]
        else:
            yield [point]


def _may_join(one: Point, other: Point) -> bool:
    either = {one.kind, other.kind}
    return (
        "\n" not in one.text + other.text
        and len(one.text + other.text) < 200
        and not all(either & lane for lane in _LANES)
    )
