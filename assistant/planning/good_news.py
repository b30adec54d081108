"""Thanks, or good news, with nothing to do: taken up in their words, nothing asked, nothing made of it."""

import re

from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.planning import echo, saying
from assistant.planning.brief import Brief, Sheet

_FLAGS = re.IGNORECASE
_THANKS = re.compile(
    r"ありがと|感謝|御礼|お礼|助かっ|おかげ(さま|様)?|嬉し|うれし|喜んで|好評|楽にな(り|っ)|減りまし|早くなりまし|できるようになりまし|(して|って)くれて[^。]{0,30}(ました|ています)|変わってきまし|(その日|当日)のうちに[^。]{0,16}ました"
    r"|\b(thank|thanks|grateful|appreciate|well done|kudos|delighted|thrilled|chuffed|made (my|our) (day|week)|thought you'd like to know|just (a note|wanted) to (say|let you know|tell you)|working (a treat|like a charm|beautifully|really well|well)|going (really |very )?(well|smoothly|great)|first time ever|have stopped (complain|moan|grumbl)\w+|(so|much) (easier|quicker|faster|calmer|better)|made (all )?the difference)\b",
    _FLAGS,
)
_NO_REPLY = re.compile(
    r"ご?返信(は|には)?(不要|及びません|結構)|お返事(は|には)?(不要|及びません|結構)|\bnothing needed\b|\bno (need to (reply|answer|respond)|reply (needed|necessary))\b|\bdon't (need to|bother to) (reply|answer)\b",
    _FLAGS,
)
_DONE = re.compile(
    r"完了|終わりまし|終了|本稼働|稼働(開始|しま)|カットオーバー|検収|立ち上が|導入(が|は)|\b(rolled out|roll-?out|went live|go-?live|signed off|handed over|project|implementation|complet\w+|finished)\b",
    _FLAGS,
)
_UNEASY = re.compile(
    r"ただ|しかし|一方|(ほう|方)が(よ|良|い)|前の|けれど|けど|のですが|んですが|不安|心配|困|できれば|欲を|もう少し|残念|解約|更新|契約|値|料金|やめ|退会|閉め|\b(but|however|although|though|unfortunately|only (thing|wish)|wish|hope you|would be (nice|great)|worr\w+|cancel\w*|renew\w*|contract|price|leaving|until|last (day|month)|sadly|moving (on|to)|successor|instead)\b",
    _FLAGS,
)
_WHO = re.compile(
    r"((?:受付|現場|店舗?|事務|各?園|病棟|工場|新人|若手|ベテラン|パート)の?(?:スタッフ|皆(?:さん|様)?|先生(?:方|たち)?|職員|担当者?|班|チーム|人たち)|スタッフ|先生(?:方|たち)|職員|部下|メンバー|パートさん)|\bmy (deputy|team|crew|crews|staff|assistant|colleagues?|lads|people|supervisors?|nurses|carers|drivers|manager|boss|apprentices?)\b|\b(?:the) (team|crews?|nurses|drivers|carers|kitchen|front desk|night shift|office|staff)\b",
    _FLAGS,
)
# What did not happen any more is good news, whatever it was.
_NO_MORE = re.compile(
    r"なくな(り|っ)|ゼロ|1件も|一度も|\b(without (a|one|any)|not (a|one) (single )?|no more|zero|stopped|never again|hasn't (missed|lost))\b",
    _FLAGS,
)
_PLEASED = re.compile(
    r"\b(it('s| has| was)? (been )?(a |such a )?(real )?pleasure|keep it up|you're (great|a star))\b", _FLAGS
)
# Says that it is told, and not what.
_TELLS = re.compile(
    r"(お伝え|お知らせ|ご報告)(し|いた|まで)|\b(just (a note|wanted)|to let you know|thought you'd|made (my|our))\b",
    _FLAGS,
)
# What triage makes of a word of thanks.
_READ_AS = frozenset(
    {
        Situation.other, Situation.project_completion, Situation.feedback_request, Situation.low_usage,
        Situation.success_definition, Situation.renewal, Situation.concern, Situation.support_question,
    }
)  # fmt: skip


def only_news(reading: Reading) -> bool:
    """True where a mail thanks or tells of something good, asks nothing and tells of nothing that is amiss."""
    if reading.claims or reading.corrections:
        return False
    first = reading.situations[0] if reading.situations else None
    # "Not one visit missed" sounds grave by its words alone.
    grave = reading.serious or reading.feeling in ("angry", "worried")
    if grave and not (_NO_MORE.search(reading.own) and first and not first.because):
        return False
    if first and (first.name not in _READ_AS and first.because):
        return False
    if first and first.name in (Situation.concern, Situation.support_question, Situation.low_usage) and first.because:
        return False
    said = [s for s in saying.sentences(reading) if not (_NO_REPLY.search(s) or saying.introduces(s))]
    asks = any(saying.is_question(s) and not saying.only_a_call(s) for s in said)
    news = [s for s in said if not saying.only_a_call(s) and len(s) >= 8]
    own = reading.own
    told = bool(news) and any(_THANKS.search(s) for s in said)
    amiss = any(saying.tells_of_failure(s) and not (_THANKS.search(s) or _NO_MORE.search(s)) for s in news)
    return told and not asks and not amiss and not _DONE.search(own) and not _UNEASY.search(own)


def plan(brief: Brief, sheet: Sheet) -> None:
    """Three warm lines: their news, whom it is owed to, no answer needed."""
    said = [s for s in saying.sentences(brief.reading) if echo.quotable(s, brief.reading) and brief.in_language(s)]
    said = [s for s in said if not (_NO_REPLY.search(s) or _PLEASED.search(s))] or said
    ranked = sorted(said, key=lambda s: bool(_TELLS.search(s)) - min(len(s), 60) / 60)
    words = next((echo.cited(sheet, w) for s in ranked if (w := echo.trim(s, brief.language))), "")
    who = _WHO.search(brief.reading.own)
    named = next((g for g in who.groups() if g), "") if who else ""
    sheet.move("thanks", "good_news", matter=words, weight=1, _of="everyday")
    sheet.move("thanks", "good_news_theirs", who=named.lower() if named.isascii() else named, weight=1, _of="everyday")
    sheet.move("next_step", "no_answer_needed", weight=1, _of="everyday")
    sheet.note("good_news", "thanks-because-it-was-you")
