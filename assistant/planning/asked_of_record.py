"""By which words everyday matters are known that the record, the books or another department of ours answers.

Each is an errand (errands.py): the words here say what is asked, everyday_answers.py what is answered.
"""

import re
from typing import Literal, get_args

from assistant.planning import saying

Kind = Literal["contract", "hours", "contact", "invoice", "compliance", "call", "training"]
KINDS = frozenset(get_args(Kind))

_FLAGS = re.IGNORECASE
# What is asked for, in whatever form: a question, or a sentence that wants to be told or given.
_WANTS = re.compile(
    r"教え|知りた|お?知らせ(くだ|いただ|下さ|願)|伺い(たい|ます)|確認(したい|させて|でき|が必要)|必要(です|に|と|が)|お願い|求め|いただ(きたい|け)|ほしい|欲しい|ください|下さい|たく(存|思)|でしょうか|お?手配"
    r"|\?|\b(please|(could|can|would|will) you|need|needs|needed|send|confirm|remind|let (me|us) know|tell (me|us)|give (me|us)|want(s)? to know|(asks?|asked|asking) (me |us )?(for|about|where|what|when|whether|which|if)|would (also |really )?like|wonder\w*|looking for|require[sd]?|has to be|must be)\b",
    _FLAGS,
)

# Whoever asks how it is done on screen wants steps.
_ON_SCREEN = re.compile(
    r"ボタン|画面|設定|操作|ログイン|印刷し|取り込|書き出|エラー|使い方|やり方|方法|手順|仕方|取り消し方"
    r"|\b(button|screen|log ?in|settings?|error|how (do|can|should) (i|we) (set|add|change|print|export|see|show|turn|switch|make|enter|fill|record|find)|how to)\b",
    _FLAGS,
)
# What a contract says of itself. The last three are in no record of ours.
CONTRACT_FACTS: dict[str, re.Pattern[str]] = {
    name: re.compile(words, _FLAGS)
    for name, words in {
        "end": r"契約の?(期間|終了日?|満了日?|期限|更新日|満期)|(次回?の?)?更新(日|期日|時期|月)|契約[はがって、]{1,3}[^。]{0,12}いつまで|いつまで[^。]{0,4}契約"
        r"|\b(contract|term|agreement|subscription|licen[cs]e)('s)?\b[^.?]{0,24}\b(ends?|up|expires?|expiry|runs? (out|until|to)|finish(es)?)\b|\b(renewal|expiry|end) date\b|\bdate\b[^.?]{0,16}\b(expires?|renews?)\b|\bwhen (do|does|is|are|will)\b[^.?]{0,24}\b(renew(al)?|up for renewal)\b",
        "notice": r"(解約|更新し?な(い|し)|契約(の)?終了|やめる)[^。]{0,18}(期限|締め?切り?|いつまで|(何)?(か|ヶ|カ|ケ)月前|期日)|(解約|更新拒絶|不更新)の?(通知|申し?出|予告|申請)|(通知|予告)期[限間]|(いつまで|(か|ヶ|カ|ケ)月前)[^。]{0,10}(申し?出|通知)"
        r"|\bnotice\b[^.?]{0,24}\b(period|by|date|deadline|term|due|need\w*|required?|owe|long|is)\b|\b(give|giving|serve|written|how much|how long a?) notice\b|\b(period|deadline|last day|latest date)\b[^.?]{0,24}\bnotice\b",
        "fee": r"年額|年間の?(利用料?|費用|料金|契約金?額)|契約金額|(今|現在|いま)の?(ご?契約の?)?(料金|費用|金額|利用料)"
        r"|\b(annual|yearly|current|contract(ed)?) (fee|price|cost|charge|value|spend|amount)\b|\b(what|how much) (do|are|is|does) (we|our)\b[^.?]{0,16}\b(pay|paying|fee|cost)\b",
        "plan": r"(何|どの|なんの|どちらの)プラン|プラン(名|の名)|契約(中の|の)?プラン|\b(which|what|name of the|our( current)?) plan\b(?! to\b)",
        "seats": r"(契約|ライセンス)[^。]{0,6}(人数|席数|ユーザー数|ID数|何(名|人|席)|数)|席数|ライセンス数|何(名|人|席)(分|まで)の?[^。]{0,6}契約|\bhow many (seats|licen[cs]es|users)\b[^.?]{0,40}\b(contract|pay\w*|have|entitled|cover\w*|includ\w*|licen[cs]ed?)\b|\bnumber of (seats|licen[cs]es|contracted users)\b|\bseat count\b",
        "start": r"契約(の)?(開始|締結)(日|時期|年月)?|いつから[^。]{0,6}契約|\b(contract|subscription|agreement)\b[^.?]{0,16}\b(start(ed)?|began|begin)\b|\bstart date\b",
        "payment_terms": r"支払い?の?(条件|期日|期限|サイト|方法|サイクル)|\bpayment (terms|days|dates?|schedule)\b|\bwhen (is|are) (we|it|payment)\b[^.?]{0,16}\b(due|billed|invoiced)\b",
        "invoice_day": r"請求書?の?(発行日|締め日?|発行(時期|月))|\binvoice (date|day)\b|\bwhen (do|will|are) (you|we|the)\b[^.?]{0,20}\binvoice[sd]?\b",
        "next_fee": r"(来年度?|次年度|来期|次期|更新後|更新時)の?[^。]{0,8}(年額|料金|費用|金額|利用料)|更新の(年額|料金|金額)|\b(same|change|go(ing)? up)\b[^.?]{0,16}\bnext (year|term)\b|\b(next (year|term)('s)?|renewal) (fee|price|cost)\b|\b(fee|price|cost)\b[^.?]{0,16}\b(next (year|term)|(on|after|at) renewal)\b",
    }.items()
}
# Whoever goes, or thinks of it, is answered as one who goes. Dates for a register, an audit, a budget are only dates.
_LEAVES = re.compile(
    r"(解約|退会)(したい|します|いたします|を?(検討|考え|希望|申し)|も(考|検討|視野)|させて|の?手続)|中途解約|途中で?(解約|やめ|終)|更新し(ない(?!場合|とき)|ません)|やめ(たい|ます|よう|る(こと|つもり|予定))|乗り換え|切り替え|閉め|畳"
    r"|\b(not (be )?(renew|continu)\w*|won't (be )?renew\w*|don't (want|intend|plan) to (renew|continue|stay)|cancel\w*|terminat\w*|leaving|(moving|move|switch\w*) to|going with|another (supplier|vendor|provider)|stop using|get out of|break clause|before the (term|contract) ends)\b",
    _FLAGS,
)
_ONLY_FOR = re.compile(
    r"予算|台帳|監査|一覧表|管理表|決算|契約管理|\b(budget\w*|forecast\w*|register|audit\w*|records?|spreadsheet|year-end|accruals?)\b",
    _FLAGS,
)

