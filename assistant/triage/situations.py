"""Which situations a text holds: cue phrases and classifier together, over the whole and sentence by sentence."""

import re
from dataclasses import dataclass

import numpy as np

from assistant.domain.reading import Matter, SituationHit
from assistant.domain.situation import Situation
from assistant.triage.classifier import Seen
from assistant.triage.folded import Folded
from assistant.triage.knowledge import STRENGTHS, TriageKnowledge
from assistant.triage.sentences import clauses, leans

NAMES = tuple(Situation)
_AT = {name: i for i, name in enumerate(NAMES)}
# What a mail is about stands on its first pages.
LONGEST = 6_000
# What a strong cue adds to its situation besides what was learned of it, so that a new one counts at once.
STRONG = 1.5
# Below SURE the message stays `other`; a further situation of a mail must reach SECOND in a sentence of its own. A mood
# colours many mails that are about something else, so a mood as a further matter must be surer.
SURE, SECOND, SECOND_MOOD, LISTED = 0.15, 0.55, 0.75, 0.08
# Without a cue phrase in the sentence; and where it begins with "by the way" besides.
UNCUED, UNCUED_ADDED = 0.95, 0.6
MOODS = {_AT[Situation.concern], _AT[Situation.complaint], _AT[Situation.other]}


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue phrase found in a text: the situation it speaks for, how strongly, and where."""

    name: Situation
    strength: str
    start: int
    end: int


def cues_in(text: str, language: str, knowledge: TriageKnowledge) -> list[Cue]:
    """All cue phrases in a text (folded, lower case)."""
    return [
        Cue(name, strength, start, end)
        for name in NAMES
        for strength in STRENGTHS
        for start, end in knowledge.found("situations", f"{name}.{strength}", language, text)
    ]


def chances(text: str, cues: list[Cue], language: str, knowledge: TriageKnowledge, sender: str) -> np.ndarray:
    """The probability of each situation for a text with its cues."""
    classifier = knowledge.classifiers[language]
    seen = Seen(knowledge.concepts[language].find(text), tuple(sorted({f"{c.name}.{c.strength}" for c in cues})))
    scores = np.full(len(NAMES), -20.0)
    scores[[_AT[Situation(name)] for name in classifier.classes]] = classifier.logits(text, seen)
    for name, strength in {(cue.name, cue.strength) for cue in cues}:
        scores[_AT[name]] += {"strong": STRONG, "against": -STRONG}.get(strength, 0.0)
    if sender == "customer":
        # Whoever the writer says he is: only the caller's word makes him one of ours.
        scores[_AT[Situation.internal_persuasion]] = -np.inf
    scores = np.exp(scores - scores.max())
    return scores / scores.sum()


def situations(
    own: Folded, language: str, sender: str, knowledge: TriageKnowledge
) -> tuple[list[SituationHit], list[Matter]]:
    """The situations of a message, strongest first, and the matters it raises with their words.

    Args:
        own: the writer's own words.
        language: "ja" or "en".
        sender: customer, csm or colleague, as the caller says.
        knowledge: cues and classifiers.
    """
    own = own.without([(LONGEST, len(own.text))]) if len(own.text) > LONGEST else own
    text = own.lower()
    if sum(c.isalpha() for c in text) < 2:
        return [SituationHit(Situation.other, 0.9)], []
    cues = cues_in(text, language, knowledge)
    whole = chances(text, cues, language, knowledge, sender)
    pieces = [_Piece(a, b, _within(cues, a, b), text, language, knowledge, sender) for a, b in _told(text, language)]
    total = whole.copy()
    if len(pieces) > 1:
        total = 0.6 * whole + 0.4 * np.max([p.chance * p.weight for p in pieces], axis=0)
        total /= total.sum()
    if sender == "colleague":
        total *= 0.05
        total[_AT[Situation.internal_persuasion]] = 0.95
    first = int(total.argmax())
    also = {} if sender == "colleague" else _further(pieces, first)
    matters = _matters(own, pieces, {first, *also})
    return _hits(own, total, pieces, cues, first, also), matters


_ADDED = re.compile(
    r"[\s、。]*(なお|また|あと|それと|それから|ちなみに|ところで|別件|もう一(点|つ)|追伸|also|by the way|btw|one more thing|another thing|separately)"
)


class _Piece:
    """A clause with its chances; a clause of a few letters says less than one of a line."""

    def __init__(
        self, start: int, end: int, cues: list[Cue], text: str, language: str, knowledge: TriageKnowledge, sender: str
    ):
        self.start, self.end, self.cues = start, end, cues
        self.chance = chances(text[start:end], cues, language, knowledge, sender)
        self.weight = min(1.0, (end - start) / (10 if language == "ja" else 20))
        self.best = int(self.chance.argmax())
        self.sure = float(self.chance[self.best]) * self.weight
        self.added = _ADDED.match(text, start) is not None
        speaking = {c.strength for c in cues if _AT[c.name] == self.best}
        self.cued, self.strong = bool(speaking - {"against"}), "strong" in speaking


def _told(text: str, language: str) -> list[tuple[int, int]]:
    """The clauses of a mail, each with the bare call for advice that follows it."""
    found: list[tuple[int, int]] = []
    for start, end in clauses(text, language):
        if found and leans(text[start:end]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _within(cues: list[Cue], start: int, end: int) -> list[Cue]:
    return [c for c in cues if start <= c.start and c.end <= end]


def _further(pieces: list[_Piece], first: int) -> dict[int, float]:
    """Situations besides the first that a sentence of their own speaks for."""
    also: dict[int, float] = {}
    for piece in pieces if len(pieces) > 1 else []:
        enough = SECOND_MOOD if piece.best in MOODS or not piece.strong else SECOND
        # Without a cue the classifier has to be surer, and "by the way" says that something else begins.
        if not piece.cued:
            enough = UNCUED_ADDED if piece.added else UNCUED
        if piece.best not in (first, _AT[Situation.other]) and piece.sure >= enough:
            also[piece.best] = max(also.get(piece.best, 0), piece.sure)
    return also


def _matters(own: Folded, pieces: list[_Piece], held: set[int]) -> list[Matter]:
    """The mail's matters: clauses of one situation that follow each other are one; unclear ones go with their neighbour."""
    runs: list[list] = []
    for piece in pieces:
        name = piece.best if piece.best in held and (piece.sure >= 0.3 or len(held) == 1) else None
        if len(held) == 1:
            name = next(iter(held))
        if runs and (name is None or runs[-1][0] in (None, name)):
            runs[-1][0] = runs[-1][0] if name is None else name
            runs[-1][2] = piece.end
        else:
            runs.append([name, piece.start, piece.end])
    other = _AT[Situation.other]
    return [Matter(NAMES[n], own.span(a, b)) for n, a, b in runs if n is not None and (n != other or len(held) == 1)]


