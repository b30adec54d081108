"""Findings become remarks, and the remarks' changes one text that passes what they claim to mend."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.checks.proof import Proof
from assistant.domain.draft import Finding
from assistant.domain.review import Change
from assistant.red_pen.manuscript import Manuscript, overlap, tidied, with_changes
from assistant.red_pen.mends import Mend, Mends
from assistant.red_pen.reasons import rule_of

Recheck = Callable[[str], Sequence[Finding]]
_ROUNDS = 4
# Whose words stand in a sentence with several faults: a decision before a promise, a promise before a courtesy.
_FIRST = (
    "concession",
    "cost_based_pricing",
    "begging_referral",
    "unapproved_commitment",
    "runaround",
    "blame_customer",
)


@dataclass
class Edit:
    """One change that mends one or several findings: its place, what could stand there, and which of these is tried."""

    start: int
    end: int
    candidates: list[str]
    whole: bool
    findings: list[Finding] = field(default_factory=list)
    given_up: bool = False

    def change(self, manuscript: Manuscript) -> Change:
        """The edit as it is tried now."""
        return manuscript.put(self.start, self.end, self.candidates[0])

    def next(self) -> None:
        """Try what comes after; without anything left, the words stay for the CSM to mend."""
        self.candidates = self.candidates[1:]
        self.given_up = not self.candidates

    def meant(self, finding: Finding) -> bool:
        """True for a finding of a kind that this edit claims to mend."""
        return any((f.code, _rule(f)) == (finding.code, _rule(finding)) for f in self.findings)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text under the pen: the edit of each finding where there is one, and the text with all of them."""

    edits: list[tuple[Finding, Edit | None]]
    rewrite: str


def mark(
    proof: Proof, findings: Sequence[Finding], mends: Mends, recheck: Recheck, by_model: Sequence[Finding] = ()
) -> Marked:
    """Finds for every finding the smallest change that the checks let stand.

    Args:
        proof: the text.
        findings: what was found in it.
        mends: where changes come from.
        recheck: the findings of another text in the same moment.
        by_model: those of the findings that a model made, which bring their own words.
    """
    manuscript = Manuscript(proof)
    ranked = sorted(findings, key=lambda f: _FIRST.index(f.code) if f.code in _FIRST else len(_FIRST))
    edits = _grouped([(f, mend) for f in ranked if (mend := mends.of(f, f in by_model))])
    text = _settled(manuscript, edits, recheck) if edits else proof.body.raw
    chosen = [(f, next((e for e in edits if f in e.findings and not e.given_up), None)) for f in findings]
    return Marked(chosen, text)


def _grouped(mends: Sequence[tuple[Finding, Mend]]) -> list[Edit]:
    """One edit for all findings in the same sentences; a word in a sentence that gives way keeps an edit of its own."""
    edits: list[Edit] = []
    for finding, mend in mends:
        same = next((e for e in edits if mend.whole and e.whole and _meet(e, mend)), None)
        if same is None:
            edits.append(Edit(mend.start, mend.end, list(mend.candidates), mend.whole, [finding]))
            continue
        same.findings.append(finding)
        if (same.start, same.end) != (mend.start, mend.end):
            # Sentences laid out for a narrower place do not fit a wider one, unless they stand for it as a whole.
            same.start, same.end = min(same.start, mend.start), max(same.end, mend.end)
        same.candidates = list(dict.fromkeys([*filter(None, [*same.candidates, *mend.candidates]), ""]))
    return edits


def _meet(edit: Edit, mend: Mend) -> bool:
    return overlap((edit.start, edit.end), (mend.start, mend.end))


def _settled(manuscript: Manuscript, edits: list[Edit], recheck: Recheck) -> str:
    """The text with all edits, after those that the checks object to have given way to their next best."""
    text = manuscript.text
    for _ in range(_ROUNDS):
        active = _outermost([e for e in edits if not e.given_up])
        text, places = with_changes(manuscript.text, [e.change(manuscript) for e in active])
        found = recheck(text)
        failed = [e for e, place in zip(active, places, strict=True) if _fails(e, place, found)]
        if not failed:
            break
        for edit in failed:
            edit.next()
    else:
        text, _ = with_changes(manuscript.text, [e.change(manuscript) for e in _outermost(edits) if not e.given_up])
    return tidied(text)


def _outermost(edits: list[Edit]) -> list[Edit]:
    """The edits in the order of the text; those inside a sentence that gives way are left out."""
    whole = [e for e in edits if e.whole]
    kept = [e for e in edits if e.whole or not any(w.start <= e.start and e.end <= w.end for w in whole)]
    return sorted(kept, key=lambda e: (e.start, e.end))


def _fails(edit: Edit, place: tuple[int, int], found: Sequence[Finding]) -> bool:
    for finding in found:
        if finding.source != "body":
            continue
        if finding.start is None or finding.end is None:
            if edit.start == edit.end and edit.meant(finding):
                return True
        elif overlap(place, (finding.start, finding.end)) and (edit.meant(finding) or finding.severity == "block"):
            return True
    return False


def _rule(finding: Finding) -> str:
    return rule_of(finding) if finding.code == "register" else ""
