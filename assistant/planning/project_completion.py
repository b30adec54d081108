"""Work is done, the system is live: thanks for what this person did, pride, expectation, a direct line; no sale.

The order is that of japanese.md, "Four replies", project_completion.
"""

from typing import Any

from assistant.domain import display
from assistant.domain.account import HistoryEntry
from assistant.domain.situation import Situation
from assistant.planning import common, echo, evidence, people, retell
from assistant.planning.brief import Brief, Sheet


def plan(brief: Brief, sheet: Sheet) -> None:
    project = brief.account.project
    contact = brief.contact
    when = brief.day(project.completed, weekday=False) if project and project.completed else ""
    name = project.name if project and brief.in_language(project.name) else ""
    words = echo.matter(brief, sheet, Situation.project_completion)
    results = _results(brief, sheet)
    told = retell.deed(brief, sheet)
    # The day of completion stands in the congratulations already.
    done = project.completed if project else None
    said = (
        []
        if told
        else [
            s
            for s in retell.said(brief, sheet)
            if not done or display.day(done, brief.language, done, weekday=False) not in s.words
        ]
    )
    who = people.addressed(contact, brief.language) if contact else ""
    team = people.at_home(brief.account, brief.language)
    sheet.move(
        "thanks", "congratulations", name=name, when=when, words=words, replying=brief.replying,
        team="" if told or said else team, weight=1,
    )  # fmt: skip
    # Joined to the occasion, which many customers share, the deed makes the paragraph this reader's own.
    sheet.move(
        "thanks", "because_it_was_you", deed=told.words if told else "", day=told.month if told else "", who=who,
        said=said, weight=1, joins=True,
    )  # fmt: skip
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    sheet.move("value", "made_together", **_made(brief, sheet, kpi, results), weight=1)
    if tickets := open_tickets(brief):
        sheet.move("facts", "still_open", topics=[_topic(brief, sheet, t) for t in tickets[:2]], owner=_owner(brief))
    sheet.move("expectation", "beginning", k=kpi, purpose=_purpose(brief), team=team, who=who, weight=1)
    after = common.in_days(brief, 30)
    sheet.move(
        "next_step", "direct_line", after=after, phone=_reach(brief), owner=_owner(brief), k=kpi, who=who, weight=1
    )
    _coach(brief, sheet, told is not None, bool(tickets))


def aside(brief: Brief, sheet: Sheet) -> None:
    """Thanks for the good news in a mail that is mainly about something else."""
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    sheet.move("thanks", "made_together", **_made(brief, sheet, kpi, _results(brief, sheet)))


def _made(brief: Brief, sheet: Sheet, kpi: evidence.KpiShown | None, results: list[str]) -> dict[str, Any]:
    """What was made together: a figure that has moved, the project's results, or else a result in money."""
    good = kpi if kpi and kpi.moved and not kpi.worse else None
    contact = brief.contact
    return {
        "k": good, "results": results, "m": evidence.money(brief, sheet) if not good and not results else None,
        "team": people.at_home(brief.account, brief.language), "who": people.addressed(contact, brief.language) if contact else "",
    }  # fmt: skip


def open_tickets(brief: Brief) -> list[HistoryEntry]:
    """Tickets still open that this reader knows of."""
    return [e for e in retell.shared_entries(brief) if e.kind == "ticket" and e.status == "open"]


def _topic(brief: Brief, sheet: Sheet, ticket: HistoryEntry) -> str:
    words = (ticket.say or "").rstrip("。.")
    return words if words and brief.in_language(words) else brief.day(ticket.date, weekday=False)


def _results(brief: Brief, sheet: Sheet) -> list[str]:
    project = brief.account.project
    found = [r for r in (project.results if project else []) if brief.in_language(r) or r.isascii()]
    return [sheet.cite("account", f"project:{r}", r, title=project.name if project else "", quote=r) for r in found]


def _owner(brief: Brief) -> str:
    owner = brief.account.owner
    if owner is None:
        return ""
    return owner.name_latin.split()[0] if brief.language == "en" and owner.name_latin else people.called(owner.name)


def _reach(brief: Brief) -> str:
    return brief.account.owner.phone if brief.account.owner else ""


def _purpose(brief: Brief) -> str:
    return brief.read(brief.organisation.purpose)


def _coach(brief: Brief, sheet: Sheet, deed: bool, rough: bool) -> None:
    if deed:
        sheet.note("retold_deed", "thanks-because-it-was-you")
    else:
        sheet.note("no_deed_on_record", "thanks-because-it-was-you")
    sheet.note("no_sale_no_survey", "end-is-a-beginning")
    sheet.note("referral_later", "help-a-friend-not-referral-begging", rough=rough)