def _hits(
    own: Folded, total: np.ndarray, pieces: list[_Piece], cues: list[Cue], first: int, also: dict[int, float]
) -> list[SituationHit]:
    sure = {i: float(total[i]) for i in range(len(NAMES)) if total[i] >= LISTED}
    for i, chance in also.items():
        sure[i] = min(max(sure.get(i, 0), chance), float(total[first]))
    other = _AT[Situation.other]
    order = sorted(sure, key=lambda i: (i != first, -sure[i]))
    if sure[first] < SURE and first != other:
        order = [other, *[i for i in order if i != other]]
        sure[other] = max(sure.get(other, 0), 1 - sure[first])
    return [SituationHit(NAMES[i], round(sure[i], 2), _because(own, NAMES[i], cues)) for i in order]


def _because(own: Folded, name: Situation, cues: list[Cue]) -> tuple[str, ...]:
    """The words of the message that speak for a situation: its cues, those inside others left out, three at most."""
    mine = sorted(
        (c for c in cues if c.name == name and c.strength != "against"),
        key=lambda c: (c.strength != "strong", c.start - c.end),
    )
    kept: list[Cue] = []
    for cue in mine:
        if all(cue.end <= k.start or cue.start >= k.end for k in kept):
            kept.append(cue)
    quotes = [own.span(c.start, c.end).quote for c in sorted(kept[:3], key=lambda c: c.start)]
    return tuple(q for q in quotes if q)
