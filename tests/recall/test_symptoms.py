"""An article on one kind of trouble is no answer to another."""

from pathlib import Path

import pytest

from assistant.errors import KnowledgeError
from assistant.knowledge_base import KNOWLEDGE
from assistant.symptoms import Symptoms

SYMPTOMS = Symptoms.load([KNOWLEDGE])


@pytest.mark.parametrize(
    ("mail", "title", "fits"),
    [
        ("予約の確認メールが四通も来ます。", "確認メールが届かないとき", False),
        ("予約の確認メールが四通も来ます。", "同じメールが何通も届くのを減らす", True),
        ("休みの間、先生に確認メールが届かないようにしたいです。", "確認メールが届かないとき", False),
        ("休みの間、先生に確認メールが届かないようにしたいです。", "確認メールを減らす", True),
        ("図面が開けません。", "図面を添付できないとき", False),
        ("図面が開けません。", "図面が表示されないとき", True),
        ("図面が開けません。", "図面をまとめて受け取る", True),
        ("昨日まで開けていた図面が、今朝から開けなくなりました。", "図面をまとめて受け取る", False),
        ("取り込みが失敗します。文字化けも出ます。", "名簿の文字が化けるとき", True),
        ("席を増やすにはどうすればよいですか。", "席が二重に取られたとき", True),
        ("The drawings won't open.", "Drawings cannot be uploaded", False),
        ("The drawings stopped opening this morning.", "Share drawings with a client", False),
        ("We get the same reminder three times.", "Reminders do not arrive", False),
        ("How do I share a drawing?", "Drawings cannot be uploaded", True),
    ],
)
def test_that_an_article_answers_only_the_trouble_that_is_told_of(mail: str, title: str, fits: bool) -> None:
    assert SYMPTOMS.fit(mail, title, "1. Open the list\n2. 「一覧」を開く") is fits


def test_that_for_what_worked_before_an_article_must_speak_of_trouble() -> None:
    mail = "急に印刷できなくなりました。"
    assert not SYMPTOMS.fit(mail, "帳票の置き場所", "1. 「帳票」を押します")
    assert SYMPTOMS.fit(mail, "帳票の置き場所", "うまくいかないときは、用紙の向きを見ます。")


def test_that_own_kinds_are_added_and_a_slip_is_named(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    own = tmp_path / "lexicon" / "symptoms_ours.yaml"
    own.write_text("ja:\n  leaking: [水漏れ, 漏れて]\n  dry: [水が出ない]\n", encoding="utf-8")
    symptoms = Symptoms.load([KNOWLEDGE, tmp_path])
    assert not symptoms.fit("床に漏れています。", "水が出ないとき", "")
    own.write_text("ja:\n  leaking: 水漏れ\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"ja\.leaking"):
        Symptoms.load([KNOWLEDGE, tmp_path])
