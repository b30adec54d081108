"""What a planner is given, and the sheet it writes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from typing import Any, Literal

from assistant.domain import display
from assistant.domain.account import Account, Contact, Contract, Goal, HistoryEntry
from assistant.domain.draft import Citation
from assistant.domain.organisation import Organisation, Readable, readable
from assistant.domain.plan import AskPlan, CoachNote, Move, PartKind
from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.knowledge_base import Card, Practice
from assistant.ports import HelpText

# A citation in a text on its way through the playbook: OPEN id SEP words CLOSE, from Unicode's private use area, which
# is taken out of everything that customers write.
OPEN, SEP, CLOSE = "\ue000", "\ue001", "\ue002"

# Below this an article may be about something else that shares words with the mail (docs/retrieval.md).
SURE_ENOUGH = 0.45

_PREFIX = {"account": "A", "principle": "P", "help": "H", "policy": "R", "message": "M", "computed": "C"}


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything one reply may be planned from. `past` are entries of the account's history that recall found.

    `help_sure` says by id how well a help text fits the question, 0 to 1; `help_for` are the questions that the first one
    answers; `further` are the others, each with a text of its own, or None.
    """

    account: Account
    organisation: Organisation
    reading: Reading
    situation: Situation
    language: str
    today: Date
    message: str = ""
    instruction: str = ""
    subject: str = ""
    sender: Literal["customer", "csm", "colleague"] = "customer"
    channel: Literal["mail", "chat", "call"] = "mail"
    contact: Contact | None = None
    help: Sequence[HelpText] = ()
    help_sure: Mapping[str, float] = field(default_factory=dict)
    help_for: Sequence[str] = ()
    further: Sequence[tuple[str, HelpText | None]] = ()
    past: Sequence[HistoryEntry] = ()
    practices: Sequence[Practice] = ()
    principles: Sequence[Card] = ()
    answers: dict[str, str] = field(default_factory=dict)
    holidays: frozenset[Date] = frozenset()

    @property
    def contract(self) -> Contract:
        return self.account.contract or Contract()

    @property
    def goal(self) -> Goal | None:
        """The goal that says most: measured before stated, still open before reached."""
        ranked = sorted(
            self.account.goals,
            key=lambda g: (g.current is None or g.baseline is None, g.target is None, g.current == g.target),
        )
        return ranked[0] if ranked else None

    @property
    def product(self) -> str:
        """The product's name where this letter can say it, else ""."""
        name = self.contract.product
        readable_name = self.language == "ja" or not any(
            "\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" for c in name
        )
        return name if readable_name else ""

    @property
    def replying(self) -> bool:
        """True where a customer's message is answered, false where the moment is ours."""
        return bool(self.message.strip()) and self.sender == "customer"

    @property
    def closed_lane(self) -> bool:
        """The success lane is closed while something serious is broken or somebody is angry about a failure."""
        names = {hit.name for hit in self.reading.situations[:3] if hit.confidence >= 0.5} | {self.situation}
        broken = any(
            e.kind == "ticket" and e.status == "open" and e.severity == "serious" for e in self.account.history
        )
        return broken or self.reading.serious or Situation.complaint in names

    def unsure_of(self, text: HelpText) -> bool:
        """True where a help text shares words with the question, and may still be about something else."""
        return self.help_sure.get(text.id, 1.0) < SURE_ENOUGH

    def day(self, value: Date, weekday: bool = True) -> str:
        return display.day(value, self.language, self.today, weekday)

    def money(self, value: float, currency: str | None = None) -> str:
        return display.money(value, currency or self.contract.currency or "JPY", self.language)

    def read(self, text: Readable) -> str:
        return readable(text, self.language, self.organisation.language)

    def in_language(self, text: str) -> bool:
        """True where a text of the record can stand in a sentence of this letter."""
        japanese = any("\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" for c in text)
        return bool(text) and japanese == (self.language == "ja")

    def is_business_day(self, value: Date) -> bool:
        return value.weekday() < 5 and value not in self.holidays

    def business_day(self, ahead: int) -> Date:
        """The business day `ahead` business days after today."""
        value, left = self.today, ahead
        while left > 0:
            value += timedelta(days=1)
            left -= self.is_business_day(value)
        return value


class Sheet:
    """The plan while it is written: moves, citations, asks and notes to the CSM, in order."""

    def __init__(self, brief: Brief):
        self.brief = brief
        self.moves: list[Move] = []
        self.asks: list[AskPlan] = []
        self.notes: list[CoachNote] = []
        self.citations: dict[tuple[str, str], Citation] = {}
        self.warnings: list[str] = []

    def move(
        self,
        kind: PartKind,
        name: str,
        /,
        *,
        weight: int = 2,
        needs: str | None = None,
        joins: bool = False,
        **inputs: Any,
    ) -> None:
        self.moves.append(Move(kind, name, inputs, needs, weight, joins))

    def cite(
        self,
        kind: str,
        key: str,
        words: str,
        *,
        title: str,
        quote: str = "",
        source: str = "",
        formula: str | None = None,
    ) -> str:
        """`words` marked as resting on a citation; the same `key` is cited once, however often it is used."""
        found = self.citations.get((kind, key))
        if found is None:
            n = 1 + sum(1 for k, _ in self.citations if k == kind)
            found = Citation(
                id=f"{_PREFIX[kind]}{n}", kind=kind, title=title, quote=quote or words, source=source, formula=formula  # type: ignore[arg-type]
            )  # fmt: skip
            self.citations[(kind, key)] = found
        return f"{OPEN}{found.id}{SEP}{words}{CLOSE}"

    def ask(
        self, name: str, kind: Literal["time", "date", "name", "fact", "choice"] = "fact", /, **inputs: Any
    ) -> AskPlan:
        """Asks the CSM; ids follow the order of asking, so that an answer finds its ask when the plan is made again.

        The same is asked once, however many matters wait for it.
        """
        if same := next((a for a in self.asks if (a.name, a.inputs) == (name, inputs)), None):
            return same
        id = f"q{len(self.asks) + 1}"
        answer = (self.brief.answers.get(id) or "").strip() or None
        found = AskPlan(id, name, kind, inputs, answer)
        self.asks.append(found)
        return found

    def note(self, name: str, /, *principles: str, **inputs: Any) -> None:
        """A note to the CSM, worded in prompts/coaching/; `principles` are ids of cards."""
        self.notes.append(CoachNote(name, inputs, principles))
