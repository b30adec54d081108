"""From what a model answered to a letter: the playbook's greeting and closing around it, no point forgotten, marks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.domain.draft import Citation, Mark, Part
from assistant.wording.answered import LetterSaid
from assistant.wording.playbook import Words

_FORMULAS = ("greeting", "closing")
_WORD = re.compile(r"[a-z0-9]{3,}|[一-龯々ァ-ヴー0-9]{2}")
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNIT = re.compile(r"[%%万億千百円時分秒日週月年件社名人園校拠点店舗台回倍割か間]{0,4}")
_SENTENCE = re.compile(r"[^。!?\n]+[。!?]?|[^.\n]+\.?")
# From this share of a point's words on, a letter says the point even where the model did not say that it does.
_SAID = 0.6
_RESTS = 0.25
_END = re.compile(r"[。!?！？]+[」』)）]*|[.!?]+[)\"']*(?=\s|$|[ぁ-ヿ一-龯])|\n")
_SUBJECT = 90


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph between greeting and closing: the points that it words (numbered from 1), and what it rests on."""

    kind: str
    text: str
    covers: tuple[int, ...] = ()
    cites: tuple[str, ...] = ()
    by_playbook: bool = False


def points(words: Words) -> list[Part]:
    """The parts of a playbook's letter that a model words: all between greeting and closing."""
    return [part for part in words.parts if part.kind not in _FORMULAS]


def paragraphs(said: LetterSaid, words: Words, keep_all: bool = True) -> list[Paragraph]:
    """What the model wrote, in its order, and in the playbook's words each point that it forgot.

    Args:
        said: the model's answer.
        words: the same plan, worded by the playbook.
        keep_all: False where the CSM has asked for changes: what was left out may be just what they wanted out.
    """
    known = points(words)
    formulas = {line.strip() for p in words.parts if p.kind in _FORMULAS for line in p.text.splitlines()}
    made = []
    for part in said.parts:
        covers = tuple(dict.fromkeys(n for n in part.covers if 1 <= n <= len(known)))
        kinds = {known[n - 1].kind for n in covers}
        kind = part.kind if not kinds or part.kind in kinds else known[covers[0] - 1].kind
        if text := _without(part.text, formulas):
            made.append(Paragraph(kind, text, covers, tuple(part.cites)))
    if keep_all:
        for number, point in enumerate(known, 1):
            if not any(number in p.covers for p in made) and not _says(made, point.text):
                made.insert(_place(made, number), from_playbook(words, number))
    return made


def from_playbook(words: Words, number: int) -> Paragraph:
    """A point in the playbook's own words."""
    point = points(words)[number - 1]
    cites = dict.fromkeys(m.citation for m in words.marks if point.start <= m.start < point.end)
    return Paragraph(point.kind, point.text, (number,), tuple(cites), by_playbook=True)


def _without(text: str, formulas: set[str]) -> str:
    """A paragraph without lines at its ends that greeting or closing say already."""
    lines = text.splitlines()
    while lines and (not lines[0].strip() or lines[0].strip() in formulas):
        lines.pop(0)
    while lines and (not lines[-1].strip() or lines[-1].strip() in formulas):
        lines.pop()
    return "\n".join(lines).strip()


def _place(made: Sequence[Paragraph], number: int) -> int:
    """After the last paragraph that words an earlier point."""
    before = [n for n, p in enumerate(made) if p.covers and min(p.covers) < number]
    return before[-1] + 1 if before else 0


def _words(text: str) -> set[str]:
    low = text.lower()
    return {low[n : n + 2] for n in range(len(low) - 1) if _WORD.fullmatch(low[n : n + 2])} | set(
        re.findall(r"[a-z0-9]{3,}", low)
    )


def _says(made: Sequence[Paragraph], point: str) -> bool:
    wanted = _words(point)
    return bool(wanted) and len(wanted & _words(" ".join(p.text for p in made))) / len(wanted) >= _SAID


