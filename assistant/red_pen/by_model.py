"""What a model adds to the red pen: believed where it quotes words that are there and a principle that exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from assistant.checks.proof import Proof
from assistant.coaching.proven import unproven
from assistant.domain.answer import in_form
from assistant.domain.draft import Finding
from assistant.domain.fence import fenced
from assistant.domain.organisation import readable
from assistant.errors import ModelFailed
from assistant.knowledge_base import Card
from assistant.planning.brief import Brief
from assistant.ports import Prompt
from assistant.prompt_library import PromptLibrary
from assistant.triage.languages import language_of

NAME = "review.j2"
# What a model may find; register and names are read better by rule.
CODES = (
    "concession", "ungrounded_figure", "no_success_part", "support_success_mixed", "pandering", "cost_based_pricing",
    "begging_referral", "unapproved_commitment", "confidentiality", "blame_customer", "no_next_step", "runaround",
)  # fmt: skip
_MOST = 4
_LONGEST = {"why": 300, "quote": 200}
_FACTS = 12


class FindingSaid(BaseModel):
    quote: str
    code: str
    principle: str
    why: str
    suggestion: str | None = None


class ReviewSaid(BaseModel):
    """The model's answer."""

    findings: list[FindingSaid] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Believed:
    """A finding of the model's that holds, with the principle it cites."""

    finding: Finding
    principle: str


def review_prompt(
    prompts: PromptLibrary, brief: Brief, proof: Proof, known: Sequence[Finding], cards: Sequence[Card], ui: str
) -> Prompt:
    """What the model is asked.

    Args:
        prompts: the shelf of prompts/.
        brief: the moment.
        proof: the CSM's text.
        known: what the checks have found already.
        cards: the principles that it may cite.
        ui: the CSM's language, in which findings are said.
    """
    policy = brief.organisation.policy
    lines = [*policy.included_support, policy.extra_work, *(t.offer for t in policy.trades)]
    marker, text = fenced(proof.letter.message)
    own_marker, own = fenced(proof.letter.body)
    facts = [
        fenced(f.text)[1] for f in proof.readable if f.kind in ("goal", "outcome", "contract") and not f.superseded
    ]
    module = prompts.module(
        NAME, language=proof.letter.language, ui=ui, today=brief.today.isoformat(), account=brief.account.name,
        reader=brief.contact.name if brief.contact else "", facts=facts[:_FACTS], codes=list(CODES),
        policy=[line for t in lines if (line := readable(t, brief.language, brief.organisation.language))],
        cards=[{"id": c.id, "title": c.title[ui], "idea": c.idea[ui].strip(), "avoid": c.avoid[ui]} for c in cards],
        known=[{"code": f.code, "quote": f.quote} for f in known],
        message={"marker": marker, "text": text} if text.strip() else None,
        draft={"marker": own_marker, "text": own},
    )  # fmt: skip
    system, user = str(module.system()).strip(), str(module.user()).strip()  # type: ignore[attr-defined]
    return Prompt("review", system, user, _schema(), prompts.origin(NAME), longest=1_200)


def read_review(text: str) -> ReviewSaid:
    """The answer in form. Raises ModelFailed where it is not."""
    return in_form(text, ReviewSaid)


def believed(
    said: ReviewSaid, proof: Proof, known: Sequence[Finding], cards: Sequence[Card], ui: str
) -> list[Believed]:
    """The findings that hold: words that are there, a principle that was offered, a code that exists, nothing new in why."""
    ids, body = {card.id for card in cards}, proof.letter.body
    sources = [body, proof.letter.message, proof.known_text, *proof.sources]
    found: list[Believed] = []
    for one in said.findings:
        quote = one.quote.strip()
        start = body.find(quote) if quote else -1
        if start < 0 or len(quote) > _LONGEST["quote"] or one.principle not in ids or one.code not in CODES:
            continue
        why = one.why.strip()
        if (
            not why
            or len(why) > _LONGEST["why"]
            or language_of(why, ui) != ui
            or unproven(why, sources, proof.letter.today)
        ):
            continue
        end = start + len(quote)
        if any(f.start is not None and f.start < end and start < (f.end or 0) for f in known):
            continue
        mend = None if one.suggestion is None else one.suggestion.strip()
        if mend and unproven(mend, sources, proof.letter.today):
            mend = None
        finding = Finding(code=one.code, severity="warn", quote=quote, start=start, end=end, why=why)
        finding.mend = mend
        found.append(Believed(finding, one.principle))
    return found[:_MOST]


def in_vain(said: ReviewSaid, kept: Sequence[Believed]) -> ModelFailed | None:
    """The reason to tell where a model said something and nothing of it held; None otherwise."""
    if said.findings and not kept:
        return ModelFailed("structure", "Nothing that the model found could be traced to the text and the principles.")
    return None


def _schema() -> dict[str, Any]:
    fields: dict[str, Any] = {
        "quote": {"type": "string"}, "code": {"type": "string", "enum": list(CODES)},
        "principle": {"type": "string"}, "why": {"type": "string"}, "suggestion": {"type": "string"},
    }  # fmt: skip
    item = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    return {
        "type": "object", "properties": {"findings": {"type": "array", "items": item}}, "required": ["findings"],
        "additionalProperties": False,
    }  # fmt: skip
