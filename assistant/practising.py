"""Practice in the flow: sessions with a customer who is played, stored apart from everything that is real."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from datetime import date as Date
from weakref import WeakValueDictionary

from assistant.casework import Desk, gather
from assistant.checking import check
from assistant.checks.letter import Letter
from assistant.checks.proof import Proof
from assistant.checks.records import approved, traded
from assistant.domain.account import Account, Contact
from assistant.domain.draft import DraftRequest
from assistant.domain.organisation import Organisation
from assistant.domain.practice import PERSONAS, Mark, Persona, Practice, PracticeTurn, Sheet
from assistant.errors import Conflict, Invalid, ModelFailed, NotFound, TooLarge
from assistant.own_name import OwnName
from assistant.planning.compose import make
from assistant.practice.arguments import Value, values_of
from assistant.practice.improvised import improvised, improvising
from assistant.practice.known import Known, known_of, played_by
from assistant.practice.marks import Reply, mark
from assistant.practice.script import SILENCE, Line, Script
from assistant.practice.sheet import Speaks, sheet_of
from assistant.texts import say_in
from assistant.wording.playbook import Words, tidy

# A reply is a message of a chat or a short mail.
REPLY_LIMIT = 4_000
_SESSIONS = 1_000


@dataclass(frozen=True, slots=True)
class Stage:
    """A session with all that is known for it."""

    account: Account
    organisation: Organisation
    contact: Contact | None
    known: Known
    values: list[Value]
    script: Script
    today: Date


class Practising:
    """Sessions of one person: begun, answered, ended, read and deleted.

    Args:
        desk: stores, shelves and steps.
        person: whose sessions these are.
    """

    def __init__(self, desk: Desk, person: Callable[[], str] | None = None):
        self.desk, self.records = desk, desk.records
        self._person = person or OwnName()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def personas(self, language: str) -> list[dict[str, str]]:
        """Whom the coach can play: id, title, and what it is about, in a language."""
        scripts = {name: Script(self.desk.prompts, name, language) for name in PERSONAS}
        return [{"id": name, **{k: str(s.header[k]) for k in ("title", "what")}} for name, s in scripts.items()]

    async def begin(self, account: str, persona: Persona, language: str | None = None) -> Practice:
        """A new session, in which the customer has spoken first.

        Raises NotFound for an unknown account, Invalid where no organisation is on record.
        """
        found = await self.records.account(account)
        organisation = await self._organisation()
        chosen = language or found.language or organisation.language
        stage = self._stage(found, organisation, persona, chosen)
        id = secrets.token_hex(8)
        began = Practice(
            id=id, account=account, person=self._person(), persona=persona, language=chosen,  # type: ignore[arg-type]
            contact=stage.contact.name if stage.contact else "", created_at=_now(),
        )  # fmt: skip
        began.turns.append(await self._speak(began, stage, stage.script.next(stage.known, [], id)))
        await self.records.begin_practice(began)
        return began

    async def get(self, id: str) -> Practice:
        """A session with its turns. Raises NotFound."""
        return await self.records.practice(id, self._person())

    async def listed(self, account: str | None = None, limit: int = 50) -> list[Practice]:
        """The sessions without their turns, the newest first."""
        return await self.records.practices(self._person(), account, limit)

    async def turn(self, id: str, text: str, ui_language: str = "ja") -> Practice:
        """A reply of the CSM, its mark, and what the customer does then.

        Args:
            id: of the session.
            text: the reply.
            ui_language: of the remarks and the sheet.

        Raises:
            NotFound: no such session.
            Invalid: nothing was said.
            TooLarge: more was said than is taken.
            Conflict: the session is over, or another reply came meanwhile.
        """
        if not text.strip():
            reason = "Write your reply to the customer."
            raise Invalid(reason, fields={"text": reason})
        if len(text) > REPLY_LIMIT:
            values = {"count": len(text), "limit": REPLY_LIMIT}
            raise TooLarge("The reply has %(count)s characters; at most %(limit)s are taken.", values)
        lock = self._locks.setdefault(id, asyncio.Lock())
        async with lock:
            practice = await self.get(id)
            if practice.over:
                raise Conflict("This practice is over. Begin another one.")
            stage = await self._stage_of(practice)
            before = len(practice.turns)
            given = await self.marked(practice, stage, text, ui_language)
            practice.turns.append(PracticeTurn(number=before + 1, who="csm", text=text.strip(), mark=given, at=_now()))
            line = stage.script.next(stage.known, practice.turns, id)
            practice.turns.append(await self._speak(practice, stage, line))
            if line.ends:
                practice.sheet, practice.over = self._sheet(practice, stage, ui_language), True
            await self.records.add_practice_turns(id, practice.turns[before:], practice.sheet)
            return practice

    async def end(self, id: str, ui_language: str = "ja") -> Practice:
        """Ends a session with its sheet; one that is over stays as it is. Raises NotFound."""
        lock = self._locks.setdefault(id, asyncio.Lock())
        async with lock:
            practice = await self.get(id)
            if not practice.over:
                practice.sheet = self._sheet(practice, await self._stage_of(practice), ui_language)
                practice.over = True
                await self.records.add_practice_turns(id, [], practice.sheet)
            return practice

    async def delete(self, id: str | None = None) -> int:
        """Removes a session, or all of them; how many there were. Raises NotFound for a session that is not there."""
        gone = await self.records.delete_practices(self._person(), id)
        if id is not None and not gone:
            raise NotFound("No practice %(id)s is on record.", {"id": id})
        return gone

    async def progress(self, persona: Persona | None = None, limit: int = 200) -> list[dict]:
        """One row for each session that was ended after a reply at least, the oldest first: the newest `limit` of them.

        `held`, `gave_way`, `value_shown`, `question_asked` count replies; `first_concession` is the number of a reply
        or None; `value_used` of `value_known` results were brought forward.
        """
        sessions = await self.records.practices(self._person(), limit=_SESSIONS)
        rows = [row for p in sessions if persona in (None, p.persona) and (row := p.progress())]
        return rows[:limit][::-1]

    async def _organisation(self) -> Organisation:
        if organisation := await self.records.organisation():
            return organisation
        raise Invalid("No organisation is on record yet: import one first.")

    async def _stage_of(self, practice: Practice) -> Stage:
        account = await self.records.account(practice.account)
        return self._stage(account, await self._organisation(), practice.persona, practice.language, practice.contact)

    def _stage(
        self, account: Account, organisation: Organisation, persona: str, language: str, contact: str | None = None
    ) -> Stage:
        """`contact` is whom the session began with, where it did."""
        script = Script(self.desk.prompts, persona, language)
        chosen = next((c for c in account.contacts if c.name == contact), None)
        if contact is None:
            chosen = played_by(account.contacts, script.header["roles"], bool(script.header.get("stranger")))
        today = self.desk.today(organisation.time_zone)
        known = known_of(account, organisation, chosen, language, today)
        return Stage(account, organisation, chosen, known, values_of(account, language, today), script, today)

    async def marked(self, practice: Practice, stage: Stage, text: str, ui_language: str) -> Mark:
        """What the checks of the desk and those of the practice see in a reply."""
        heard = [turn for turn in practice.turns if turn.who == "customer"]
        request = DraftRequest(
            account=practice.account, message="\n".join(turn.text for turn in heard if turn.text),
            situation=stage.script.header["situation"], language=practice.language, channel="chat",
            contact=practice.contact or None,
        )  # fmt: skip
        say = say_in(ui_language)
        case = await gather(self.desk, request, {})
        plan = replace(make(case.brief), warnings=())
        checked = await check(self.desk, case, plan, Words("", text, (), (), ""), say, by_hand=True)
        letter = Letter(text, "", practice.language, say, stage.account, stage.organisation, stage.today)
        reply = Reply(
            text=text, language=practice.language, today=stage.today, findings=checked.findings, values=stage.values,
            traded=_offered_as_it_stands(Proof(letter, self.desk.phrases)), broken=bool(stage.script.header.get("broken")),
            pressed=stage.script.presses(heard[-1].beat), after_silence=heard[-1].beat == SILENCE,
        )  # fmt: skip
        speak = self._speaker(say.language)
        return mark(reply, self.desk.phrases, lambda code: speak("remark", code=code))

    async def _speak(self, practice: Practice, stage: Stage, line: Line) -> PracticeTurn:
        """The customer's turn: in the model's words where there is one, else in the script's."""
        text, by, fallback = line.text, "script", None
        model = self.desk.model
        if model is not None and line.text and not stage.account.no_model:
            given = improvising(
                self.desk.prompts, stage.script, line, stage.known, practice, stage.today, self.desk.model_context
            )
            try:
                answered = await model.ask(given.prompt, lambda answer: improvised(answer, given))
                text, by = answered.value, answered.model
            except ModelFailed as failed:
                logging.getLogger(__name__).warning("%s", failed)
                fallback = say_in(practice.language)(failed.message, **failed.values)
        return PracticeTurn(
            number=len(practice.turns) + 1, who="customer", text=text, scene=line.scene, beat=line.beat,
            played=list(line.played), by=by, fallback=fallback, at=_now(),
        )  # fmt: skip

    def _sheet(self, practice: Practice, stage: Stage, ui_language: str) -> Sheet:
        language = say_in(ui_language).language
        return sheet_of(
            practice.turns, practice.persona, stage.values, self.desk.knowledge.principles, language,
            self._speaker(language), self._speaker(practice.language, stage.known),
        )  # fmt: skip

    def _speaker(self, language: str, known: Known | None = None) -> Speaks:
        module = self.desk.prompts.module(f"practice/{language}/sheet.j2", **(known or Known()).words())

        def speak(macro: str, **inputs: object) -> str:
            return tidy(str(getattr(module, macro)(**inputs)), language)

        return speak


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _offered_as_it_stands(proof: Proof) -> bool:
    """Whether a reply offers a trade of the policy, or an approval on record with its condition and its percentage."""
    words = proof.body.bare
    percents = [figure.value for figure in proof.figures("body") if figure.unit == "percent"]
    return traded(proof, words) or approved(proof, words, max(percents, default=None))
