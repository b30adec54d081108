"""Which situation a mail is treated as: a guess is no certainty."""

import pytest

from assistant.domain.account import Account
from assistant.domain.reading import Matter, Reading, SituationHit, Span
from assistant.domain.situation import Situation as S
from assistant.planning.weighing import weighed

ACCOUNT = Account(id="a", name="Brindle Holdings")


def read(*hits: SituationHit, own: str = "Two of the gates are open again.", **fields) -> Reading:
    return Reading(language="en", own=own, situations=hits, **fields)


@pytest.mark.parametrize(
    ("hits", "situation"),
    [
        ([SituationHit(S.out_of_scope_request, 0.35)], S.other),
        ([SituationHit(S.out_of_scope_request, 0.35, ("build us",))], S.out_of_scope_request),
        ([SituationHit(S.out_of_scope_request, 0.2, ("custom",))], S.other),
        ([SituationHit(S.cancellation, 0.6)], S.cancellation),
        ([SituationHit(S.low_usage, 0.45), SituationHit(S.complaint, 0.44, ("broke",))], S.complaint),
        ([SituationHit(S.complaint, 0.35)], S.other),
        ([SituationHit(S.support_question, 0.2)], S.support_question),
        ([SituationHit(S.other, 0.4), SituationHit(S.support_question, 0.4, ("where is",))], S.support_question),
        ([SituationHit(S.other, 0.6), SituationHit(S.support_question, 0.3, ("where is",))], S.other),
    ],
)
def test_that_a_letter_that_commits_us_needs_more_than_likeness(hits, situation):
    assert weighed(read(*hits), ACCOUNT) == situation


def test_that_who_is_harmed_gets_the_letter_of_a_complaint_however_unsure_it_is():
    assert weighed(read(SituationHit(S.complaint, 0.3), serious=True), ACCOUNT) == S.complaint


@pytest.mark.parametrize(
    ("doubt", "situation"),
    [("Maybe it is not for a shop like ours.", S.low_usage), ("It is not for a shop like ours.", S.poor_fit)],
)
def test_that_a_mere_doubt_beside_little_use_is_a_matter_of_use(doubt, situation):
    hits = (SituationHit(S.poor_fit, 0.5, ("not for",)), SituationHit(S.low_usage, 0.5, ("nobody opens",)))
    matters = (Matter(S.poor_fit, Span(doubt, 0, len(doubt))),)
    assert weighed(read(*hits, own=f"Nobody opens it. {doubt}", matters=matters), ACCOUNT) == situation
