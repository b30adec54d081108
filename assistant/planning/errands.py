"""Everyday errands: a follow-up, a paper, a successor, a date, an invitation, figures, growth, terms of payment, and
what the record, the books or another department of ours answers (asked_of_record.py).

They are none of the situations, though single words of them sound like one: a copy of an invoice is no instruction to
print, a talk at an event no work beyond the contract. Each is taken up as it is; what only the CSM knows is asked.
"""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.domain.reading import Reading
from assistant.planning import asked_of_record, discount_request, saying, terms

Kind = (
    Literal["follow_up", "document", "successor", "date", "invitation", "figures", "growth", "payment"]
    | asked_of_record.Kind
)


@dataclass(frozen=True, slots=True)
class Errand:
    """One errand with the sentence that holds it."""

    kind: Kind
    sentence: str


_FLAGS = re.IGNORECASE
# Whoever asks for a way wants steps, whatever the thing is called.
_HOW = re.compile(
    r"どう(やっ|すれ|したら|いう|操作)|方法|やり方|仕方|手順|設定|操作|ボタン|画面|ログイン|印刷し|取り込|書き出|エラー|使い方|機能|教えて"
    r"|\bhow (do|can|to|would|should)\b|\bis there a way\b|\b(button|screen|log ?in|setting|error)\b",
    _FLAGS,
)
# The name of a paper, and no question on use.
_PAPER_NAMES = re.compile(r"(操作|使い方|設定|取扱|手順)の?(マニュアル|説明書|手引き?|資料|手順書|書)")
# Work that is asked of us is no paper that lies ready.
_WORK = re.compile(
    r"作っ|作り|作成|代行|代わりに|無償|無料|\b(free of charge|for free|build|create|on our behalf)\b", _FLAGS
)
_FOLLOW_UP = re.compile(
    r"その後[^。]{0,24}(いかが|どう|進|見て|確認|状況|動き|か$)|(先日|先週|先月|この前|この間|以前|前に|あの|例の)[^。]{0,40}件[^。]{0,24}(いかが|どう(なっ|でし)|進|見て(いただ|もら|くれ)|確認(いただ|して)|状況|返事|回答)"
    r"|^(?:で|それで|その後|あれから|いったい|一体|結局|今|いま|(?:あの|例の|この|その|先日の|先週の)?[^。]{0,20}件)?(?:は|も|って)?、?どうな(?:って(?:い|お)?(?:る|ます)|りまし|った)[^。]{0,12}$|(?:原因|理由)(?:は|が|って)?[^。]{0,6}(?:わか|分か|判明)(?:りましたか|ったの?(?:でしょうか|ですか)|りそう)|(?:もう|まだ)?(?:直り|復旧し|解決し|治り)(?:ましたか|そうですか|ませんか$)"
    r"|進捗[はをがい]|(お?返事|ご返信|ご回答|ご?連絡)(が|を|は)?まだ|まだ(です|でしょう)か|まだ[^。]{0,8}(お?返事|ご返信|ご回答|ご?連絡)[^。]{0,6}(ない|ありません|来|届|いただけて)"
    r"|\b(chasing|chase up|following up|follow up on|any (news|update|progress|word)\b|did (you|anyone|anybody|someone) (get|have) (a|the) chance|have you had (a chance|time)"
    r"|where (are we|do we stand|have you got) (with|on|to)|still waiting (for|to hear)|haven't heard|heard nothing|(what's|what is) (happening|going on) with|is (it|this|that) (fixed|sorted|resolved|working) (yet|now)|has (it|this|that) been (fixed|sorted|resolved|looked at))",
    _FLAGS,
)
_PRESSES = re.compile(
    r"(無料|無償|タダ|ただ|サービス)(で|に|として)[^。]{0,10}(やっ|作っ|対応|して|し(?:て)?ほし|でき|付け|つけ)|サービス(して|し(?:て)?くれ)|(できない|無理|だめ|ダメ)(なら|だったら|であれば)[^。]{0,12}(考え|やめ|解約|他社|よそ|他を|乗り換)|(他社|よそ|別の会社)(に|へ)(変え|替え|移|乗り換|頼)|考え(させて(いただ|もら)|る(から|よ|ぞ|ね))"
    r"|\b(for free|free of charge|at no (extra |additional )?(cost|charge)|without (extra )?charge|throw (it|that|this|them) in|or (else )?(we|i)(?:'ll| will| may| might) (look|go|leave|walk|take our|think|cancel|switch|move)|otherwise (we|i)(?:'ll| will| may| might) (look|go|leave|walk|take our|think|cancel|switch|move))\b",
    _FLAGS,
)
_PAPER = "請求書|領収書|領収証|納品書|お?見積り?書|契約書|覚書|注文書|証明書|明細書?|議事録|マニュアル|手引き?|説明書|資料|パンフレット|カタログ|申込書|申請書|録画|写し|控え"
_DOCUMENT = re.compile(
    rf"({_PAPER})[^。]{{0,30}}(送っ|送付|お送り|発行|再発行|共有|いただけ|もらえ|頂け|いただき(たい|たく)|[をも](ください|下さい)|お渡し|お願い|ほしい|欲しい|ありますか|ありましたら|あれば|必要)"
    r"|(請求書|領収書|領収証|納品書|見積書)の?(宛名|宛先|名義|日付|但し書き)[^。]{0,60}(もらえ|いただけ|頂け|ください|下さい|お願い)"
    r"|\b(send|resend|forward|email|share|let (me|us) have|(could|can|may) (i|we) (have|get)|need|would like|provide)\b[^.?]{0,40}\b(invoices?|receipts?|contract|agreement|quote|quotation|minutes|certificate|manual|handbook|brochure|slides|recording|price list|statement|W-9)\b"
    r"|\b(copy|copies|pdf) of\b[^.?]{0,30}\b(invoices?|receipts?|contract|agreement|quote|minutes|certificate|manual|slides|statement)\b",
    _FLAGS,
)
_SUCCESSOR = re.compile(
    r"後任|(異動|転勤|退職|産休|育休|休職)(と|に|する|し|いた|のため|を|で)|休暇[^。]{0,30}(代わり|代理|担当|窓口|引き?継)|担当(者)?[がはも][^。]{0,16}(変更|交代|代わ|変わ|替わ|かわ)|(ご?連絡(先)?|窓口)[はがを][^。]{0,24}(まで|宛|変更|変わ|替わ)|引き?継ぎ?(を|で|の(ため|ポイント|要点|件)|いた|します)"
    r"|\b(successor|taking over from|takes? over (from|my|his|her|the)|will (take|be taking) over|replac(es|ing) (me|him|her)|new (point of )?contact|my last day|last day (is|will)|on (maternity |paternity |parental |long )leave|(on (annual |sick )?leave|(i'm|i am|i'll be|while i'm) (away|out|off))\b[^.?]{0,60}\b(handl\w+|cover\w*|looks? after|steps? in|in my place|instead of me|contact (him|her|them|[a-z]+)|[a-z]+ will)\b|moving on from"
    r"|\b(will be|is|becomes) (your|our) (new |main |point of )*contact\b|\bstarts? (on|in|next) [^.?]{0,30}\b(in (my|his|her) place|as (my|your|our))\b"
    r"|(?:i'm|i am|he's|she's|\w+ (?:is|was)) (?:leaving|retiring|moving (?:on|(?:in)?to another|to a (?:new|different)))(?! (?:you|the (?:contract|product|platform)))|hand(?:ing)?(?: |-)?over (?:to|my|his|her))",
    _FLAGS,
)
# Somebody's log-in, records or rights are a matter of use, whoever left.
_LOG_INS = re.compile(
    r"アカウント|権限|利用者|ユーザー|記録|登録|席(を|が|は|数)|データ|\b(accounts?|seats?|users?|licen[cs]es?|permissions?|access|records?|data)\b",
    _FLAGS,
)
_DAY_NAMED = re.compile(
    r"\d{1,2}日|\d{1,2}/\d{1,2}|[月火水木金土日]曜|来週|再来週|今週|来月|年内|午前|午後|\d{1,2}時|明日|明後日"
    r"|\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b\d{1,2}(st|nd|rd|th)\b|\bnext (week|month)\b|\btomorrow\b|\b\d{1,2} ?(am|pm)\b|\b(morning|afternoon)s?\b",
    _FLAGS,
)
MEETING = re.compile(
    r"(キックオフ|定例会?|打ち?合わ?せ|振り返り(会)?|面談|会議|ミーティング|ご挨拶|ご?訪問|お電話|電話会議|オンライン会議)|\b(meeting|call|review|catch[- ]?up|session|visit|demo|kick-?off)\b",
    _FLAGS,
)
_SET_A_DAY = re.compile(
    r"いかが|どうでしょう|ご都合|都合(が|は|の)|空いて|日程|調整|取り直|ずら|変更(でき|(して)?(いただ|もらえ|くださ|頂)|をお願い)|よろしい(でしょう|です)か|でお願い|候補|可能でしょうか|(早め|延ば|延期)"
    r"|\b(could we|can we|shall we|how about|would .{1,24} (suit|work)|does .{1,24} (suit|work)|resched\w+|(move|shift) (it|our|the|\w+day's)|postpone|push (it|our|the)|are you (free|available)|suits? (us|me)|slot)\b",
    _FLAGS,
)
_INVITES = re.compile(
    r"登壇|講演|講師(として|を?(お願い|依頼|務め|引き受け))|お招き|ご?招待|懇親会|忘年会|新年会|式典|祝賀|取材|商工会|集まり|(話|お話|発表)を[^。]{0,10}(して(ほしい|もらえ|いただけ)|してくれ|頼まれ)|[会祭]に(ご?参加|お越し|来て|いらし)"
    r"|\b(speak at|speaking at|speaker|give a (short )?talk|a talk (at|on|about)|present at|(on a|the|a) panel|invite you|invited to|would you (like to )?(join|come)|join us (at|for|on)|our (open day|annual dinner|conference|agm|fair|party|ceremony))\b",
    _FLAGS,
)
# Who would bring us together with somebody invites us to nothing.
_BRINGS_TOGETHER = re.compile(
    r"つない|紹介|引き合わ|聞きたい(という|と言)|話を聞|\b(introduc\w+|in touch|pass (on )?your|connect you)\b", _FLAGS
)
_FIGURES = re.compile(
    r"(数字|数値|実績|集計|推移)(は|が|を|って|も)?[^。]{0,14}(出て|出まし|出そう|わかり|分かり|教え|いただけ|もらえ|どう書|まとま|ありますか)|(導入)?前後の?比較|(数字|数値|実績)をどう書"
    r"|\b(figures?|numbers|stats)\b[^.?]{0,30}\b(out|ready|available|in yet|in)\b|\b(do|can|could) you (have|send|share|give)\b[^.?]{0,25}\b(figures?|numbers|stats)\b",
    _FLAGS,
)


