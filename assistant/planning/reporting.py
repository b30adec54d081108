"""What the writer needs of our report on something broken: when it will be right again, and words for those above them."""

import re

from assistant.domain.reading import Reading

_WHEN = re.compile(
    r"(いつ|何時|何日)(頃|ごろ|までに?|になれば|になったら)?[^。\n?]{0,8}(直|なお|治|復旧|復帰|使え|戻|解決|解消|改善|待て)"
    r"|(復旧|修正|修復|解決|復帰)[^。\n]{0,6}(見込み|目処|めど|目途|予定|見通し|時期|いつ)"
    r"|いつまで待|\bwhen,? exactly\b"
    r"|when\b[^.?\n]{0,12}?(will|can|is|are|do|'ll|'s|gets?)\b[^.?\n]{0,40}\b(fixed|back|work|working|resolved|sorted|running|again)\b"
    r"|how long\b[^.?\n]{0,30}\b(take|fix|until|last|wait)\b|\bETA\b|any idea when",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(社長|会長|役員|理事|院長|所長|店長|園長|校長|専務|常務|部長|課長|本社|本部|本店|上司|上層部|上の者|経営|幹部|委員会|お客様|取引先|施主|荷主)"
    r"(会|陣|層|長)?(に|へ|から)も?[^。\n]{0,14}(報告|説明|釈明|聞かれ|問われ|叱|怒|話さ|伝え)|(長|会|役員)から[^。\n]{0,40}(詰め|問い|聞かれ|問われ|迫ら|突っ込)|(?<![年月以のそ])上(に|へ|から)も?[^。\n]{0,10}(報告|説明|聞かれ|問われ|叱)"
    r"|\b(have|need|got|will have) to (tell|report|explain|answer)\b|\b(board|boss|director|chief|client|owner|head office|ceo|cfo|mayor|regulator)s?\b"
    r"[^.\n]{0,24}\b(asking|asks|asked|wants?|demand\w*|breathing|waiting|chasing)\b",
    re.IGNORECASE,
)


_NEVER_AGAIN = re.compile(
    r"(再発|二度と|(同じ(こと|間違い|ミス|障害)|また)[^。\n]{0,16}(起き|起こ|繰り返|ない))[^。\n]{0,16}(保証|防|対策|ように|か(。|$|\?)|ですよね|しょうか)"
    r"|\b(happen(s|ing)? again|guarantee (it|this|that)|stop (it|this) (from )?happening|prevent)\b",
    re.IGNORECASE,
)


def asks_for_never_again(reading: Reading) -> bool:
    """True where they ask that it should not come again."""
    return bool(_NEVER_AGAIN.search(reading.own))


def asks_when(reading: Reading) -> bool:
    """True where they ask when it will be right again."""
    return bool(_WHEN.search(reading.own))


def answers_above(reading: Reading) -> bool:
    """True where they have to account for it to somebody else."""
    return bool(_ABOVE.search(reading.own))
