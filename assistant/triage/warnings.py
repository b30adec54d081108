"""What the CSM should know about a message: orders to the writer, claims of earlier grants, probes, slander."""

import re
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
    for start, end in _lines_and_sentences(low, language):
        if _is_order(low[start:end], knowledge):
            found.append(visible.span(start, end))
    found += [visible.span(*_line_at(low, m.start())) for m in _MACHINE.finditer(visible.text)]
    return _merged(found, message)


def _lines_and_sentences(text: str, language: str) -> list[tuple[int, int]]:
    lines = [m.span() for m in re.finditer(r"[^\n]+", text) if _ROLE.match(m[0])]
    return lines + sentences(text, language, by_line=True)


def _is_order(sentence: str, knowledge: TriageKnowledge) -> bool:
    plain = re.sub(r"^[\s>|*]+", "", sentence)
    if _has(knowledge, "orders", plain) and not _PLAIN_WORD.search(plain):
        return True
    role = _ROLE.match(plain)
    if role and len(role["rest"]) >= 6 and _has(knowledge, "commands", role["rest"]):
        return True
    if re.search(r"[a-z]{4}", plain):
        spread = re.sub(r"\b(\w) (?=\w\b)", r"\1", plain)
        return any(_has(knowledge, "orders", other, ("en",)) for other in (rotated(plain), plain[::-1])) or (
            spread != plain
            and len(spread) < 0.75 * len(plain)
            and _has(knowledge, "orders", _respaced(spread), ("en",))
        )
    return False


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


def _has(knowledge: TriageKnowledge, thing: str, text: str, languages: Sequence[str] = ("ja", "en", "other")) -> bool:
    return any(cues.first(text) for x in languages if (cues := knowledge.cues[x].get(("warnings", thing))))


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
    found: list[Claim] = []
    low = own.lower()
    for start, end in sentences(low, language):
        for kind in ("approval", "promise", "agreement"):
            hits = knowledge.found("warnings", kind, language, low[start:end])
            if hits:
                found.append(Claim(kind, own.span(start, end)))
                break
    return found


def probes(own: Folded, language: str, knowledge: TriageKnowledge) -> list[Probe]:
    """Requests for what is not the customer's to know."""
    found: list[Probe] = []
    low = own.lower()
    for start, end in sentences(low, language):
        sentence = low[start:end]
        kind = _probed(sentence, language, knowledge)
        if kind and not knowledge.found("warnings", "unless", language, sentence):
            found.append(Probe(kind, own.span(start, end)))
    return found


def _probed(sentence: str, language: str, knowledge: TriageKnowledge) -> ProbeKind | None:
    for kind in _KINDS:
        if knowledge.found("warnings", kind, language, sentence):
            return kind
    return None


def defames(own: Folded, language: str, knowledge: TriageKnowledge) -> list[Span]:
    """Requests to write ill of somebody else."""
    low = own.lower()
    return [
        own.span(start, end)
        for start, end in sentences(low, language)
        if knowledge.found("warnings", "defames", language, low[start:end])
    ]
