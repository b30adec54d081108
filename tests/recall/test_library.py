"""Principles, help texts and practices for a question; nothing where nothing fits."""

import pytest

from assistant.domain.fact import Fact
from assistant.domain.situation import Situation
from assistant.knowledge_base import KNOWLEDGE, KnowledgeBase
from assistant.ports import HelpText
from assistant.recall.asked_for import objects
from assistant.recall.found import find
from assistant.recall.index import Hit
from assistant.recall.search import HELP_FLOOR, Library
from assistant.recall.titles import twin
from tests.bench.retrieval import help_texts, questions

BASE = KnowledgeBase()
LIBRARY = Library(BASE.principles, BASE.practices, help_texts(KNOWLEDGE / "demo" / "help"), BASE.lexicon)


def ids(question: str, language: str = "ja") -> list[str]:
    return [text.id for text, _ in LIBRARY.help(question, language)]


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("CSVを読み込んだら文字が化けて読めません", "import-csv-garbled.md"),
        ("同じものがダブって登録されています", "duplicate-records.md"),
        ("通知がうるさいので減らしたい", "notifications-reduce.md"),
    ],
)
def test_that_a_question_finds_the_article_in_other_words(question: str, id: str) -> None:
    assert ids(question)[0] == id


def test_that_an_english_question_finds_an_article_that_is_only_in_japanese() -> None:
    assert ids("How do I print QR codes for our equipment?", "en")[0] == "qr-code.md"


def test_that_latin_labels_in_a_japanese_article_help() -> None:
    steps = "パソコンで予定を開き、「呼び戻す」（Recall）を押します。状態が「予定」（Planned）に戻ります。"
    library = Library({}, {}, [HelpText("yobi.md", "出発した担当の予定を渡す", steps)], BASE.lexicon)
    assert library.ranked("help", "Is there a recall button for a planned job?")[0][0] == "yobi.md"


def test_that_a_japanese_question_finds_an_article_that_is_only_in_english() -> None:
    text = HelpText("export.md", "Export records to a spreadsheet", "Open the list and press Export.", "en")
    library = Library({}, {}, [text], BASE.lexicon)
    assert [found.id for found, _ in library.help("記録をエクセルに書き出したい", "ja")] == ["export.md"]


def test_that_of_two_language_versions_the_replys_own_is_given_once() -> None:
    assert ids("I forgot my password", "ja").count("login-password.md") == 1
    assert ids("I forgot my password", "en")[0] == "login-password.en.md"
    assert not {"login-password.md", "login-password.en.md"} <= set(ids("I forgot my password"))


@pytest.mark.parametrize(("id", "name"), [("a.en.md", "a"), ("a.md", "a"), ("a-ja.html", "a"), ("maiden.md", "maiden")])
def test_that_language_versions_share_a_name(id: str, name: str) -> None:
    assert twin(id) == name


@pytest.mark.parametrize(
    "question",
    ["修了証の書体を変えたい", "Can the certificate use another typeface?", "電気代の請求書を送ってください", "💦", ""],
)
def test_that_a_question_without_an_article_finds_none(question: str) -> None:
    assert ids(question) == []


def test_that_an_article_below_the_floor_counts_where_it_stands_alone() -> None:
    texts = [
        HelpText("hito.md", "利用する職員を追加する", "「職員」を押します。"),
        HelpText("insatsu.md", "週の予定を印刷する", "「印刷」を押します。"),
    ]
    library = Library(BASE.principles, BASE.practices, texts, BASE.lexicon)
    question = "来月入る二名の登録の仕方を教えてください"
    found = library.help(question, "ja")
    assert [text.id for text, _ in found] == ["hito.md"] and found[0][1] < HELP_FLOOR
    library.put_help([*texts, HelpText("kengen.md", "職員の役割を追加する", "「役割」を押します。")])
    assert library.help(question, "ja") == []


