"""Free custom work, endless extras: a clear, respectful no with the reason in their own success, and a path that works."""

from assistant.domain.situation import Situation
from assistant.planning import asked_of_record, common, echo, errands, everyday, everyday_answers, evidence
from assistant.planning.brief import Brief, Sheet


def plan(brief: Brief, sheet: Sheet) -> None:
    # What support includes is no extra.
    if granted := _in_support(brief):
        everyday.plan(brief, sheet, granted)
        return
    # Whoever presses us for an answer hears first that it took too long; their demand is then answered by the policy.
    asked_after = next((s for s in errands.follow_ups(brief.reading)), "") if brief.replying else ""
    if asked_after:
        words = echo.quoted(brief, sheet, asked_after)
        sheet.move("apology", "kept_waiting", matter=words, weight=1, _of=Situation.other.value)
    words = (
        ""
        if asked_after
        else (
            echo.matter(brief, sheet, Situation.out_of_scope_request)
            or echo.circumstance(brief, sheet, Situation.out_of_scope_request)
        )
    )
    sheet.move("thanks", "wish_taken_up", matter=words, weight=1)
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    refuse(brief, sheet, kpi)
    included = [
        sheet.cite("policy", f"included:{n}", text, title=_title(brief)) for n, text in enumerate(_included(brief))
    ]
    sheet.move("trade", "path_that_works", included=included, k=kpi, weight=1)
    sheet.move("next_step", "choose_a_path", period=common.period(brief), weight=1)
    if brief.organisation.policy.included_support and not included:
        sheet.warnings.append("What support includes exists in another language only; it stays out of the letter.")
    sheet.note("reason_in_their_success", "respectful-no")
    sheet.note("extras_become_norm", "free-extras-become-the-norm")
    sheet.note("quote_before_promise", "two-questions-before-every-answer", approver=brief.organisation.policy.approver)


def _in_support(brief: Brief) -> errands.Errand | None:
    """The class that they ask for, where what support includes names one."""
    asked = everyday_answers.said(brief, "training") if brief.replying else []
    free = everyday_answers.included(brief, asked_of_record.TRAINING)
    return errands.Errand("training", asked[0]) if asked and free else None


def aside(brief: Brief, sheet: Sheet) -> None:
    """A wish beyond the contract beside another matter: the no and how it could be had."""
    refuse(brief, sheet, None)


def refuse(brief: Brief, sheet: Sheet, kpi: evidence.KpiShown | None) -> None:
    """The no in a plain verb, with the policy's own words on extra work."""
    extra = brief.read(brief.organisation.policy.extra_work)
    shown = sheet.cite("policy", "extra_work", extra, title=_title(brief)) if extra else ""
    sheet.move(
        "boundary", "not_in_contract", extra=shown, k=kpi, quoted=bool(brief.organisation.policy.extra_work), weight=1
    )


def _title(brief: Brief) -> str:
    return "支援の方針" if brief.language == "ja" else "Policy"


def _included(brief: Brief) -> list[str]:
    """Two things that support includes, what is nearest to their wish first."""
    texts = [text for t in brief.organisation.policy.included_support if (text := brief.read(t))]
    taught = bool(asked_of_record.TRAINING.search(brief.reading.own))
    texts.sort(key=lambda text: not (taught and asked_of_record.TRAINING.search(text)))
    return texts[:2]
