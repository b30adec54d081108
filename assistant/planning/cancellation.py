"""They give notice: taken as it is, thanks, their question answered, an orderly end, one question at most.

Who only thinks of leaving has not left: what would go with it, the dates, and the one reason that decides.
"""

import re
from datetime import date as Date

from assistant.domain import display
from assistant.domain.situation import Situation
from assistant.planning import common, concern, discount_request, echo, evidence, loose_ends, people, retell, saying
from assistant.planning.brief import Brief, Sheet
from assistant.planning.steps import from_help

_REASON = re.compile(
    r"(ため|ので|(だ|た|い|です|ます)から(、|$)|都合|理由|により|につき|に伴い|(統合|統一|合併|廃業|閉店|閉鎖|移転|退職|買収|内製|縮小|撤退))"
    r"|閉め|畳[みむん]|たた[みむん]|後継者|体調|病気|入院|療養|一本化"
    r"|\b(corporate|group-wide|one (vendor|supplier|system|platform)|consolidat\w+|standardi[sz]\w+|isn't about you|illness|shut\w* down|wind\w* (up|down)|because|since we|as we|due to|owing to|reason|nothing (you|to do with)|not your fault|we're being|we are being|bought|acquired|merg\w+|closing|closed|retir\w+"
    r"|sold|head office|parent company|budget|moving to|switch\w+ to|brought in-house|in-house|too expensive|no longer need|(more|bigger) than we need|overkill|not for us|don't need)\b",
    re.IGNORECASE,
)

_WEIGHED = re.compile(
    r"検討|考え(て|中|る|始め)|迷(っ|い)|悩|かもしれ|視野|選択肢|可能性|どうしようか|やめようか|続けるべきか|続けるか"
    r"|\b(consider\w*|thinking (of|about)|might|may (well )?(have to|leave|stop|cancel)|not sure|unsure|wondering|weighing|toying|tempted|whether to|undecided|leaning|haven't (made up|decided)|(is|are) split|talk of"
    r"|(board|directors?|committee|partners|trustees|finance|boss|team|them|people|some) (all )?(wants?|proposes?|would rather|prefers?|votes?))\b"
    # Others want to leave; who writes says that they do, or would rather stay.
    r"|たいと(言|い)(って|われ|う)|との声|(続け|残り|使い)たい(の|です|と思|と考|が)"
    r"|\b(would (like|prefer) to|want to|hope to|I'd rather) (stay|keep|continue|go on)\b|(don't|do not) want (that|this|it|to (leave|stop|lose|go back))"
    # What would be if: nothing is decided by asking.
    r"|(やめ|辞め|解約し?|終了し?|退会し?|終え)(たら|れば|るなら|たとしたら|たとすると|た場合|る場合)[^。]{0,30}(か|でしょう)(。|$|\?)|のも?(どうか|いかがなものか)|\b(what (would|will|does|do|happens?)|how much|would we|could we|do we)\b[^.?]{0,40}\bif (we|i)( were to)? (leave|left|cancel\w*|stop\w*|end(ed)?|quit|pull\w* out)\b|\bif we were to (leave|cancel|stop|end)\b"
    r"|意見が(出|あ|割れ)|という(声|意見|話)|話が(出|持ち上が)|案が|戻しては|戻そうと?(いう|か)|揺れて|決めかねて",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"決め(まし|た|ており)|決ま(りまし|った|っており)|決定|ことに(し|いたし|なり)まし|(解約|退会|終了|中止|やめ|止め)(さ)?(せて(いただ|もら|頂)|します|いたします|致します|ることに)|通知"
    r"|\b(have decided|made (the|a|our) decision|decision (is|has been) made|we've decided|we decided|formal notice|giving notice|hereby|will not be renewing|won't be renewing|are leaving|are cancelling)\b",
    re.IGNORECASE,
)
# What the contract answers, and no help text.
_OF_THE_CONTRACT = re.compile(
    r"違約金|解約金|中途|途中(で|の)?(解約|やめ|辞め|終え|止め|終わ)|早め?に(終え|やめ|解約)|日割|返金|返って(く|き)|戻って(く|き)|残りの?(分|期間|金額|料金|月)?[はがも][^。]{0,10}(返|戻|どう)|精算|清算|手数料|書面|様式|届け?出|written notice|in writing|money back|\b(leave|end|get out|finish) (\w+ ){0,2}early\b|before the (end|term)|unused|rest of (the|our) (fee|year|term)|penalt|early termination|terminat\w+ fee|exit fee|refund|pro[- ]?rata",
    re.IGNORECASE,
)
_OF_THE_DATA = re.compile(
    r"データ|記録|情報|履歴|手元|書き出|残[しせ]|取り出|持ち出|控え|\b(data|records?|export|files?|history|copy|keep)\b|\b(get|take|pull|bring)\b[^.?]{1,40}\b(out|with us|along)\b",
    re.IGNORECASE,
)


