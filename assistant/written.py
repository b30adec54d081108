"""A plan in words: what came of it, what it cost, and what of it cannot be said."""

from dataclasses import dataclass, replace

from assistant.casework import Case
from assistant.checking import Checked
from assistant.domain.draft import Draft, Origin
from assistant.domain.plan import CoachNote, Plan
from assistant.ports import Answered
from assistant.wording.playbook import Words

_NOTES = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What the CSM wants changed in a draft that is there."""

    last: Draft
    instruction: str


@dataclass(frozen=True, slots=True)
class Written:
    """A plan in words, checked. `unsure` is true where something had to be cut out of a model's words."""

    plan: Plan
    words: Words
    checked: Checked
    origin: Origin
    unsure: bool = False


class PlaybookBlocked(Exception):
    """The playbook's own words do not hold in a part that can go; `lighter` is the plan without it."""

    def __init__(self, lighter: Plan):
        super().__init__()
        self.lighter = lighter


@dataclass
class Cost:
    """Tokens of all calls for one draft."""

    model: str = ""
    tokens_in: int = 0
    tokens_out: int = 0

    @classmethod
    def of(cls, case: Case) -> "Cost":
        """What was spent on a case before it was worded."""
        cost = cls()
        if case.read_by:
            cost.add(case.read_by)
        return cost

    def add(self, answered: Answered) -> None:
        self.model = answered.model
        self.tokens_in += answered.tokens_in
        self.tokens_out += answered.tokens_out


def without_blocked(plan: Plan, words: Words, checked: Checked) -> Plan | None:
    """The plan without the parts that can go and whose words do not hold; None where there are none."""
    blocked = [
        f.start for f in checked.findings if f.severity == "block" and f.source == "body" and f.start is not None
    ]
    bad = {p.kind for p in words.parts for start in blocked if p.start <= start < p.end}
    lighter = tuple(m for m in plan.moves if m.weight == 1 or m.kind not in bad)
    return replace(plan, moves=lighter) if len(lighter) < len(plan.moves) else None


def noted(plan: Plan, note: CoachNote, last: bool = False) -> Plan:
    """The plan with one more note to the CSM, of three at most."""
    kept = plan.notes[: _NOTES - 1]
    return replace(plan, notes=(*kept, note) if last else (note, *kept))
