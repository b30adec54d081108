"""What the CSM should know about a message: orders to the writer, claims of earlier grants, probes, slander."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from assistant.domain.reading import Claim, Probe, Span
from assistant.triage.folded import Folded, fold
from assistant.triage.hidden import Unseen, rotated
from assistant.triage.knowledge import TriageKnowledge
from assistant.triage.sentences import sentences

_ROLE = re.compile(
    r"^[\s>|#*\[(<「【《]*(?:/?\b(?:system|assistant|developer|user|admin(?:istrator)?|root|writer|drafter|ai|bot|llm|model|instructions?|prompt|override)\b"
    r"|システム|アシスタント|開発者|管理者|運営|指示|命令|人工知能|自動追記|追記|重要指示|プロンプト)"
    r"[\s_-]*(?:message|prompt|note|override|メッセージ|プロンプト|指示|通知|命令)?\s*[\])>」】》:|]+\s*(?P<rest>.+)$",
    re.I,
)
_MACHINE = re.compile(
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext)\|?>?|\[/?INST\]|<</?SYS>>|^#{2,}\s*(?:instruction|system|response|指示)"
    r"|[\"']?(?:tool_calls?|function_call|tool_use|tool_name|tool|function|action)[\"']?\s*:\s*[\"'{\[]|[\"']role[\"']\s*:\s*[\"'](?:system|assistant|developer)",
    re.I | re.M,
)
# Asking for a word of confirmation is no order about what the reply promises.
_PLAIN_WORD = re.compile(r"「(?:ok|了解|承知|届い|確認|はい|済|見ました|受け取)", re.I)
_SPOKEN = ("ja", "en", "other")
_CLAIMS: tuple[Literal["approval", "promise", "agreement"], ...] = ("approval", "promise", "agreement")
ProbeKind = Literal["internal", "other_customer", "instructions", "approver"]
_KINDS: tuple[ProbeKind, ...] = ("internal", "other_customer", "instructions", "approver")


def orders(visible: Folded, unseen: Unseen, language: str, knowledge: TriageKnowledge) -> list[Span]:
    """Directions to whoever or whatever writes the reply, wherever they stand: quoted, hidden and encoded ones too.

    Args:
        visible: the message without what is not seen, quoted mail included.
        unseen: what is hidden in it.
        language: of the message.
        knowledge: the cues.
    """
    message = visible.message
    found = [
        Span(message[a:b], a, b)
        for (a, b), text in unseen.readable
        if _is_order_unseen(text, (a, b), unseen, knowledge)
    ]
    low = visible.lower()
    pieces = sentences(low, language, by_line=True)
    ordered = [at for at in _found(knowledge, "orders", low) if not _PLAIN_WORD.search(low[at[0] : at[1]])]
    found += [visible.span(*piece) for piece in _holding(pieces, ordered)]
    found += [visible.span(*piece) for piece in _holding(pieces, _disguised(low, knowledge))]
    found += [visible.span(*line) for line in _role_lines(low, knowledge)]
    found += [visible.span(*_line_at(low, m.start())) for m in _MACHINE.finditer(visible.text)]
    return _merged(found, message)


def _holding(pieces: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces of a text that places stand in."""
    starts = [start for start, _ in pieces]
    return [pieces[i] for i in sorted({max(0, bisect_right(starts, at) - 1) for at, _ in places})] if pieces else []


def _role_lines(text: str, knowledge: TriageKnowledge) -> list[tuple[int, int]]:
    """Lines headed as if a system spoke ("SYSTEM: …") that command something."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        role = _ROLE.match(line[0])
        if role and len(role["rest"]) >= 6 and _has(knowledge, "commands", role["rest"]):
            found.append(line.span())
    return found


def _disguised(text: str, knowledge: TriageKnowledge) -> list[tuple[int, int]]:
    """Places of English orders in rot13, written backwards, or with the letters spaced out."""
    if not re.search(r"[a-z]{4}|(?:\b[a-z] ){4}", text):
        return []
    cues, size = knowledge.cues["en"]["warnings", "orders"], len(text)
    found = [*cues.find(rotated(text)), *((size - end, size - start) for start, end in cues.find(text[::-1]))]
    for spaced in re.finditer(r"(?:\b[a-z] ){7,}[a-z]\b", text):
        if cues.first(_respaced(re.sub(r"(?<=\w) (?=\w)", "", spaced[0]))):
            found.append(spaced.span())
    return found


def _respaced(text: str) -> str:
    return re.sub(r"(ignore|disregard|all|previous|prior|above)(?=\w)", r"\1 ", text)


def _is_order_unseen(text: str, at: tuple[int, int], unseen: Unseen, knowledge: TriageKnowledge) -> bool:
    """A sentence in a code or in invisible characters is meant for a machine; a comment only where it commands."""
    if at not in unseen.comments:
        return True
    plain = fold(text).lower()
    if plain.startswith(("[if", "[endif", "/*")):
        return False
    return any(_has(knowledge, thing, line) for line in plain.splitlines() for thing in ("orders", "commands")) or bool(
        _ROLE.match(plain)
    )


def _has(knowledge: TriageKnowledge, thing: str, text: str) -> bool:
    return any(cues.first(text) for x in _SPOKEN if (cues := knowledge.cues[x].get(("warnings", thing))))


def _found(knowledge: TriageKnowledge, thing: str, text: str) -> list[tuple[int, int]]:
    """Places of a thing's cues in any language: orders do not keep to the language of the mail."""
    return [at for x in _SPOKEN if (cues := knowledge.cues[x].get(("warnings", thing))) for at in cues.find(text)]


def _line_at(text: str, at: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end


def _merged(spans: list[Span], message: str) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if merged and span.start <= merged[-1].end:
            end = max(merged[-1].end, span.end)
            merged[-1] = Span(message[merged[-1].start : end], merged[-1].start, end)
        elif span.quote:
            merged.append(span)
    return merged


def claims(own: Folded, language: str, knowledge: TriageKnowledge) -> list[Claim]:
    """What the writer says that we approved, promised or agreed earlier."""
    low = own.lower()
    pieces = sentences(low, language)
    found: dict[tuple[int, int], Claim] = {}
    for kind in _CLAIMS:
        for piece in _holding(pieces, knowledge.found("warnings", kind, language, low)):
            found.setdefault(piece, Claim(kind, own.span(*piece)))
    return [found[piece] for piece in sorted(found)]


def probes(own: Folded, language: str, knowledge: TriageKnowledge) -> list[Probe]:
    """Requests for what is not the customer's to know."""
    low = own.lower()
    pieces = sentences(low, language)
    found: dict[tuple[int, int], Probe] = {}
    for kind in _KINDS:
        for piece in _holding(pieces, knowledge.found("warnings", kind, language, low)):
            if not knowledge.found("warnings", "unless", language, low[slice(*piece)]):
                found.setdefault(piece, Probe(kind, own.span(*piece)))
    return [found[piece] for piece in sorted(found)]


def defames(own: Folded, language: str, knowledge: TriageKnowledge) -> list[Span]:
    """Requests to write ill of somebody else."""
    low = own.lower()
    places = knowledge.found("warnings", "defames", language, low)
    return [own.span(*piece) for piece in _holding(sentences(low, language), places)]
