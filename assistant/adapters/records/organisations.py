"""The organisation: the vendor whose CSMs use these records."""

from sqlalchemy import select

from assistant.adapters.records.schema import organisations
from assistant.adapters.records.shelf import Shelf
from assistant.domain.organisation import Organisation

_ONLY = 1


class Organisations(Shelf):
    """The shelf of the one organisation."""

    async def organisation(self) -> Organisation | None:
        """The organisation, None where none has been put yet."""
        async with self.database.read() as connection:
            document = await connection.scalar(select(organisations.c.document).where(organisations.c.id == _ONLY))
        return None if document is None else Organisation.model_validate_json(document)

    async def put_organisation(self, organisation: Organisation) -> None:
        """Store the organisation in place of what was there."""
        document = organisation.model_dump_json(by_alias=True, exclude_defaults=True)
        async with self.database.write("organisation") as connection:
            row = {"id": _ONLY, "document": document}
            await connection.execute(self.database.upsert(organisations), [row])
