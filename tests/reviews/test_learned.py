"""What the red pen learned from examples: faults in words that no rule has, and rules' finds in harmless sentences."""

import pytest

from assistant.coach import Coach
from assistant.domain.review import ReviewRequest
from assistant.errors import KnowledgeError
from assistant.kept import BUILT
from assistant.knowledge_base import KNOWLEDGE
from assistant.red_pen.learned import CODES, Learned, examples_in

# None of these stands in the examples.
FAULTS = [
    ("ja", "concession", "秋からの三か月は、請求書をお出ししないことにいたします。"),
    ("ja", "unapproved_commitment", "ご希望の帳票は、7月末までに開発の者が作ってお渡しします。"),
    ("ja", "confidentiality", "ここだけの話、隣の町の薬局さんは年40万円でお使いです。"),
    ("ja", "blame_customer", "手順をお守りいただいていれば、こんなことにはならなかったはずです。"),
    ("ja", "pandering", "会長のおっしゃることに間違いなどあるはずがございません。"),
    ("ja", "cost_based_pricing", "人件費も家賃も上がりましたので、この額でないと赤字になります。"),
    ("ja", "begging_referral", "お付き合いのある社長さんを、何名かご紹介いただけませんか。"),
    ("ja", "runaround", "それは私の担当ではないので、修理の窓口に直接お電話ください。"),
    ("en", "concession", "We simply won't charge you for the autumn."),
    ("en", "blame_customer", "If your people had read the manual, this would never have happened."),
    ("en", "begging_referral", "Could you send me the names of a few friends in the trade?"),
    ("en", "runaround", "That's not my department, please call the service line."),
]
HARMLESS = [
    ("ja", "年額は今のまま、期間を二年にする案がございます。"),
    ("ja", "請求については私から経理に確かめ、金曜にお返事します。"),
    ("ja", "直る日をお約束できる段階ではございません。"),
    ("ja", "止まったのは私どもの設定のためで、皆様の使い方とは関わりがありません。"),
    ("en", "The fee stays as it is, and I'd rather show you what it bought."),
    ("en", "I can't give you a day for the fix."),
]


@pytest.fixture(scope="module")
def learned() -> Learned:
    return Learned.load([KNOWLEDGE], (BUILT,))


@pytest.mark.parametrize(("language", "code", "sentence"), FAULTS)
def test_that_a_fault_is_told_by_its_likeness_to_others(learned, language, code, sentence) -> None:
    looks = learned.looks(sentence, language)
    assert max(looks, key=lambda name: looks[name]) == code and looks[code] > 0.3


@pytest.mark.parametrize(("language", "sentence"), HARMLESS)
def test_that_a_good_sentence_looks_like_no_fault(learned, language, sentence) -> None:
    assert max(learned.looks(sentence, language).values()) < 0.2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_that_every_kind_of_fault_has_examples(language) -> None:
    kinds = [kind for of, kind, _ in examples_in([KNOWLEDGE]) if of == language]
    assert all(kinds.count(code) >= 20 for code in CODES) and kinds.count("innocent") >= 150


@pytest.mark.parametrize(
    "text",
    [
        "language: ja\nfaults:\n  rudeness:\n    - 何ですか\n",
        "language: fr\ninnocent:\n  - Bonjour\n",
        "language: en\nfaults:\n  runaround: Call them\n",
    ],
)
def test_that_a_file_out_of_order_is_named(tmp_path, text) -> None:
    path = tmp_path / "red_pen" / "examples" / "own.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        examples_in([KNOWLEDGE, tmp_path])
    assert "own.yaml" in str(fault.value)


@pytest.mark.anyio
async def test_that_the_pen_marks_what_no_rule_has_words_for(coach: Coach) -> None:
    line = "秋からの三か月は、こちらの判断で無かったことにしておきます。"
    draft = f"﨑田様\n\n榎本です。\n{line}\n12月2日(水)の午後にお電話します。\n\n榎本 沙耶"
    asked = {"account": "shionoi-setsubi", "message": "年額を1割下げていただけませんか。", "today": "2026-11-24"}
    read = await coach.review(ReviewRequest.model_validate({**asked, "draft": draft}), "ja")
    assert [(r.code, r.quote) for r in read.findings if r.code == "concession"] == [("concession", line)]
