"""After completion or at a milestone, or feedback offered unasked: the customer as partner in improving."""

import re

from assistant.domain.situation import Situation
from assistant.planning import common, echo, evidence, liked, people, project_completion, retell, saying
from assistant.planning.brief import Brief, Sheet

# They ask whether, how or where they may tell something; any other question is no such thing.
_ASKS_LEAVE = re.compile(
    r"(感想|意見|要望|気づ(いた|き)|気になる(こと|点)|改善|フィードバック|声|正直|率直|思うところ|いくつか)[^。]{0,24}(お?伝え|お?送り|申し上げ|言って|書いて|出して|お話し)[^。]{0,12}(か|でしょう)(。|$|\?)|(どこ|どちら|どなた)[にへ][^。]{0,12}(送|伝え|出せ|書け|お話し)"
    r"|\b(may|can|could|shall|should) (i|we) (be (honest|frank)|say|tell|give|share|send|offer|write|make)\b|\bwhere (do|can|should|shall) (i|we) (send|put|write|give)\b|\b(do you|would you) (want|like)\b[^.?]{0,30}\b(feedback|opinion|hear|thoughts|suggestions?)\b|\bmind if (i|we)\b|\bthe good,? (and )?the bad\b",
    re.IGNORECASE,
)
_MISSES = re.compile(
    r"ほしい|欲しい|たら(いい|よい|嬉し|うれし|助か)|れば|いつになったら|改善|要望|もっと|できな|\b(wish|would be|could you|can you|please|add|missing|hope|if only|better|should)\b|\?|か。|か$",
    re.IGNORECASE,
)


def plan(brief: Brief, sheet: Sheet) -> None:
    if brief.replying:
        _offered(brief, sheet)
    else:
        _ours(brief, sheet)


def aside(brief: Brief, sheet: Sheet) -> None:
    """Feedback beside another matter: taken up with thanks."""
    sheet.move(
        "thanks",
        "feedback_taken_up",
        matter=echo.matter(brief, sheet, Situation.feedback_request),
        liked="",
        invites=False,
    )


def _offered(brief: Brief, sheet: Sheet) -> None:
    wish = liked.small_wish(brief, sheet)
    hard = [] if wish else liked.hard_for_them(brief, sheet)
    words = wish or echo.matter(brief, sheet, Situation.feedback_request)
    # What was taken up already is not taken up a second time.
    hard = [point for point in hard if saying.bare(point) != saying.bare(words)]
    asks_leave = bool(_ASKS_LEAVE.search(brief.reading.own)) and not wish
    quotes = [m.span.quote for m in brief.reading.matters if m.situation is Situation.feedback_request]
    told = " ".join(quotes) or brief.reading.own
    # Praise alone goes to the people who built it; nothing of it has to be mended.
    praise_only = not (hard or wish or asks_leave or _MISSES.search(told))
    sheet.move(
        "thanks",
        "feedback_taken_up",
        matter=words,
        liked=liked.liked(brief, sheet, words),
        invites=asks_leave,
        weight=1,
    )
    if hard:
        sheet.move("feedback", "hard_taken_up", hard=hard, weight=1)
    if not praise_only:
        sheet.move("feedback", "what_becomes_of_it", weight=1)
    # Whoever has said what is hard is not asked for it once more.
    if hard and not asks_leave:
        sheet.move("question", "which_weighs_most", several=len(hard) > 1, weight=1)
    else:
        sheet.move("question", "what_first" if asks_leave else "the_hardest_now", weight=1)
    sheet.move("next_step", "i_read_it", day=common.on_or_before(brief, 5), weight=1)
    sheet.note("partner_not_form", "feedback-partner")
    sheet.note("answer_each", "trust-empathy-respect")


def _ours(brief: Brief, sheet: Sheet) -> None:
    told = retell.deed(brief, sheet)
    project = brief.account.project
    results = [r for r in (project.results if project else []) if brief.in_language(r) or r.isascii()]
    cited = [
        sheet.cite("account", f"project:{r}", r, title=project.name if project else "", quote=r) for r in results[:1]
    ]
    when = brief.day(project.completed, weekday=False) if project and project.completed else ""
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    sheet.move(
        "thanks", "why_your_answer", deed=told.words if told else "", k=kpi if kpi and kpi.moved and not kpi.worse else None,
        results=cited, when=when, team=people.at_home(brief.account, brief.language),
        who=people.addressed(brief.contact, brief.language) if brief.contact else "", weight=1,
    )  # fmt: skip
    sheet.move("question", "two_questions", weight=1)
    sheet.move("feedback", "what_becomes_of_it", weight=1)
    sheet.move("next_step", "as_short_as_you_like", day=common.on_or_before(brief, 8), weight=1)
    sheet.note("two_learning_questions", "two-questions-of-learning")
    sheet.note("partner_not_form", "feedback-partner")
    if project_completion.open_tickets(brief):
        sheet.note("mend_before_asking", "effortless")
