"""The red pen's everyday words: what may be sent raises nothing, a fault is found, the reason decides between neighbours."""

import pytest

from assistant.checks.catalogue import check_all
from assistant.checks.lexicon import built_in
from assistant.checks.own_words import check
from assistant.checks.proof import Proof
from tests.checks.letters import cases, letter
from tests.checks.test_sentences import _AROUND


def found(words: str, language: str = "ja", **changed) -> set[str]:
    account, around, message = _AROUND[language]
    given = {"message": message, **changed}
    return {f.code for f in check(Proof(letter(around.format(words), account, **given), built_in()))}


@pytest.mark.parametrize("case", cases("good_sentences.jsonl"), ids=lambda c: c["words"][:30])
def test_that_a_sentence_that_may_be_sent_raises_nothing(case) -> None:
    assert found(case["words"], case["language"]) == set()


@pytest.mark.parametrize(
    ("language", "words", "code"),
    [
        ("ja", "道具のせいになさる前に、まず社内を省みていただきたく存じます。", "blame_customer"),
        ("en", "The product is fine; this one's on you.", "blame_customer"),
        ("ja", "部長ほどの方にはお目にかかれません。", "pandering"),
        ("en", "With a manager like you the board hardly needs telling.", "pandering"),
        ("ja", "家賃も人件費も上がっており、年額に乗せるほかございません。", "cost_based_pricing"),
        ("en", "We tot up the servers and stick a bit on top.", "cost_based_pricing"),
        ("ja", "同業のお仲間をどなたか二、三人つないでいただけませんか。", "begging_referral"),
        ("en", "Would you mind forwarding this to everyone in your address book?", "begging_referral"),
        ("ja", "給油のことでしたら機械メーカーさんに聞いてみてください。", "runaround"),
        ("en", "Faults aren't something I handle, you'd want to ring the desk.", "runaround"),
        ("ja", "ここだけの話、弊社の中では手のかかる先だと言われております。", "confidentiality"),
        ("en", "Between you and me, our margin on your account is thin.", "confidentiality"),
        ("ja", "開発部が無償で作り、12月までに終えます。", "unapproved_commitment"),
        ("en", "Our developers will have your codes in the report by Friday.", "unapproved_commitment"),
        ("ja", "端数の2万円はこちらで呑みます。", "concession"),
        ("en", "Call it 16,500 and I'll square it at my end.", "concession"),
    ],
)
def test_that_a_fault_in_everyday_words_is_found(language: str, words: str, code: str) -> None:
    assert code in found(words, language)


@pytest.mark.parametrize("case", cases("own_words.jsonl"), ids=lambda c: c["words"][:30])
def test_that_the_same_fault_is_found_in_other_words(case) -> None:
    asked = {"ja": "料金をもう少し下げられませんか。大河原", "en": "Can you lower the price? Imogen"}
    message = asked[case["language"]]
    codes = found(case["words"], case["language"], message=message)
    if case["code"]:
        account, around, _ = _AROUND[case["language"]]
        narrower = check_all(letter(around.format(case["words"]), account, message), built_in())[1]
        assert case["code"] in codes | {f.code for f in narrower}
    else:
        assert codes == set()


def test_that_costs_are_named_freely_where_no_price_is_spoken_of() -> None:
    words = "サーバーの負荷が上がり、画面が遅くなっておりました。人手が足りず、回復が遅れました。"
    assert "cost_based_pricing" not in found(words, message="画面が遅いです。", situation="complaint")


def test_that_whoever_sends_the_customer_on_and_keeps_the_question_is_fine() -> None:
    assert "runaround" not in found("機械メーカーには私から問い合わせ、お返事いたします。")
    assert "runaround" not in found("I've asked our support team and I'll come back to you.", "en")


def test_that_steps_and_goal_in_one_paragraph_are_mixed_and_in_two_are_not() -> None:
    steps = "「設定」を開いて「通知」を押し、「保存」を選んでください。"
    asked = {"message": "通知が来ません。", "situation": "support_question"}
    assert "support_success_mixed" in found(steps + "ついでに集計も見ておくと、目標に近づきます。", **asked)
    assert "support_success_mixed" not in found(steps + "\n\n手順とは別に、目標まではあと少しです。", **asked)
