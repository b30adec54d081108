"""Other words for the same thing."""

import pytest

from assistant.errors import KnowledgeError
from assistant.knowledge_base import KnowledgeBase
from assistant.recall.analyse import terms
from assistant.recall.lexicon import Entry, Lexicon

GROUPS = [["書き出す", "エクスポート", "export"], ["認証", "確認"], ["二段階認証", "2fa"], ["log in", "sign in"]]


def named(entries: list[Entry]) -> list[tuple[str, ...]]:
    return [tuple(other) for entry in entries for other in (*entry.others, *entry.foreign)]


def test_that_a_word_is_found_in_any_form() -> None:
    assert tuple(terms("エクスポート")) in named(Lexicon(GROUPS).expand("昨日書き出したはずです"))


def test_that_the_other_language_stands_apart() -> None:
    entry = Lexicon(GROUPS).expand("書き出す方法")[0]
    assert list(entry.others) == [tuple(terms("エクスポート"))]
    assert list(entry.foreign) == [tuple(terms("export"))]


def test_that_of_two_entries_in_one_place_the_longer_counts() -> None:
    assert named(Lexicon(GROUPS).expand("二段階認証の番号")) == [tuple(terms("2fa"))]


def test_that_english_words_in_a_row_are_found_by_their_stems() -> None:
    assert Lexicon([["gone missing", "lost"]]).expand("It goes missing") == []
    assert named(Lexicon([["red row", "error line"]]).expand("two red rows")) == [tuple(terms("error line"))]


def test_that_a_text_without_entries_expands_to_nothing() -> None:
    assert Lexicon(GROUPS).expand("こんにちは") == []


def test_that_the_built_in_files_are_in_order() -> None:
    files = KnowledgeBase().lexicon
    lexicon = Lexicon.of(files)
    assert named(lexicon.expand("文字化け"))
    assert any(entry.foreign for entry in lexicon.expand("garbled"))


@pytest.mark.parametrize("group", [{"ja": ["一つ"]}, {"fr": ["un", "deux"]}, ["書き出す", "export"], {}])
def test_that_a_group_of_the_wrong_form_is_refused_by_number(group: object) -> None:
    good = {"ja": ["予定", "計画"]}
    with pytest.raises(KnowledgeError, match=r"synonyms\.yaml: group 2"):
        Lexicon.of({"synonyms": {"groups": [good, group]}})


def test_that_a_file_without_groups_is_refused_by_name() -> None:
    with pytest.raises(KnowledgeError, match=r"glossary\.yaml"):
        Lexicon.of({"glossary": {"group": []}})
