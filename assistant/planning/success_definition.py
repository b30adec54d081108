"""Nobody knows what success is: a hypothesis from what is known, and questions that lead to KPI, baseline, target."""

from dataclasses import dataclass

from assistant.domain.account import Outcome
from assistant.domain.situation import Situation
from assistant.planning import common, concern, echo, evidence, people, retell
from assistant.planning.brief import Brief, Sheet
from assistant.planning.deadlines import needed_by


@dataclass(frozen=True, slots=True)
class Estimated:
    """A result that nobody has confirmed, in display forms: to be asked about, never told as one that is there."""

    statement: str
    amount: str
    basis: str


def plan(brief: Brief, sheet: Sheet) -> None:
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    estimated = _estimated(brief, sheet)
    if not brief.replying and not (kpi and kpi.moved) and (estimated or _completed(brief)):
        _to_confirm(brief, sheet, kpi, estimated)
    elif not (brief.replying and concern.to_show(brief.reading) and _to_explain(brief, sheet, kpi)):
        _to_define(brief, sheet)


def _to_explain(brief: Brief, sheet: Sheet, kpi: evidence.KpiShown | None) -> bool:
    """They have to tell others what it brought, and the record can say it: the figures in the order in which they tell."""
    shown = evidence.money(brief, sheet)
    if not shown and not (kpi and kpi.moved and not kpi.worse):
        return False
    words = echo.matter(brief, sheet, Situation.success_definition)
    there = Situation.concern.value
    sheet.move("thanks", "in_three_steps", matter=words, weight=1)
    if kpi:
        sheet.move("facts", "where_we_stand", k=kpi, in_time=False, started=None, usage="", weight=1, _of=there)
    if shown:
        sheet.move("value", "worth_so_far", m=shown, weight=1, _of=there)
    sheet.move("next_step", "page_to_show", by=needed_by(brief.reading), weight=1, _of=there)
    sheet.note("one_measure", "which-kpi-improves")
    return True


def _to_define(brief: Brief, sheet: Sheet) -> None:
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


def _to_confirm(brief: Brief, sheet: Sheet, kpi: evidence.KpiShown | None, estimated: Estimated | None) -> None:
    """The work is done, or an effect was reckoned, and nobody has confirmed a result: the question that would."""
    project, contact = brief.account.project, brief.contact
    told = retell.deed(brief, sheet)
    team = people.at_home(brief.account, brief.language)
    sheet.move(
        "thanks", "what_came_of_it",
        name=project.name if project and brief.in_language(project.name) else "",
        when=brief.day(project.completed, weekday=False) if project and _completed(brief) and project.completed else "",
        deed=told.words if told else "", day=told.month if told else "",
        who=people.addressed(contact, brief.language) if contact else "", team=team, weight=1,
    )  # fmt: skip
    if estimated:
        sheet.move("facts", "reckoned_by_us", e=estimated, team=team, weight=1)
    elif kpi and (kpi.current or kpi.baseline):
        sheet.move("facts", "known_so_far", k=kpi, team=team, weight=1)
    sheet.move("question", "to_confirm", e=estimated, k=kpi, weight=1)
    sheet.move("next_step", "on_one_page", day=common.on_or_before(brief, 8), weight=1)
    sheet.note("one_measure", "which-kpi-improves")
    sheet.note("observe", "observe-and-define-success")


def _completed(brief: Brief) -> bool:
    project = brief.account.project
    return bool(project and (project.completed <= brief.today if project.completed else project.status == "completed"))


def _estimated(brief: Brief, sheet: Sheet) -> Estimated | None:
    if evidence.confirmed(brief.account.outcomes):
        return None
    found = [o for o in evidence.estimates(brief.account.outcomes) if brief.in_language(o.statement)]
    return _shown(brief, sheet, found[0]) if found else None


def _shown(brief: Brief, sheet: Sheet, outcome: Outcome) -> Estimated:
    amount = brief.money(outcome.annual_value, outcome.currency) if outcome.annual_value else ""
    key, quote = (
        f"outcome:{outcome.id or outcome.statement}",
        " / ".join(t for t in (outcome.statement, amount, outcome.basis) if t),
    )

    def cite(words: str) -> str:
        if not words:
            return ""
        return sheet.cite("account", key, words, title=outcome.statement, quote=quote, source=outcome.source)

    readable = brief.in_language(outcome.basis) or outcome.basis.isascii()
    return Estimated(cite(outcome.statement.rstrip("。.")), cite(amount), cite(outcome.basis) if readable else "")


def aside(brief: Brief, sheet: Sheet) -> None:
    """What to count, beside another matter: the questions alone."""
    sheet.move(
        "question",
        "three_questions",
        started=retell.own_words(brief, sheet),
        k=evidence.goal_kpi(brief, sheet, brief.goal),
    )
