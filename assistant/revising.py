"""A draft in the CSM's own hands: their words, and an answered ask put into them."""

from assistant.domain.draft import Draft, Mark, Part
from assistant.wording.playbook import Words


def edited(last: Draft, body: str, subject: str) -> Words:
    """The CSM's words: a paragraph left as it was keeps its kind and its citations, a new one is a memo of their own."""
    known = {p.text: p for p in last.parts}
    parts: list[Part] = []
    marks: list[Mark] = []
    at, pieces = 0, _blocks(body, known)
    for text in pieces:
        start = body.index(text, at)
        at = start + len(text)
        old = known.get(text)
        parts.append(Part(kind=old.kind if old else "facts", text=text, start=start, end=at))
        if old:
            shift = start - old.start
            inside = [m for m in last.marks if old.start <= m.start and m.end <= old.end]
            marks += [Mark(start=m.start + shift, end=m.end + shift, citation=m.citation) for m in inside]
    return Words(subject, body, tuple(parts), tuple(marks), last.origin.prompt)


def _blocks(body: str, known: dict[str, Part]) -> list[str]:
    """Parts that stand unchanged are kept whole (they may hold blank lines); the rest goes by paragraph."""
    found: list[str] = []
    rest = body
    while rest.strip():
        rest = rest.lstrip("\n")
        whole = next((text for text in sorted(known, key=len, reverse=True) if text and rest.startswith(text)), None)
        block = whole or rest.split("\n\n", 1)[0]
        found.append(block)
        rest = rest[len(block) :]
    return found


def with_answers(body: str, before: Words, after: Words, language: str) -> str:
    """Puts the sentences that an answer has made possible into words that the CSM has edited: before the closing."""
    had = {p.text for p in before.parts}
    fresh = [p.text for p in after.parts if p.text not in had and p.kind != "closing"]
    new = [_only_new(text, before) for text in fresh]
    added = "\n\n".join(text for text in new if text and text not in body)
    if not added:
        return body
    closing = next((p.text for p in after.parts if p.kind == "closing"), "")
    if closing and closing in body:
        head, tail = body.split(closing, 1)
        return f"{head.rstrip()}\n\n{added}\n\n{closing}{tail}"
    return f"{body.rstrip()}\n\n{added}"


def _only_new(text: str, before: Words) -> str:
    """A part that has grown at its end gives only what has grown."""
    for old in before.parts:
        if text.startswith(old.text):
            return text[len(old.text) :].strip()
    return text
