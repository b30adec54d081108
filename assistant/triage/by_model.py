"""A second reading, by a language model, where the rules are unsure: when, what it is asked, what it answers.

What of it is believed: see `merging`.
"""

from collections.abc import Mapping
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field

from assistant.domain.answer import in_form
from assistant.domain.fence import fenced
from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.knowledge_base import SituationCard
from assistant.ports import Prompt
from assistant.prompt_library import PromptLibrary

_FILE = "triage.j2"
ClaimKind = Literal["approval", "promise", "agreement", "identity"]
Feeling = Literal["calm", "worried", "angry", "happy"]

# Below SURE the rules are unsure; `other` says that they recognise nothing, so it must be surer (see `unsure`).
SURE, SURE_OTHER = 0.6, 0.8
# Characters of own words from which a mail holds more than cues of single sentences tell: about half a page.
LONG = {"ja": 240, "en": 480}
# Of a long mail the beginning is given and the end, where requests stand; this share is the beginning's.
_BEGINNING = 0.75
_ANSWER = 1_000
# Only the caller says that a colleague writes, and `other` is what is left where nothing was found.
NOT_ASKED = (Situation.internal_persuasion, Situation.other)


class MatterSaid(BaseModel):
    """A matter as the model named it."""

    situation: str
    quote: str


class ClaimSaid(BaseModel):
    """A claim about the past as the model named it."""

    kind: ClaimKind
    quote: str


class QuoteSaid(BaseModel):
    """Words that the model quoted."""

    quote: str


class ReadingSaid(BaseModel):
    """What the model said it read, not yet believed."""

    matters: list[MatterSaid]
    claims: list[ClaimSaid] = Field(default_factory=list)
    deadlines: list[QuoteSaid] = Field(default_factory=list)
    wishes: list[QuoteSaid] = Field(default_factory=list)
    feeling: Feeling = "calm"
    serious: bool = False
    urgent: bool = False


def unsure(reading: Reading, message: str) -> bool:
    """True where a second reading is worth a call: the strongest situation is weak, or the mail is long.

    Measured on 354 messages of the evaluation cases, with `other` unsure below 0.80 throughout: the share asked about,
    how many of the 15 that the rules read wrongly are among them, and how many of the rest the rules read rightly.

        below 0.40     2%     4     96.8%
        below 0.50     8%     8     97.8%
        below 0.60    15%    10     98.3%
        below 0.70    23%    11     98.5%
        below 0.80    40%    11     98.1%

    Beyond 0.60 many more calls find hardly more faults. Of messages that raise one thing, as in triage.jsonl, 9% are
    asked about. None of these messages is LONG; mails of a page are, where a second matter hides.
    Nothing is asked about a message that needs no answer, nor about one that gives orders, hides words, speaks ill of
    others or asks for what is internal: who tries to steer a program is not handed on to another without need.
    """
    hostile = reading.orders or reading.hidden or reading.defames or reading.probes
    if reading.no_answer or hostile or not message.strip() or sum(c.isalpha() for c in reading.own) < 2:
        return False
    if len(reading.own) > LONG.get(reading.language, LONG["en"]):
        return True
    first = reading.situations[0].confidence if reading.situations else 0.0
    return first < (SURE_OTHER if reading.situation is Situation.other else SURE)


def reading_prompt(
    prompts: PromptLibrary, reading: Reading, situations: Mapping[str, SituationCard], longest: int = 6_000
) -> Prompt:
    """What the model is asked.

    Args:
        prompts: the shelf of prompts/.
        reading: of the rules; the model is given its `own` words: no quoted mail, no signature, no orders.
        situations: the cards of knowledge/situations by name.
        longest: characters of the mail that are given at most; its middle is left out beyond.
    """
    marker, words = fenced(reading.own)
    head, tail = _ends(words, longest)
    language = reading.language if reading.language in LONG else "en"
    asked = [s.value for s in Situation if s not in NOT_ASKED and s in situations]
    macros: Any = prompts.module(
        _FILE,
        situations=[{"name": name, "what": " ".join(situations[name].what[language].split())} for name in asked],
        marker=marker,
        head=head,
        cut=len(words) - len(head) - len(tail),
        tail=tail,
    )
    return Prompt(
        task="triage",
        system=str(macros.system()).strip(),
        user=str(macros.user()).strip(),
        schema=_schema(asked),
        origin=prompts.origin(_FILE),
        longest=_ANSWER,
    )


def said(text: str) -> ReadingSaid:
    """The model's whole answer.

    Raises:
        ModelFailed: it is empty, or not in the form that was asked for (structure).
    """
    return in_form(text, ReadingSaid)


def _ends(words: str, longest: int) -> tuple[str, str]:
    """The beginning and the end of a text; all of it is the beginning where it is short enough."""
    if len(words) <= longest:
        return words, ""
    beginning = int(longest * _BEGINNING)
    return words[:beginning], words[len(words) - (longest - beginning) :]


def _schema(situations: list[str]) -> dict[str, Any]:
    """The form of the answer, in the strict part of JSON schema that servers can hold a model to."""
    quote = {"quote": {"type": "string"}}

    def entries(**fields: Any) -> dict[str, Any]:
        return {"type": "array", "items": _object(fields | quote)}

    return _object(
        {
            "matters": entries(situation={"type": "string", "enum": situations}),
            "claims": entries(kind={"type": "string", "enum": list(get_args(ClaimKind))}),
            "deadlines": entries(),
            "wishes": entries(),
            "feeling": {"type": "string", "enum": list(get_args(Feeling))},
            "serious": {"type": "boolean"},
            "urgent": {"type": "boolean"},
        }
    )


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