_MOVES_IT = re.compile(
    r"下げ|抑え|見直|引き?下|減額|値引|割引|安く|まけ|勉強|据え置|交渉|相談|何とか|なんとか|高(い|く|すぎ)|厳し"
    r"|\b(lower\w*|reduc\w+|cut\w*|bring (it|this|the \w+) down|down by|movement|move on|budge|flexib\w+|room|negotia\w+|better|cheaper|less|discount\w*|freez\w+|hold|waive\w*|match|steep|high|too much|trim\w*|shave|knock|come down)\b",
    _FLAGS,
)
_WOULD_BE = re.compile(
    r"(人数|利用者|ユーザー|席|ライセンス|[名人席]|プラン|拠点|台)[^。]{0,24}(場合|たら|すると|れば|なら)[^。]{0,30}(年額|料金|費用|金額|いくら)|\b(if|with|for) (we|\d+|fewer|more|another)\b[^.?]{0,60}\b(fee|price|cost|pay)\b|\b(fee|price|cost)\b[^.?]{0,40}\b(if|with|for) (we|\d+|fewer|more)\b",
    _FLAGS,
)
_CLOSED_OR_OPEN = re.compile(
    r"(営業|受付|対応|サポート|窓口)の?(時間|日)|(年末年始|年末|年始|お?正月|お盆|連休|ゴールデンウィーク|(?<![A-Za-z])GW(?![A-Za-z])|夏季|冬季|祝日|土日|土曜|日曜|週末|休日|夜間|\d日)[^。]{0,24}(お?休み|休業|営業|対応|やって|開い|つなが|受け付|受付|サポート|窓口|連絡)"
    r"|(お?休み|休業)[^。]{0,10}いつ|いつ[^。]{0,8}(お?休み|休業)|何時(から|まで)[^。]{0,10}(対応|受付|つなが|電話|営業|開)"
    r"|\b(opening|office|support|business|service|working) (hours|times|days)\b|\bhours of (business|support|service)\b|\bwhat are your hours\b|\bare you (all )?(open|closed|shut|around|off|working)\b(?! (to|on (it|this|that|the|our|a|an)) )|\bwill you be (open|closed|shut|around|off|working)\b|\bwhen (do|are|will) you (close|open|closed?|shut|back|be (closed|open|back))\b"
    r"|\b(any|some)(one|body)\b[^.?]{0,24}\b(working|around|in|on (call|duty)|there|available)\b[^.?]{0,40}\b(holidays?|christmas|new year|easter|weekends?|saturdays?|sundays?|december|january|\d{1,2}(st|nd|rd|th))|\b(cover|support|helpdesk|reach (you|someone|somebody|anyone))\b[^.?]{0,30}\b(holidays?|christmas|new year|easter|weekends?|bank holiday)\b",
    _FLAGS,
)
REACH_WHEN_CLOSED = re.compile(
    r"(緊急|急ぎ|休み(の間|中)|夜間|土日|休日)[^。]{0,16}(連絡先|窓口|電話|連絡)|どこに(連絡|電話)|\bwho\b[^.?]{0,16}\b(call|ring|phone|contact|reach|turn to)\b|\b(emergency|out[- ]of[- ]hours)\b",
    _FLAGS,
)
_A_DAY = re.compile(
    r"\d日|年末|年始|正月|お盆|連休|休み|\b(\d{1,2}(st|nd|rd|th)|december|christmas|new year|easter|holidays?)\b",
    _FLAGS,
)
_THEIR_OWN_DAYS = re.compile(
    r"(うち|当社|弊社|当園|当院|当店|当館|園|店|院)(は|が|も)[^。]{0,20}(休|営業)|\b(we|our \w+) (are|is|will be) (closed|open|shut)\b",
    _FLAGS,
)

