"""What a mail asks and no part of the letter takes up: named as open, and asked of the CSM, each point once."""

import re
import unicodedata
from collections.abc import Iterable

from assistant.domain.plan import Move
from assistant.domain.reading import Matter, Reading
from assistant.domain.situation import Situation
from assistant.planning import echo, errands, saying, terms
from assistant.planning.brief import Brief, Sheet

# So many open points are named in words; of more, the letter says only that none is forgotten.
_NAMED = 2
_OPEN = ("left_open", "thing_left_open", "quoted_left_open")
_ASKED = 4
# Errands that a letter on another matter never answers by the way.
_ERRANDS = ("document", "date", "invitation", "payment", "invoice", "compliance", "contact", "hours")
_SHORTEST = {"ja": 10, "en": 20}
_FLAGS = re.IGNORECASE

# What is asked for in the form of a statement.
_REQUEST = re.compile(
    r"^(and |also,? |so |then |first,? |second,? )*(who|whom|what|when|where|how|which) (do|does|did|is|are|can|could|should|would|will|was|were)\b|"
    r"(いただきたい|頂きたい|もらいたい|てほしい|て欲しい|いただけると|もらえると|いただければ|もらえれば|願えれば|くださると|知りたい|伺いたい|お聞きしたい)[^。]{0,24}$|(できないか|ないか|てほしい|たい)(と|って|との)(言われ|聞かれ|声|要望|頼まれ)[^。]{0,14}$|(をお願い|お願いでき|希望し|希望いたし)[^。]{0,10}$"
    r"|^(and |also,? |then )?(please|kindly)\b(?! (find|see|note|let us know if|feel|ignore|don't|do not|accept|excuse|bear))|\b(could|can|would|will) you\b|\b(let me have|let me know|tell me|send me|(?<!than )(i|we) (need|want)(?= \w)|i'd like|we'd like|would (also )?like)\b(?! (it|this|that|them|these) by)"
    r"|\b(wants?|needs?|would (also )?like)\b( (me|us))? (to know|to see|to understand|a signed|an?|our|your)\b|\b(has asked|asked|asks) (me|us) (whether|if|to|for|what)\b",
    _FLAGS,
)
_PLEASE = re.compile(r"(please|kindly)\b", _FLAGS)
# A reproach in the form of a question, and a question that expects no answer.
_REPROACH = re.compile(
    r"(?<!でし)た(でしょう|よね|ですよね|じゃないですか|ではないですか)$|"
    r"(と|って)(早く|はっきり|正直に|最初から|先に|ちゃんと)?[^。]{0,6}(言って|おっしゃって)(ください|下さい|ほしい|くれ|もらえ)|(つもり|気|もの|わけ|ということ|って(いう)?こと)(な(の|ん))?(です|でしょう)か$|(終わり|おしまい|放置|ほったらかし|売りっぱなし)(なの|な?んで|ということ)?(です|でしょう)か$|忘れ(られ|て)(て|しま|い|た)[^。]{0,8}(です|でしょう)か$|こういう(もの|やり方)(なの|な?ん)?(です|でしょう)か$|どういう(こと|つもり)|何のため|なぜこんな|おかしく(ない|ありません)(です)?か|ひどく(ない|ありません)(です)?か"
    r"|\b(is|was) (that|this) (how|what|really|supposed|it|the (level|kind|sort|way|service|attention))\b|\b(did|have) you (guys |all )?(forget|forgot|forgotten|given up|lost interest)\b|\bis it (normal|usual|too much) to\b|\bwhat (exactly )?(am i|are we) paying\b|\bhow hard (can|is) it\b|\btoo much to ask\b|\bwhat('s| is) the point\b|\bwho (wants|needs|does) that\b|\bdo you (even|people|lot)\b|\bare you (serious|kidding|joking)\b|\bcan you believe\b|\bwhat were you\b"
    r"|, (isn't|aren't|doesn't|don't|didn't|hasn't|haven't|wasn't|won't|will|would|do|does|did|can|could|is|are|was|have|has|right|no|eh)( (it|you|they|we|that|this|there|he|she|i))?\?$",
    _FLAGS,
)
# A call to do something about what was just told, which names nothing of its own.
_CALLS_ON = re.compile(
    r"^(その|この)?(やり方|方法|手順|対処(法|方法)?|直し方|解決(方法|策)|対応(方法|策)?|原因|理由|操作|設定)?(を|は|が|について)?(、)?(教えて|ご?教示|お知らせ|ご?確認|調べて|調査|見て|ご?対応|ご?検討|助けて|何とか|なんとか)[^。]{0,14}$|^(何|なに)(が|を)[^。]{0,12}か$|^(正直|率直|はっきり|忌憚なく|遠慮なく)[^。]{0,4}(言って|教えて|おっしゃって|お聞かせ|お話し)[^。]{0,8}$|^どう(すれば|したら|やれば|やって|なって)[^。]{0,14}(か|の)?$"
    r"|^(so |and )?(what|how) (do|should|can|would|must) (i|we|you) (do|fix|solve|stop|undo|handle|get round|set|sort)( (it|this|that|them|about it|about this|now|next|here))*( up| out| so\b.*)?\?*$|^(please |can you |could you |would you )(please )?(help|check|advise|look into (it|this)|fix (it|this)|sort (it|this)( out)?|confirm|take a look|get me that)\b.{0,20}$"
    r"|^any (chance|news|update|idea)s?\?*$",
    _FLAGS,
)
_OF_ITS_OWN = 40
_COUNTED = re.compile(
    r"(?m)(?:^|[\s。:])(?:\(?1[).]|①|1点目|1つ目|一点目|一つ目)|[23二三]点(?:お願い|ござい|あり|お伺い|質問|ご相談)|\b(?:two|three|couple of) (?:\w+ )?(?:things|points|questions|issues|problems)\b",
    _FLAGS,
)
_LOOKS_BACK = re.compile(r"^[^をがはの、]{1,13}$|^[^,]*\b(it|that|this|them|those|these|ones?)\b[^,]*$", _FLAGS)
# By when they need it says nothing of what.
_ONLY_WHEN = re.compile(
    r"^[^。]{0,14}(まで|中)に(必要|お願い|ほしい|欲しい|頂け|いただけ)[^。]{0,12}$|^(can|could) (you|i|we) (get|have|let me have|send)( me| us)? (it|this|that|them|these|those)\b[^?]{0,30}\??$|^i need (it|this|that|them) (by|before|on)\b",
    _FLAGS,
)
# What the letter of a situation answers by itself, whatever the words of the question.
_ANSWERS: dict[Situation, re.Pattern[str]] = {
    Situation.complaint: re.compile(
        r"原因|なぜ|どうして|いつ(まで|ごろ|頃|に?な|直|わか|分か)|どうなって|どういう|経緯|状況|対応|説明[をしいが責]|対策|復旧|直[しすりるせ]|修正|返事|連絡|報告|再発|二度と|責任|補償|返金|賠償|謝|分かって|整理"
        r"|\b(why|when|happened|went wrong|explain|status|fix\w*|sort\w*|resolv\w*|going to do|do about|come back|call|update|refund|compensat\w*|how (long|soon|did|could)|apolog\w+|know)\b",
        _FLAGS,
    ),
    Situation.renewal: re.compile(
        r"年額|金額|料金|費用|価格|いくら|条件(?!\()|更新日|期限|満了|いつまで|効果|成果|実績|更新|継続|手続|書類|同じ(人数|内容|条件|プラン)|引き続き"
        r"|\b(price|fee|cost|terms?|run(s)? out|roll\w*|sign again|carry on|renew\w*|end date|expir\w*|notice|results?|achiev\w+|(what|how much) we('ve)? (got|gained|saved)|got for)\b",
        _FLAGS,
    ),
    Situation.cancellation: re.compile(
        r"解約|退会|契約|手順|段取り|やめ|辞め|終了|違約|中途|途中|日割|返金|返って|戻って|残り|精算|清算|データ|記録|情報|履歴|書き出|取り出|満了|期限|いつまで|手続"
        r"|\b(cancel\w*|terminat\w*|wind|leav\w+|end|notice|end date|contract|fee|refund|money back|data|records?|export\w*|history|files?)\b",
        _FLAGS,
    ),
    Situation.concern: re.compile(
        r"(説明|報告)(できる|する|に使える)(材料|資料|数字|中身)|[1一]枚|\b(lines?|slide|page|figures|numbers)\b[^.?]{0,30}\b(read out|show|present|numbers)\b", _FLAGS
    ),
    Situation.poor_fit: re.compile(
        r"(ほか|他|別)の|おすすめ|お勧め|オススメ|ご存[じ知]|合って|向いて|\b(recommend|suggest|know of|instead|overkill|right (tool|fit))\b", _FLAGS
    ),
    Situation.success_definition: re.compile(
        r"成功|目標|指標|成果|効果|物差し|測|数字|数値|\b(goals?|success\w*|kpis?|metrics?|measur\w+|figures?|numbers?|targets?|prove\w*)\b", _FLAGS
    ),
    Situation.discount_request: re.compile(
        r"値|料金|費用|金額|価格|いくら|安|割|予算|下げ|\b(price|pricing|fee|rate|discount|cheaper|lower|less|percent|cost|budget|match|budge|better)\b|%", _FLAGS
    ),
}  # fmt: skip
# These letters are about one thing: the first that is asked of it is what they answer.
_ABOUT_ONE = frozenset(
    {
        Situation.concern, Situation.discount_request, Situation.out_of_scope_request, Situation.success_definition,
        Situation.low_usage, Situation.referral, Situation.feedback_request, Situation.project_completion, Situation.poor_fit,
        Situation.complaint, Situation.renewal, Situation.cancellation, Situation.support_question,
    }
)  # fmt: skip
# A list of things that one sentence asks for: 「更新の年額と、申し出の期限、支払いの条件を教えてください」
_LIST_JA = re.compile(
    r"^(?P<items>[^「]+?)(?:を|について(?:も)?)、?[^、。]{0,14}(?:教えて|ご?教示|お?知らせ|ご?回答|お示し|お聞かせ|いただきたい|頂きたい)[^。]*$"
)
_LIST_EN = re.compile(
    r"^(?:and |also,? )?(?:please (?:confirm|send(?: me| us)?|tell (?:me|us)|advise on|let (?:me|us) (?:know|have))|(?:.{0,80}\b(?:the following|to know))[:,]?|(?:could|can) you (?:please )?(?:confirm|tell (?:me|us)|send (?:me|us)))\s*(?P<items>.+)$",
    _FLAGS,
)


