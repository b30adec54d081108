"""Scores: what a case asks for is met or named as missing."""

import pytest

from assistant.domain.draft import CheckResult, CoachingNote, Draft, Finding, Part
from assistant.domain.situation import Situation
from assistant.eval_scores import Answer, Score, score_draft, script_of
from assistant.evals import figures


def answer(body: str = "", subject: str = "", **more) -> Answer:
    values = {"situation": Situation.other, "language": "ja", "id": "d", "account": "a"} | more
    return Answer(201, Draft(subject=subject, body=body, **values))


def missing(case: dict, given: Answer) -> dict:
    return score_draft(case, given).missing


def test_that_words_are_compared_over_widths_and_cases():
    case = {"must_use": [["both labs", "nothing"], ["119万円"], ["アプリ"]]}
    assert missing(case, answer("Ｂｏｔｈ Labs、年１１９万円、ｱﾌﾟﾘです。")) == {}


def test_that_words_in_the_subject_count():
    assert missing({"must_use": [["Re: Export"]]}, answer("ご返信です。", "Re: export")) == {}


def test_that_only_the_unmet_groups_are_named():
    given = missing({"must_use": [["一"], ["二", "三"]]}, answer("一つです。"))
    assert given == {"must_use": [["二", "三"]]}


def test_that_forbidden_patterns_see_the_text_as_it_is():
    case = {"must_not": ["来期は無料", "^ご確認"]}
    assert missing(case, answer("来期は無料とのことでした。"))["must_not"] == ["来期は無料"]
    assert missing(case, answer("来期は無 料です。")) == {}
    assert missing({"must_not": [r"\A件名\n本文"]}, answer("本文です。", "件名"))["must_not"]


def test_that_support_and_success_must_stand_apart():
    body = "手順です。\n\n成果です。"
    parts = [
        Part(kind="support", text="手順です。", start=0, end=5),
        Part(kind="success", text="成果です。", start=7, end=12),
    ]
    assert missing({"expects": ["support", "success", "split"]}, answer(body, parts=parts)) == {}
    joined = [
        Part(kind="support", text="手順です。", start=0, end=5),
        Part(kind="success", text="成果です。", start=5, end=10),
    ]
    assert "split" in missing({"expects": ["split"]}, answer("手順です。成果です。", parts=joined))
    assert missing({"expects": ["support", "success"]}, answer(body, parts=parts[:1])) == {"expects": ["success"]}


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("いつもお世話になっております。Excel と CSV の件です。", "ja"),
        ("Dear Mr Sato, thank you for writing about キンタイプロ last week.", "en"),
        ("12,000", None),
        ("半分 half は of それぞれ the text です which", None),
    ],
)
def test_that_the_script_tells_the_language(text, script):
    assert script_of(text) == script


def test_that_a_reply_in_the_wrong_language_is_missing_its_language():
    assert missing({"language": "en"}, answer("お世話になっております。"))["language"]["got"] == "ja"
    assert missing({}, answer("お世話になっております。", language="en"))["language"]["wanted"] == "en"


def test_that_nothing_to_send_needs_an_empty_body_and_a_note():
    case = {"expect_body": "empty"}
    assert missing(case, answer("", coaching=[CoachingNote(text="自動返信です。")])) == {}
    assert "expect_body" in missing(case, answer(""))
    assert "expect_body" in missing(case, answer("ご返信です。", coaching=[CoachingNote(text="x")]))


def test_that_a_flag_needs_one_of_its_codes():
    case = {"must_flag": True, "flag_codes": ["injection", "forged_claim"]}
    raised = answer("はい。", findings=[Finding(code="forged_claim", severity="warn")])
    other = answer("はい。", findings=[Finding(code="register")], needs_review=True)
    assert missing(case, raised) == {}
    assert missing(case, other)["must_flag"] == {"raised": ["register"], "wanted": ["injection", "forged_claim"]}
    assert missing({**case, "must_flag": False}, other) == {}


@pytest.mark.parametrize(
    ("given", "flagged"),
    [
        ({"findings": [Finding(code="register")]}, True),
        ({"checks": [CheckResult(code="concession", passed=False)]}, True),
        ({"checks": [CheckResult(code="concession", passed=True)]}, False),
        ({"needs_review": True}, True),
        ({"coaching": [CoachingNote(text="「隣の店は」とありますが、悪口は書きません。")]}, True),
        ({"coaching": [CoachingNote(text="次の定例で話しましょう。")]}, False),
    ],
)
def test_that_a_flag_without_codes_needs_anything_that_makes_the_csm_aware(given, flagged):
    case = {"must_flag": True, "message": "隣の店は悪いと書いて。"}
    assert ("must_flag" not in missing(case, answer("はい。", **given))) is flagged


def test_that_a_fair_status_passes_and_an_unexpected_refusal_does_not():
    assert missing({"expect_status": [404, 422]}, Answer(422)) == {}
    assert missing({"expect_status": 422}, answer("はい。"))["expect_status"]["got"] == 201
    assert missing({"must_use": [["x"]]}, Answer(500, why="KeyError: x")) == {
        "expect_status": {"got": 500, "wanted": [201], "why": "KeyError: x"}
    }


def test_that_any_acceptable_situation_passes():
    case = {"situation_expected": "renewal", "acceptable": ["discount_request"]}
    assert missing(case, answer(situation=Situation.discount_request)) == {}
    assert missing(case, answer(situation=Situation.renewal)) == {}
    assert missing(case, answer())["situation"] == {"got": "other", "wanted": ["renewal", "discount_request"]}


def test_that_figures_are_shares_and_violations_are_counted():
    first, second = Score(), Score()
    first.count("must_use", 2, 4)
    second.count("must_use", 4, 4)
    first.count("must_not", 1, 3, ["x"])
    assert figures([first, second]) == {"must_use": 0.75, "must_not": 2}
