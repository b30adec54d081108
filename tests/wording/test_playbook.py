"""Words for a plan: strict about inputs, citations become marks."""

import pytest
from jinja2 import UndefinedError

from assistant.domain.plan import Move, Plan
from assistant.domain.situation import Situation
from assistant.errors import KnowledgeError
from assistant.planning.brief import CLOSE, OPEN, SEP
from assistant.prompt_library import PromptLibrary
from assistant.wording.playbook import Playbooks, chooser, tidy, unmark

PLAYBOOKS = Playbooks(PromptLibrary())


def worded(*moves: Move, language: str = "ja"):
    return PLAYBOOKS.word(Plan(situation=Situation.other, language=language, moves=moves, subject="件名"), "seed")


def test_that_a_missing_input_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        worded(Move("thanks", "taken_note", {}))


def test_that_an_input_the_words_do_not_take_is_an_error() -> None:
    with pytest.raises(TypeError):
        worded(Move("thanks", "taken_note", {"matter": "鍵", "price": "100円"}))


def test_that_a_move_without_words_is_named() -> None:
    with pytest.raises(KnowledgeError, match="no_such_move"):
        worded(Move("thanks", "no_such_move", {}))


def test_that_citations_become_marks_by_code_points() -> None:
    text, marks = unmark(f"年{OPEN}A1{SEP}3,600,000円{CLOSE}です。", 10)
    assert text == "年3,600,000円です。" and [(m.start, m.end, m.citation) for m in marks] == [(11, 21, "A1")]


def test_that_parts_stand_where_they_say() -> None:
    words = worded(
        Move("thanks", "taken_note", {"matter": "鍵の件"}), Move("facts", "csm_says", {"answer": "直しました。"})
    )
    assert [words.body[p.start : p.end] for p in words.parts] == [p.text for p in words.parts]
    assert "\n\n" in words.body


def test_that_lines_are_joined_as_the_language_does() -> None:
    assert tidy("あいう\nえお\n\nかき", "ja") == "あいうえお\n\nかき"
    assert tidy("one\ntwo\\\nthree", "en") == "one two\nthree"


def test_that_the_same_account_always_reads_the_same_and_others_may_differ() -> None:
    wordings = ("a", "b", "c")
    assert chooser("one")(*wordings) == chooser("one")(*wordings)
    assert len({chooser(str(n))(*wordings) for n in range(30)}) == 3