def test_that_newly_imported_articles_are_found() -> None:
    library = Library(BASE.principles, BASE.practices, [], BASE.lexicon)
    assert library.help("給与明細を見たい", "ja") == []
    library.put_help([HelpText("kyuyo.md", "給与明細を見る", "「明細」を押します。")])
    assert [text.id for text, _ in library.help("給与明細を見たい", "ja")] == ["kyuyo.md"]


def test_that_a_card_of_the_situation_comes_first() -> None:
    cards = LIBRARY.principles("高いので安くしてほしい", Situation.discount_request)
    assert Situation.discount_request in cards[0][0].situations


def test_that_a_situation_without_words_still_has_its_principles() -> None:
    cards = LIBRARY.principles("", Situation.project_completion, limit=3)
    assert len(cards) == 3
    assert all(Situation.project_completion in card.situations for card, _ in cards)


def test_that_without_a_situation_a_strange_question_finds_no_principle() -> None:
    assert LIBRARY.principles("プリンターの用紙トレイ") == []


def test_that_a_practice_is_found_by_its_topic() -> None:
    assert LIBRARY.practices("承認する人が休みで止まってしまう")[0][0].id == "backup-approver"


def test_that_no_practice_comes_for_another_topic() -> None:
    assert LIBRARY.practices("駐車場の空き状況") == []


def test_that_a_search_brings_all_kinds_together_with_their_words() -> None:
    fact = Fact("history:2", "ticket", "文字化け", "CSVが文字化け。文字コードで解決。")
    account = [(Hit("history:2", "ticket", 9.0, 0.8), fact)]
    found = find(LIBRARY, "CSVの文字化け", account=account)
    assert {"help", "account"} <= {one.kind for one in found}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert next(one for one in found if one.kind == "help").quote


def test_that_a_search_keeps_to_the_kinds_asked_for() -> None:
    assert {one.kind for one in find(LIBRARY, "承認が止まる", kinds=["practice"])} == {"practice"}


def test_that_vectors_find_what_words_cannot() -> None:
    question = "うんともすんとも"
    assert ids(question) == []
    dense = {"mobile-sync.md": 0.8, "qr-code.md": 0.2}
    assert [text.id for text, _ in LIBRARY.help(question, "ja", dense=dense)] == ["mobile-sync.md"]


def test_that_weak_vectors_are_no_evidence() -> None:
    assert LIBRARY.help("うんともすんとも", "ja", dense={"mobile-sync.md": 0.3, "qr-code.md": 0.2}) == []


def test_that_the_weight_decides_between_words_and_vectors() -> None:
    dense = {"qr-code.md": 0.9, "login-password.md": 0.1}
    firsts = []
    for weight in (0.0, 1.0):
        texts = help_texts(KNOWLEDGE / "demo" / "help")
        library = Library({}, {}, texts, BASE.lexicon, embeddings_weight=weight)
        firsts.append(library.ranked("help", "パスワードを忘れた", dense)[0][0])
    assert firsts == ["login-password.md", "qr-code.md"]


@pytest.mark.parametrize(
    "question", ["報告書の並び順を変えるにはどうすればよいでしょうか。", "報告書の紙の色を変えたいです", "How do I change the sort order of the report?"]
)  # fmt: skip
def test_that_an_article_that_does_not_speak_of_the_thing_asked_for_stays_out(question: str) -> None:
    assert "report-letterhead" not in [twin(id) for id in ids(question)]


def test_that_no_right_article_is_lost_for_not_speaking_of_the_thing_asked_for() -> None:
    asked = [q for q in questions() if q.part == "help" and q.relevant and objects(q.text)]
    ranked = {q.text: LIBRARY.ranked("help", q.text)[0] for q in asked}
    right = [q for q in asked if twin(ranked[q.text][0]) in q.relevant and ranked[q.text][1] >= HELP_FLOOR]
    assert len(right) > 20
    assert [q.text for q in right if not set(map(twin, ids(q.text))) & set(q.relevant)] == []