def points(reading: Reading) -> list[str]:
    """What a mail asks, a sentence each: no courtesy, no reproach, no bare call for help or advice."""
    said = [saying.without_greeting(s) for s in saying.sentences(reading)]
    if _COUNTED.search(reading.own):
        # Who counts off what the mail is about wants each of it taken up, asked for or told.
        return [s for s in said if asks(s) or (len(s) >= _OF_ITS_OWN // 2 and saying.tells_of_failure(s))]
    return [s for s in said if asks(s)]


def looks_back(sentence: str) -> bool:
    """True where a short question names nothing of its own: 「つないでもいいですか」, "Where do I send it?"."""
    return len(sentence) < _OF_ITS_OWN and bool(_LOOKS_BACK.search(sentence))


def asks(sentence: str) -> bool:
    """True for a sentence that asks for something of its own, be it in the form of a statement."""
    shortest = _SHORTEST["en" if sentence.isascii() else "ja"]
    # "Please" opens a courtesy and a request alike.
    courtesy = saying.only_a_call(sentence) and not (_PLEASE.match(sentence) and _REQUEST.search(sentence))
    if len(sentence) < shortest or courtesy or saying.asks_advice(sentence):
        return False
    # Torn from a quotation, or no more than a look back at what was told: "Which one should I pick?"
    if sentence.count("「") != sentence.count("」") or looks_back(sentence):
        return False
    plain = sentence.rstrip("? ")
    if _REPROACH.search(sentence) or _CALLS_ON.search(plain) or _ONLY_WHEN.search(plain):
        return False
    return saying.is_question(sentence) or saying.wishes(sentence) or bool(_REQUEST.search(sentence))


def things(sentence: str) -> list[str]:
    """The things that one sentence asks for; the sentence itself where it asks for one."""
    if sentence.isascii():
        found = _LIST_EN.match(sentence)
        items = (
            re.split(r",\s+(?:and\s+)?|\s+and\s+(?=(?:how|what|when|where|which|whether|who)\b)", found["items"])
            if found
            else []
        )
    else:
        found = _LIST_JA.match(sentence)
        items = (
            re.split(r"(?:と|および|及び|ならびに)?、(?:および|及び|ならびに|また)?", found["items"]) if found else []
        )
    items = [re.sub(r"^(and|also)\s+", "", item, flags=_FLAGS).strip(" 、,.?と") for item in items]
    whole = all(2 <= len(item) <= 60 and item[-1] not in "にはがもでてばりし" for item in items)
    return items if len(items) > 1 and whole else [sentence]


def left(brief: Brief, sheet: Sheet, answered: list[Situation], known: set[str]) -> list[Move]:
    """The moves that name what is open.

    Args:
        brief: what the letter is planned from.
        sheet: the plan so far.
        answered: the further matters that have parts of their own.
        known: the errands that the letter answers from the record.
    """
    if not brief.replying or brief.situation is Situation.internal_persuasion:
        return []
    if any(move.name in ("what_is_meant", "put_right", "others_private") for move in sheet.moves):
        return []
    # An errand is planned with what is asked beside it.
    note = any(move.name == "taken_note" for move in sheet.moves)
    if brief.situation is Situation.other and (not note or covered(brief, sheet)):
        return []
    moves: list[Move] = []
    said = [saying.without_greeting(s) for s in saying.sentences(brief.reading)]
    more, of = 0, {"_of": Situation.other.value}
    quoted = [saying.bare(c.quote) for c in sheet.citations.values() if c.kind == "message"]
    for point, told in _open(brief, sheet, answered, known):
        words = echo.quoted(brief, sheet, point)
        if told == "successor":
            if words and all(move.name != "change_noted" for move in moves):
                moves.append(Move("facts", "change_noted", {"matter": words, **of}, weight=1))
            continue
        if len(sheet.asks) > _ASKED or (not words and echo.warned(brief.reading)):
            continue
        ask = sheet.ask("ask_what_to_answer", "fact", matter=point)
        if words and (ask.answer or sum(move.name in _OPEN for move in moves) < _NAMED):
            name = "left_open" if point in said else "thing_left_open"
            name = "quoted_left_open" if name == "left_open" and _is_taken(point, quoted) else name
            moves.append(Move("facts", name, {"matter": words, "answer": ask.answer or "", **of}, weight=1))
        elif ask.answer:
            moves.append(Move("facts", "csm_says", {"answer": ask.answer, **of}, weight=1))
        else:
            more += 1
    if more:
        moves.append(Move("facts", "rest_left_open", {"more": more, **of}, weight=1, joins=True))
    return moves


def covered(brief: Brief, sheet: Sheet) -> bool:
    """True where the CSM has answered the first thing only: one sentence of theirs may answer the whole of a short mail."""
    given = [answer for answer in brief.answers.values() if answer.strip()]
    return any(ask.answer for ask in sheet.asks) and len(given) < 2


def _open(brief: Brief, sheet: Sheet, answered: list[Situation], known: set[str]) -> list[tuple[str, str]]:
    """Each point with the errand that it tells without asking, else ""."""
    reading = brief.reading
    taken = [saying.bare(c.quote) for c in sheet.citations.values() if c.kind == "message"]
    taken += [saying.bare(question) for question in brief.help_for] if _shows_steps(sheet) else []
    taken += [saying.bare(question) for question, _ in brief.further]
    taken += [saying.bare(str(ask.inputs["matter"])) for ask in sheet.asks if ask.inputs.get("matter")]
    # How to do it is answered question by question; the other further matters are answered as a whole.
    whole = set(answered) - {Situation.support_question}
    apart = _quotes(m for m in reading.matters if m.situation in whole)
    asked = points(reading)
    if any(move.name == "growth_welcomed" for move in sheet.moves):
        asked = [s for s in asked if not terms.of_the_contract(s)]
    silent = brief.situation is Situation.support_question and not taken
    asked_of_us = any(ask.inputs.get("matter") for ask in sheet.asks)
    main = "" if silent else _main(brief, asked, taken)
    told = [s for s in saying.sentences(reading) if s not in asked and _told_errand(brief, s)]
    found: dict[str, str] = {}
    for sentence in [s for s in map(saying.without_greeting, saying.sentences(reading)) if s in asked or s in told]:
        errand = errands.in_sentence(sentence, reading.own)
        if errand in known and len(things(sentence)) == 1:
            continue
        if sentence == main and not (errand in _ERRANDS and brief.situation is not Situation.other):
            continue
        # A letter about the term repeats what they wrote of it, which answers nothing yet.
        echoed = _is_taken(sentence, taken) and brief.situation is Situation.renewal and not asked_of_us
        if (_is_taken(sentence, taken) and not echoed) or (
            errand is None and any(sentence in quote for quote in apart)
        ):
            continue
        for thing in things(sentence):
            if (echoed or not _is_taken(thing, taken)) and not _by_itself(brief, thing):
                found[thing] = (errand or "") if sentence in told else ""
    return list(found.items())


def _quotes(matters: Iterable[Matter]) -> list[str]:
    return [unicodedata.normalize("NFKC", matter.span.quote) for matter in matters]


def _told_errand(brief: Brief, sentence: str) -> bool:
    """True for a change in their house that we must know of, though nothing is asked."""
    kind = errands.in_sentence(sentence, brief.reading.own)
    growth = kind == "growth" and brief.situation is not Situation.poor_fit
    return brief.situation is not Situation.other and (kind == "successor" or growth)


def _is_taken(words: str, taken: list[str]) -> bool:
    plain = saying.bare(words)
    return any(t in plain or plain in t for t in taken if len(t) >= 4)


def _shows_steps(sheet: Sheet) -> bool:
    return any(move.name in ("steps", "at_once", "earlier_ticket") for move in sheet.moves)


def _main(brief: Brief, asked: list[str], taken: list[str]) -> str:
    """The sentence that the letter as a whole answers."""
    if brief.situation not in _ABOUT_ONE:
        return ""
    own = _quotes(m for m in brief.reading.matters if m.situation is brief.situation)
    if len(asked) == 1:
        off = brief.situation in (Situation.renewal, Situation.cancellation, Situation.complaint) and not _by_itself(
            brief, asked[0]
        )
        theirs = _quotes(m for m in brief.reading.matters if m.situation is not brief.situation)
        apart = any(asked[0] in quote for quote in theirs) and not any(asked[0] in quote for quote in own)
        return asked[0] if things(asked[0]) == asked and not (off or apart) else ""
    if brief.situation in _ANSWERS and brief.situation is not Situation.success_definition:
        return ""
    inside = [s for s in asked if any(s in quote for quote in own)]
    return next((s for s in inside if _is_taken(s, taken)), next(iter(inside), ""))


def _by_itself(brief: Brief, thing: str) -> bool:
    pattern = _ANSWERS.get(brief.situation)
    return bool(pattern and pattern.search(thing))
