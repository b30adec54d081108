"""What a CSM answered to the facts that a mail proposed."""

from sqlalchemy import delete, insert, select

from assistant.adapters.records.drafts import no_draft
from assistant.adapters.records.schema import drafts, proposals
from assistant.adapters.records.shelf import Shelf
from assistant.domain.proposal import Proposal


class Proposals(Shelf):
    """The shelf of answered proposals; one that nobody has answered is not stored."""

    async def answered_proposals(self, draft: str) -> dict[str, tuple[Proposal, bool]]:
        """By id, the proposals of a draft's message that were answered, and whether they were accepted."""
        p = proposals.c
        async with self.database.read() as connection:
            rows = (await connection.execute(select(p.document, p.accepted).where(p.draft == draft))).all()
        found = ((Proposal.model_validate_json(row.document), row.accepted) for row in rows)
        return {proposal.id: (proposal, accepted) for proposal, accepted in found}

    async def answer_proposal(self, draft: str, proposal: Proposal, accepted: bool) -> None:
        """Store an answer in place of an earlier one. Raises errors.NotFound where the draft is not on record."""
        p = proposals.c
        row = {"draft": draft, "id": proposal.id, "accepted": accepted, "document": proposal.model_dump_json()}
        async with self.database.write(f"draft:{draft}") as connection:
            if not await connection.scalar(select(drafts.c.number).where(drafts.c.id == draft)):
                raise no_draft(draft)
            await connection.execute(delete(proposals).where(p.draft == draft, p.id == proposal.id))
            await connection.execute(insert(proposals).values(row))
