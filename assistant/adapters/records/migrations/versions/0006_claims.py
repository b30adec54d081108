"""Claims: what one of many processes has taken upon itself, so that no other does it again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("until", sa.Float, nullable=False),
        sa.Column("note", sa.Text),
    )
    op.create_index("ix_claims_until", "claims", ["until"])
