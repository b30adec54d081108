"""What a rule of holding looks at: one row of a batch with everything known about its account."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from assistant.domain.account import Contact, HistoryEntry
from assistant.domain.draft import DraftRequest
from assistant.holding.cues import HoldingCues
from assistant.planning import evidence, people, retell
from assistant.planning.brief import Brief, Sheet

# A ticket that nobody wrote about again, and that has no status, is taken for forgotten after so many days.
_FORGOTTEN_DAYS = 180
_TERM = re.compile(r"[一-龥々]{2,}|[ァ-ヴー]{2,}|[A-Za-z]{4,}")
_SHOWN = 60


@dataclass(frozen=True)
class View:
    """A row: its brief, its request and the lexicon. What several rules ask is found once."""

    brief: Brief
    request: DraftRequest
    cues: HoldingCues

    @cached_property
    def sheet(self) -> Sheet:
        """A sheet that nobody keeps: what planning finds in the record is found by planning's own means."""
        return Sheet(self.brief)

    @cached_property
    def reader(self) -> str:
        return self.brief.contact.name if self.brief.contact else ""

    @cached_property
    def deed(self) -> bool:
        """Whether the record tells what the reader did, or something written to be read by them."""
        return bool(retell.deed(self.brief, self.sheet) or retell.said(self.brief, self.sheet))

    @cached_property
    def results(self) -> list[str]:
        """The project's results in words that this letter can use."""
        project = self.brief.account.project
        return [r for r in (project.results if project else []) if self.brief.in_language(r) or r.isascii()]

    @cached_property
    def kpis(self) -> list[evidence.KpiShown]:
        """Goals whose figure has changed since the beginning, as far as this letter can read them."""
        shown = [evidence.goal_kpi(self.brief, self.sheet, goal) for goal in self.brief.account.goals]
        return [kpi for kpi in shown if kpi and kpi.moved]

    @cached_property
    def confirmed(self) -> bool:
        """Whether a result may be told: one that the customer confirmed, or a goal's figures before and now.

        A goal's figures count where it is known when or where they were read (`as_of`, `source`).
        """
        account = self.brief.account
        if any(o.confirmed_by and not o.withdrawn for o in account.outcomes):
            return True
        return any(
            goal.as_of or goal.source
            for goal in account.goals
            if (kpi := evidence.goal_kpi(self.brief, self.sheet, goal)) and kpi.moved and not kpi.worse
        )

    @cached_property
    def open_tickets(self) -> list[HistoryEntry]:
        """Tickets that are open, by their status or by no later word of their end; newest first."""
        found = [e for e in self.brief.account.history if e.kind == "ticket" and self._is_open(e)]
        return sorted(found, key=lambda e: e.date, reverse=True)

    def _is_open(self, ticket: HistoryEntry) -> bool:
        if ticket.status or ticket.date > self.brief.today:
            return ticket.status == "open" and ticket.date <= self.brief.today
        if ticket.date < self.brief.today - timedelta(days=_FORGOTTEN_DAYS):
            return False
        texts = [ticket.text, ticket.say or ""]
        terms = set(_TERM.findall(ticket.text))
        later = [e.text for e in self.brief.account.history if e.date >= ticket.date and e is not ticket]
        texts += [text for text in later if terms & set(_TERM.findall(text))]
        return not any(self.cues.says("ended", text) and not self.cues.says("lasting", text) for text in texts)

    def is_serious(self, ticket: HistoryEntry) -> bool:
        """By its severity; where none is on record, by words that tell of harm to the customer's work or data."""
        return ticket.severity == "serious" or (ticket.severity is None and self.cues.says("harmed", ticket.text))

    def day(self, entry: HistoryEntry) -> str:
        return entry.date.isoformat()


def short(text: str) -> str:
    """Words of the record as a reason shows them: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"


_HONORIFIC = re.compile(r"\s*(様|さま|さん|殿|氏|先生)$|^(mr|mrs|ms|dr|prof)\b\.?\s*", re.IGNORECASE)


def meant(contacts: list[Contact], named: str) -> list[Contact]:
    """The contacts that a name may mean: by full name, reading or mail address, else by a part of the name."""
    wanted = people.plain(_HONORIFIC.sub("", unicodedata.normalize("NFKC", named).strip()))
    if not wanted:
        return []
    whole = [c for c in contacts if wanted in (people.plain(c.name), people.plain(c.reading), people.plain(c.email))]
    if whole:
        return whole
    inside = [c for c in contacts if people.plain(c.name) in wanted]
    return inside or [c for c in contacts if wanted in {people.plain(p) for p in (*c.name.split(), *c.reading.split())}]