_CONTACT = re.compile(
    r"(担当|窓口)(の方|の者|者|様|さん)?(は|って|が)[^。、]{0,8}(どなた|誰|だれ|どちら)|(どなた|誰|だれ|どちら)[^。]{0,6}(が|に)[^。、]{0,12}(担当|窓口|ご?連絡(すれ|したら|を)|ご?相談(すれ|したら|を)|お?聞きすれば|お?尋ねすれば)"
    r"|\bwho(?:'s| is| will be)? (now |currently )?(looking after|looks after|handl(es|ing)|in charge of) (us|our|me|this account)\b|\bwho(?:'s| is| will be) (now )?(our|my) (new |main )?(contact|account manager|csm|success manager|rep|point of contact|person)\b|\bwho (do|should|can|would) (we|i) (now )?(contact|call|speak to|talk to|turn to|write to|go to)\b(?![^.?]*\bif\b)",
    _FLAGS,
)
NEXT_MEETING = re.compile(
    r"(次回?|今度)の?(定例会?|打ち?合わ?せ|会議|面談|レビュー|ミーティング|講習会)[^。]{0,14}(いつ|日程|何日|決ま)|\bwhen(?:'s| is| are)\b[^.?]{0,16}\b(next|our)\b[^.?]{0,16}\b(review|meeting|call|session|catch[- ]?up|check[- ]?in)\b",
    _FLAGS,
)

