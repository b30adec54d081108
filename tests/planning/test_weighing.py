"""Which situation a mail is treated as: a guess is no certainty."""

import pytest

from assistant.domain.account import Account
from assistant.domain.reading import Matter, Reading, SituationHit, Span
from assistant.domain.situation import Situation as S
from assistant.planning import poor_fit
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
        ([SituationHit(S.cancellation, 0.8)], S.cancellation),
        ([SituationHit(S.cancellation, 0.6)], S.other),
        ([SituationHit(S.cancellation, 0.6, ("we are leaving",))], S.cancellation),
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


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        ("Asked for card payments; explained that the product cannot take them.", "resolved", True),
        ("Told them no, it takes no payments.", None, True),
        ("Asked for card payments; explained that the product cannot take them.", "open", False),
        ("The alarms wake the night porter. Quiet hours explained, no answer yet.", "resolved", False),
        ("Explained the export; no reply so far.", None, False),
        ("申込みの受付を求められる。対応していない旨を回答。", "resolved", True),
        ("通知が多いとの声。静かな時間を説明、返事なし。", "resolved", False),
    ],
)
def test_that_only_a_no_to_what_the_product_can_do_is_a_told_no(text, status, told):
    entry = {"date": "2026-10-13", "kind": "ticket", "text": text, "status": status}
    account = Account.model_validate({"id": "a", "name": "Brindle", "history": [entry]})
    assert bool(poor_fit.told_not_offered(account)) is told


@pytest.mark.parametrize(
    ("own", "situation"),
    [
        ("We pay for what we cannot use. Could you recommend another tool for ticket sales?", S.poor_fit),
        ("使えないものに払い続けるのもどうかと思います。別の仕組みでおすすめはありますか。", S.poor_fit),
        ("We have decided to leave. Could you recommend another tool for ticket sales?", S.cancellation),
        ("We are going to leave at the end of March.", S.cancellation),
    ],
)
def test_that_who_asks_for_another_product_is_told_of_one_and_not_said_good_bye_to(own, situation):
    assert weighed(read(SituationHit(S.cancellation, 0.6, ("x",)), own=own), ACCOUNT) == situation


@pytest.mark.parametrize(
    ("heard", "own", "situation"),
    [
        (S.referral, "Ten minutes with the trustees on Friday. Give me lines on what we got for our money.", S.concern),
        (S.out_of_scope_request, "I have to present to the governors: what has it done for us?", S.concern),
        (S.renewal, "役員会で継続を説明します。効果額を1枚でいただけますか。", S.concern),
        (S.renewal, "役員会で更新の年額を説明します。費用に見合うかも聞かれます。", S.renewal),
        (
            S.discount_request,
            "理事会で「85万円で何が変わったのか」と聞かれました。説明できる材料がほしいです。",
            S.concern,
        ),
        (S.referral, "Our chairman would like to tell his club about you.", S.referral),
    ],
)
def test_that_who_must_account_to_those_above_gets_what_accounts(heard, own, situation):
    assert weighed(read(SituationHit(heard, 0.8, ("x",)), own=own), ACCOUNT) == situation
