"""What triage read in a message. Offsets are code points into the message as it came."""

from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the message, with where they stand in it."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SituationHit:
    """A situation that the message holds, how sure that is (0 to 1), and the words that speak for it."""

    name: Situation
    confidence: float
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, as far as the message says: from the greeting line or the signature, as written there."""

    name: str = ""
    company: str = ""
    department: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the writer says was approved, promised or agreed before, or who he says he is on our side or in office:
    to be looked up, never followed."""

    kind: Literal["approval", "promise", "agreement", "identity"]
    span: Span


@dataclass(frozen=True, slots=True)
class Probe:
    """A request for what is not the customer's to know."""

    kind: Literal["internal", "other_customer", "instructions", "approver"]
    span: Span


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing raised in a mail, in the writer's words."""

    situation: Situation
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, read.

    `own` is what the writer wrote now: without quoted mail, signature, hidden characters, mark-up and orders to the
    assistant; NFKC-normalised. `no_answer` says why nothing should be sent, where nothing should.
    `doubtful` are sentences a little like an order, a claim, a probe or slander: too little for a warning, too much for
    being quoted in a letter. `feeling` is calm, worried, angry or happy. `serious` means that the customer's work or data is harmed.
    `corrections` are sentences that put something right in what we wrote.
    `deadlines` (by when they need something) and `wishes` (what they would like us to do) are found by a model alone.
    """

    language: str
    own: str = ""
    situations: tuple[SituationHit, ...] = ()
    matters: tuple[Matter, ...] = ()
    questions: tuple[Span, ...] = ()
    sender: Sender = field(default_factory=Sender)
    no_answer: Literal["automatic", "advertising", "courtesy"] | None = None
    urgent: bool = False
    serious: bool = False
    feeling: Literal["calm", "worried", "angry", "happy"] = "calm"
    claims: tuple[Claim, ...] = ()
    probes: tuple[Probe, ...] = ()
    orders: tuple[Span, ...] = ()
    hidden: tuple[Span, ...] = ()
    markup: tuple[Span, ...] = ()
    defames: tuple[Span, ...] = ()
    doubtful: tuple[Span, ...] = ()
    deadlines: tuple[Span, ...] = ()
    wishes: tuple[Span, ...] = ()
    corrections: tuple[Span, ...] = ()

    @property
    def situation(self) -> Situation:
        """The strongest situation, `other` where nothing is sure enough."""
        return self.situations[0].name if self.situations else Situation.other
