"""They give notice: taken as it is, thanks, their question answered, an orderly end, one question at most.

Who only thinks of leaving has not left: what would go with it, the dates, and the one reason that decides.
"""

import re
from datetime import date as Date

from assistant.domain.situation import Situation
from assistant.planning import common, concern, discount_request, echo, evidence, people, retell
from assistant.planning.brief import Brief, Sheet
from assistant.planning.steps import from_help

_REASON = re.compile(
    r"(ため|ので|(だ|た|い|です|ます)から(、|$)|都合|理由|により|につき|に伴い|(統合|統一|合併|廃業|閉店|閉鎖|移転|退職|買収|内製|縮小|撤退))"
    r"|\b(because|since we|as we|due to|owing to|reason|nothing (you|to do with)|not your fault|we're being|we are being|bought|acquired|merg\w+|closing|closed|retir\w+"
    r"|sold|head office|parent company|budget|moving to|switch\w+ to|brought in-house|in-house|too expensive|no longer need)\b",
    re.IGNORECASE,
)

_WEIGHED = re.compile(
    r"検討|考え(て|中|る|始め)|迷(っ|い)|悩|かもしれ|視野|選択肢|可能性|どうしようか|やめようか|続けるべきか|続けるか"
    r"|\b(consider\w*|thinking (of|about)|might|may (well )?(have to|leave|stop|cancel)|not sure|unsure|wondering|weighing|toying|tempted|whether to|undecided|leaning|haven't (made up|decided)|(is|are) split|talk of"
    r"|(board|directors?|committee|partners|trustees|finance|boss|team|them|people|some) (all )?(wants?|proposes?|would rather|prefers?|votes?))\b"
    # Others want to leave; who writes says that they do, or would rather stay.
    r"|たいと(言|い)(って|われ|う)|との声|(続け|残り|使い)たい(の|です|と思|と考|が)"
    r"|\b(would (like|prefer) to|want to|hope to|I'd rather) (stay|keep|continue|go on)\b|(don't|do not) want (that|this|it|to (leave|stop|lose|go back))"
    r"|意見が(出|あ|割れ)|という(声|意見|話)|話が(出|持ち上が)|案が|戻しては|戻そうと?(いう|か)|揺れて|決めかねて",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"決め(まし|た|ており)|決ま(りまし|った|っており)|決定|(解約|退会|終了|中止|やめ|止め)(さ)?(せて(いただ|もら|頂)|します|いたします|致します|ることに)|通知"
    r"|\b(have decided|we've decided|we decided|formal notice|giving notice|hereby|will not be renewing|won't be renewing|are leaving|are cancelling)\b",
    re.IGNORECASE,
)
# What the contract answers, and no help text.
_OF_THE_CONTRACT = re.compile(
    r"違約金|解約金|中途|途中解約|日割|返金|精算|清算|手数料|penalt|early termination|terminat\w+ fee|exit fee|refund|pro[- ]?rata",
    re.IGNORECASE,
)
_OF_THE_DATA = re.compile(
    r"データ|記録|情報|履歴|手元|書き出|残[しせ]|取り出|持ち出|控え|\b(data|records?|export|files?|history|copy|keep)\b",
    re.IGNORECASE,
)


def plan(brief: Brief, sheet: Sheet) -> None:
    if brief.replying and _WEIGHED.search(brief.reading.own) and not _DECIDED.search(brief.reading.own):
        _weighed(brief, sheet)
        return
    contract = brief.contract
    words = echo.circumstance(brief, sheet, Situation.cancellation) or echo.matter(brief, sheet, Situation.cancellation)
    end = contract.renewal
    title = "契約" if brief.language == "ja" else "Contract"
    shown = sheet.cite("account", "contract:renewal", brief.day(end), title=title, quote=end.isoformat()) if end else ""
    passed = bool(end and end < brief.today)
    sheet.move("thanks", "notice_taken", matter=words, since=_since(brief), product=brief.product, weight=1)
    sheet.move("facts", "the_end_on_record", end="" if passed else shown, product=brief.product, weight=1)
    answered = _answered(brief, sheet)
    # Whoever has said why is not asked once more what we lacked.
    told = any(_REASON.search(s) for s in echo.sentences(brief.reading))
    if not told:
        sheet.move("question", "the_one_reason", word=people.organisation_word(brief.account, brief.channel), weight=3)
    sheet.move("next_step", "orderly_end", answered=answered, end="" if passed else shown, weight=1)
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
    return sheet.cite("account", f"contract:{name}", brief.day(day), title=title, quote=day.isoformat())


def _answered(brief: Brief, sheet: Sheet) -> bool:
    """What they ask, answered or asked of the CSM; true where nothing of it is left open."""
    questions = [s for s in echo.sentences(brief.reading) if _OF_THE_CONTRACT.search(s)]
    if questions:
        words = echo.quoted(brief, sheet, questions[0])
        asked = sheet.ask("ask_what_to_answer", "fact", matter=questions[0])
        sheet.move("facts", "contract_answer", matter=words, answer=asked.answer or "", weight=1)
    if _data(brief, sheet):
        return not questions
    about = [s for s in echo.sentences(brief.reading) if echo.is_question(s) and not _OF_THE_DATA.search(s)]
    if about and not _OF_THE_DATA.search(brief.reading.own):
        asked = sheet.ask("ask_what_to_answer", "fact", matter=about[-1])
        words = echo.quoted(brief, sheet, about[-1])
        if asked.answer:
            sheet.move("facts", "contract_answer", matter=words, answer=asked.answer, weight=1)
        else:
            sheet.move("facts", "data_i_look", matter=words, weight=1)
        return False
    asked = sheet.ask("ask_data_answer", "fact")
    if asked.answer:
        sheet.move("support", "data_answer", answer=asked.answer, weight=1)
    else:
        sheet.move("support", "data_i_look", matter=_asked(brief, sheet), weight=1)
    return False


def aside(brief: Brief, sheet: Sheet) -> None:
    """Notice given beside another matter: taken as it is, with the end on record."""
    end = brief.contract.renewal
    sheet.move(
        "facts", "the_end_on_record", end=brief.day(end) if end and end >= brief.today else "", product=brief.product
    )


def _since(brief: Brief) -> str:
    start = brief.contract.start
    return brief.day(start, weekday=False) if start else ""


def _data(brief: Brief, sheet: Sheet) -> bool:
    """What they ask about their data, from a help text; true where nothing of it is left open."""
    others = [s for s in echo.sentences(brief.reading) if echo.is_question(s) and not _OF_THE_CONTRACT.search(s)]
    if not others and not any(
        w in brief.reading.own
        for w in ("データ", "手元", "書き出", "残し", "取り出", "持ち出", "控え", "export", "data", "records", "keep")
    ):
        return True
    for text in brief.help:
        if steps := from_help(brief, sheet, text):
            sheet.move("support", "take_data_along", s=steps, weight=1)
            return True
    return False


def _asked(brief: Brief, sheet: Sheet) -> str:
    asked = [s for s in echo.sentences(brief.reading) if echo.is_question(s)]
    return echo.quoted(brief, sheet, asked[-1]) if asked else ""
