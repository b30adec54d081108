"""How heavy an apology the matter asks for (japanese.md, "Weight of an apology")."""

import re
from typing import Literal

from assistant.domain.reading import Reading

Weight = Literal["inconvenience", "late", "mistake", "stopped", "grave"]

# What each weight is known by, heaviest first: data, money, repetition or a third party; then work stopped; then a slip.
_SIGNS: tuple[tuple[Weight, str], ...] = (
    (
        "grave",
        r"漏|流出|個人情報|(別|他|ほか|よそ)の.{0,12}(資料|情報|見積|名前|データ|請求|書類)|二重|(請求|引き落とし|入金|振込).{0,12}(2|二|重複)|重複.{0,6}請求|(2|二)(通|枚|回).{0,10}(届|請求|引き落と)|データ.{0,8}(消|失|壊)|消え|紛失"
        r"|(また|再び|二度|何度も|度目|回目|毎回|相変わらず).{0,20}|請求.{0,10}(誤|間違|違)"
        r"|\b(leak|lost|wiped|deleted|gone|again|(charged|billed|invoiced|paid|debited|collected)\b[^.?]{0,24}\btwice|twice\b[^.?]{0,16}\b(charged|billed|invoiced|in a row|this (week|month))|(second|third|fourth|fifth) (time|week|month|morning|\w+day)|double|wrong invoice|overcharg|another (customer|company|client)|someone else)",
    ),
    (
        "stopped",
        r"(開店|開館|開院|始業|出荷|納品|配達|受付|診療|授業)(時刻|時間)?(が|に|を).{0,4}(遅れ|できな|できず|間に合)|止ま|止め|間に合わ|締め|業務|使えな|使えず|開けな|開かな|待た|待ち|残業|やり直|徹夜|休日|出勤|頭を下げ|叱られ|怒られ|指摘を受け|お客様に迷惑|信用"
        r"|\b(stopped|down|standstill|missed|deadline|overnight|waiting|idle|could not work|couldn't work|outage)",
    ),
    ("late", r"返事|返信|連絡.{0,6}(ない|なし|来)|音沙汰|放置|\b(nobody (has|did)\b|chas(e|ed|ing)|no (reply|answer|response)|never (replied|heard|called|rang)|still waiting|ignored|days? without)"),
    ("mistake", r"誤|間違|ミス|来なかった|忘れ|違う|違って|漏れ|ずれ|\b(wrong|mistake|error|forgot|incorrect|didn't (show|turn)|nobody (came|showed))"),
)  # fmt: skip

# Displeasure with how the product or the price is, not with something that went wrong.
_TASTE = re.compile(
    r"使いにく|使いづら|わかりにく|分かりにく|見にくい|見づらい|不便|高すぎ|clunky|confusing|hard to use|too expensive",
    re.I,
)


def weight_of(reading: Reading) -> Weight:
    """The weight for what the customer reports; a report that only says that they are displeased is an inconvenience."""
    own = reading.own
    for weight, signs in _SIGNS:
        if re.search(signs, own, re.IGNORECASE):
            return "stopped" if weight == "late" and reading.serious else weight
    if reading.serious:
        return "stopped"
    return "inconvenience" if _TASTE.search(own) else "mistake"
