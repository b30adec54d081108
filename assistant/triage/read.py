"""Triage of one message: from the text as it came to a `Reading`. No database, no clock, no network."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from assistant.domain.reading import Matter, Reading, SituationHit, Span
from assistant.domain.situation import Situation
from assistant.triage import moments, warnings
from assistant.triage.folded import Folded, fold
from assistant.triage.heard import Heard
from assistant.triage.hidden import unseen
from assistant.triage.knowledge import TriageKnowledge
from assistant.triage.languages import language_of
from assistant.triage.orders import orders as ordered_in
from assistant.triage.parts import parts
from assistant.triage.senders import sender_of
from assistant.triage.sentences import is_question, sentences
from assistant.triage.situations import cues_in, situations

# 「(担当メモ)」, "(note from CSM)": the heading of a note is no part of what it says.
_NOTE = re.compile(r"^\s*[(\[【][^)\]】\n]{0,20}(?:メモ|備考|記録|note|memo)[^)\]】\n]{0,20}[)\]】][\s:]*", re.I)


_PUT_RIGHT = re.compile(
    r"\b(check|correct|fix|amend|update|look into|put (it|that) right)\b|確認|訂正|修正|直し|ご確認", re.I
)
_CALL = 40


def read(
    message: str,
    *,
    sender: str = "customer",
    names: Sequence[str] = (),
    own_names: Sequence[str] = (),
    default_language: str = "ja",
    knowledge: TriageKnowledge,
) -> Reading:
    """Read a message.

    Args:
        message: as it came, at most 100,000 characters.
        sender: by which door it came: customer, csm (a note of the CSM's own) or colleague. What the writer calls
            himself changes nothing.
        names: names of the account's contacts and of its company.
        own_names: names of the vendor's people: addressed in a message, never its sender.
        default_language: where the message is too short to tell.
        knowledge: built once at start-up.
    """
    hidden = unseen(message)
    visible = _without(fold(message, hidden.characters), (*hidden.markup, *hidden.encoded, *hidden.mentions))
    split = parts(visible.text, names)
    written = visible.without(split.all)
    language = language_of(written.text if written.text.strip() else visible.text, default_language)
    heard = Heard(knowledge.rules, knowledge.suspicions)
    trusted = () if sender == "customer" else _apart(split.quoted, len(visible.text))
    orders = ordered_in(visible, hidden, language, heard, trusted)
    own = _own(visible, split.all, orders, sender)
    unsigned = own.lower()
    said = _without(visible, [(span.start, span.end) for span in orders])
    probes = warnings.probes(said, language, heard) if sender == "customer" else []
    defames = warnings.defames(said, language, heard)
    quoted = [(visible.starts[a], visible.ends[b - 1]) for a, b in split.quoted]
    claims = warnings.claims(said, quoted, bool(probes), language, heard) if sender == "customer" else []
    apart = [s for s in (*(p.span for p in probes if p.kind != "approver"), *defames) if own.holds(s)]
    hits, matters = situations(_matter(own, apart, language, knowledge), language, sender, knowledge)
    signature = "\n".join(visible.text[a:b] for a, b in split.signature)
    idle = None
    if sender == "customer":
        about = max((hit.confidence for hit in hits if hit.name != Situation.other), default=0.0)
        idle = moments.no_answer(unsigned, f"{unsigned}\n{signature.lower()}", language, knowledge, about)
    if idle:
        hits, matters = [SituationHit(Situation.other, 0.95), *(h for h in hits if h.name != Situation.other)], []
    put_right = moments.corrections(unsigned, language, knowledge) if sender == "customer" and not idle else []
    angry = moments.feeling(unsigned, language, knowledge, hits[0].name if hits else Situation.other) == "angry"
    if put_right and not angry and not _says_more(own, put_right, language, knowledge):
        hits = [SituationHit(Situation.other, 0.9), *(h for h in hits if h.name != Situation.other)]
        matters = [Matter(Situation.other, own.span(a, b)) for a, b in put_right]
    asked = [own.span(a, b) for a, b in sentences(own.text, language) if is_question(own.text[a:b], language)]
    return Reading(
        language=language,
        own=own.text.strip(),
        situations=tuple(hits),
        matters=tuple(matters),
        questions=tuple(asked),
        sender=sender_of(
            own.text, signature, "\n".join(visible.text[a:b] for a, b in split.headers), language, names, own_names
        ),
        no_answer=idle,
        urgent=moments.urgent(unsigned, language, knowledge),
        serious=moments.serious(unsigned, language, knowledge),
        feeling=moments.feeling(unsigned, language, knowledge, hits[0].name if hits else Situation.other),
        claims=tuple(claims),
        probes=tuple(probes),
        orders=tuple(orders),
        hidden=_spans(message, (*hidden.characters, *hidden.comments, *hidden.encoded)),
        markup=_spans(message, hidden.markup),
        defames=tuple(defames),
        corrections=tuple(own.span(a, b) for a, b in put_right),
        doubtful=tuple(warnings.doubtful(own, language, heard)) if sender == "customer" else (),
    )


def _says_more(own: Folded, put_right: list[tuple[int, int]], language: str, knowledge: TriageKnowledge) -> bool:
    """True where a mail that puts something right also asks for something else, or tells of harm."""
    rest = own.without([*put_right, *moments.formulas(own, language, knowledge)])
    text = rest.lower()
    # "Could you check?" asks for nothing but that it be put right.
    asks = any(
        is_question(text[a:b], language) and not (b - a <= _CALL and _PUT_RIGHT.search(text[a:b]))
        for a, b in sentences(text, language)
    )
    # Beside a correction an opinion or a reason is part of it.
    part = (Situation.other, Situation.feedback_request, Situation.success_definition, Situation.out_of_scope_request)
    cues = [c for c in cues_in(text, language, knowledge) if c.strength == "strong" and c.name not in part]
    return asks or bool(cues) or moments.serious(text, language, knowledge)


def _apart(stretches: Iterable[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """What lies between these stretches of a text of this size."""
    edges = [0, *(edge for stretch in sorted(stretches) for edge in stretch), size]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _own(visible: Folded, left_out: Iterable[tuple[int, int]], orders: Iterable[Span], sender: str) -> Folded:
    ordered = [_within(visible, span.start, span.end) for span in orders]
    own = visible.without([*left_out, *(at for at in ordered if at[0] < at[1])])
    heading = _NOTE.match(own.text) if sender != "customer" else None
    return own.without([heading.span()]) if heading else own


def _matter(own: Folded, apart: Iterable[Span], language: str, knowledge: TriageKnowledge) -> Folded:
    """What the message is about, without formulas and what is only to be declined (internal figures, slander)."""
    asked = _without(own, [(span.start, span.end) for span in apart])
    bare = asked.without(moments.formulas(asked, language, knowledge))
    return bare if any(c.isalpha() for c in bare.text) or apart else asked


def _without(folded: Folded, stretches: Iterable[tuple[int, int]]) -> Folded:
    """The folded text without stretches of the message."""
    return folded.without([_within(folded, start, end) for start, end in stretches])


def _within(folded: Folded, start: int, end: int) -> tuple[int, int]:
    return bisect_left(folded.starts, start), bisect_left(folded.starts, end)


def _spans(message: str, stretches: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(message[a:b], a, b) for a, b in sorted(set(stretches)))
