"""Paragraphs that a batch locks go past the checks of each letter: they are checked once, before the batch begins."""

from collections.abc import Sequence

from assistant.checks.catalogue import check_all
from assistant.checks.letter import Letter
from assistant.coach import Coach
from assistant.domain.account import Account
from assistant.errors import Invalid
from assistant.planning.people import is_japanese
from assistant.texts import say_in

# Figures, dates and names in a notice are the vendor's own; what no letter may say, a notice may not say either.
_NEVER = frozenset(
    {
        "concession", "placeholder", "unsafe_markup", "blame_customer", "begging_referral", "cost_based_pricing",
        "pandering", "calendar",
    }
)  # fmt: skip
_NOBODY = Account(id="nobody", name="–")


async def refuse_unfit(coach: Coach, locked: Sequence[str], language: str) -> None:
    """Raises Invalid where a locked paragraph says what no letter of ours may say (a discount, a placeholder …).

    Args:
        locked: the paragraphs.
        language: in which the reason is said.
    """
    organisation = await coach.records.organisation()
    if organisation is None:
        return
    today, say = coach.desk.today(organisation.time_zone), say_in(language)
    for text in locked:
        letter = Letter(text, "", "ja" if is_japanese(text) else "en", say, _NOBODY, organisation, today)
        _, findings = check_all(letter, coach.desk.phrases)
        for finding in findings:
            if finding.severity == "block" and finding.code in _NEVER:
                raise Invalid("A locked paragraph cannot go out like this: “%(quote)s”. %(why)s", {"quote": finding.quote or text[:40], "why": finding.why})  # fmt: skip
