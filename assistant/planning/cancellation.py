"""They give notice: taken as it is, thanks, their question answered, an orderly end, one question at most."""

import re

from assistant.domain.situation import Situation
from assistant.planning import echo, people
from assistant.planning.brief import Brief, Sheet
from assistant.planning.steps import from_help

_REASON = re.compile(
    r"(ため|ので|(だ|た|い|です|ます)から(、|$)|都合|理由|により|につき|に伴い|(統合|統一|合併|廃業|閉店|閉鎖|移転|退職|買収|内製|縮小|撤退))"
    r"|\b(because|since we|as we|due to|owing to|reason|nothing (you|to do with)|not your fault|we're being|we are being|bought|acquired|merg\w+|closing|closed|retir\w+"
    r"|sold|head office|parent company|budget|moving to|switch\w+ to|brought in-house|in-house|too expensive|no longer need)\b",
    re.IGNORECASE,
)


def plan(brief: Brief, sheet: Sheet) -> None:
    contract = brief.contract
    words = echo.circumstance(brief, sheet, Situation.cancellation) or echo.matter(brief, sheet, Situation.cancellation)
    end = contract.renewal
    title = "契約" if brief.language == "ja" else "Contract"
    shown = sheet.cite("account", "contract:renewal", brief.day(end), title=title, quote=end.isoformat()) if end else ""
    passed = bool(end and end < brief.today)
    sheet.move("thanks", "notice_taken", matter=words, since=_since(brief), product=brief.product, weight=1)
    sheet.move("facts", "the_end_on_record", end="" if passed else shown, product=brief.product, weight=1)
    answered = _data(brief, sheet)
    asked = None if answered else sheet.ask("ask_data_answer", "fact")
    if asked and asked.answer:
        sheet.move("support", "data_answer", answer=asked.answer, weight=1)
    elif asked:
        sheet.move("support", "data_i_look", matter=_asked(brief, sheet), weight=1)
    # Whoever has said why is not asked once more what we lacked.
    told = any(_REASON.search(s) for s in echo.sentences(brief.reading))
    if not told:
        sheet.move("question", "the_one_reason", word=people.organisation_word(brief.account, brief.channel), weight=3)
    sheet.move("next_step", "orderly_end", answered=answered, end="" if passed else shown, weight=1)
    sheet.note("no_rescue_price", "orderly-retreat")
    if not told:
        sheet.note("learn_one_reason", "feed-back-into-who-we-sell-to")
    sheet.note("door_open", "a-line-not-a-point")


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
    if not brief.reading.questions and not any(
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