# A text on how data are taken out, and on nothing else, as its title says.
_TAKES_OUT = re.compile(
    r"書き出|取り出|持ち出|受け取|お渡し|ダウンロード|エクスポート|バックアップ|残[すし]|保存|移行|CSV|PDF"
    r"|\b(export\w*|download\w*|takeout|take (all |out )?(our|your|the|all)\b|data (out|with)|back-?ups?|cop(y|ies) of|csv)\b",
    re.IGNORECASE,
)
_ASKS_THE_DATES = re.compile(
    r"期限(?!り)|満了|いつまで|申し出|何日|予告|通知(は|の)|\b(notice period|what (written )?notice|notice [^.?]{0,30}by when|end date|term end|when does|by when|last day|deadline|run(s)? until)\b",
    re.IGNORECASE,
)
_HOW_TO_LEAVE = re.compile(
    r"手順|手続|段取り|必要な(もの|書類|こと)|\b(wind (things|it|this) up|what (do|must|should) (we|i) (have to |need to )?(do|give|send|return)|steps|procedure)\b",
    re.IGNORECASE,
)
_EARLY = re.compile(
    r"途中|中途|早め?に(終え|やめ|解約)|\b(early|before the (end|term)|mid-?term|straight away|immediately)\b",
    re.IGNORECASE,
)
_ILL = re.compile(
    r"体調|病気|病を|入院|療養|手術|介護|看病|亡くな|\b(illness|ill health|unwell|surgery|hospital|my health|passed away|carer|diagnos\w+)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"(塾|店|園|校|院|社|会社|教室|事業|工場|施設|営業)[をが]?[^。]{0,6}(閉め|畳|たた[みむん]|終え)|廃業|閉店|閉園|閉校|閉院|閉塾|店じまい|後継者が(い|お)"
    r"|\b(closing (down|our|the|up)|close down|shut(ting)? (down|our|the|up)|winding (up|down)|wind (up|down) the|going out of business|ceas\w+ trading)\b",
    re.IGNORECASE,
)
_KIND_WORDS = re.compile(
    r"感謝|親切に|よくして(いただ|くださ|もら)|\b(thank you for|thanks for|grateful|been a pleasure|(enjoyed|loved) working)\b",
    re.IGNORECASE,
)


def plan(brief: Brief, sheet: Sheet) -> None:
    if brief.replying and _WEIGHED.search(brief.reading.own) and not _DECIDED.search(brief.reading.own):
        _weighed(brief, sheet)
        return
    contract = brief.contract
    words = echo.circumstance(brief, sheet, Situation.cancellation) or echo.matter(brief, sheet, Situation.cancellation)
    end, own = contract.renewal, brief.reading.own
    passed = bool(end and end < brief.today)
    early = bool(_EARLY.search(own)) and not passed
    shown = "" if passed else _dated(brief, sheet, "renewal", end)
    notice = _dated(brief, sheet, "notice_by", contract.notice_by) if _ASKS_THE_DATES.search(own) else ""
    human = [name for name, signs in (("ill", _ILL), ("closes", _CLOSES)) if signs.search(own)]
    sheet.move(
        "thanks", "notice_taken", matter=words, since=_since(brief), product=brief.product, human=human,
        kind_words=bool(_KIND_WORDS.search(own)), weight=1,
    )  # fmt: skip
    sheet.move("facts", "the_end_on_record", end=shown, product=brief.product, notice=notice, early=early, weight=1)
    answered = _answered(brief, sheet)
    # Whoever has said why is not asked once more what we lacked.
    told = bool(human) or any(_REASON.search(s) for s in saying.sentences(brief.reading))
    if not told:
        sheet.move("question", "the_one_reason", word=people.organisation_word(brief.account, brief.channel), weight=3)
    sheet.move("next_step", "orderly_end", answered=answered, end="" if early else shown, weight=1)
    sheet.note("no_rescue_price", "orderly-retreat")
    if not told:
        sheet.note("learn_one_reason", "feed-back-into-who-we-sell-to")
    sheet.note("door_open", "a-line-not-a-point")


