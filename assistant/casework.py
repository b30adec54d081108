"""What the flow gathers before it plans: the account, the reading, what recall found."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path

from assistant.checks.lexicon import Lexicon
from assistant.closed_days import ClosedDays
from assistant.domain.account import Account, HistoryEntry
from assistant.domain.draft import DraftRequest
from assistant.domain.fact import Fact
from assistant.domain.facts import facts_of
from assistant.domain.organisation import Organisation, readable
from assistant.domain.plan import Plan
from assistant.domain.reading import Reading, SituationHit
from assistant.domain.situation import Situation
from assistant.errors import Invalid, Unavailable
from assistant.knowledge_base import KnowledgeBase
from assistant.planning import concern, echo, errands, liked, people, poor_fit
from assistant.planning.brief import SURE_ENOUGH, Brief
from assistant.planning.compose import second_matters
from assistant.planning.instructions import style_of
from assistant.ports import Answered, Dossier, HelpText, Model, Records, Vectors
from assistant.prompt_library import PromptLibrary
from assistant.reading_on import ReadingsKept, read_on
from assistant.recall.index import ANSWER_FLOOR, AccountIndex, Hit
from assistant.recall.search import Found, Library
from assistant.triage.by_model import ReadingSaid
from assistant.triage.read import TriageKnowledge, read
from assistant.wording.playbook import Playbooks, Words

# Situations whose answer may rest on a help text: how to do something, or how to take one's data along.
_ANSWERED_BY_HELP = (Situation.support_question, Situation.cancellation, Situation.complaint, Situation.low_usage)


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
        triage: TriageKnowledge, phrases: Lexicon, library: "Shelf", today: "Today", closed_days: ClosedDays,
        prompts: PromptLibrary, model: Model | None = None, model_context: int = 12_000, model_deadline: float = 45.0,
    ):  # fmt: skip
        self.records, self.knowledge = records, knowledge
        self.playbooks, self.coaching = playbooks, coaching
        self.triage, self.phrases, self.library = triage, phrases, library
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
        shelves = kinds or ("principle", "help", "practice", "account")
        return library.search(query, shelves, language, limit, found)

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


class Shelf:
    """The searchable library, made again when the help texts have changed."""

    def __init__(
        self, records: Records, knowledge: KnowledgeBase, folder: Path | None = None,
        vectors: Vectors | None = None, weight: float = 0.6,
    ):  # fmt: skip
        self._records, self._knowledge = records, knowledge
        self._folder, self._vectors, self._weight = folder, vectors, weight
        self._library: Library | None = None
        self._revision = -1

    async def current(self) -> Library:
        revision = await self._records.help_revision()
        if self._library is None or revision != self._revision:
            texts = await self._records.help_texts()
            shelves = self._knowledge
            if self._library is None:
                self._library = Library(
                    shelves.principles, shelves.practices, texts, shelves.lexicon, self._weight, self._folder
                )
            else:
                self._library.put_help(texts)
            self._revision = revision
            await self._embed(self._library)
        return self._library

    def forget(self) -> None:
        """The cards have changed: the library is made again when it is next asked for."""
        self._library = None

    async def _embed(self, library: Library) -> None:
        """Keeps the vectors in step with the texts; where they fail, words alone are searched, and the log says so."""
        if self._vectors is None:
            return
        try:
            for shelf, texts in library.documents.items():
                await self._vectors.upsert(shelf, list(texts), list(texts.values()))
        except Unavailable as error:
            logging.getLogger(__name__).warning("%s", error)

    async def close(self) -> None:
        if self._vectors is not None:
            await self._vectors.close()

    async def dense(self, shelf: str, query: str) -> dict[str, float] | None:
        """Scores by meaning where an embedding model is configured, else None."""
        return await self._vectors.scores(shelf, query) if self._vectors else None


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
    situation = request.situation or weighed(reading, account)
    style = style_of(request.instruction)
    language = request.language or style.language or account.language or reading.language or organisation.language
    note = request.message if request.sender != "customer" else ""
    hints = (request.instruction or "", note)
    wrote = request.contact or reading.sender.name
    today = request.today or desk.today(organisation.time_zone)
    brief = Brief(
        account=account, organisation=organisation, reading=reading, situation=situation, language=language, today=today,
        message=request.message, instruction=request.instruction or "", subject=request.subject or "",
        sender=request.sender, channel=request.channel, contact=people.addressee(account, wrote, *hints),
        answers=answers, holidays=desk.closed_days(organisation, today),
    )  # fmt: skip
    brief, material = await _recalled(desk, brief, dossier)
    return Case(brief, dossier.facts, dossier.private, material, read_by)


def _reading(desk: Desk, request: DraftRequest, account: Account, organisation: Organisation) -> Reading:
    if not request.message.strip():
        name = request.situation or Situation.other
        return Reading(language=account.language or organisation.language, situations=(SituationHit(name, 1.0),))
    return desk.read(request.message, request.sender, account, organisation)


def weighed(reading: Reading, account: Account) -> Situation:
    """The strongest situation, weighed by the record: unease about what we said the product does not do is poor fit.

    A mail that only runs an errand is none of the situations, whichever its words sound like; a wish beside praise is
    an idea of theirs, not work asked of us.
    """
    uneasy = (Situation.concern, Situation.renewal, Situation.low_usage)
    possible = any(hit.name is Situation.poor_fit for hit in reading.situations)
    if reading.situation in uneasy and poor_fit.told_not_offered(account, reading.own, 1 if possible else 2):
        return Situation.poor_fit
    asked_for = (Situation.out_of_scope_request, Situation.support_question, Situation.other)
    if reading.situation in (Situation.complaint, Situation.discount_request) and concern.worth_to_show(reading):
        return Situation.concern
    if reading.situation is Situation.cancellation and errands.stops_a_log_in(reading):
        return Situation.support_question
    wants_a_way = reading.situation is Situation.support_question and echo.asks_how(reading)
    idea = reading.situation in asked_for and not (wants_a_way or reading.serious)
    if idea and liked.praises_with_a_wish(reading):
        return Situation.feedback_request
    return Situation.other if errands.errand_of(reading) else reading.situation


async def _recalled(desk: Desk, brief: Brief, dossier: Dossier) -> tuple[Brief, tuple[str, ...]]:
    from dataclasses import replace

    asking = brief.reading.own or brief.instruction
    library = await desk.library.current()
    query = library.read(asking) if asking else None
    names = {
        brief.situation,
        *(h.name for h in brief.reading.situations if h.confidence >= 0.5),
        *second_matters(brief),
    }
    texts, sure, further = [], {}, []
    if query and names & set(_ANSWERED_BY_HELP):
        asked = " ".join(m.span.quote for m in brief.reading.matters if m.situation in _ANSWERED_BY_HELP)
        dense = await desk.library.dense("help", asked or asking)
        hits = library.help(query if asked in ("", asking) else asked, brief.language, limit=3, dense=dense)
        if not hits and Situation.support_question in names:
            # A mail of several questions: the one that an article answers best comes first.
            each = [hit for one in echo.asked(brief.reading) for hit in library.help(one, brief.language, limit=1)]
            hits = sorted(each, key=lambda hit: -hit[1])[:1]
        texts, sure = [text for text, _ in hits], {text.id: evidence for text, evidence in hits}
        if texts and Situation.support_question in (brief.situation, *second_matters(brief)):
            further = _further(library, brief, texts[0])
    past: list[HistoryEntry] = []
    if query and dossier.index:
        hits = AccountIndex.loads(dossier.index).search(query, limit=8, among={"ticket"}, floor=ANSWER_FLOOR)
        keys = [int(hit.key.split(":")[1]) for hit in hits if hit.key.startswith("history:")]
        found = await desk.records.history(brief.account.id, keys)
        past = [found[key] for key in keys if key in found]
        past = [e for e in past if library.speaks_of(f"{e.text} {e.say or ''}", asking)]
    practices = []
    if query and Situation.support_question in names and not brief.closed_lane:
        practices = [p for p, _ in library.practices(query, brief.account.industry, limit=2)]
    policy = brief.organisation.policy
    said = [brief.organisation.signature, brief.organisation.support_hours, policy.extra_work, *policy.included_support]
    said += [a.name for a in policy.alternatives] + [a.when for a in policy.alternatives] + [brief.organisation.purpose]
    said += [t.offer for t in policy.trades] + [t.for_ for t in policy.trades]
    material = [readable(t, lang, brief.organisation.language) for t in said for lang in ("ja", "en")]
    material += [f"{t.title}\n{t.body}" for t in texts]
    material += [p.setting[brief.language] + p.effect[brief.language] + p.trade[brief.language] for p in practices]
    material += [f"{t.title}\n{t.body}" for _, t in further if t]
    found = replace(brief, help=texts, help_sure=sure, further=further, past=past, practices=practices)
    return found, tuple(m for m in material if m)


def _further(library: Library, brief: Brief, first: HelpText) -> list[tuple[str, HelpText | None]]:
    """The questions of a mail that its best article does not speak of, each with the article that answers it."""
    others = [m for m in brief.reading.matters if m.situation in second_matters(brief)]
    if brief.situation is not Situation.support_question:
        others = [m for m in brief.reading.matters if m.situation is not Situation.support_question]
    questions = [q for q in echo.asked(brief.reading) if not any(q in m.span.quote for m in others)]
    found: list[tuple[str, HelpText | None]] = []
    for question in questions if len(questions) > 1 else ():
        best = next(iter(library.help(question, brief.language, limit=1)), None)
        if best and best[0].id != first.id and best[1] >= SURE_ENOUGH:
            found.append((question, best[0]))
        elif (best and best[0].id != first.id) or (
            not best and not library.speaks_of(f"{first.title}\n{first.body}", question)
        ):
            found.append((question, None))
    return found
