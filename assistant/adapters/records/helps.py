"""The vendor's help texts."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select

from assistant import errors
from assistant.adapters.records.schema import help_texts
from assistant.adapters.records.shelf import Shelf
from assistant.ports import HelpText


class Helps(Shelf):
    """The help texts' shelf."""

    async def help_texts(self) -> list[HelpText]:
        """All help texts, by id."""
        async with self.database.read() as connection:
            documents = (await connection.scalars(select(help_texts.c.document))).all()
        return sorted((HelpText(**json.loads(document)) for document in documents), key=lambda text: text.id)

    async def put_help(self, texts: Sequence[HelpText]) -> list[str]:
        """Store help texts, each in place of the one with its id.

        Returns:
            for each, in order, "taken" or "unchanged".

        Raises:
            errors.Invalid: an id is empty or could be read as a path.
        """
        for text in texts:
            _refuse_path(text.id)
        async with self.database.write("help") as connection:
            rows = await connection.execute(select(help_texts.c.id, help_texts.c.document))
            known = {id: document for id, document in rows}
            news, outcome = {}, []
            for text in texts:
                document = json.dumps(asdict(text), ensure_ascii=True, sort_keys=True)
                outcome.append("unchanged" if known.get(text.id) == document else "taken")
                if outcome[-1] == "taken":
                    known[text.id] = document
                    news[text.id] = {"id": text.id, "document": document}
            if news:
                await connection.execute(self.database.upsert(help_texts), list(news.values()))
                await self._count_up(connection, "help")
        return outcome

    async def help_revision(self) -> int:
        """A number that changes whenever a help text does."""
        async with self.database.read() as connection:
            return await self._count(connection, "help")


def _refuse_path(id: str) -> None:
    if not id or id.startswith(".") or any(c in "/\\" or ord(c) < 32 for c in id):
        raise errors.Invalid("A help text's id is a plain name, not %(id)s.", {"id": repr(id)})
