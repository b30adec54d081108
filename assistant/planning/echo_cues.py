"""By which words a sentence of a mail is known: a courtesy, a name, an amount, what may not be quoted."""

import re

SENTENCE = re.compile(r"[^。.!?\n]+(?:\.(?=\d)[^。.!?\n]+)*[!?。.]?")
PLEASANTRY = re.compile(
    r"お世話|お疲れ|こんにちは|おはよう|はじめまして|よろしく|ありがとう|恐れ入り|すみません|失礼|拝啓|ご無沙汰|お忙しい"
    r"|お手すき|お手隙|急(ぎ|い)(で(は|も)|じゃ|ません|ておりません|ていません|ぐもの)|(いつでも|後(で|ほど)|後日)(でも|も|で)?(構|かま|結構|大丈夫)|(の|な)(時|とき|際|折|範囲)で(構|かま|結構|大丈夫)|恐縮(です|ですが)?$"
    r"|\bno (rush|hurry|urgency)\b|\b(not|nothing|isn't|is not) (at all )?urgent\b|\bin your own time\b|^(when|whenever|as and when) (you|it)\b[^,:]*$"
    r"|^(hi|hello|dear|thanks|thank you|regards|best|sorry|please|cheers|good (morning|afternoon))\b",
    re.IGNORECASE,
)
INTRODUCTION = re.compile(
    r"^[^がをはも]{1,16}(です|でございます|と申します|だ)$"
    # A name may hold any letter: what ends as organisations do stands before the writer's own.
    r"|^[^。、?]{1,24}(?:(?<![御貴当弊会他自各本])社|[塾園院館校店室局庫課係会]|組合|法人|協会|事務所|製作所|営業所|クリニック)の(?![^。]*(?:責任|不具合|問題|経理|現場|担当|部|課)(?:です|だ))[^ぁ-ん。、]{1,8}(です|でございます|と申します)$"
    r"|^\w+( \w+)? here$|^this is \w+( \w+)?( (from|at|in) .{2,40})?$|^[A-Z]\w+( [A-Z]\w+)?$",
    re.IGNORECASE,
)
AMOUNT = re.compile(
    r"[0-9一二三四五六七八九十半]+\s*(万|千|億)?\s*(円|%|割|パーセント|percent)|半額|[$£€¥]\s?\d|\d+k\b", re.IGNORECASE
)
TAIL = re.compile(
    r"(な?[のん]です(?:よね|ね|よ|が|けど|けれど)?|んですけど|のですけど|んですが|のですが|ですけど|ますけど|んだけど|よね|よ|ね|なぁ|なあ|のかねえ|かねえ|かしら|けど|けれど|が|し)$"
)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f💦笑]+")
# A call for an answer, or a count of what follows, tells nothing of the matter.
CALL = re.compile(
    r"^(大?至急|早急に?|急ぎ(で)?|お急ぎで|早め(に)?|なるべく早く|今すぐ)[^、。]{0,10}(お願い|願い|頼み|ください|下さい)[^、。]{0,8}$|^(以下の?|次の|下記の?)?([0-9一二三四五六七八九]+|いくつか)(つ|点|件)(ほど|ばかり|だけ)?、?(お願い|ご?相談|質問|お?伺い|確認|お?聞き|教えて)[^、]{0,18}$|^(just )?(a couple of|a few|two|three|four|some|one) (quick )?(things|questions|points|requests)( (for you|please|today|from me|when you get a (sec|minute|moment)))?$|(ご回答|ご返信|お返事|ご連絡|ご検討|ご再考|ご対応|ご査収|ご確認)(を|のほど|下さい|ください|いただ|お願い|$)|please (reply|advise|respond|let me know)",
    re.I,
)
# "What should I do?", which asks for help with what was told before it.
ADVICE = re.compile(
    r"^(では|それで|まず|さて|いったい)?、?(まず)?(何|なに|どこ|どう|いつ)(から|を|に)?(始め|はじめ|すれ|したら|準備し|用意し|手を(付|つ)け|着手|進め|やれ|やったら|動け)[^。、]{0,20}(か|の)?$"
    r"|^(何|なに)か(、)?(よい|良い|いい)?(方法|手|やり方|進め方|お?知恵|助言|アドバイス)[^。、]{0,14}か$|^(ご?助言|アドバイス|お?知恵)[^。、]{0,12}(ください|下さい|いただけ|お願い|もらえ|借り)[^。]{0,10}$"
    r"|^(so |and |then )?(what|where|how) (do|should|must|would|can|shall) (i|we|you) (have to |need to |best )?(do|start|begin|go about (it|this|that)|proceed|suggest|recommend|advise|handle (it|this|that))( first| next| about (it|this)| then| now| with (it|this))?\?*$"
    r"|^(so,? |and |ok,? )?what (now|next)\?*$|^any (advice|ideas?|tips|suggestions|thoughts)( on (this|that|it)| for (us|me))?\?*$",
    re.IGNORECASE,
)
CONJUNCTION = re.compile(
    r"^(?:(でなければ|なお|追伸|そうでなければ|また|さて|つきましては|ただ|しかし|なので|それで|ちなみに|実は|あと|それと|そこで|ところで|正直(申し上げて|に申しまして|に言って|に言うと|言って|なところ)|率直に(申し上げて|言って)|早速ですが|急(な(お話|こと|ご連絡)?)?で(大変)?(申し訳(ない|ありません|ございません)|恐縮です|すみません)(のです|んです)?が|突然で恐縮ですが|お忙しいところ(大変|誠に)?(恐れ入りますが|恐縮ですが|申し訳ありませんが|申し訳ございませんが|すみませんが)|(お)?急ぎでは(ない|ありません|ございません)(のです|んです)?が|恐れ入りますが|お手数ですが|別件(です|なのです|で恐縮です|になります)が)、?)+"
)
VOCATIVE = re.compile(r"^[^\s、。]{1,8}(さん|様|さま|殿|くん)、\s*")
# What stands before the matter on the same line: "Hi Haruka, ", "Thanks for that. Two things: "
GREETED = re.compile(
    r"^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks|thank you|many thanks|cheers|sorry)\b[^,:;!?.]{0,40}[,:;!–-]\s*)?"
    r"(?:(?:just )?(?:a couple of|a few|two|three|four|one) (?:quick )?(?:things|questions|quick ones?)\b[^,:;]{0,40}[,:;–-]\s*)?",
    re.IGNORECASE,
)
# The number of an item in a list.
ITEM = re.compile(r"^\s*(?:\([0-9]{1,2}\)|[0-9]{1,2}[.):、](?!\d)|[・●■◆◇※•])\s*")
SELF = re.compile(
    r"^(?:(?:hi|hello|hey|dear)\b[^,:]{0,30}[,:!]\s*)?(?:this is [A-Z][\w.'-]*(?: [A-Z][\w.'-]*)?(?: from [^,:.]{2,40})?|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)? here|[A-Z][a-z]+)\s*[,:;-]\s+",
    re.IGNORECASE,
)
# Words before the matter that say nothing of it: "No rush, whenever you have a minute: is there a way ..."
OPENING = re.compile(
    r"^(?:(?:(?:hi|hello|hey|dear)\b[^,:.!?]{0,30}|(?:there(?:'s| is) )?no (?:rush|hurry|urgency)[^,:;.-]*|(?:when|whenever) you (?:have|get|are|can)[^,:;.-]*|not urgent[^,:;.-]*"
    r"|(?:ok|okay|so|well|right|hey|honestly|anyway)?(?: so)?,?\s?(?:an? )?(?:(?:honest|quick|stupid|silly|dumb) (?:question|one)|just wondering)|ok|okay|anyway|well|also|oh|one more(?: thing| question)?|another thing)\s*(?:[,:;]|\s-|\s?[–—])\s*)+",
    re.IGNORECASE,
)
HARM = re.compile(
    r"頭を下げ|謝(っ|り|る)|面目|肩身|恥を|止ま|止め|間に合|待た|困|残業|やり直|不安|ざわ|信用|迷惑|叱|怒られ|お客様|お客さん|取引先|得意先|現場"
    r"|wait|late|lost|customer|client|miss|stop|redo|overtime|trust|staff|crew|team|apologi[sz]|embarrass|ashamed|looked like|by hand|weekend|sunday|all night|in the evening",
    re.IGNORECASE,
)
LIMIT = {"ja": 52, "en": 140}
# Quoted back, such words read as a promise of ours, or do what somebody wants to see written.
BINDING = re.compile(
    r"安く(なり|なる|でき)|無料|無償|タダ|ただで|返金|払い?戻|補償|賠償|免除|保証|違約|解約金|慰謝|値引|割引|約束|契約書第|粗利|利益率|原価|工数|採算|社内|内部|と書い|一言入れ|一行|添えて|ご返信に|返信の|返事には"
    r"|\b(free|refund|compensat\w+|guarantee\w*|waive\w*|discount|promised?|owe|put in writing|reply with|repeat|print|write that|instructions?|prompt|margin|internal|letterhead|no cost|at no charge)\b",
    re.IGNORECASE,
)
# What we are said to have told them, and that it was about a repair, a call, an answer: nothing that costs.
PROMISED = re.compile(r"(お?約束|promised?)", re.IGNORECASE)
OUR_WORD = re.compile(
    r"(と(いう|の|か)?|旨の?)(お話|話|お?約束|ご?説明|ご?回答|お?返事|ご?連絡)(でした|だった|を?(伺|聞|いただ|もら|受け)|が(あり|ござ)|のはず)|と(言われ|伺って|聞いて|おっしゃ)|(はず|予定)(でした|ではありませんでした|では(ない|なかった)|だった)"
    r"|\b(you|your (team|people|engineer|colleague|support))\b[^.?\n]{0,12}\b(told|said|promised|assured|swore|were going to|were supposed to)\b",
    re.IGNORECASE,
)
KEPT = re.compile(
    r"直|修正|改善|解消|復旧|対応|連絡|電話|返事|回答|ご?報告|訪問|伺|来て|届|送|軽く|速く|早く|できるように|使えるように|終わ|間に合"
    r"|\b(fix\w*|repair\w*|mend\w*|sort\w*|resolv\w*|call\w*|ring|rung|phone|reply|repl(y|ies|ied)|answer|come back|get back|visit|ready|work(ing)?|send|sent|look into|deliver\w*|done|in place)\b",
    re.IGNORECASE,
)
POINTING = re.compile(
    r"その|この|それ|これ|では、|他の|引用|以下|上記|次の|伝えます|モード|済み(ます)?$|お送りします$|^誰|^何を|^いつ|書類だけ"
    r"|\b(that|this|these|those|it|one|them|their|they|please|prove|instead)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"https?:|www\.|[\w.+-]@[\w-]+\.|[=+@-][A-Z]{2,}\(|[<>{}]|[A-Za-z0-9+/=]{24,}|(?:%[0-9A-F]{2}){3,}|[¿«„ß]"
)
# Characters that turn the reading direction: what is read is not what is written.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A sentence in katakana alone is written so as not to be read; no customer is quoted with it.
KANA_ONLY = re.compile(r"^(?=.{10,})(?!.*[ぁ-ん一-龥])(?:[^ァ-ヶ]*[ァ-ヶー]){8,}")

# Said of something that does not do what it should; 「わかりません」 and 「…ませんか」 say nothing of the kind.
FAILED = re.compile(
    r"(?<!わかり)(?<!分かり)(?<!知り)(?<!構い)(?<!かまい)(?<!急ぎ)(?<!すみ)(?<!あり)(?<!しれ)ません(?!か)|(でき|出|開か|開け|動か|映ら|入ら|入れ|届か|送れ|付か|押せ|使え|合わ|つながら|読め|見られ|見え|され)な(い(?!よう)|く|かった)"
    r"|エラー|不具合|止ま(っ|り|る)|消え|おかし|ずれ|欠け|途切れ|失敗|間違|二重|重複|真っ白|固ま|遅い|落ち|反映され|てしま|ちゃ[いう]|文字化け|壊れ"
    r"|\b(won't|can't|cannot|doesn't|isn't|aren't|didn't|never|error|fail\w*|wrong|missing|blank|stuck|gone|lost|broken?(?! (?:his|her|my|their|an?) )|crash\w*|slow|twice|empty|frozen|freezes)\b",
    re.IGNORECASE,
)
# A question that asks for a way or a setting, whatever was told before it.
WAY = re.compile(
    r"(方法|やり方|仕方|設定|機能|手順|手段|メニュー)(は|が|って|など)?(、)?(あり|ござい|教え|ない)|\bis there (a|any|some) (way|setting|option)\b|こと(は|って|も)?(でき(ます|ません)か|可能(です|でしょう)か)",
    re.IGNORECASE,
)
# The way itself is asked for: how it is done, and not how it could come to this.
BY_WHAT_WAY = re.compile(
    r"どうやって|どうすれば(?!(?:気|納得|許))|どのように(すれば|設定|操作|変え|止め|直)|(方|方法|手順)を(教え|お教え|ご教示|知り)|\bhow (do|can|could|would|should) (i|we)\b(?! (trust|know|believe|explain|tell))",
    re.IGNORECASE,
)
