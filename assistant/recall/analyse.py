"""Text to search terms: script runs, stemmed Latin words, and the morphemes of a dictionary summed in.

A term's first character says what it is: `k` one kanji, `b` two kanji, `t` a katakana run, `u` two katakana,
`w` a Latin word or a number, `m` a morpheme. Changing what comes out of here needs a new VERSION, so that stored
indexes are built anew.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from assistant.recall.stopwords import EMPTY_LEMMAS, EMPTY_WORDS

VERSION = 1

_RUN = re.compile(r"([\u4e00-\u9fff\u3400-\u4dbf々〆]+)|([ァ-ヴー]+)|([a-zà-ÿ]+(?:'[a-z]+)?)|([0-9]+)")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_CONTENT = frozenset(["名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞"])
_EMPTY_KINDS = frozenset(["数詞", "助動詞語幹"])

_taggers = threading.local()


def normalise(text: str) -> str:
    """NFKC, lower case, typographic apostrophes made plain."""
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'")


def is_japanese(text: str) -> bool:
    """True where a kana or kanji stands in the text."""
    return _JAPANESE.search(text) is not None


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """An English word without its regular ending: plural, -ed, -ing, and a last -e or -y that these would hide.

    Light on purpose: what two words share must still be the word that people mean.
    """
    word = word.removesuffix("'s").replace("'", "")
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and word[-2] not in "sui":
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2 and re.search(r"[aeiouy]", base):
            word = base[:-1] if base[-1] == base[-2] and base[-1] not in "lsz" else base
            break
    if len(word) > 4 and word.endswith("e"):
        return word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou" else word


def _tagger() -> Any:
    """This thread's tagger: a shared one fails under load (docs/retrieval.md)."""
    if not hasattr(_taggers, "one"):
        from fugashi import Tagger  # type: ignore[attr-defined]

        _taggers.one = Tagger()
    return _taggers.one


@lru_cache(maxsize=50_000)
def _lemma(entry: str) -> str:
    """The lemma in a dictionary entry as UniDic writes it, "" where the word says nothing."""
    fields = entry.split(",")
    if len(fields) < 8 or fields[0] not in _CONTENT or fields[1] in _EMPTY_KINDS:
        return ""
    # UniDic writes a loan word's origin behind it: パスタ-pasta.
    lemma = fields[7].partition("-")[0]
    return "" if lemma in EMPTY_LEMMAS or lemma.isascii() else lemma


def lemmas(text: str) -> Iterator[str]:
    """The content words of a Japanese text in their dictionary form.

    Words that the dictionary does not know (names mostly) are left to the script runs. Entries are read raw: the
    tagger's own feature objects take more time than the tagging.
    """
    for word in _tagger()(text):
        if lemma := _lemma(word.feature_raw):
            yield lemma


def tagged(text: str) -> Iterator[tuple[str, str, str]]:
    """Each word of a Japanese text with its part of speech and its dictionary form."""
    for word in _tagger()(text):
        fields = word.feature_raw.split(",")
        yield word.surface, fields[0], fields[7].partition("-")[0] if len(fields) > 7 else word.surface


def words(text: str) -> list[str]:
    """The stemmed Latin words and the numbers of a normalised text, in order, the empty words among them."""
    return [stem(latin or digits) for _, _, latin, digits in _RUN.findall(text) if latin or digits]


@lru_cache(maxsize=50_000)
def _of_kanji(run: str) -> list[str]:
    return ["k" + c for c in run] + ["b" + run[i : i + 2] for i in range(len(run) - 1)]


@lru_cache(maxsize=50_000)
def _of_katakana(run: str) -> list[str]:
    # サーバー and サーバ are one word.
    run = run.rstrip("ー") if len(run) > 3 else run
    return ["t" + run] + ["u" + run[i : i + 2] for i in range(len(run) - 1)]


def _runs(text: str) -> Iterator[str]:
    for kanji, katakana, latin, digits in _RUN.findall(text):
        if kanji:
            yield from _of_kanji(kanji)
        elif katakana:
            yield from _of_katakana(katakana)
        elif digits:
            yield "w" + digits
        elif latin not in EMPTY_WORDS:
            yield "w" + stem(latin)


def terms(text: str, morphemes: bool = True) -> list[str]:
    """The search terms of a text, repeated as often as they stand in it.

    Args:
        text: any text; it is normalised here.
        morphemes: also the dictionary's words (False leaves script runs alone; the benchmark compares).
    """
    text = normalise(text)
    found = list(_runs(text))
    if morphemes and is_japanese(text):
        found.extend("m" + lemma for lemma in lemmas(text))
    return found
