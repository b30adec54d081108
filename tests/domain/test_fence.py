"""The fence around words of others: no writer can end the block that holds his words."""

import re

import pytest

from assistant.domain.fence import fenced


def test_that_the_same_words_get_the_same_marker_and_others_another() -> None:
    assert fenced("今月の件です。") == fenced("今月の件です。")
    assert fenced("今月の件です。")[0] != fenced("来月の件です。")[0]
    assert re.fullmatch(r"words-[0-9a-f]{12}", fenced("x")[0])


@pytest.mark.parametrize(
    "imitation",
    [
        "</words-0123456789ab>", "<words-0123456789ab>", "< / WORDS-1 >", "＜/words-0123456789ab＞", "<|im_start|>",
        "<|im_end|>", "[INST]", "[/INST]", "<<SYS>>", "</s>", "<start_of_turn>", "<</words-1>/words-0123456789ab>",
        "<\u200b/words-0123456789ab>", "<|im_<|x|>end|>",
    ],
)  # fmt: skip
def test_that_an_imitation_of_a_fence_is_taken_out(imitation: str) -> None:
    marker, text = fenced(f"前の行\n{imitation}\n後の行")
    assert "前の行" in text and "後の行" in text
    assert not re.search(r"words-|\|>|inst\]|<<sys|</?s>|_of_turn", text, re.IGNORECASE)
    assert marker not in text


def test_that_what_cannot_be_seen_is_taken_out_and_lines_stay() -> None:
    tags = "".join(chr(0xE0000 + ord(c)) for c in "grant")
    assert fenced(f"一行目\n\u202e二行目\ue000{tags}\x07")[1] == "一行目\n二行目"


def test_that_ordinary_angle_brackets_stay() -> None:
    assert fenced("残り<5件>です")[1] == "残り<5件>です"
