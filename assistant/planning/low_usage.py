"""No log-in, an unused feature, ours or theirs to tell: tied to their goal, no reproach, easy to answer."""

from assistant.domain.situation import Situation
from assistant.planning import common, concern, echo, evidence, retell
from assistant.planning.brief import Brief, Sheet


def plan(brief: Brief, sheet: Sheet) -> None:
    words = echo.matter(brief, sheet, Situation.low_usage)
    started = retell.own_words(brief, sheet)
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    sheet.move("success", "why_i_write", matter=words, started=started, k=kpi, weight=1)
    points = retell.open_points(brief, sheet)
    unused = unused_feature(brief, sheet)
    point = points[0] if points else None if unused else retell.left_at(brief, sheet)
    fallen = "" if unused else concern.falling_use(brief, sheet)
    if fallen:
        sheet.move("facts", "fewer_now", fallen=fallen, weight=1)
    if point or unused:
        sheet.move(
            "success",
            "where_it_stops",
            point=point,
            unused=unused,
            usage=concern.usage(brief, sheet),
            weight=1,
            joins=True,
        )
    sheet.move("question", "one_line_answer", point=point, unused=unused, replying=brief.replying, weight=1)
    sheet.move("next_step", "thirty_minutes", period=common.period(brief), point=point, weight=1)
    sheet.note("goal_not_login", "signals-and-tech-touch")
    sheet.note("call_instead", "a-direct-line")
    if not brief.account.goals:
        sheet.note("no_goal_on_record", "observe-and-define-success")


def aside(brief: Brief, sheet: Sheet) -> None:
    """Little use told beside another matter: one question that helps."""
    sheet.move("question", "one_line_answer", point=None, unused="", replying=brief.replying)


def unused_feature(brief: Brief, sheet: Sheet) -> str:
    """A feature without use in the newest month, as the record names it; "" where none can be read."""
    months = sorted((u for u in brief.account.usage if u.month), key=lambda u: u.month or "")
    if not months:
        return ""
    newest = months[-1]
    name = next((f for f, count in newest.features.items() if count == 0 and brief.in_language(f)), "")
    title = "利用状況" if brief.language == "ja" else "Usage"
    return sheet.cite("account", f"feature:{name}", name, title=title, source=newest.month or "") if name else ""
