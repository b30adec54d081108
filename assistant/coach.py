"""The flow: moment, triage, recall, plan, words, check, coach, draft. Every door opens onto this one."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from assistant.casework import Case, Desk, answerable, gather
from assistant.checking import check
from assistant.coaching.notes import about, cited_principles, word_asks, word_notes
from assistant.domain.draft import CheckResult, Draft, DraftRequest, Finding, Origin, SituationFound
from assistant.domain.reading import Reading
from assistant.domain.review import Review, ReviewRequest
from assistant.errors import Invalid
from assistant.planning.compose import make
from assistant.recall.found import Found
from assistant.revising import edited, with_answers
from assistant.running import Running
from assistant.telling import OnEvent, Telling, unheard
from assistant.texts import Say, say_in
from assistant.wording.playbook import Words
from assistant.writing import Writing
from assistant.written import Wish, Written

if TYPE_CHECKING:
    from assistant.conversing import Conversing
    from assistant.practising import Practising
    from assistant.reviewing import Reviewing


class Coach:
    """The assistant as every door sees it.

    Args:
        desk: the stores, shelves and steps that `bootstrap` chose.
        person: whose practice sessions are kept.
    """

    def __init__(self, desk: Desk, person: Callable[[], str] | None = None):
        self.desk = desk
        self.records = desk.records
        self._writing = Writing(desk)
        self._person = person
        self.running = Running(desk.records)
        # Told of every version of a draft that is made, whichever door asked for it.
        self.made: Callable[[Draft], None] = lambda draft: None

    # What a single draft has no need of is imported when it is first used: a shell waits for every import.
    @cached_property
    def conversing(self) -> "Conversing":
        """The chat: messages, instructions and questions."""
        from assistant.conversing import Conversing

        return Conversing(self.desk, self)

    @cached_property
    def practising(self) -> "Practising":
        """Practice before the real thing."""
        from assistant.practising import Practising

        return Practising(self.desk, self._person)

    @cached_property
    def _reviewing(self) -> "Reviewing":
        from assistant.reviewing import Reviewing

        return Reviewing(self.desk)

    async def draft(self, request: DraftRequest, ui_language: str = "ja", on_event: OnEvent | None = None) -> Draft:
        """One draft for one moment, stored.

        Raises NotFound for an unknown account, Invalid where there is neither a message nor a situation.
        """
        draft = await self._make(request, say_in(ui_language), secrets.token_hex(8), on_event or unheard)
        await self.records.save_draft(draft, _stored(request))
        return draft

    async def _make(
        self, request: DraftRequest, say: Say, id: str, tell: OnEvent,
        answers: dict[str, str] | None = None, version: int = 1, wish: Wish | None = None,
    ) -> Draft:  # fmt: skip
        telling = Telling(tell)
        telling.stage("triage")
        case = await gather(self.desk, request, answers or {}, ask_model=True)
        return await self.worded(case, say, id, telling, version, wish)

    async def worded(
        self, case: Case, say: Say, id: str, telling: Telling, version: int = 1, wish: Wish | None = None
    ) -> Draft:
        """The draft of what was gathered, not stored: a batch stores many at once, each together with its row."""
        telling.stage("plan")
        plan = make(case.brief)
        telling.stage("words")
        written = await self._writing.write(case, plan, say, telling, wish)
        draft = self._finished(case, written, say, id, version)
        telling.finished(draft)
        return draft

    def _finished(self, case: Case, written: Written, say: Say, id: str, version: int) -> Draft:
        plan, words, checked, language = written.plan, written.words, written.checked, say.language
        principles = cited_principles(plan, self.desk.knowledge.principles, language)
        used = {mark.citation for mark in words.marks}
        customer = about(case.brief.account, plan, language)
        asks = word_asks(plan, self.desk.coaching, words.parts, language) if plan.send else []
        draft = Draft(
            id=id, version=version, account=case.brief.account.id, audience=plan.audience, situation=plan.situation,
            situations=[SituationFound(name=h.name, confidence=round(h.confidence, 3), because=list(h.because)) for h in case.brief.reading.situations],
            language=plan.language, subject=words.subject, body=words.body, parts=list(words.parts),  # type: ignore[arg-type]
            citations=[c for c in plan.citations if c.id in used] + list(principles.values()),
            marks=list(words.marks), asks=asks, coaching=word_notes(plan, self.desk.coaching, principles, language, customer),
            checks=checked.results, findings=checked.findings,
            needs_review=checked.blocks or written.unsure or any(a.answer is None for a in asks),
            origin=written.origin, drafted_by=written.origin.model or written.origin.writer, created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )  # fmt: skip
        self.made(draft)
        return draft

    async def begin(self, request: DraftRequest, ui_language: str = "ja") -> str:
        """Starts a draft and returns its id; what happens is told in the records' event log."""
        answerable(request)
        await self.records.account(request.account)
        id, say = secrets.token_hex(8), say_in(ui_language)

        async def make(tell: OnEvent) -> Draft:
            draft = await self._make(request, say, id, tell)
            await self.records.save_draft(draft, _stored(request))
            return draft

        await self.running.begin(id, request.account, make, say, new=True)
        return id

    async def stop(self, id: str, ui_language: str = "ja") -> None:
        """Stops a draft in the making; one that is done stays as it is. Raises NotFound where there is neither."""
        await self.running.stop(id, say_in(ui_language))

    async def revise(
        self, id: str, *, instruction: str | None = None, body: str | None = None, subject: str | None = None,
        answers: dict[str, str] | None = None, ui_language: str = "ja", on_event: OnEvent = unheard,
    ) -> Draft:  # fmt: skip
        """The next version of a draft: by an instruction, by the CSM's own words, or by answers to its asks."""
        say = say_in(ui_language)
        last, stored = await self.records.draft(id)
        request = DraftRequest.model_validate({k: v for k, v in stored.items() if k != "answers"})
        known = dict(stored.get("answers") or {})
        if answers is not None:
            _refuse_unasked(last, answers)
            known |= answers
        wish = Wish(last, instruction) if instruction else None
        if instruction:
            earlier = f"{request.instruction}\n" if request.instruction else ""
            request = request.model_copy(update={"instruction": earlier + instruction})
        # What an answer makes possible is put into words that are there: a playbook alone words all of them anew.
        if body is not None or (answers and last.origin.writer != "playbook"):
            draft = await self._by_hand(last, request, say, known, body, subject)
        else:
            draft = await self._make(request, say, id, on_event, known, last.version + 1, wish)
        await self.records.save_draft(draft, {**_stored(request), "answers": known})
        return draft

    async def begin_revision(
        self, id: str, *, answers: dict[str, str] | None = None, ui_language: str = "ja", **changes: str | None
    ) -> None:
        """Starts what `revise` does; its events go on in the draft's log. Raises Conflict where one is being made."""
        last, _ = await self.records.draft(id)
        _refuse_unasked(last, answers or {})

        def make(tell: OnEvent) -> Awaitable[Draft]:
            return self.revise(id, answers=answers, ui_language=ui_language, on_event=tell, **changes)

        await self.running.begin(id, last.account, make, say_in(ui_language))

    async def _by_hand(
        self,
        last: Draft,
        request: DraftRequest,
        say: Say,
        answers: dict[str, str],
        body: str | None,
        subject: str | None,
    ) -> Draft:
        case = await gather(self.desk, request, answers)
        plan = make(case.brief)
        answered = body is None
        if body is None:
            without = make(replace(case.brief, answers={}))
            body = with_answers(last.body, self.desk.word(without, case), self.desk.word(plan, case), plan.language)
        words = edited(last, body, last.subject if subject is None else subject)
        by_model = last.origin.writer == "model" and answered
        checked = await check(self.desk, case, plan, words, say, by_hand=not by_model)
        origin = last.origin if by_model else Origin(writer="csm", prompt=last.origin.prompt)
        draft = self._finished(case, Written(plan, words, checked, origin), say, last.id, last.version + 1)
        return draft.model_copy(update={"audience": last.audience})

    async def check(
        self, account: str, message: str, body: str, subject: str, ui_language: str = "ja"
    ) -> tuple[list[CheckResult], list[Finding]]:
        """Checks a text as one types, without making a version."""
        request = DraftRequest(account=account, message=message, situation=None if message.strip() else "other")  # type: ignore[arg-type]
        case = await gather(self.desk, request, {})
        plan = make(case.brief)
        words = Words(subject, body, (), (), "")
        checked = await check(self.desk, case, replace(plan, warnings=()), words, say_in(ui_language), by_hand=True)
        return checked.results, checked.findings

    async def warm(self, between: Callable[[], Awaitable[None]]) -> None:
        """Loads what the first drafts would load: words each situation's example in both languages, and stores nothing.

        `between` is awaited before each, so that whoever waits for something else goes first.
        """
        found, _ = await self.records.accounts(limit=1)
        if not found or await self.records.organisation() is None:
            return
        for card, language in product(self.desk.knowledge.situations.values(), ("ja", "en")):
            await between()
            example = {"situation": card.name, "message": card.examples[language][0], "language": language}
            case = await gather(self.desk, DraftRequest.model_validate({"account": found[0].id, **example}), {})
            plan, say = make(case.brief), say_in(language)
            words = self.desk.word(plan, case)
            checked = await check(self.desk, case, plan, words, say)
            self._finished(case, Written(plan, words, checked, Origin()), say, "warm", 1)

    async def review(self, request: ReviewRequest, ui_language: str = "ja") -> Review:
        """Reads what a CSM wrote: findings with their changes, what is good, the text with all changes. Stores nothing.

        Raises NotFound for an unknown account, Invalid for an empty text.
        """
        return await self._reviewing.review(request, say_in(ui_language))

    async def triage(self, message: str, account: str | None = None, sender: str = "customer") -> Reading:
        """What a message is about; with an account, its people are known by name."""
        found = await self.records.account(account) if account else None
        return self.desk.read(message, sender, found, await self.records.organisation())

    async def search(
        self,
        query: str,
        account: str | None = None,
        kinds: Sequence[str] = (),
        limit: int = 10,
        ui_language: str = "ja",
    ) -> list[Found]:
        """What recall finds among principles, help texts and one account's record, with scores."""
        return await self.desk.search(query, account, kinds, say_in(ui_language).language, limit)

    async def ready(self) -> dict[str, str]:
        """What is missing before a draft can be made; {} when nothing is."""
        try:
            organisation = await self.records.organisation()
        except Exception as error:
            return {"records": str(error)}
        return {} if organisation else {"organisation": "No organisation is on record yet."}

    async def close(self) -> None:
        await self.running.close()
        await self.desk.close()


def _refuse_unasked(draft: Draft, answers: dict[str, str]) -> None:
    if unknown := sorted(set(answers) - {ask.id for ask in draft.asks}):
        raise Invalid(
            "This draft does not ask %(id)s.", {"id": unknown[0]}, {"answers": "This draft does not ask that."}
        )


def _stored(request: DraftRequest) -> dict[str, Any]:
    return request.model_dump(mode="json", by_alias=True)
