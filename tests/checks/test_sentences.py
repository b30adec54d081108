"""Single sentences within a plain letter: faults in many wordings, and their neighbours that are none."""

import pytest

from assistant.checks.catalogue import check_all
from tests.checks.letters import cases, letter

_AROUND = {
    "ja": ("tachibana", "大河原部長\n\nコトノハシステムの小田切です。\n{}\n12月2日(水)にお電話します。\n\n小田切 葉子",
           "80万円にしてほしい。2割引いて。他社は安い。大河原"),
    "en": ("harbour", "Hi Imogen,\n\n{}\nI'll ring you on Friday.\n\nYoko Odagiri",
           "Parcelog quoted £14,000. Match it, or 12% off? The form was down until 23:40. Imogen"),
}  # fmt: skip


def _found(case: dict) -> list[tuple[str, str]]:
    account, around, message = _AROUND[case["language"]]
    return [(f.code, f.quote) for f in check_all(letter(around.format(case["words"]), account, message))[1]]


@pytest.mark.parametrize("case", cases("bad_sentences.jsonl"), ids=lambda c: c["words"][:30])
def test_that_a_fault_is_found_in_many_wordings(case):
    assert case["code"] in {code for code, _ in _found(case)}


@pytest.mark.parametrize("case", cases("good_sentences.jsonl"), ids=lambda c: c["words"][:30])
def test_that_a_sentence_that_may_be_sent_raises_nothing(case):
    assert _found(case) == []
