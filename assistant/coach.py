"""The flow: moment, triage, recall, plan, words, check, coach, draft. Every door opens onto this one."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from assistant.casework import Case, Desk, answerable, gather
from assistant.checks.catalogue import check_all
from assistant.checks.letter import Letter
from assistant.coaching.notes import about, cited_principles, word_asks, word_notes
from assistant.domain.draft import CheckResult, Draft, DraftRequest, Finding, Origin, SituationFound
from assistant.domain.plan import Plan
from assistant.domain.reading import Reading
from assistant.errors import Invalid
from assistant.planning.compose import make
from assistant.recall.search import Found
from assistant.revising import edited, with_answers
from assistant.texts import Say, say_in
from assistant.wording.playbook import Words

_FIRST: tuple[str, dict[str, Any]] = ("stage", {"name": "triage"})
OnEvent = Callable[[str, dict[str, Any]], None]


def _unheard(_name: str, _data: dict[str, Any]) -> None:
    """Where nobody listens."""


@dataclass(frozen=True, slots=True)
class Checked:
    results: list[CheckResult]
    findings: list[Finding]

    @property
    def blocks(self) -> bool:
        return any(f.severity == "block" for f in self.findings)


class Coach:
    """The assistant as every door sees it.

    Args:
        desk: the stores, shelves and steps that `bootstrap` chose.
    """

    def __init__(self, desk: Desk):
        self.desk = desk
        self.records = desk.records
        self._running: dict[str, asyncio.Task[None]] = {}

    async def draft(self, request: DraftRequest, ui_language: str = "ja", on_event: OnEvent | None = None) -> Draft:
        """One draft for one moment, stored.

        Raises NotFound for an unknown account, Invalid where there is neither a message nor a situation.
        """
        draft = await self._make(request, say_in(ui_language), secrets.token_hex(8), on_event or _unheard)
        await self.records.save_draft(draft, _stored(request))
        return draft

    async def _make(
        self,
        request: DraftRequest,
        say: Say,
        id: str,
        tell: OnEvent,
        answers: dict[str, str] | None = None,
        version: int = 1,
    ) -> Draft:
        tell("stage", {"name": "triage"})
        case = await gather(self.desk, request, answers or {})
        tell("stage", {"name": "plan"})
        plan = make(case.brief)
        tell("stage", {"name": "words"})
        plan, words, checked = await self._word_and_check(case, plan, say)
        draft = self._finished(case, plan, words, checked, say, id, version)
        _tell_all(draft, tell)
        return draft

    async def _word_and_check(self, case: Case, plan: Plan, say: Say) -> tuple[Plan, Words, Checked]:
        """Words and checks; what blocks in a part that can go is cut, once."""
        words = self.desk.word(plan, case)
        checked = await self._check(case, plan, words, say)
        if not checked.blocks:
            return plan, words, checked
        blocked = [
            f.start for f in checked.findings if f.severity == "block" and f.source == "body" and f.start is not None
        ]
        bad = {p.kind for p in words.parts for start in blocked if p.start <= start < p.end}
        lighter = replace(plan, moves=tuple(m for m in plan.moves if m.weight == 1 or m.kind not in bad))
        if len(lighter.moves) == len(plan.moves):
            return plan, words, checked
        words = self.desk.word(lighter, case)
        return lighter, words, await self._check(case, lighter, words, say)

    async def _check(self, case: Case, plan: Plan, words: Words, say: Say, by_hand: bool = False) -> Checked:
        letter = await self.letter(case, plan, words, say, by_hand)
        results, findings = check_all(letter, self.desk.phrases)
        findings += [Finding(code="wrong_language", severity="warn", why=say(text)) for text in plan.warnings]
        return Checked(results, findings)

    async def letter(self, case: Case, plan: Plan, words: Words, say: Say, by_hand: bool = False) -> Letter:
        """The words with everything they may rest on."""
        brief = case.brief
        written = f"{words.subject}\n{words.body}\n{brief.message}"
        others = await self.records.named_in(written, but=brief.account.id)
        return Letter(
            body=words.body, subject=words.subject, language=plan.language, say=say, account=brief.account,
            organisation=brief.organisation, today=brief.today, reading=brief.reading if brief.message else None,
            message=brief.message, audience=plan.audience, channel=plan.channel, situation=plan.situation,
            contact=plan.contact, facts=case.facts, private=case.private, citations=plan.citations, parts=words.parts,
            answers=tuple(brief.answers.values()), material=case.material, others=tuple(others), by_hand=by_hand,
        )  # fmt: skip

    def _finished(
        self, case: Case, plan: Plan, words: Words, checked: Checked, say: Say, id: str, version: int
    ) -> Draft:
        language = say.language
        principles = cited_principles(plan, self.desk.knowledge.principles, language)
        used = {mark.citation for mark in words.marks}
        customer = about(case.brief.account, plan, language)
        asks = word_asks(plan, self.desk.coaching, words.parts, language) if plan.send else []
        return Draft(
            id=id, version=version, account=case.brief.account.id, audience=plan.audience, situation=plan.situation,
            situations=[SituationFound(name=h.name, confidence=round(h.confidence, 3), because=list(h.because)) for h in case.brief.reading.situations],
            language=plan.language, subject=words.subject, body=words.body, parts=list(words.parts),  # type: ignore[arg-type]
            citations=[c for c in plan.citations if c.id in used] + list(principles.values()),
            marks=list(words.marks), asks=asks, coaching=word_notes(plan, self.desk.coaching, principles, language, customer),
            checks=checked.results, findings=checked.findings,
            needs_review=checked.blocks or any(a.answer is None for a in asks),
            origin=Origin(prompt=words.origin), drafted_by="playbook", created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )  # fmt: skip

    async def begin(self, request: DraftRequest, ui_language: str = "ja") -> str:
        """Starts a draft and returns its id; what happens is told in the records' event log."""
        answerable(request)
        await self.records.account(request.account)
        id = secrets.token_hex(8)
        # The first event is there before the id is handed out: whoever asks for the events finds the draft.
        await self.records.append_events(id, [_FIRST], account=request.account)
        self._running[id] = asyncio.create_task(self._run(request, say_in(ui_language), id))
        return id

    async def _run(self, request: DraftRequest, say: Say, id: str) -> None:
        events: list[tuple[str, dict[str, Any]]] = []

        def tell(name: str, data: dict[str, Any]) -> None:
            if (name, data) != _FIRST:
                events.append((name, data))

        try:
            draft = await self._make(request, say, id, tell)
            await self.records.save_draft(draft, _stored(request))
            events.append(("done", {"draft": draft.model_dump(mode="json", by_alias=True)}))
        except asyncio.CancelledError:
            events.append(("failed", {"why": say("The draft was stopped.")}))
        except Exception as error:
            why = (
                say(error.message, **error.values)
                if isinstance(error, Invalid)
                else say("The draft could not be made.")
            )
            events.append(("failed", {"why": why}))
            if not isinstance(error, Invalid):
                raise
        finally:
            self._running.pop(id, None)
            await self.records.append_events(id, events, account=request.account)

    async def stop(self, id: str) -> None:
        """Stops a running draft; one that is done stays as it is. Raises NotFound where there is neither."""
        if task := self._running.get(id):
            task.cancel()
        elif not await self.records.events(id):
            await self.records.draft(id)

    async def revise(
        self, id: str, *, instruction: str | None = None, body: str | None = None, subject: str | None = None,
        answers: dict[str, str] | None = None, ui_language: str = "ja",
    ) -> Draft:  # fmt: skip
        """The next version of a draft: by an instruction, by the CSM's own words, or by answers to its asks."""
        say = say_in(ui_language)
        last, stored = await self.records.draft(id)
        request = DraftRequest.model_validate({k: v for k, v in stored.items() if k != "answers"})
        known = dict(stored.get("answers") or {})
        if answers is not None:
            if unknown := sorted(set(answers) - {a.id for a in last.asks}):
                raise Invalid(
                    "This draft does not ask %(id)s.", {"id": unknown[0]}, {"answers": "This draft does not ask that."}
                )
            known |= answers
        if instruction:
            earlier = f"{request.instruction}\n" if request.instruction else ""
            request = request.model_copy(update={"instruction": earlier + instruction})
        if body is not None or (answers and last.origin.writer == "csm"):
            draft = await self._by_hand(last, request, say, known, body, subject)
        else:
            draft = await self._make(request, say, id, _unheard, known, last.version + 1)
        await self.records.save_draft(draft, {**_stored(request), "answers": known})
        return draft

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
        if body is None:
            without = make(replace(case.brief, answers={}))
            body = with_answers(last.body, self.desk.word(without, case), self.desk.word(plan, case), plan.language)
        words = edited(last, body, last.subject if subject is None else subject)
        checked = await self._check(case, plan, words, say, by_hand=True)
        draft = self._finished(case, plan, words, checked, say, last.id, last.version + 1)
        return draft.model_copy(
            update={
                "origin": Origin(writer="csm", prompt=last.origin.prompt),
                "drafted_by": "csm",
                "audience": last.audience,
            }
        )

    async def check(
        self, account: str, message: str, body: str, subject: str, ui_language: str = "ja"
    ) -> tuple[list[CheckResult], list[Finding]]:
        """Checks a text as one types, without making a version."""
        request = DraftRequest(account=account, message=message, situation=None if message.strip() else "other")  # type: ignore[arg-type]
        case = await gather(self.desk, request, {})
        plan = make(case.brief)
        words = Words(subject, body, (), (), "")
        checked = await self._check(case, replace(plan, warnings=()), words, say_in(ui_language), by_hand=True)
        return checked.results, checked.findings

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
        for task in list(self._running.values()):
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        await self.desk.close()


def _stored(request: DraftRequest) -> dict[str, Any]:
    return request.model_dump(mode="json", by_alias=True)


def _tell_all(draft: Draft, tell: OnEvent) -> None:
    for citation in draft.citations:
        tell("source", citation.model_dump(mode="json"))
    for n, part in enumerate(draft.parts):
        tell("text", {"part": n, "kind": part.kind, "append": part.text})
    tell("stage", {"name": "check"})
    for finding in draft.findings:
        tell("finding", finding.model_dump(mode="json", by_alias=True))
    for ask in draft.asks:
        tell("ask", ask.model_dump(mode="json"))
    for note in draft.coaching:
        tell("coach", note.model_dump(mode="json"))
