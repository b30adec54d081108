"""Practice sessions: apart from accounts' histories, conversations and drafts; each is one person's own."""

import json

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant import errors
from assistant.adapters.records.accounts import no_account
from assistant.adapters.records.drafts import refuse_odd_id
from assistant.adapters.records.rows import is_account_id
from assistant.adapters.records.schema import accounts, practice_turns, practices
from assistant.adapters.records.shelf import Shelf
from assistant.domain.practice import Practice, PracticeTurn, Sheet


def no_practice(id: str) -> errors.NotFound:
    """The fault that says that a practice session is not on record."""
    return errors.NotFound("No practice %(id)s is on record.", {"id": id})


class Practices(Shelf):
    """The shelf of practice sessions."""

    async def begin_practice(self, practice: Practice) -> None:
        """Store a new session with the turns it has.

        Raises:
            errors.NotFound: the account is not on record.
            errors.Invalid: the id is none.
            errors.Conflict: the id is taken.
        """
        refuse_odd_id(practice.id)
        row = {
            "id": practice.id, "account": practice.account, "person": practice.person, "persona": practice.persona,
            "language": practice.language, "contact": json.dumps(practice.contact), "created_at": practice.created_at,
        }  # fmt: skip
        known = select(func.count()).where(accounts.c.id == practice.account)
        async with self.database.write(f"practice:{practice.id}") as connection:
            if not is_account_id(practice.account) or not await connection.scalar(known):
                raise no_account(practice.account)
            if await connection.scalar(select(func.count()).where(practices.c.id == practice.id)):
                raise errors.Conflict("Somebody else has changed this practice meanwhile.")
            try:
                await connection.execute(insert(practices).values(row))
                await connection.execute(insert(practice_turns), [_row(practice.id, turn) for turn in practice.turns])
            except IntegrityError as gone:
                # The account was deleted between the statements: PostgreSQL has other writers meanwhile.
                raise no_account(practice.account) from gone

    async def practice(self, id: str, person: str) -> Practice:
        """A person's session with all its turns. Raises errors.NotFound where there is none of theirs."""
        id = id.replace("\x00", "\ufffd")
        t = practice_turns.c
        wanted = select(practices).where(practices.c.id == id, practices.c.person == person)
        async with self.database.read() as connection:
            if (head := (await connection.execute(wanted)).first()) is None:
                raise no_practice(id)
            rows = (await connection.execute(select(t.document).where(t.practice == id).order_by(t.number))).all()
        return _practice(head, [PracticeTurn.model_validate_json(row.document) for row in rows])

    async def practices(self, person: str, account: str | None = None, limit: int = 50) -> list[Practice]:
        """A person's sessions without their turns, the newest first; with an account, those with it alone."""
        p = practices.c
        wanted = select(practices).where(p.person == person).order_by(p.created_at.desc(), p.id).limit(limit)
        if account is not None:
            wanted = wanted.where(p.account == account)
        async with self.database.read() as connection:
            return [_practice(row, []) for row in (await connection.execute(wanted)).all()]

    async def add_practice_turns(self, id: str, turns: list[PracticeTurn], sheet: Sheet | None = None) -> None:
        """Append turns; a sheet ends the session.

        Raises:
            errors.NotFound: no such session (any more).
            errors.Conflict: it is over, or other turns came meanwhile.
        """
        t = practice_turns.c
        async with self.database.write(f"practice:{id}") as connection:
            head = (await connection.execute(select(practices.c.sheet).where(practices.c.id == id))).first()
            if head is None:
                raise no_practice(id)
            last = await connection.scalar(select(func.max(t.number)).where(t.practice == id)) or 0
            numbers = [turn.number for turn in turns]
            if head.sheet or numbers != list(range(last + 1, last + 1 + len(turns))):
                raise errors.Conflict("Somebody else has changed this practice meanwhile.")
            if turns:
                await connection.execute(insert(practice_turns), [_row(id, turn) for turn in turns])
            if sheet:
                done = update(practices).where(practices.c.id == id).values(sheet=sheet.model_dump_json())
                await connection.execute(done)

    async def delete_practices(self, person: str, id: str | None = None) -> int:
        """Remove one session of a person, or all of them; how many there were."""
        unwanted = delete(practices).where(practices.c.person == person)
        if id is not None:
            unwanted = unwanted.where(practices.c.id == id)
        async with self.database.write(f"practice:{id or person}") as connection:
            return (await connection.execute(unwanted)).rowcount


def _row(practice: str, turn: PracticeTurn) -> dict:
    return {"practice": practice, "number": turn.number, "document": turn.model_dump_json()}


def _practice(row, turns: list[PracticeTurn]) -> Practice:
    return Practice(
        id=row.id, account=row.account, person=row.person, persona=row.persona, language=row.language,
        contact=json.loads(row.contact), created_at=row.created_at, turns=turns, over=row.sheet is not None,
        sheet=Sheet.model_validate_json(row.sheet) if row.sheet else None,
    )  # fmt: skip
