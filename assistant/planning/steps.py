"""Steps that a customer can follow alone, from a help text; never an invented one."""

import re
import unicodedata
from dataclasses import dataclass

from assistant.planning.brief import Brief, Sheet
from assistant.ports import HelpText

_STEP = re.compile(r"^\s*(?:[0-9]{1,2}[.)、:]|(?:Step|手順)\s*\d+[.:]?)\s*(.+)$")
_BULLET = re.compile(r"^\s*[-*・•]\s+(.+)$")
# A button with its Latin label beside the Japanese one: 「呼び戻す」(Recall)を押します
_LABEL = re.compile(
    r"[「『]?([^「」『』、。\s()]{1,20})[」』]?\s*[(]([A-Za-z][A-Za-z0-9 '&/-]{1,30})[)]([をにが])?(?=(.{0,14}))"
)
_VERBS = (
    ("押", "Press"),
    ("開", "Open"),
    ("選", "Choose"),
    ("入れ", "Fill in"),
    ("入力", "Fill in"),
    ("クリック", "Click"),
    ("タップ", "Tap"),
    ("外", "Untick"),
)
_PLACES = (
    ("パソコン", "on a computer"),
    ("管理画面", "in the admin screen"),
    ("アプリ", "in the app"),
    ("スマートフォン", "on the phone"),
    ("右上", "top right"),
    ("左下", "bottom left"),
    ("左上", "top left"),
    ("右下", "bottom right"),
)
_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Steps:
    """A way out in numbered steps. `intro` says what happens and why, `check` how one sees that it worked.

    `labels_only` is true where the help text exists in another language and only the buttons' names can be carried over.
    """

    title: str
    steps: list[str]
    intro: str = ""
    check: str = ""
    labels_only: bool = False


def from_help(brief: Brief, sheet: Sheet, text: HelpText) -> Steps | None:
    """The steps of a help text in the letter's language; None where it has none that can be carried over."""
    body, title = _one_form(text.body), _one_form(text.title)
    lines = [line.strip() for line in body.splitlines() if line.strip() and line.strip() != title]
    lines = [line for line in lines if not line.startswith("#")]
    numbered = [m[1] for line in lines if (m := _STEP.match(line))] or [
        m[1] for line in lines if (m := _BULLET.match(line))
    ]
    if not numbered:
        return None
    if not brief.in_language(text.body):
        return _labels(brief, sheet, text, numbered) if brief.language == "en" else None
    first = next(n for n, line in enumerate(lines) if _STEP.match(line) or _BULLET.match(line))
    last = max(n for n, line in enumerate(lines) if _STEP.match(line) or _BULLET.match(line))
    title = _plain_title(title)

    def cite(words: str) -> str:
        return sheet.cite("help", text.id, words, title=title, quote=text.body[:400], source=text.title)

    return Steps(
        title=title,
        steps=[cite(step) for step in numbered[:_LIMIT]],
        intro=_short(" ".join(lines[:first]) if brief.language == "en" else "".join(lines[:first])),
        check=_short(" ".join(lines[last + 1 :]) if brief.language == "en" else "".join(lines[last + 1 :])),
    )


def _one_form(text: str) -> str:
    """Full-width digits and brackets in one form, as letters have them (japanese.md, `numbers`); a button that is named "…" keeps its name."""
    pieces = text.replace("\uff5e", "〜").split("…")
    return "…".join(unicodedata.normalize("NFKC", piece) for piece in pieces)


def _plain_title(title: str) -> str:
    return re.sub(r"[(][^()]*[)]\s*$", "", title).strip()


def _short(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else ""


def _labels(brief: Brief, sheet: Sheet, text: HelpText, numbered: list[str]) -> Steps | None:
    steps = []
    for line in numbered:
        for match in _LABEL.finditer(line):
            label, particle, rest = match[2].strip(), match[3], match[4]
            said = [(rest.index(japanese), english) for japanese, english in _VERBS if japanese in rest]
            verb = min(said)[1] if said else ""
            if particle == "を" and verb:
                place = next((english for japanese, english in _PLACES if japanese in line[: match.start(2)]), "")
                steps.append(f"{verb} {label}{', ' + place if place else ''}.")
            elif particle == "に" and steps:
                steps[-1] = f"{steps[-1][:-1]}; it then shows {label}."
    if not steps:
        return None
    cited = [sheet.cite("help", text.id, s, title=text.title, quote=text.body[:400], source=text.title) for s in steps]
    return Steps(title=text.title, steps=cited[:_LIMIT], labels_only=True)