WHAT_NEXT = re.compile(
    r"次(は|に)(何|どう)|今後の?(流れ|予定|進め方)|いつから(始|使|開)|\bwhat happens (next|now)\b|\bnext steps?\b|\bwhen (would|could|can|do|will|should) we\b[^.?]{0,16}\b(start|begin|go live)\b",
    _FLAGS,
)
# Bills that they write to others are a matter of use.
_BILLS_OF_THEIRS = re.compile(
    r"月謝|保護者|生徒|会員|入居者|患者|得意先|取引先|顧客|お客(様|さん)|画面|アプリ|\b(our (customers?|clients?|tenants?|members?|parents|patients|guests?|buyers?)|in the app|on screen|the app|the system shows)\b",
    _FLAGS,
)
BILL = re.compile(
    r"請求書?|領収書?|インボイス|注文番号|発注番号|\b(invoices?|invoiced|bill(?!ing (system|screen|module))(ed|s)?|billing|charged|overcharged|credit note|PO( number)?|purchase order)\b",
    _FLAGS,
)
_BILL_IS = re.compile(
    r"届(いて(い)?|か)な|届きま|来て(い)?な|まだ(です|で|届|来|いただ)|未着|見当たら|間違|誤(り|って)|違(い|う|って)|重複|二重|多い|金額が|記載|反映|差し戻|差戻|戻さ|受け付け(られ|ない)|通らな|訂正|修正|直し|再発行|差し替え|宛名|宛先|名義|部署名|住所|送付先|番号|[名人席件円]分?(に|と)なって|はずです"
    r"|\b(wrong|incorrect\w*|mistakes?|error|twice|double|duplicate\w*|bounced?|rejected|returned|missing|without|no (po|purchase|vat|tax|order)|not (arrived|received|reached|come|seen|had)|(haven't|hasn't|didn't|never) (arrived?|receiv\w+|reach\w*|come|seen|had|got|get)|still waiting|re-?issue\w*|re-?send\w*|correct(ed|ion)?|amend\w*|chang\w+|updat\w+|add(ed)?|addressed|made out|go to|instead of|should (be|read|say|have)|over-?charged|too much|more than|we (only )?have \d+|number (on|to)|vat)\b",
    _FLAGS,
)
# What stands on a bill, where the mail speaks of one.
_ON_A_BILL = re.compile(
    r"宛名|宛先|但し書|(契約|人数|金額)[^。]{0,12}はず|登録番号|注文番号|発注番号|再発行|差し替え|\b(re-?issue\w*|re-?send\w*|made out|PO( number)?|corrected (one|copy|version)|(we|there) (only )?(have|are) \d+)\b",
    _FLAGS,
)
_BILL_MISSING = re.compile(
    r"届(いて(い)?|か)な|届きま|来て(い)?な|まだ|未着|見当たら|\b(missing|not (arrived|received|reached|come|seen|had)|(haven't|hasn't|didn't|never) (arrived?|receiv\w+|reach\w*|come|seen|had|got|get)|still waiting)\b",
    _FLAGS,
)
_BILL_AMOUNT = re.compile(
    r"二重|重複|多い|金額|(名|人|席|件)分|過(大|剰)|\b(twice|double|duplicate\w*|over-?charged|too much|more than|instead of|billed (us )?(for|twice)|charged (us )?(for|twice)|invoiced (us )?for|we (only )?have \d+|amount)\b",
    _FLAGS,
)