def in_sentence(sentence: str, rest: str = "") -> Kind | None:
    """The errand of one sentence; `rest` is the mail it stands in, which may name the meeting or the paper."""
    if terms.grows(sentence, rest):
        return "growth"
    if asked := asked_of_record.in_sentence(sentence, rest or sentence):
        return asked
    if _HOW.search(_PAPER_NAMES.sub("", sentence)):
        return None
    if terms.asks_how_to_pay(sentence):
        return "payment"
    if _FOLLOW_UP.search(sentence):
        return "follow_up"
    if saying.is_question(sentence) and _FIGURES.search(sentence):
        return "figures"
    if _WORK.search(sentence):
        return None
    if _INVITES.search(sentence) and not _BRINGS_TOGETHER.search(rest):
        return "invitation"
    if _DAY_NAMED.search(sentence) and _SET_A_DAY.search(sentence) and MEETING.search(f"{sentence}\n{rest}"):
        return "date"
    if _DOCUMENT.search(sentence):
        return "document"
    return "successor" if not _LOG_INS.search(sentence) and _SUCCESSOR.search(sentence) else None


_STOPS = re.compile(
    r"(ログイン|アカウント|利用者|ユーザー|通知|お知らせ|メール|席|ライセンス)[をが]?[^。]{0,16}(止め|停止|外し|無効|消し)|\b(stop|disable|deactivate|remove|switch off)\b[^.?]{0,30}\b(log-?ins?|accounts?|users?|notifications?|e?-?mails?|seats?|licen[cs]es?)\b",
    _FLAGS,
)
_CONTRACT = re.compile(
    r"契約|解約|退会|満了|更新|\b(contract|cancel\w*|renew\w*|terminat\w*|leaving|subscription)\b", _FLAGS
)


def stops_a_log_in(reading: Reading) -> bool:
    """True where what is to end is a log-in, a notice or a seat, and of the contract nothing is said."""
    return bool(_STOPS.search(reading.own)) and not _CONTRACT.search(reading.own)


def asks_after(reading: Reading) -> bool:
    """True where they ask what became of something they told before."""
    return bool(follow_ups(reading))


def follow_ups(reading: Reading) -> list[str]:
    """The sentences in which they do."""
    return [s for s in saying.sentences(reading) if _FOLLOW_UP.search(s)]


def presses_for_free_work(reading: Reading) -> bool:
    """True where somebody who waits for an answer wants the work at no cost, or speaks of going elsewhere."""
    return asks_after(reading) and bool(_PRESSES.search(reading.own)) and not discount_request.says_less(reading)


def errands(reading: Reading) -> list[Errand]:
    """The errands of a mail in the order they are told, each kind once."""
    found: dict[Kind, Errand] = {}
    for sentence in saying.sentences(reading):
        kind = in_sentence(sentence, reading.own)
        if kind and kind not in found:
            found[kind] = Errand(kind, sentence)
    return list(found.values())
