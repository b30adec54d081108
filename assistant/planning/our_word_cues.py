"""By which words a word of ours held up to us, and a reproach of our silence, are known."""

import re

_FLAGS = re.IGNORECASE

# People who are not us: what they said, or did not answer, is no matter of ours.
OTHERS = re.compile(
    r"(業者|現場|お客様|お客さん|顧客|取引先|得意先|荷主|施主|保護者|先生|職員|社員|従業員|スタッフ|部下|上司|本部|本社|支店|支社|店舗|部署|課|利用者|患者|家族|生徒|会員|委託先|協力会社|銀行|税理士|役所|他社|工場|チーム|メーカー)"
    r"(の(者|方|人|担当))?(から|より|が|は)[^。]{0,24}((と|旨)の?(こと|話)|と(言|聞|伺)|連絡|返事|返信|報告|回答|音沙汰)"
    r"|\bheard (?:\w+ ){0,3}from (?!(?:you|your|anyone|anybody|any of|either of you|a (?:soul|single))\b)|\b(?:the )?(?:bank|landlord|contractor|supplier|head office|regulator|auditor|client|customer)s? (?:told|said|promised|was supposed|were supposed)\b",
    _FLAGS,
)
_DEED = (
    "直す|直し|直る|修正|改善|解消|復旧|対応|連絡|電話|返事|返信|回答|報告|訪問|折り返|伺|来て|来ら|届|送|お?渡し|お?知らせ|提出|"
    "用意|準備|手配|調べ|確認|回収|交換|説明|案内|できる|終わ|間に合|いただけ|いただく|もらえ|くださ|くれる"
)
_TOLD = (
    r"(?:との?(?:こと|お話|話|お?約束|ご?説明|ご?回答|お?返事|ご?連絡|ご?案内)(?:で(?!す(?:か|ね)?$)|だった|を(?:伺|聞|いただ|もら|受け)|が(?:あり|ござ)|のはず)"
    r"|と(?:言われ|言って(?:い|ま|お|く)|言った|伺って|聞いて|聞かされ|聞きまし|おっしゃ|約束|ご?案内(?:いただ|され|があ)|ご?説明(?:いただ|され|があ))|(?:はず|予定|お?約束)(?:でした|ではありませんでした|では(?:ない|なかった|$)|だった|じゃ|なのに|ですが|ですよね))"
)
# Something that we would do, and that we said so.
PROMISE = re.compile(
    rf"(?:{_DEED})[^。]{{0,24}}?{_TOLD}"
    r"|\b(?:you|your (?:team|people|engineers?|colleagues?|support|office)|(?:somebody|someone|one) (?:of you|(?:from|on|at) your (?:side|end|team|office|support))|callers?)\b[^.?\n]{0,12}\b(?:promised|assured|guaranteed)(?! (?:land|savings))"
    r"|\b(?:you|your (?:team|people|engineers?|colleagues?|support|office)|(?:somebody|someone|one) (?:of you|(?:from|on|at) your (?:side|end|team|office|support)))\b[^.?\n]{0,12}\b(?:told|said)(?: (?:me|us|\w+))?(?: that)? (?:you|it|this|that|they|he|she|someone|somebody|the \w+(?: \w+)?)(?: would|'d|'ll| will| was going| were going)\b"
    r"|\b(?:i|we) (?:was|were) (?:told|promised|assured)\b[^.?\n]{0,40}\b(?:would|'d|will|by|call|fix\w*|answer|report|visit)\b"
    r"|\b(?:you|somebody|someone|your (?:team|people|engineers?|colleagues?|support|office))\b(?: guys| lot)? (?:was|were) (?:supposed|meant|going|due) to (?:call|ring|phone|come|get|send|fix|reply|answer|let|look|sort|visit|report|deliver|check|update|be in touch)\b"
    r"|\b(?:was|were) (?:supposed|meant|due|going) to be (?:fixed|sorted|resolved|repaired|ready|done|sent|delivered|in place|back|with (?:me|us))\b",
    _FLAGS,
)
# 「ここを押せば直ると聞いた」 is advice on what they should do, not a word of what we would do.
ADVICE = re.compile(
    r"(?:れば|せば|えば|けば|めば|ったら|したら|すると|押すと|入れると)[^。]{0,16}と(?:言われ|聞|伺|の(?:こと|ご?説明|ご?案内))"
    r"|\b(?:told|said)(?: (?:me|us))?(?: that)? (?:it|that|this) would\b[^.?\n]{0,30}\bif (?:i|we)\b",
    _FLAGS,
)
_NO = r"(?:ない|ません(?!か)|ございません|なかった|ず(?:$|に|、))"
NOT_KEPT = re.compile(
    rf"まだ(?!間に合|大丈夫|先(?:の|で))|いまだ|未だ|一向に|今(?:日|朝|週|月)も(?:また|まだ|、)?|(?:来|届|直|動|出て|(?<!参加)(?<!出席)(?<!対応)でき|変わ|終わ|済|もらえ|いただけ|いただい|聞け|され|何も|連絡[がはも]|返事[がはも]|報告[がはも]|電話[がはも])[^。、]{{0,8}}?{_NO}"
    r"|音沙汰|はず(?:でした|だった|なのに|では)|待っても|過ぎ(?:て|ま|た)|もう(?:夕方|夜|昼|\d|今日|翌|月末|年末|一週間|週末|[一二三四五六七八九十]+(?:日|週|か月))|いつまで|どうなって|どうなった|遅れて(?:い|お|ば)|守(?:ら|れ)|破ら|反故|話が違|約束(?:が|と)違|ままです|ままで(?:す|は)|待(?:って|ち)(?:い|お|続|ぼうけ)|それきり|それっきり|なしのつぶて|忘れられ"
    r"|\b(?:still|nothing|nobody|no one|none|never|no sign|has not|have not|did not|hasn't|haven't|didn't|isn't|aren't|wasn't|weren't|hadn't|without (?:it|them|that)|late|missed|overdue|come and gone|came and went|passed|waiting|silence|broke\w*)\b|\bit'?s (?:now|nearly|almost|already|been)\b|\b(?:it is|that was) (?:now|nearly|almost|already|\w+ (?:days|weeks|months) ago)\b",
    _FLAGS,
)
# 「20日までに…と聞いていましたが」, "by Friday, but": with the day gone by, it says enough.
BY_THEN_BUT = re.compile(r"までに[^。]*(?:が|けど|けれど|のに)(?:、|$)|\bby\b[^.?\n]*\b(?:but|yet)\b", _FLAGS)
MONTHS = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}  # fmt: skip
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DAY = re.compile(
    rf"(?:(?P<m>1[0-2]|[1-9])月)?(?P<d>3[01]|[12]\d|[1-9])日(?!間)|\b(?P<dd>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?(?: of)? (?P<mm>{_MONTH})\b",
    _FLAGS,
)
# What the record says that we told them we would do.
WE_SAID = re.compile(
    r"(?:と|旨を?)(?:ご?案内|お?伝え|お?約束|ご?説明|ご?連絡|申し上げ|お?知らせ|お?答え|ご?回答)(?:し|いたし|を?差し上げ|た|ま|$)"
    r"|\bwe (?:said|told you|promised|agreed|undertook|offered|committed)\b[^.]*\b(?:would|will|to)\b|\bto (?:send|call|report|deliver|fix|reply|come back|get back|follow up)\b[^.]*\bby\b",
    _FLAGS,
)