_COMPLIANCE = re.compile(
    r"(データ|情報|記録|サーバー?)の?[^。]{0,10}(保管|保存|所在|置き|設置)(場所|先|国|地域|期間)?[^。]{0,6}(は|を|が|に|の|、|\(|$)|(どこ|国内|海外)[^。]{0,10}(保管|保存|置かれ|サーバ)|暗号化|再委託|(?<![A-Za-z])(ISMS|ISO ?\d|SOC ?[12]|GDPR|NDA)(?![A-Za-z])|プライバシーマーク|Pマーク|反社|反社会的勢力|システム監査|(委託先|外部)(監査|評価|調査|管理)|(セキュリティ|情報管理|委託先)[^。]{0,10}(チェック|調査|質問|確認|アンケート|要件|シート|体制|認証)|チェックシート|(利用)?規約|約款|秘密保持|機密保持|脆弱性|データ処理契約|個人情報[^。]{0,16}(取り?扱|保護|管理|同意|方針|契約|覚書|預け|委託)"
    r"|\b(gdpr|dpa|data (processing|protection)|processing agreement|sub-?processors?|iso ?\d+|soc ?[12]|pen(etration)?[- ]?test\w*|encrypt\w*|data (cent(er|re)s?|residency|location|retention)|(data|records|information|details)\b[^.?]{0,24}\b(stored|hosted|kept|held|located)|hosted|(security|vendor|supplier|compliance|infosec|privacy) (questionnaires?|assessment|review|form|check\w*)|due diligence|records of processing|privacy (policy|notice|impact)|non-disclosure|nda|terms (of (use|service|business)|and conditions)|liability|indemnity|modern slavery|insurance certificate)\b",
    _FLAGS,
)

CALL = re.compile(
    r"お?電話(で(お?話|ご?相談|ご?説明)|を?(ください|下さい|いただけ|いただきた|頂け|頂きた|もらえ|もらいた|ほしい|欲しい|お願い)|して(ください|下さい|いただ|もら|ほしい|くれ))|折り返し[^。]{0,12}(ください|下さい|お願い|いただけ|ほしい)|(声|口頭|直接)[^。]{0,4}(で|お)[^。]{0,4}(話し|お話し?)[^。]{0,8}(たい|できま|いただけ|ませんか)"
    r"|\b(call|ring|phone) (me|us)\b(?! (when|if|with|by|a )\b)|\bgive (me|us) a (quick )?(call|ring|bell|buzz|shout)\b|\b(could|can|may) (we|i|you) (have a (quick )?(call|chat|word)|(talk|speak) (on|over|by) (the )?phone|ring|jump on a call|hop on a call)\b|\bring (me|us) back\b",
    _FLAGS,
)

TRAINING = re.compile(
    r"\b(anything|something|sessions?) for (new|beginners|starters)\b|講習|研修|説明会|レクチャー|トレーニング|勉強会|\b(train(ed|ing)?|beginners?'?s? (session|class|course)|induction|classes|class|workshop|webinar|(intro\w*|refresher|starter|live) (session|course|class))\b",
    _FLAGS,
)
_TRAIN_THEM = re.compile(
    r"受け(たい|させ|られ)|参加(したい|でき|させ)|出(たい|られ|ら)|ありますか|やって(いただけ|もらえ)|開(いて|催)|して(いただけ|もらえ|ほしい)|お願い|申し?込"
    r"|\b(get (them|him|her|us|me|\w+)\b[^.?]{0,24}\btrained|train (them|him|her|us|my|our|the)|is there|are there|anything like|join|(can|could|would) (you|they|she|he|we|i)|do you (run|have|offer|do)|book|sign (them|him|her|us|me) up|need\w*)\b",
    _FLAGS,
)
# A visit, or something made for them alone, is no class that everybody may join.
_BEYOND = re.compile(
    r"訪問|現地|来て|出張|伺って|お越し|来社|来園|無償|無料|費用(は|も)?(なし|無し|かけ)|サービスで|専用|貸し?切|\b(on[- ]?site|at our (office|site|place|premises|home|depot)s?|come (out|over|to|down)|visit|in person|free( of charge)?|(at )?no (extra |additional )?(cost|charge|fee)|custom|bespoke|just for us|extra|additional)\b",
    _FLAGS,
)


# So long a mail may be to say nothing but that it is enough.
_NOTHING_TOLD = {"ja": 24, "en": 48}


def wants(sentence: str) -> bool:
    """True where a sentence wants something told, given or done, question or not."""
    return saying.is_question(sentence) or bool(_WANTS.search(sentence))


