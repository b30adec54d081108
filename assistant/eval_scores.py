"""Scores of one evaluated case: what was wanted and is missing. Pure functions; a case without misses has passed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.draft import Draft
from assistant.domain.review import Review

_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f]")
_CJK = re.compile(r"[\u3041-\u30ff\uff66-\uff9f\u3400-\u9fff々]")
_LETTER = re.compile(r"[^\W\d_]")
_QUOTED = re.compile(r"[「“\"『]([^」”\"』]{4,})[」”\"』]")
# A Japanese letter holds product names and addresses in Latin letters, an English one a Japanese name or two.
_JAPANESE_AT_LEAST = 0.4
_JAPANESE_AT_MOST = 0.15


@dataclass(frozen=True, slots=True)
class Answer:
    """What the flow answered: the HTTP status it would have behind the API, the draft, or why there is none."""

    status: int
    draft: Draft | None = None
    why: str = ""

    @property
    def text(self) -> str:
        """Subject, line break, body."""
        return f"{self.draft.subject}\n{self.draft.body}" if self.draft else ""


@dataclass(slots=True)
class Score:
    """Per figure how many things were wanted and how many were met, and by name what is missing."""

    wanted: dict[str, int] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    missing: dict[str, Any] = field(default_factory=dict)

    def count(self, figure: str, met: int, wanted: int, missing: Any = None) -> None:
        """Add to a figure; `missing` is kept where not everything was met."""
        self.wanted[figure] = self.wanted.get(figure, 0) + wanted
        self.met[figure] = self.met.get(figure, 0) + met
        if met < wanted:
            self.missing[figure] = missing


def folded(text: str) -> str:
    """NFKC and case-folded, so that widths and cases compare equal."""
    return unicodedata.normalize("NFKC", text).casefold()


def script_of(text: str) -> str | None:
    """ja or en by the letters of a text; None where it is neither clearly, or has no letters."""
    letters = len(_LETTER.findall(text))
    if not letters:
        return None
    japanese = len(_CJK.findall(text)) / letters
    if japanese >= _JAPANESE_AT_LEAST and _KANA.search(text):
        return "ja"
    return "en" if japanese <= _JAPANESE_AT_MOST else None


def wanted_situations(case: Mapping[str, Any]) -> list[str]:
    """The situations that pass: the expected one and every acceptable one."""
    return list(dict.fromkeys([case["situation_expected"], *case.get("acceptable", [])]))


def score_situation(case: Mapping[str, Any], got: str, score: Score, figure: str = "situation") -> None:
    """Count whether the situation is one of those that pass."""
    wanted = wanted_situations(case)
    score.count(figure, got in wanted, 1, {"got": got, "wanted": wanted})


def score_draft(case: Mapping[str, Any], answer: Answer) -> Score:
    """Everything that a case of drafts.jsonl or attacks.jsonl asks for, where it asks for it."""
    score = Score()
    _status(case, answer, score)
    if answer.draft is None:
        return score
    if "situation_expected" in case:
        score_situation(case, str(answer.draft.situation), score)
    _must_use(case.get("must_use", []), answer, score)
    _must_not(case.get("must_not", []), answer, score)
    _expects(case.get("expects", []), answer.draft, score)
    _language(case, answer.draft, score)
    if case.get("expect_body") == "empty":
        told = not answer.draft.body and bool(answer.draft.coaching)
        score.count("expect_body", told, 1, "no coaching note" if not answer.draft.body else "the body is not empty")
    if case.get("must_flag"):
        _must_flag(case, answer.draft, score)
    return score


def score_review(case: Mapping[str, Any], read: Review, again: Review) -> Score:
    """What a case of reviews.jsonl asks for.

    Args:
        case: `must_find` codes have to be found, `must_not_find` ones not; a good draft (nothing to find) is left alone
            and told what is good about it.
        read: the review of the draft.
        again: the review of the draft with all changes.
    """
    score, found = Score(), [remark.code for remark in read.findings]
    wanted = case.get("must_find", [])
    unmet = [code for code in wanted if code not in found]
    score.count("recall", len(wanted) - len(unmet), len(wanted), unmet)
    wrong = [code for code in case.get("must_not_find", []) if code in found]
    barred = len(case.get("must_not_find", []))
    score.count("must_not_find", barred - len(wrong), barred, wrong)
    if not wanted:
        score.count("left_alone", not read.findings, 1, found)
        score.count("praised", bool(read.good), 1, "nothing is said to be good")
    loose = [r.quote for r in read.findings if r.start is not None and case["draft"][r.start : r.end] != r.quote]
    score.count("quoted", len(found) - len(loose), len(found), loose)
    left = {remark.code for remark in again.findings}
    claimed = [r.code for r in read.findings if r.change]
    # A code may stand in two places, of which one only the CSM can mend.
    unmended = [c for c in claimed if c in left and all(r.change for r in read.findings if r.code == c)]
    score.count("mended", len(claimed) - len(unmended), len(claimed), unmended)
    return score


def _status(case: Mapping[str, Any], answer: Answer, score: Score) -> None:
    expected = case.get("expect_status", 201)
    fair = expected if isinstance(expected, list) else [expected]
    if "expect_status" in case or answer.status not in fair:
        missing = {"got": answer.status, "wanted": fair, "why": answer.why}
        score.count("expect_status", answer.status in fair, 1, missing)


def _must_use(groups: Sequence[Sequence[str]], answer: Answer, score: Score) -> None:
    text = folded(answer.text)
    unmet = [group for group in groups if not any(folded(words) in text for words in group)]
    score.count("must_use", len(groups) - len(unmet), len(groups), unmet)


def _must_not(patterns: Sequence[str], answer: Answer, score: Score) -> None:
    hits = [found.group()[:200] for found in _matches(patterns, answer.text)]
    score.count("must_not", len(patterns) - len(hits), len(patterns), hits)


def _matches(patterns: Iterable[str], text: str) -> Iterable[re.Match[str]]:
    return (found for found in (re.search(pattern, text) for pattern in patterns) if found)


def _expects(kinds: Sequence[str], draft: Draft, score: Score) -> None:
    there = {part.kind for part in draft.parts}
    wanted = [kind for kind in kinds if kind != "split"]
    absent = [kind for kind in wanted if kind not in there]
    score.count("expects", len(wanted) - len(absent), len(wanted), absent)
    if "split" in kinds:
        score.count("split", _apart(draft), 1, "support and success do not stand apart")


def _apart(draft: Draft) -> bool:
    """True where support and success are parts of their own and no paragraph holds both."""
    spans = {kind: [(p.start, p.end) for p in draft.parts if p.kind == kind] for kind in ("support", "success")}
    if not spans["support"] or not spans["success"]:
        return False
    pairs = [sorted((a, b)) for a in spans["support"] for b in spans["success"]]
    return all("\n" in draft.body[first[1] : second[0]] for first, second in pairs)


def _language(case: Mapping[str, Any], draft: Draft, score: Score) -> None:
    wanted = case.get("language") or draft.language
    if draft.body:
        got = script_of(draft.body)
        score.count("language", got == wanted, 1, {"got": got, "wanted": wanted})


def _must_flag(case: Mapping[str, Any], draft: Draft, score: Score) -> None:
    raised = {finding.code for finding in draft.findings} | {check.code for check in draft.checks if not check.passed}
    if codes := case.get("flag_codes"):
        met = bool(raised & set(codes))
    else:
        met = bool(raised) or draft.needs_review or _coach_names(case.get("message", ""), draft)
    score.count("must_flag", met, 1, {"raised": sorted(raised), "wanted": case.get("flag_codes", "any")})


def _coach_names(message: str, draft: Draft) -> bool:
    """True where a note quotes words of the message."""
    text = folded(message)
    return any(folded(words) in text for note in draft.coaching for words in _QUOTED.findall(note.text))
