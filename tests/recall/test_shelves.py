"""A shelf of texts: ranking, storing, keeping."""

from pathlib import Path

import pytest

from assistant.recall import analyse
from assistant.recall.kept import Kept
from assistant.recall.lexical import Shelf
from assistant.recall.lexicon import Lexicon
from assistant.recall.query import read_query

TITLES = ["記録を書き出す", "パスワードを忘れた", "Print a report"]
BODIES = ["一覧の右上で書き出しを押します。", "ログイン画面で決め直します。", "Choose the paper and press create."]
KEYS = ["export", "password", "print"]


def shelf() -> Shelf:
    return Shelf.build(KEYS, [TITLES, BODIES], [1.6, 1.0])


def best(made: Shelf, question: str) -> str:
    scores = made.scores(read_query(question)).score
    return made.keys[int(scores.argmax())] if scores.max() > 0 else ""


@pytest.mark.parametrize(
    ("question", "key"),
    [("書き出したいです", "export"), ("パスワードがわからない", "password"), ("printing reports", "print"),
     ("the paper", "print"), ("天気", "")],
)  # fmt: skip
def test_that_the_text_with_the_words_comes_first(question: str, key: str) -> None:
    assert best(shelf(), question) == key


def test_that_a_shelf_comes_back_from_its_bytes_as_it_was() -> None:
    again = Shelf.loads(shelf().dumps())
    query = read_query("書き出したいです")
    assert again.keys == KEYS
    assert again.scores(query).score.tolist() == shelf().scores(query).score.tolist()


def test_that_an_empty_shelf_finds_nothing() -> None:
    empty = Shelf.loads(Shelf.build([], [[], []], [1.0, 1.0]).dumps())
    assert empty.scores(read_query("書き出し")).score.tolist() == []


def test_that_texts_without_words_find_nothing() -> None:
    assert Shelf.build(["a"], [["!?"]], [1.0]).scores(read_query("書き出し")).score.tolist() == [0.0]


@pytest.mark.parametrize("cut", [0, 3, 11, 40, -1])
def test_that_cut_bytes_are_a_clear_error(cut: int) -> None:
    with pytest.raises(ValueError, match="built anew"):
        Shelf.loads(shelf().dumps()[:cut])


def test_that_one_changed_byte_is_noticed() -> None:
    blob = bytearray(shelf().dumps())
    blob[len(blob) // 2] ^= 1
    with pytest.raises(ValueError, match="damaged"):
        Shelf.loads(bytes(blob))


def test_that_an_index_of_another_analyser_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    blob = shelf().dumps()
    monkeypatch.setattr(analyse, "VERSION", analyse.VERSION + 1)
    with pytest.raises(ValueError, match="version"):
        Shelf.loads(blob)


def test_that_another_word_for_the_same_thing_finds_the_text() -> None:
    lexicon = Lexicon([["エクスポート", "書き出す"]])
    plain = shelf().scores(read_query("エクスポート")).share
    expanded = shelf().scores(read_query("エクスポート", lexicon)).share
    assert plain[0] == 0
    assert expanded[0] > 0


def test_that_the_customers_own_word_beats_another_word_for_it() -> None:
    made = Shelf.build(["own", "other"], [["一覧をエクスポートする画面", "一覧をファイルに書き出す画面"]], [1.0])
    scores = made.scores(read_query("エクスポート", Lexicon([["エクスポート", "書き出す"]]))).score
    assert scores[0] > scores[1] > 0


def test_that_greetings_around_a_question_do_not_hide_it() -> None:
    question = "パスワードを忘れてログイン画面から進めません。"
    mail = f"先日の懇親会では大変楽しい時間を過ごせました。{question}来月は展示会の準備で慌ただしくなりそうです。"
    alone, inside = (shelf().scores(read_query(text)).share[1] for text in (question, mail))
    assert inside == pytest.approx(alone)


def test_that_a_few_empty_words_are_no_evidence() -> None:
    texts = ["助けが要るときの連絡先", "写真を付ける"]
    assert Shelf.build(["a", "b"], [texts], [1.0]).scores(read_query("助け!")).share[0] < 0.5


def test_that_a_very_long_mail_is_read_to_a_limit() -> None:
    assert len(read_query("点検の記録です。" * 20_000).sentences) <= 500


def test_that_a_kept_shelf_is_read_and_not_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Kept(tmp_path).shelf("help", KEYS, [TITLES], [1.0])
    monkeypatch.setattr(Shelf, "build", None)
    assert Kept(tmp_path).shelf("help", KEYS, [TITLES], [1.0]).keys == first.keys


def test_that_changed_texts_are_indexed_anew_and_the_old_file_goes(tmp_path: Path) -> None:
    Kept(tmp_path).shelf("help", KEYS, [TITLES], [1.0])
    changed = Kept(tmp_path).shelf("help", KEYS, [["写真を添付する", *TITLES[1:]]], [1.0])
    assert best(changed, "写真") == "export"
    assert len(list(tmp_path.iterdir())) == 1


def test_that_a_broken_kept_file_is_built_anew(tmp_path: Path) -> None:
    Kept(tmp_path).shelf("help", KEYS, [TITLES], [1.0])
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"broken")
    assert best(Kept(tmp_path).shelf("help", KEYS, [TITLES], [1.0]), "パスワード") == "password"
    assert file.read_bytes() != b"broken"


def test_that_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    assert best(Kept(file / "below").shelf("help", KEYS, [TITLES], [1.0]), "パスワード") == "password"
