"""Whether the moment is right: nothing serious is broken, nobody is leaving, the work is done."""

from datetime import timedelta

from assistant.domain.account import Project
from assistant.domain.batch import Reason
from assistant.domain.situation import Situation
from assistant.holding.view import View, short

_NOTICE_DAYS = 365


def notice_given(view: View) -> Reason | None:
    """The newest word about staying or leaving says that they leave."""
    since = view.brief.today - timedelta(days=_NOTICE_DAYS)
    history = [e for e in view.brief.account.history if since <= e.date <= view.brief.today]
    for entry in sorted(history, key=lambda e: e.date, reverse=True):
        if view.cues.says("stays", entry.text):
            return None
        if said := view.cues.sentence("notice", entry.text):
            values = {"date": view.day(entry), "what": short(said)}
            return Reason("notice_given", "They are leaving, by the record of %(date)s: “%(what)s”. Talk to them before a letter like this one goes out.", values)  # fmt: skip
    return None


def serious_ticket(view: View) -> Reason | None:
    """Something serious is broken."""
    for ticket in view.open_tickets:
        if view.is_serious(ticket):
            values = {"date": view.day(ticket), "what": short(ticket.text)}
            return Reason("serious_ticket", "A serious ticket has been open since %(date)s: “%(what)s”. This letter waits until it is settled.", values)  # fmt: skip
    return None


def not_completed(view: View) -> Reason | None:
    """The letter thanks for work that is not done, or not on record at all."""
    if view.brief.situation is not Situation.project_completion:
        return None
    project = view.brief.account.project or Project()
    name = project.name or "–"
    if project.completed and project.completed > view.brief.today:
        values = {"project": name, "date": project.completed.isoformat()}
        return Reason("not_completed", "“%(project)s” is to be completed on %(date)s. Write when it is done.", values)
    if project.status and not _done(view, project):
        values = {"project": name}
        return Reason("not_completed", "“%(project)s” is not completed, by the record. Write when it is done, or correct the record.", values)  # fmt: skip
    if not project.status and not project.completed:
        return Reason("no_project", "No completed project is on record. Which work is this letter about, and when was it done?")  # fmt: skip
    return None


def _done(view: View, project: Project) -> bool:
    if view.cues.says("unfinished", project.status):
        return False
    return view.cues.says("completed", project.status) or project.completed is not None