def _weighed(brief: Brief, sheet: Sheet) -> None:
    words = echo.matter(brief, sheet, Situation.cancellation)
    sheet.move("thanks", "not_decided", matter=words, weight=1)
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    shown = discount_request.value(brief, sheet, short=True)
    if shown == "money" and kpi and kpi.moved and not kpi.worse:
        sheet.move("value", "value_kpi", k=kpi, after_money=True, weight=1, joins=True)
    elif not shown:
        started = None if kpi else retell.own_words(brief, sheet)
        usage = concern.usage(brief, sheet)
        sheet.move("facts", "where_we_stand", k=kpi, in_time=False, started=started, usage=usage, weight=1)
    end, notice = brief.contract.renewal, brief.contract.notice_by
    sheet.move(
        "facts",
        "dates_to_decide_by",
        end=_dated(brief, sheet, "renewal", end),
        notice=_dated(brief, sheet, "notice_by", notice),
        weight=1,
    )
    _answered(brief, sheet)
    sheet.move("question", "what_decides", reason=_reason(brief), weight=1)
    sheet.move("next_step", "decide_with_facts", period=common.period(brief, 2, 6), weight=1)
    sheet.note("not_gone_yet", "respectful-no")
    sheet.note("what_decides_first", "two-questions-before-every-answer")


_REASONS = (
    ("not_used", r"使いこな|使えて(い)?な|使って(い)?(な|ま)|使わ(な|れて)|定着|広ま|開かな|(だけ|しか)[^。]{0,6}(です|入力|使|開)|紙の|\b(nobody|no one|hardly|only (me|one|two|i)|not using|don't use|doesn't use|isn't used)\b"),
    ("cost", r"高[いくす額]|料金|費用|払う|払い続け|予算|経費|見合|\b(expensive|cost\w*|fee|price|budget|pay(ing)?|money|afford)\b"),
)  # fmt: skip


def _reason(brief: Brief) -> str:
    """Why they think of leaving, as far as they have said it: not_used, cost, or ""."""
    own = brief.reading.own
    return next((name for name, signs in _REASONS if re.search(signs, own, re.IGNORECASE)), "")


def _dated(brief: Brief, sheet: Sheet, name: str, day: Date | None) -> str:
    if day is None or day < brief.today:
        return ""
    title = "契約" if brief.language == "ja" else "Contract"
    return sheet.cite("account", f"contract:{name}", _year(brief, day), title=title, quote=day.isoformat())


def _year(brief: Brief, day: Date) -> str:
    """A day of the contract, which is said with its year."""
    return display.day(day, brief.language)


def _answered(brief: Brief, sheet: Sheet) -> bool:
    """What they ask of contract and data, answered or asked of the CSM; true where nothing of it is left open."""
    said = [thing for s in saying.sentences(brief.reading) for thing in loose_ends.things(s)]
    questions = [s for s in said if _OF_THE_CONTRACT.search(s)]
    if questions:
        taken = [saying.bare(c.quote) for c in sheet.citations.values() if c.kind == "message"]
        again = any(t and t in saying.bare(questions[0]) for t in taken)
        words = "" if again else echo.quoted(brief, sheet, questions[0])
        asked = sheet.ask("ask_what_to_answer", "fact", matter=questions[0])
        sheet.move("facts", "contract_answer", matter=words, answer=asked.answer or "", weight=1)
    wanted = [s for s in said if s not in questions and _OF_THE_DATA.search(s)]
    # Who asks how to leave is told how to take the data along, where a text says so.
    if not wanted and _HOW_TO_LEAVE.search(brief.reading.own):
        _data(brief, sheet)
    if not wanted or _data(brief, sheet):
        return not questions
    asked = sheet.ask("ask_data_answer", "fact")
    if asked.answer:
        sheet.move("support", "data_answer", answer=asked.answer, weight=1)
    else:
        asking = [s for s in wanted if saying.is_question(s) or loose_ends.asks(s)]
        sheet.move("support", "data_i_look", matter=echo.quoted(brief, sheet, asking[-1]) if asking else "", weight=1)
    return False


def aside(brief: Brief, sheet: Sheet) -> None:
    """Notice given beside another matter: taken as it is, with the end on record."""
    end = brief.contract.renewal
    sheet.move(
        "facts",
        "the_end_on_record",
        end=_year(brief, end) if end and end >= brief.today else "",
        product=brief.product,
        notice="",
        early=False,
    )


def _since(brief: Brief) -> str:
    start = brief.contract.start
    return brief.day(start, weekday=False) if start else ""


def _data(brief: Brief, sheet: Sheet) -> bool:
    """How they take their data along, from a help text on just that; false where there is none."""
    for text in brief.help:
        if _TAKES_OUT.search(text.title) and (steps := from_help(brief, sheet, text)):
            sheet.move("support", "take_data_along", s=steps, weight=1)
            return True
    return False
