"""What search terms a text has."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.recall.analyse import is_japanese, stem, terms, words


def shared(one: str, other: str) -> set[str]:
    return set(terms(one)) & set(terms(other))


def test_that_full_and_half_width_are_the_same() -> None:
    assert terms("ＣＳＶの取込") == terms("CSVの取込")
    assert terms("ｱﾌﾟﾘ") == terms("アプリ")


def test_that_kanji_give_single_characters_and_pairs() -> None:
    found = terms("勤務表", morphemes=False)
    assert found == ["k勤", "k務", "k表", "b勤務", "b務表"]


def test_that_katakana_gives_the_run_and_its_pairs() -> None:
    assert terms("ログ", morphemes=False) == ["tログ", "uログ"]


def test_that_a_long_vowel_at_the_end_makes_no_other_word() -> None:
    assert "tサーバ" in shared("サーバーが落ちた", "サーバが落ちた")


def test_that_an_inflected_verb_meets_its_dictionary_form() -> None:
    assert "m書き出す" in shared("記録を書き出したい", "一覧を書き出す")


def test_that_without_morphemes_no_dictionary_word_comes() -> None:
    assert not [t for t in terms("記録を書き出したい", morphemes=False) if t.startswith("m")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("company", "companies"), ("charge", "charged"), ("charge", "charging"), ("log", "logged"),
        ("box", "boxes"), ("report", "reports"), ("user's", "user"), ("empty", "emptied"), ("miss", "missing"),
    ],
)  # fmt: skip
def test_that_regular_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bring", "bred"), ("status", "state"), ("access", "acce"), ("ring", "red")]
)
def test_that_different_words_stay_different(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_that_words_which_say_nothing_are_left_out() -> None:
    assert terms("could you please tell me how to do this") == []
    assert not [t for t in terms("お世話になっております。よろしくお願いいたします。") if t.startswith("m")]


def test_that_a_phrase_keeps_its_small_words() -> None:
    assert words("logging in, 2 times") == ["log", "in", "2", "time"]


def test_that_a_text_of_symbols_alone_has_no_terms() -> None:
    assert terms("💦💦 !! …… \u202e") == []


def test_that_kana_or_kanji_make_a_text_japanese() -> None:
    assert is_japanese("CSVの出力")
    assert not is_japanese("naïve CSV 123")


def test_that_many_threads_get_the_same_terms() -> None:
    texts = [f"拠点{n}の点検記録を書き出したい" for n in range(40)]
    expected = [terms(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(10):
            assert list(threads.map(terms, texts)) == expected
