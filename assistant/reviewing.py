"""The red pen in the flow: a CSM's own text read against the message, the record, the policy and the principles."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.casework import Case, Desk, gather
from assistant.checking import letter_of
from assistant.checks import own_words
from assistant.checks.catalogue import check_all
from assistant.checks.innocent import innocent
from assistant.checks.letter import Letter
from assistant.checks.proof import Proof
from assistant.checks.register import red_pen
from assistant.domain.draft import DraftRequest, Finding
from assistant.domain.review import Remark, Review, ReviewRequest
from assistant.domain.situation import Situation
from assistant.domain.tokens import estimate
from assistant.errors import Invalid, ModelFailed
from assistant.planning.compose import make
from assistant.red_pen.borrowed import Borrowed
from assistant.red_pen.by_model import Believed, believed, in_vain, read_review, review_prompt
from assistant.red_pen.good import Good
from assistant.red_pen.learned import Sense
from assistant.red_pen.manuscript import Manuscript
from assistant.red_pen.mends import Mends
from assistant.red_pen.pen import Edit, Marked, mark
from assistant.red_pen.reasons import Reasons
from assistant.red_pen.standing import standing_of
from assistant.texts import Say
from assistant.wording.playbook import Playbooks, Words


@dataclass(frozen=True, slots=True)
class _Added:
    """What a model added, with its costs; `fallback` says why it added nothing."""

    believed: tuple[Believed, ...] = ()
    model: str | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    fallback: str | None = None


class Reviewing:
    """Reads what a CSM wrote.

    Args:
        desk: the stores, shelves and steps.
    """

    def __init__(self, desk: Desk):
        self._desk = desk
        self._pen = Playbooks(desk.prompts, "red_pen")
        self._reasons: Reasons | None = None

    async def review(self, request: ReviewRequest, say: Say) -> Review:
        """Findings, what is good, and the text with all changes.

        Raises NotFound for an unknown account, Invalid for an empty text or where no organisation is on record.
        """
        if not request.draft.strip():
            reason = "Write your reply first, or paste it."
            raise Invalid(reason, fields={"draft": reason})
        case = await gather(self._desk, _moment(request), {})
        letter = await self._letter(case, request.draft, say)
        proof = Proof(letter, self._desk.phrases)
        findings = self._findings(letter)
        self._reasons = self._reasons or Reasons(self._desk.knowledge.folders, self._desk.knowledge.principles)
        added = await self._added(case, proof, findings, say) if request.model else _Added()
        findings += [b.finding for b in added.believed]
        manuscript = Manuscript(proof)
        borrowed = Borrowed(case.brief, self._desk.playbooks, self._pen, manuscript.short)
        mends = Mends(proof, manuscript, borrowed)
        by_model = [b.finding for b in added.believed]
        marked = mark(proof, findings, mends, lambda text: self._findings(replace(letter, body=text)), by_model)
        return self._said(request, case, proof, marked, added, say)

    def _waits(self, request: ReviewRequest, case: Case) -> bool:
        return not request.model and self._desk.model is not None and not case.brief.account.no_model

    async def _added(self, case: Case, proof: Proof, known: list[Finding], say: Say) -> "_Added":
        """What a model finds besides; nothing where there is none, or the account's texts go to none."""
        model = self._desk.model
        if model is None or case.brief.account.no_model:
            return _Added()
        assert self._reasons is not None
        cards = self._reasons.cards()
        prompt = review_prompt(self._desk.prompts, case.brief, proof, known, cards, say.language)
        if estimate(prompt.system + prompt.user) > self._desk.model_context:
            return _Added(fallback=say("The text is too long for the model; the checks have read all of it."))
        try:
            answered = await model.ask(prompt, read_review)
        except ModelFailed as failed:
            return _Added(fallback=say(failed.message, **failed.values))
        kept = believed(answered.value, proof, known, cards, say.language)
        vain = in_vain(answered.value, kept)
        return _Added(
            tuple(kept), answered.model, answered.tokens_in, answered.tokens_out, say(vain.message) if vain else None
        )

    async def _letter(self, case: Case, draft: str, say: Say) -> Letter:
        plan = make(case.brief)
        words = Words("", draft, (), (), "")
        # What the vendor's own help says of the product may be told, whatever the customer asked.
        library = await self._desk.library.current()
        told = [f"{text.title}\n{text.body}" for text, _ in library.help(library.read(draft), plan.language, limit=3)]
        case = replace(case, material=(*case.material, *told))
        return await letter_of(self._desk, case, replace(plan, audience="customer"), words, say, by_hand=True)

    def _findings(self, letter: Letter) -> list[Finding]:
        """What the checks of the desk and those of the red pen find in the body."""
        _, found = check_all(letter, self._desk.phrases)
        proof = Proof(letter, self._desk.phrases)
        found = [f for f in found if f.source == "body" and not innocent(proof, f, _at(proof, f))]
        found += [f for f in own_words.check(proof) if not any(_same_fault(f, other) for other in found)]
        sense = Sense(self._desk.learned, proof)
        found = [f for f in found if not sense.mistaken(f, _at(proof, f))]
        secret = [proof.body.sentence_at(_at(proof, f)) for f in found if f.code == "confidentiality"]
        found += list(sense.unheard([(f.code, _at(proof, f)) for f in found]))
        found += red_pen(proof)
        # A figure of what must not be said at all is no second fault.
        found = [
            f for f in found if not (f.code == "ungrounded_figure" and proof.body.sentence_at(_at(proof, f)) in secret)
        ]
        return sorted(found, key=lambda f: (f.start is None, f.start or 0))

    def _said(
        self, request: ReviewRequest, case: Case, proof: Proof, marked: Marked, added: "_Added", say: Say
    ) -> Review:
        assert self._reasons is not None
        customer = standing_of(case.brief, say.language)
        findings = [finding for finding, _ in marked.edits]
        spoiled = [_normalised(proof, f) for f in findings if f.start is not None]
        manuscript = Manuscript(proof)
        cited = {id(b.finding): b.principle for b in added.believed}
        remarks = []
        for finding, edit in marked.edits:
            if principle := cited.get(id(finding)):
                remark = self._remark(finding, edit, manuscript, finding.why)
                remarks.append(remark.model_copy(update={"citations": [principle], "by": "model"}))
            else:
                why = self._reasons.words(finding, customer, self._pen, say.language)
                remarks.append(self._remark(finding, edit, manuscript, why))
        return Review(
            account=case.brief.account.id, situation=case.brief.situation, language=proof.letter.language,  # type: ignore[arg-type]
            findings=_apart(remarks), good=Good(proof, spoiled, say.language).told(self._pen), rewrite=marked.rewrite,
            citations=self._reasons.citations([id for remark in remarks for id in remark.citations], say.language),
            model=added.model, model_waits=self._waits(request, case), tokens_in=added.tokens_in, tokens_out=added.tokens_out, fallback=added.fallback,
        )  # fmt: skip

    def _remark(self, finding: Finding, edit: Edit | None, manuscript: Manuscript, why: str) -> Remark:
        assert self._reasons is not None
        quote, start, end = finding.quote, finding.start, finding.end
        if edit and edit.whole:
            start, end = edit.start, edit.end
            quote = manuscript.text[start:end]
        change = edit.change(manuscript) if edit else None
        return Remark(
            code=finding.code, severity=finding.severity, quote=quote, start=start, end=end, why=why, advice=finding.suggestion,
            suggestion=edit.candidates[0].strip() if edit and start is None else edit.candidates[0] if edit else None,
            change=change, citations=self._reasons.principles(finding),
        )  # fmt: skip


