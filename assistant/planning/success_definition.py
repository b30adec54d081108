"""Nobody knows what success is: a hypothesis from what is known, and questions that lead to KPI, baseline, target."""

from assistant.domain.situation import Situation
from assistant.planning import common, echo, evidence, retell
from assistant.planning.brief import Brief, Sheet


def plan(brief: Brief, sheet: Sheet) -> None:
    words = echo.matter(brief, sheet, Situation.success_definition)
    sheet.move("thanks", "good_question", matter=words, replying=brief.replying, weight=1)
    started = retell.own_words(brief, sheet)
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    sheet.move("success", "hypothesis", started=started, k=kpi, product=brief.product, weight=1)
    sheet.move("question", "three_questions", started=started, k=kpi, weight=1)
    sheet.move("next_step", "one_sheet", period=common.period(brief), weight=1)
    sheet.note("one_measure", "which-kpi-improves")
    sheet.note("observe", "observe-and-define-success")
    if estimates := evidence.estimates(brief.account.outcomes):
        sheet.note("estimate_unconfirmed", "show-the-effect-in-figures", estimate=estimates[0].statement)


def aside(brief: Brief, sheet: Sheet) -> None:
    """What to count, beside another matter: the questions alone."""
    sheet.move(
        "question",
        "three_questions",
        started=retell.own_words(brief, sheet),
        k=evidence.goal_kpi(brief, sheet, brief.goal),
    )
