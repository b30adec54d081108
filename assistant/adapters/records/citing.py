"""Which drafts rest on a card or a help text."""

import json
from collections.abc import Sequence

from sqlalchemy import or_, select

from assistant.adapters.records.schema import draft_versions, drafts
from assistant.adapters.records.shelf import Shelf
from assistant.domain.draft import Draft

# Titles also stand in bodies, so some of what the database finds cites nothing.
_READ_FOR_ONE = 3


class Citing(Shelf):
    """The shelf of drafts, asked by what they cite."""

    async def drafts_citing(self, kind: str, titles: Sequence[str], limit: int = 20) -> list[Draft]:
        """Drafts whose newest version cites one of these titles, the newest draft first.

        Args:
            kind: of the citation: principle or help.
            titles: how the source is called, in every language.
            limit: how many at most.
        """
        v = draft_versions.c
        here = (v.draft == drafts.c.id) & (v.version == drafts.c.version)
        named = [v.document.contains(json.dumps(t, ensure_ascii=False)[1:-1], autoescape=True) for t in titles if t]
        if not named:
            return []
        wanted = select(v.document).join(drafts, here).where(or_(*named)).order_by(drafts.c.number.desc())
        async with self.database.read() as connection:
            documents = (await connection.scalars(wanted.limit(limit * _READ_FOR_ONE))).all()
        found = (Draft.model_validate_json(document) for document in documents)
        return [d for d in found if any(c.kind == kind and c.title in titles for c in d.citations)][:limit]