_POINTS_BACK = re.compile(
    r"^(can|could|would) (somebody|someone|anyone|you) (please )?(check|look|advise|help|confirm)( (this|it|into (this|it)|please|for us))?$|^(以上|これら|上記|両方|いずれも|どちらも|その件|こちら)[^。]{0,14}(お願い|ください|下さい|いただけ|ご?確認|教え)[^。]{0,10}$|^(ご?確認|ご?対応|ご?手配)(を)?[^。]{0,4}(お願い|ください|下さい|いただけ)[^。]{0,10}$"
    r"|^(so |and |also |please |thanks,? )*((could|can|would|will) (you|we|i) (please |kindly )?)?(let (me|us) have|have|send|provide|get|share|look into|check|confirm|fix|sort( out)?|reissue|resend|correct|drop|answer)( (me|us))? (a (line|note|word)|these|this|those|them|both|it|all of (these|them|this|it)|that|a (corrected|new|fresh|revised) (one|copy|version|invoice))\b[^.?]{0,40}$",
    _FLAGS,
)


def points_back(sentence: str) -> bool:
    """True for a request for what the sentence before it named: it adds nothing but the wish."""
    return bool(_POINTS_BACK.search(sentence.rstrip("? ")))


def contract_facts(sentence: str) -> list[str]:
    """Which facts of the contract a sentence asks for."""
    found = [name for name, words in CONTRACT_FACTS.items() if words.search(sentence)]
    # Who wants the fee moved asks for no fact.
    if _MOVES_IT.search(sentence):
        found = [name for name in found if name not in ("fee", "next_fee")]
    # What it would come to with other numbers is not what it comes to now.
    return ["other_fee" if name == "fee" else name for name in found] if _WOULD_BE.search(sentence) else found


def stays(mail: str) -> bool:
    """True where nothing in a mail says that they go, or dates are asked for a paper of theirs alone."""
    return not _LEAVES.search(mail)


def only_for(mail: str) -> bool:
    """True where dates are asked for a paper of theirs: a register, an audit, a budget."""
    return bool(_ONLY_FOR.search(mail))


def in_sentence(sentence: str, mail: str) -> Kind | None:
    """The everyday matter of one sentence; `mail` is what it stands in."""
    if CALL.search(sentence):
        return "call"
    taught = TRAINING.search(sentence) and _TRAIN_THEM.search(sentence) and not _BEYOND.search(mail)
    if taught and wants(sentence) and not _ON_SCREEN.search(sentence.replace("使い方", "")):
        return "training"
    if _ON_SCREEN.search(sentence):
        return None
    if _of_a_bill(sentence, mail):
        return "invoice"
    if not wants(sentence):
        return None
    if contract_facts(sentence) and (stays(mail) or only_for(mail)) and not _COMPLIANCE.search(sentence):
        return "contract"
    if _COMPLIANCE.search(sentence):
        return "compliance"
    about_days = _CLOSED_OR_OPEN.search(sentence) or (REACH_WHEN_CLOSED.search(sentence) and _A_DAY.search(sentence))
    if saying.is_question(sentence) and about_days and not _THEIR_OWN_DAYS.search(sentence):
        return "hours"
    return "contact" if _CONTACT.search(sentence) or NEXT_MEETING.search(sentence) else None


def only_a_call(own: str, sentences: list[str], language: str) -> bool:
    """True where a mail wants to be rung up and tells nothing else that could be answered."""
    beside = [s for s in sentences if not CALL.search(s) and not saying.only_a_call(s)]
    told = [s for s in beside if saying.is_question(s) or saying.tells_of_failure(s)]
    return (
        bool(CALL.search(own))
        and not told
        and len("".join(beside)) <= _NOTHING_TOLD["ja" if language == "ja" else "en"]
    )


def _of_a_bill(sentence: str, mail: str) -> bool:
    told = BILL.search(sentence) and _BILL_IS.search(sentence)
    named = BILL.search(mail) and _BILL_IS.search(mail) and _ON_A_BILL.search(sentence)
    return bool(told or named) and not _BILLS_OF_THEIRS.search(mail)


def bill_is(sentence: str) -> Literal["missing", "amount", "changed"]:
    """What is told of a bill: it has not come, its amount is disputed, or something on it is to be another."""
    if _BILL_MISSING.search(sentence):
        return "missing"
    return "amount" if _BILL_AMOUNT.search(sentence) else "changed"