_US_JA = r"(?:御社|貴社|そちら(?:様)?|(?:ご?担当|営業|サポート)(?:の方|者|さん)?|どなた|誰|だれ|そのあと|あれ|それ)"
_WORD_JA = r"(?<![一-龥])(?:ご?連絡(?![帳先網])|音沙汰|フォロー|便り|お?声がけ|お?声かけ|ご?訪問|ご?案内|お?返事|ご?返信|反応|挨拶|お?電話)(?:の?(?:ひとつ|一つ|1つ|一本|1本|一通|1通))?"
_NONE_JA = r"(?:が|は|も|の)?(?:一度も|一切|全く|まったく|何も)?(?:ない|なし|なく|ありません|ございません|ありませんでした|なかった|いただけて(?:い|お)|いただいて(?:い|お)(?:ない|ません)|もらえ(?:ない|ません|て)|来(?:ない|ません|て(?:い)?(?:ない|ません))|こない)"
_EVER_JA = r"(?:何の|何も|なにも|なんの|一度も|一切|まったく|全く|まるで|ぱったり|ひと言も|一言も|以来|以降|[0-9一二三四五六七八九十半数]+(?:か月|ヶ月|カ月|ヵ月|週間|年|日)(?:以上|近く|間|も)?|きり)"
# The reproach that we let them be: never a word from us, and an end with the sale.
SILENCE = re.compile(
    rf"{_US_JA}から(?:の|は|も)?[^。]{{0,16}}{_WORD_JA}{_NONE_JA}|{_EVER_JA}[^。]{{0,20}}{_WORD_JA}{_NONE_JA}|音沙汰(?:が|も|は)?(?:ない|なし|なく|ありません|ございません)|なしのつぶて"
    r"|(?:導入|契約|売|販売|納品|立ち上げ|始め|稼働)(?:させ)?(?:し|っ|れ)?(?:た|たら|てしま(?:え|っ)\w*|ば|れば|後|あと)[^。]{0,14}(?:終わり|おしまい|それまで|それきり|それっきり|放置|ほったらかし|ほっとかれ|知らん|放っ)|(?:導入|契約|販売|納品)(?:後|してから|したあと)(?:は|も)?[^。]{0,8}(?:放置|ほったらかし|ほったらかされ)|釣った魚|(?:売り|導入し|納め|入れ)っ(?:ぱなし|放し)"
    r"|\b(?:haven't|have not|hasn't|has not|hadn't|not|never|nor) (?:\w+ )?heard (?:a (?:peep|word|thing|sound|squeak|whisper|single)|so much as|one word|anything (?:at all|whatsoever|since)|from (?:you|your|anyone|anybody|any of you)\b[^.?\n]{0,40}\b(?:since|in \w+ (?:weeks|months)|for \w+ (?:weeks|months)|ever|once|at all))"
    r"|\bheard nothing\b[^.?\n]{0,30}\b(?:since|from you|in|for|at all)|\b(?:since|in|for)\b[^.?\n]{2,40}\b(?:haven't|have not|not|never) heard (?:a|any|from you|from anyone|from anybody|back from you)"
    r"|\b(?:nobody|no one|not one of you|no-one|none of you|not a soul)\b(?: (?:from|at|on) your (?:side|end|team|company|office|lot))?(?: (?:has|had|have|'s|ever|even))* (?:comes?|came|gets|calls|replies|answers|gotten|got|been|called(?! in sick)|rung|rang|checked|contacted|reached|followed|bothered|written|replied|visited|asked (?:us|me) (?:how|if|whether|what)|picked) ?(?:back|in(?: touch| on| with)?|us|out|up|to us|the phone)?\b(?=[^\n]*\b(?:us|me|since|weeks?|months?|back|touch|up|out|once|in)\b)"
    r"|\b(?:haven't|have not|hasn't|never|not) (?:had|received|seen|got|gotten) (?:a|one|so much as a|even a) (?:single )?(?:call|visit|word|e?-?mail|message|reply|answer|check-in)\b[^.?\n]{0,30}\b(?:since|from (?:you|anyone|anybody)|in \w+ (?:weeks|months))\b|\bleft alone with (?:it|this)\b|\bradio silence\b|\b(?:complete|total|utter|nothing but|just|only|been) silence\b|\bgone (?:very |completely |totally )?(?:quiet|dark|silent) on (?:us|me)\b|\b(?:you|you guys|you lot|your (?:team|people|company))(?:'ve| have)? (?:just )?(?:went|gone|go) (?:quiet|silent|dark)\b|\byou(?:'ve| have)? (?:vanished|disappeared|forgotten (?:us|about us|we exist))\b|\bforgot(?:ten)? (?:that )?we exist\b|\bleft (?:us )?(?:to fend|high and dry|to our own devices)\b"
    r"|\b(?:took|take|taken) (?:our|the) money and\b|\bonce (?:the (?:ink|contract|deal)|we(?:'d| had)? (?:signed|paid))\b[^.?\n]{0,40}\b(?:nothing|silence|never|gone|vanished|disappeared|quiet)\b",
    _FLAGS,
)
# Said of us again in other words: "nobody told us", 「誰も教えてくれませんでした」.
NEVER_CAME = re.compile(
    r"(?:御社|そちら|誰も|だれも|担当)[^。]{0,20}(?:ない|ません|なかった)|\b(?:nobody|no one|no-one|you)\b[^.?\n]{0,30}\b(?:told|called|came|came back|asked|wrote|has|have|did)\b|\bnobody (?:has|did)$|\bnext step\b",
    _FLAGS,
)
# The writer's own late answer, a notice of the product's, and a word they do not want.
NOT_OURS = re.compile(
    r"(?:連絡|返事|返信|案内)(?:が|も|を)?[^。]{0,16}(?:申し訳|すみません|失礼|お詫び|恐れ入)|(?:申し訳|すみません|失礼)[^。]{0,20}(?:連絡|返事|返信)|(?:必要|いり|要り|結構|不要)|(?:システム|アプリ|機器|端末|センサー)から"
    r"|\bsorry\b[^.?\n]{0,30}\b(?:silence|quiet)\b|\bno need\b",
    _FLAGS,
)
THE_END = re.compile(
    r"(?:導入|契約|売|販売|納品|立ち上げ|始め|稼働)(?:っぱなし|[^。]{0,16}(?:終わり|おしまい|それまで|それきり|それっきり))|\b(?:is|was) that (?:it|all|how (?:it|this) works|how you work|what we pay for)\b|\bonce (?:we|you) (?:sign|signed|go live|went live)\b[^.\n]*\?|\bon our own (?:now|from here)\b",
    _FLAGS,
)
