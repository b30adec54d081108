"""Proposals: what a CSM answered to the facts that a customer's mail confirmed or corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("draft", sa.String(64), sa.ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
