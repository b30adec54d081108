"""Kana in Latin letters, so that a name is found in either script. Hepburn, with long vowels made short on both sides."""

import re
from itertools import chain

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_REGULAR = chain.from_iterable(((kana, row + vowel) for kana, vowel in zip(kanas, "aiueo", strict=True)) for row, kanas in _ROWS.items())  # fmt: skip
_KANA = dict(_REGULAR) | {
    "し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu", "や": "ya", "ゆ": "yu",
    "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゔ": "vu", "ゐ": "i", "ゑ": "e",
}  # fmt: skip
_SMALL = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゃ": "ya", "ゅ": "yu", "ょ": "yo"}
_LONG = ((re.compile(r"ou|oo|oh(?![aiueo])"), "o"), (re.compile(r"uu"), "u"), (re.compile(r"ei|ee"), "e"), (re.compile(r"aa"), "a"), (re.compile(r"ii"), "i"))  # fmt: skip


def latin(text: str) -> str:
    """A folded text (hiragana, small letters) with its kana in Latin letters; what is neither stays as it is."""
    made = ""
    doubled = False
    for character in text:
        if character == "っ":
            doubled = True
            continue
        if character == "ー":
            continue
        if character in _SMALL:
            made = _joined(made, _SMALL[character])
            continue
        sound = _KANA.get(character, character)
        made += (sound[0] if doubled and character in _KANA else "") + sound
        doubled = False
    for long, short in _LONG:
        made = long.sub(short, made)
    return made


def _joined(made: str, small: str) -> str:
    """きゃ is kya, しゃ is sha, ふぁ is fa."""
    if small[0] == "y" and made.endswith(("shi", "chi", "ji")):
        return made[:-1] + small[1]
    if small[0] == "y" and made.endswith("i"):
        return made[:-1] + small
    if made.endswith(("u", "e", "o", "i")) and len(made) > 1:
        return made[:-1] + small
    return made + small
