"""The organisation: the vendor whose CSMs use these records."""

from sqlalchemy import select

from assistant.adapters.records.schema import organisations
from assistant.adapters.records.shelf import Shelf
from assistant.domain.organisation import Organisation

_ONLY = 1
_DOCUMENT = select(organisations.c.document).where(organisations.c.id == _ONLY)


class Organisations(Shelf):
    """The shelf of the one organisation."""

    _read: tuple[str, Organisation] | None = None

    async def organisation(self) -> Organisation | None:
        """The organisation, None where none has been put yet. It is shared with later callers: do not change it."""
        async with self.database.read() as connection:
            document = await connection.scalar(_DOCUMENT)
        if document is None:
            return None
        if self._read is None or self._read[0] != document:
            self._read = document, Organisation.model_validate_json(document)
        return self._read[1]

    async def put_organisation(self, organisation: Organisation) -> None:
        """Store the organisation in place of what was there."""
        document = organisation.model_dump_json(by_alias=True, exclude_defaults=True)
        async with self.database.write("organisation") as connection:
            row = {"id": _ONLY, "document": document}
            await connection.execute(self.database.upsert(organisations), [row])
