"""What the flow gathers before it plans: the account, the reading, what recall found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from assistant.checks.lexicon import Lexicon
from assistant.closed_days import ClosedDays
from assistant.domain.account import Account, HistoryEntry
from assistant.domain.draft import DraftRequest
from assistant.domain.fact import Fact
from assistant.domain.facts import facts_of
from assistant.domain.organisation import Organisation
from assistant.domain.plan import Plan
from assistant.domain.reading import Reading, SituationHit
from assistant.domain.situation import Situation
from assistant.errors import Invalid
from assistant.knowledge_base import KnowledgeBase
from assistant.planning import people
from assistant.planning.brief import Brief
from assistant.planning.instructions import style_of
from assistant.planning.weighing import weighed
from assistant.ports import Answered, Model, Records
from assistant.prompt_library import PromptLibrary
from assistant.reading_on import ReadingsKept, read_on
from assistant.recall.found import KINDS, Found, find
from assistant.recall.index import AccountIndex, Hit
from assistant.recall.search import Library
from assistant.recalling import Shelves, recalled
from assistant.red_pen.learned import Learned
from assistant.triage.by_model import ReadingSaid
from assistant.triage.read import TriageKnowledge, read
from assistant.wording.playbook import Playbooks, Words


@dataclass(frozen=True, slots=True)
class Case:
    """One moment with everything known about it.

    `material` are further texts that words may rest on. `read_by` is the model's answer, with its costs, where a model
    was asked to read the mail as well.
    """

    brief: Brief
    facts: tuple[Fact, ...]
    private: tuple[HistoryEntry, ...]
    material: tuple[str, ...]
    read_by: Answered[ReadingSaid] | None = None


class Desk:
    """The stores, shelves and steps that the flow works with; chosen in `bootstrap`."""

    def __init__(
        self, records: Records, knowledge: KnowledgeBase, playbooks: Playbooks, coaching: Playbooks,
        triage: TriageKnowledge, learned: Learned, phrases: Lexicon, library: Shelves, today: "Today", closed_days: ClosedDays,
        prompts: PromptLibrary, model: Model | None = None, model_context: int = 12_000, model_deadline: float = 45.0,
    ):  # fmt: skip
        self.records, self.knowledge = records, knowledge
        self.playbooks, self.coaching = playbooks, coaching
        self.triage, self.learned, self.phrases, self.library = triage, learned, phrases, library
        self.today, self.closed_days, self.prompts = today, closed_days, prompts
        self.model, self.model_context, self.model_deadline = model, model_context, model_deadline
        self.readings = ReadingsKept()

    def read(self, message: str, sender: str, account: Account | None, organisation: Organisation | None) -> Reading:
        """Triage, with the names that are known on both sides."""
        names = [c.name for c in account.contacts] + [account.name] if account else []
        own = [*organisation.all_names, people.short_name(organisation)] if organisation else []
        own += [account.owner.name] if account and account.owner else []
        default = (account.language if account else None) or (organisation.language if organisation else "ja")
        return read(message, sender=sender, names=names, own_names=own, default_language=default, knowledge=self.triage)

    def word(self, plan: Plan, case: Case) -> Words:
        """The plan worded by a playbook; nothing where nothing is to be sent."""
        if not plan.send:
            return Words("", "", (), (), "")
        return self.playbooks.word(plan, seed=case.brief.account.id)

    async def search(
        self, query: str, account: str | None, kinds: Sequence[str], language: str, limit: int
    ) -> list[Found]:
        """Principles, help texts and practices; with an account, its own record too, and no other's."""
        library = await self.library.current()
        found = await self._in_account(library, query, account, limit) if account else []
        return find(library, query, kinds or KINDS, language, limit, found)

    async def close(self) -> None:
        if self.model:
            await self.model.close()
        await self.library.close()
        await self.records.close()

    async def _in_account(self, library: Library, query: str, account: str, limit: int) -> list[tuple[Hit, Fact]]:
        dossier = await self.records.dossier(account)
        hits = AccountIndex.loads(dossier.index).search(library.read(query), limit)
        facts = {f.key: f for f in facts_of(await self.records.account(account))}
        return [(hit, facts[hit.key]) for hit in hits if hit.key in facts]


class Today:
    """The clock, by the organisation's time zone; a test sets another."""

    def __call__(self, time_zone: str) -> Date:
        from datetime import datetime
        from zoneinfo import ZoneInfo

        return datetime.now(ZoneInfo(time_zone)).date()


def answerable(request: DraftRequest) -> None:
    """Raises Invalid for a request with neither a message nor a situation."""
    if not request.message.strip() and request.situation is None:
        reason = "Paste the customer's message, or choose a situation."
        raise Invalid(reason, fields={"message": reason})


async def gather(desk: Desk, request: DraftRequest, answers: dict[str, str], ask_model: bool = False) -> Case:
    """Reads the message, fetches the account and recalls what may help.

    With `ask_model` a customer's mail that the rules are unsure of is read by the model as well, where there is one.
    Raises NotFound for an unknown account, Invalid for neither message nor situation or where no organisation is there.
    """
    answerable(request)
    organisation = await desk.records.organisation()
    if organisation is None:
        raise Invalid("No organisation is on record yet: import one first.")
    dossier = await desk.records.dossier(request.account)
    account = dossier.account
    reading, read_by = _reading(desk, request, account, organisation), None
    if request.sender == "customer" and request.message.strip():
        reading, read_by = await read_on(desk, reading, request.message, account, ask_model)
    today = request.today or desk.today(organisation.time_zone)
    situation = request.situation or weighed(reading, account, today, request.sender == "customer")
    style = style_of(request.instruction)
    language = request.language or style.language or account.language or reading.language or organisation.language
    note = request.message if request.sender != "customer" else ""
    hints = (request.instruction or "", note)
    wrote = request.contact or reading.sender.name
    brief = Brief(
        account=account, organisation=organisation, reading=reading, situation=situation, language=language, today=today,
        message=request.message, instruction=request.instruction or "", subject=request.subject or "",
        sender=request.sender, channel=request.channel, contact=people.addressee(account, wrote, *hints),
        answers=answers, holidays=desk.closed_days(organisation, today),
    )  # fmt: skip
    brief, material = await recalled(desk.library, desk.records, brief, dossier)
    return Case(brief, dossier.facts, dossier.private, material, read_by)


def _reading(desk: Desk, request: DraftRequest, account: Account, organisation: Organisation) -> Reading:
    if not request.message.strip():
        name = request.situation or Situation.other
        return Reading(language=account.language or organisation.language, situations=(SituationHit(name, 1.0),))
    return desk.read(request.message, request.sender, account, organisation)