def _same_fault(one: Finding, other: Finding) -> bool:
    """True for two findings of a code on overlapping words."""
    if one.code != other.code or other.start is None or one.start is None:
        return False
    return one.start < (other.end or 0) and other.start < (one.end or 0)


def _apart(remarks: Iterable[Remark]) -> list[Remark]:
    """One remark for one fault in the same sentence, in reading order; what is absent comes last."""
    found: dict[tuple, Remark] = {}
    for remark in remarks:
        rule = remark.why.partition(":")[0] if remark.code == "register" else ""
        found.setdefault((remark.code, rule, remark.start, remark.end), remark)
    return sorted(found.values(), key=lambda r: (r.start is None, r.start or 0))


def _moment(request: ReviewRequest) -> DraftRequest:
    """The same moment as the desk would draft for; without a message it is one of ours."""
    situation = request.situation or (None if request.message.strip() else Situation.other)
    return DraftRequest(
        account=request.account, message=request.message, situation=situation, language=request.language,
        contact=request.contact, channel=request.channel, today=request.today,
    )  # fmt: skip


def _at(proof: Proof, finding: Finding) -> int:
    """Where a finding begins in the normalised body."""
    if proof.body.raw == proof.body.plain or finding.start is None:
        return finding.start or 0
    return next((n for n in range(len(proof.body.plain)) if proof.body.span(n, n + 1)[0] >= finding.start), 0)


def _normalised(proof: Proof, finding: Finding) -> tuple[int, int]:
    """The sentence of a finding in the normalised body."""
    sentence = proof.body.sentence_at(_at(proof, finding))
    return sentence.start, sentence.end
