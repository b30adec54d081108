"""What a question is about: the thing that it would have changed, shown or taken out.

An article that shares a question's other words and not this one answers something else: a logo on the report is no
answer to the order of its rows (docs/retrieval.md).
"""

import re
from collections.abc import Sequence

import numpy as np

from assistant.recall import analyse
from assistant.recall.query import Query, Words, words_of

# The sentence that asks; what happened before it names many things beside the one that is wanted.
_ASKS_JA = re.compile(
    r"(か|かね|かな|でしょう|ください|下さい|たい(です|のです|んです|の)?(が|けど)?|ほしい(です)?|には|方法|手順|やり方|仕方|お願いします|お願いいたします|できず|できません)[^ぁ-んァ-ヶ一-龥]*$"
)
_END = re.compile(r"[。!?！？\n]+")
_NOUNS = frozenset(("名詞", "接尾辞", "接頭辞", "形状詞"))
# Of these a sentence says nothing of what it wants: "the way", "a button", "the screen".
_NOTHING = frozenset((
    "事", "物", "方", "所", "為", "件", "人", "者", "方法", "遣り方", "手順", "仕方", "操作", "設定", "ボタン", "画面", "キー", "内容", "場所", "時間",
    "点", "分", "対応", "対処", "確認", "連絡", "返事", "回答", "様子", "状況", "状態", "話", "事情", "理由", "原因", "力", "手", "気", "様", "私", "何", "此れ",
    "其れ", "どれ", "使い方", "教え", "一つ", "全て", "全部", "数字", "番号",
))  # fmt: skip
_EN_OBJECT = re.compile(
    r"(?:how (?:do|can|could|would|should) (?:i|we|you|one)|how to|(?:a|any) way to|(?:can|could|may) (?:i|we|you)|(?:want|need|like|trying|try) to|let me|let us)"
    r" (?:please |also |just )?[a-z]+ (?:the |a |an |our |my |your |all |these |those |some )+((?:[a-z][a-z-]+ ?){1,3}?)(?=\s*(?:$|[?.,;:!]|\b(?:of|in|on|for|to|from|when|so|at|by|with|into|as|and|or|if|that|which|back|out|up|off|shown|printed)\b))",
    re.IGNORECASE,
)


def objects(text: str) -> list[str]:
    """The things that a question wants something done with; none where it does not say so plainly."""
    plain = analyse.normalise(text)
    if not analyse.is_japanese(plain):
        return [found[1].strip() for found in _EN_OBJECT.finditer(plain)]
    said = [s.strip() for s in _END.split(plain)]
    asking = [s for s in said if _ASKS_JA.search(s)] or said
    return [words for sentence in asking if "を" in sentence for words in _before_wo(sentence)]


def _before_wo(sentence: str) -> list[str]:
    run: list[str] = []
    last, found = "", []
    for surface, kind, lemma in analyse.tagged(sentence):
        if kind in _NOUNS:
            run.append(surface)
            last = lemma
            continue
        if surface == "を" and run and last not in _NOTHING:
            found.append("".join(run))
        run = []
    return found[-1:]


def speak_of(text: str, wanted: Sequence[Query]) -> bool:
    """True where a text holds half of one of these things, or all of another word for it."""
    known = words_of(analyse.terms(text)).codes

    def held(words: Words) -> float:
        return float(words.weights[np.isin(words.codes, known)].sum() / max(words.weights.sum(), 1e-9))

    for sentence in (s for one in wanted for s in one.sentences):
        others = [w for group in sentence.groups for w in (*group.others, *group.foreign)]
        if held(sentence.words) >= 0.5 or any(held(words) == 1.0 for words in others):
            return True
    return False
