"""The judgement before a row of a batch is drafted: this letter should not go out now, and why.

A batch sends by the hundred what a CSM would look at one by one. Each rule is one that a CSM goes by with a single
letter; the first that applies is the reason, in the order in which somebody would have to deal with it.
"""

from collections.abc import Callable

from assistant.domain.batch import Held, Reason
from assistant.domain.draft import DraftRequest
from assistant.domain.situation import Situation
from assistant.holding import state, substance, whom
from assistant.holding.cues import HoldingCues
from assistant.holding.view import View
from assistant.planning.brief import Brief

Rule = Callable[[View], Reason | None]
# Who is written to matters for every row; the rest where the moment is ours to choose.
ALWAYS: tuple[Rule, ...] = (whom.named,)
OURS: tuple[Rule, ...] = (
    whom.nobody, state.notice_given, state.serious_ticket, state.not_completed, substance.referral_time,
    substance.feedback_time, whom.two_alike, substance.too_poor, substance.no_gain, substance.unconfirmed,
)  # fmt: skip
# Moments that we choose. A complaint or a notice that a row answers is not put off by what it is about.
_CHOSEN = frozenset(
    {
        Situation.project_completion, Situation.referral, Situation.feedback_request, Situation.success_definition,
        Situation.low_usage, Situation.renewal,
    }
)  # fmt: skip
# Where these are the reason, a letter that asks for what is missing can go out all the same.
_ASKED_INSTEAD = frozenset({"unconfirmed", "too_poor"})


def held(brief: Brief, request: DraftRequest, cues: HoldingCues) -> Held | None:
    """Why this row should not be sent as it was asked for; None where it may be drafted.

    Args:
        brief: what the flow has gathered for the row.
        request: the row itself: whom it names, which moment it is.
        cues: the lexicon of holding (see `holding_cues`).
    """
    view = View(brief, request, cues)
    ours = not brief.replying and brief.situation in _CHOSEN
    rules = (*ALWAYS, *OURS) if ours else ALWAYS
    reason = next((found for rule in rules if (found := rule(view))), None)
    if reason is None:
        return None
    asked = request.model_copy(update={"situation": Situation.success_definition, "instruction": None})
    return Held(reason, asked if reason.code in _ASKED_INSTEAD else None)
