"""Questions that a language model answers later: what was asked for which row, in which file, and what came back."""

import json
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, select, update

from assistant.adapters.records.schema import batch_rows, later_files, later_questions
from assistant.adapters.records.shelf import Shelf
from assistant.domain.later import LaterAnswer, LaterFile, LaterKey

_q = later_questions.c
_ANSWER = (
    update(later_questions)
    .where(_q.batch == bindparam("b"), _q.row == bindparam("n"), _q.digest == bindparam("d"), _q.file == bindparam("f"))
    .values({name: bindparam(name) for name in ("state", "answer", "kind", "model", "tokens_in", "tokens_out")})
)
_ROWS_AT_ONCE = 1_000


class Later(Shelf):
    """The shelf of questions that are answered later."""

    async def later_answer(self, batch: str, key: LaterKey) -> LaterAnswer | None:
        """Where a question stands; None where it was never asked."""
        async with self.database.read() as connection:
            row = (await connection.execute(select(later_questions).where(_is(batch, key)))).first()
        if row is None:
            return None
        text = json.loads(row.answer) if row.answer else ""
        return LaterAnswer(key, row.state, text, row.kind or "", row.model, row.tokens_in, row.tokens_out, row.tries)

    async def begin_later_file(self, id: str, batch: str, keys: Sequence[LaterKey]) -> None:
        """A file of these questions is about to go up: whatever happens, none of them goes up in another one."""
        async with self.database.write("later") as connection:
            file = {"id": id, "batch": batch, "remote": None, "begun": time.time()}
            await connection.execute(later_files.insert().values(file))
            for start in range(0, len(keys), _ROWS_AT_ONCE):
                some = keys[start : start + _ROWS_AT_ONCE]
                alive = select(batch_rows.c.row).where(
                    batch_rows.c.batch == batch, batch_rows.c.row.in_({key.row for key in some})
                )
                rows = set(await connection.scalars(alive))
                asked = [_asked(batch, key, id) for key in some if key.row in rows]
                if asked:
                    first = self.database.insert(later_questions)
                    again = {"file": first.excluded.file, "state": "asked", "tries": _q.tries + 1}
                    await connection.execute(
                        first.on_conflict_do_update(index_elements=["batch", "row", "digest"], set_=again), asked
                    )

    async def later_file_sent(self, id: str, remote: str) -> None:
        """The provider has made a batch of the file."""
        async with self.database.write("later") as connection:
            await connection.execute(update(later_files).where(later_files.c.id == id).values(remote=remote))

    async def later_files(self, batch: str) -> list[LaterFile]:
        """Files whose answers are still to come, the oldest first."""
        wanted = select(later_files).where(later_files.c.batch == batch).order_by(later_files.c.begun)
        async with self.database.read() as connection:
            return [LaterFile(f.id, f.batch, f.remote, f.begun) for f in await connection.execute(wanted)]

    async def store_later(self, file: LaterFile, answers: Sequence[LaterAnswer]) -> None:
        """Stores answers that came in a file."""
        found = [
            {
                "b": file.batch, "n": a.key.row, "d": a.key.digest, "f": file.id, "state": a.state, "kind": a.kind or None,
                "answer": json.dumps(a.text, ensure_ascii=True) if a.text else None, "model": a.model,
                "tokens_in": a.tokens_in, "tokens_out": a.tokens_out,
            }
            for a in answers
        ]  # fmt: skip
        if found:
            async with self.database.write("later") as connection:
                await connection.execute(_ANSWER, found)

    async def end_later_file(self, id: str, count: bool = True) -> None:
        """All is read that came in a file; what did not come is to be sent again.

        Args:
            count: whether the file was a try of what did not come.
        """
        async with self.database.write("later") as connection:
            left = update(later_questions).where(_q.file == id, _q.state == "asked")
            await connection.execute(left.values(state="again", tries=_q.tries if count else _q.tries - 1))
            await connection.execute(delete(later_files).where(later_files.c.id == id))

    async def ask_again(self, batch: str, key: LaterKey) -> None:
        """An answer that could not be read is asked for once more."""
        async with self.database.write("later") as connection:
            await connection.execute(update(later_questions).where(_is(batch, key)).values(state="again", answer=None))

    async def forget_later(self, batch: str) -> None:
        """Nothing of a batch is asked or answered any more."""
        async with self.database.write("later") as connection:
            await connection.execute(delete(later_questions).where(_q.batch == batch))
            await connection.execute(delete(later_files).where(later_files.c.batch == batch))


def _is(batch: str, key: LaterKey) -> ColumnElement[bool]:
    return and_(_q.batch == batch, _q.row == key.row, _q.digest == key.digest)


def _asked(batch: str, key: LaterKey, file: str) -> dict[str, Any]:
    return {
        "batch": batch, "row": key.row, "digest": key.digest, "file": file, "state": "asked", "answer": None,
        "kind": None, "model": "", "tokens_in": 0, "tokens_out": 0, "tries": 1,
    }  # fmt: skip
