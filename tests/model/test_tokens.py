"""Tokens by estimate."""

import pytest

from assistant.domain.tokens import estimate


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("a", 1), ("four", 1), ("fives", 2), ("お世話になります", 8), ("請求書 No.12", 3 + 2), ("ｱｲｳ", 3)],
)
def test_that_a_japanese_character_is_a_token_and_four_of_ascii_are(text: str, tokens: int):
    assert estimate(text) == tokens


def test_that_a_text_cut_in_two_is_never_estimated_lower():
    text = "Thank you for the note. ご連絡ありがとうございます。"
    assert all(estimate(text[:i]) + estimate(text[i:]) >= estimate(text) for i in range(len(text)))