def laid_out(
    made: Sequence[Paragraph], words: Words, subject: str, offered: Mapping[str, Citation], origin: str
) -> Words:
    """The letter: the playbook's greeting, the paragraphs, the playbook's closing; with the marks of what rests on what.

    Args:
        made: the paragraphs.
        words: the playbook's letter of the same plan.
        subject: the model's; the playbook's stands where it is empty or no subject.
        offered: the citations that the model was given, by id.
        origin: the prompt that they were written from.
    """
    opening = [p for p in words.parts if p.kind == "greeting"]
    closing = [p for p in words.parts if p.kind == "closing"]
    body, parts, marks = "", [], []
    pieces = [*((p.kind, p.text, None) for p in opening), *((p.kind, p.text, p) for p in made), *((p.kind, p.text, None) for p in closing)]  # fmt: skip
    for kind, text, paragraph in pieces:
        body += "\n\n" if body else ""
        start = len(body)
        parts.append(Part(kind=kind, text=text, start=start, end=start + len(text)))
        if paragraph is not None:
            marks += _marks(paragraph, start, words, offered)
        body += text
    chosen = subject if subject and len(subject) <= _SUBJECT else words.subject
    return Words(chosen, body, tuple(parts), tuple(marks), origin)


def _marks(paragraph: Paragraph, start: int, words: Words, offered: Mapping[str, Citation]) -> list[Mark]:
    """Which words of a paragraph rest on what: the playbook's cited words where they stand, figures, else a sentence."""
    found: list[tuple[int, int, str]] = []
    cited: dict[str, list[str]] = {}
    for mark in words.marks:
        cited.setdefault(mark.citation, []).append(words.body[mark.start : mark.end])
    for id in dict.fromkeys((*paragraph.cites, *cited)):
        if id not in offered and id not in cited:
            continue
        spans = list(_exactly(paragraph.text, cited.get(id, ())))
        if not spans and id in paragraph.cites and id in offered:
            quote = offered[id].quote
            spans = list(_figures(paragraph.text, quote)) or _sentence(paragraph.text, quote)
        found += [(a, b, id) for a, b in spans if not any(a < d and c < b for c, d, _ in found)]
    return [Mark(start=start + a, end=start + b, citation=id) for a, b, id in sorted(found)]


def _exactly(text: str, quotes: Iterable[str]) -> Iterable[tuple[int, int]]:
    for quote in dict.fromkeys(quotes):
        if len(quote) > 1 and (at := text.find(quote)) >= 0:
            yield at, at + len(quote)


def _figures(text: str, quote: str) -> Iterable[tuple[int, int]]:
    known = {n.replace(",", "") for n in _NUMERAL.findall(quote)}
    for match in _NUMERAL.finditer(text):
        if match[0].replace(",", "") in known:
            unit = _UNIT.match(text, match.end())
            yield match.start(), unit.end() if unit else match.end()


def _sentence(text: str, quote: str) -> list[tuple[int, int]]:
    """The sentence that has most of a quote's words, where it has enough of them."""
    wanted = _words(quote)
    best = max(_SENTENCE.finditer(text), key=lambda m: len(wanted & _words(m[0])), default=None)
    if best is None or not wanted or len(wanted & _words(best[0])) < _RESTS * min(len(wanted), 12):
        return []
    return [(best.start() + len(best[0]) - len(best[0].lstrip()), best.end())]


def without(paragraph: Paragraph, spans: Sequence[tuple[int, int]]) -> Paragraph | None:
    """A paragraph without some of its sentences (offsets into its text); None where nothing is left."""
    text = paragraph.text
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    text = re.sub(r"[ \t]{2,}", " ", re.sub(r"\n{3,}", "\n\n", text)).strip()
    return replace(paragraph, text=text) if text else None


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, or sentences, around some words of a text."""
    before = [m.end() for m in _END.finditer(text) if m.end() <= start]
    after = next((m.end() for m in _END.finditer(text) if m.end() >= end), len(text))
    return (before[-1] if before else 0), after
