"""A model's letter, read whole and while it grows."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ModelFailed
from assistant.wording.answered import Growing, read_letter

LETTER = {
    "parts": [
        {"kind": "value", "covers": [1], "cites": ["A1"], "text": "月40時間が22時間になりました。\n\n次の一文です。"},
        {"kind": "boundary", "covers": [2], "cites": [], "text": '金額は"このまま"でお願いいたします。'},
    ],
    "subject": "ご契約金額について",
}


def grown(pieces: list[str]) -> dict[int, str]:
    growing, shown = Growing(), {}
    for piece in pieces:
        for growth in growing.feed(piece):
            shown[growth.part] = shown.get(growth.part, "") + growth.append
    return shown


@given(st.lists(st.integers(1, 7), min_size=1, max_size=400), st.booleans())
def test_that_however_an_answer_is_cut_into_pieces_the_letter_grows_to_the_same_words(sizes, escaped) -> None:
    text, pieces, at = json.dumps(LETTER, ensure_ascii=escaped), [], 0
    for size in sizes:
        pieces.append(text[at : at + size])
        at += size
    pieces.append(text[at:])
    assert grown(pieces) == {n: part["text"] for n, part in enumerate(LETTER["parts"])}


def test_that_the_first_words_are_there_before_the_answer_is_whole() -> None:
    growing = Growing()
    assert growing.feed('{"parts":[{"kind":"value","covers":[1],"cites":["A1"],"text":"') == []
    first = growing.feed("月40時間")
    assert [(g.part, g.kind, g.cites, g.append) for g in first] == [(0, "value", ("A1",), "月40時間")]


def test_that_an_answer_that_begins_anew_grows_from_the_beginning() -> None:
    growing = Growing()
    growing.feed('{"parts":[{"kind":"value","text":"かつての言葉')
    assert growing.feed(None) == []
    assert [g.append for g in growing.feed('{"parts":[{"kind":"value","text":"別の言葉')] == ["別の言葉"]


def test_that_what_is_no_json_grows_nothing() -> None:
    assert grown(["I am sorry, ", "but I cannot", " help."]) == {}
    assert grown(['{"parts": "none"}', "]]"]) == {}


def test_that_a_fence_around_the_answer_is_taken_off() -> None:
    text = f"Here it is:\n```json\n{json.dumps(LETTER, ensure_ascii=False)}\n```"
    assert [p.kind for p in read_letter(text, "ja").parts] == ["value", "boundary"]
    assert grown([text]) == {n: part["text"] for n, part in enumerate(LETTER["parts"])}


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("", "ja", "empty"),
        ("  \n", "ja", "empty"),
        ("申し訳ございませんが、お答えできません。", "ja", "structure"),
        ('{"parts": []}', "ja", "structure"),
        ('{"parts": [{"kind": "value", "text": 3}]}', "ja", "structure"),
        ('{"parts": [{"kind": "value", "text": "  "}]}', "ja", "empty"),
        ('{"parts": [{"kind": "greeting", "text": "お世話になっております。"}]}', "ja", "empty"),
        ('{"parts": [{"kind": "value", "text": "Your hours went down."}]}', "ja", "language"),
        ('{"parts": [{"kind": "value", "text": "時間が減りました。"}]}', "en", "language"),
        ('{"parts": [{"kind": "value", "text": "切れた', "ja", "structure"),
    ],
)
def test_that_an_answer_that_is_no_letter_is_named_for_what_it_is(text: str, language: str, kind: str) -> None:
    with pytest.raises(ModelFailed) as failed:
        read_letter(text, language)
    assert failed.value.kind == kind


def test_that_greeting_and_closing_are_not_the_models_to_write() -> None:
    parts = [{"kind": "greeting", "text": "やあ。"}, *LETTER["parts"], {"kind": "closing", "text": "では。"}]
    assert [p.kind for p in read_letter(json.dumps({"parts": parts}), "ja").parts] == ["value", "boundary"]


def test_that_characters_that_nobody_sees_are_taken_out() -> None:
    text = json.dumps(
        {"parts": [{"kind": "value", "text": "時\u200b間が\u202e減り\ue000ました。\x07"}], "subject": "件\n名"}
    )
    said = read_letter(text, "ja")
    assert said.parts[0].text == "時間が減りました。" and said.subject == "件 名"


def test_that_an_english_letter_may_quote_a_japanese_word() -> None:
    text = json.dumps(
        {"parts": [{"kind": "facts", "text": "The button 「取込」 in the upper right corner starts the import."}]}
    )
    assert read_letter(text, "en").parts
