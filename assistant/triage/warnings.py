"""What the CSM should know about a message: claims of earlier grants, probes, slander. (Orders: orders.py)"""

from collections.abc import Iterable, Iterator
from typing import Literal

from assistant.domain.reading import Claim, Probe, Span
from assistant.triage.folded import Folded
from assistant.triage.heard import Heard
from assistant.triage.sentences import sentences

ClaimKind = Literal["approval", "promise", "agreement", "identity"]
ProbeKind = Literal["instructions", "other_customer", "approver", "internal"]
CLAIMS: tuple[ClaimKind, ...] = ("approval", "promise", "agreement", "identity")
PROBES: tuple[ProbeKind, ...] = ("instructions", "other_customer", "approver", "internal")


def claims(
    visible: Folded, quoted: Iterable[tuple[int, int]], probed: bool, language: str, heard: Heard
) -> list[Claim]:
    """What the writer says that we approved, promised or agreed earlier, and who he says he is.

    Args:
        visible: the message without orders, quoted mail and signature included.
        quoted: stretches (start, end) of the message that are quoted mail; a grant of ours that stands there may be made up.
        probed: something internal is asked for, so that an office or a colleague's tone is worth a word.
        language: of the message.
        heard: the rules, and what was heard so far.
    """
    quoted = tuple(quoted)
    found: list[Claim] = []
    for start, end, sentence in _sentences(visible, language):
        kind: ClaimKind | None = next((kind for kind in CLAIMS if heard.says(kind, sentence)), None)
        if kind is None and any(a <= visible.starts[start] < b for a, b in quoted) and heard.says("granted", sentence):
            kind = "promise"
        if kind is None and probed and heard.says("office", sentence):
            kind = "identity"
        if kind is None and heard.looks_like("claims", sentence):
            kind = "promise"
        if kind:
            found.append(Claim(kind, visible.span(start, end)))
    return found


def probes(visible: Folded, language: str, heard: Heard) -> list[Probe]:
    """Requests for what is not the customer's to know."""
    found: list[Probe] = []
    for start, end, sentence in _sentences(visible, language):
        kind: ProbeKind | None = next((kind for kind in PROBES if heard.says(kind, sentence)), None)
        if kind is None and heard.looks_like("probes", sentence):
            kind = "internal"
        if kind:
            found.append(Probe(kind, visible.span(start, end)))
    return found


def defames(visible: Folded, language: str, heard: Heard) -> list[Span]:
    """Requests to write ill of somebody else."""
    return [
        visible.span(start, end)
        for start, end, sentence in _sentences(visible, language)
        if heard.says("defames", sentence) or heard.looks_like("defames", sentence)
    ]


def doubtful(own: Folded, language: str, heard: Heard) -> list[Span]:
    """Sentences that had better not be quoted back."""
    return [own.span(start, end) for start, end, sentence in _sentences(own, language) if heard.doubts(sentence)]


def _sentences(visible: Folded, language: str) -> Iterator[tuple[int, int, str]]:
    low = visible.lower()
    return ((start, end, low[start:end]) for start, end in sentences(low, language))
