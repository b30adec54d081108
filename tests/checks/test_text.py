"""Texts as checks read them."""

import pytest

from assistant.checks.text import to_word_end


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("5%お値引きいたします。", "5%お値引きいたしま", "5%お値引きいたします"),
        ("なかなか難しいかと存じます。", "難しいかと存じ", "難しいかと存じます"),
        ("お受けできませんでした。", "お受けでき", "お受けできませんでした"),
        ("無料です。", "無料で", "無料です"),
        ("お値引きの件", "お値引き", "お値引き"),
        ("値引きまで", "値引き", "値引き"),
    ],
)
def test_that_a_quotation_never_ends_inside_a_polite_verb(text: str, cut: str, whole: str) -> None:
    start = text.index(cut)
    assert text[start : to_word_end(text, start + len(cut))] == whole
