"""Questions to a language model that are answered hours later, and the files they go in."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "later_files",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("batch", sa.String(64), sa.ForeignKey("batches.id", ondelete="CASCADE"), nullable=False),
        sa.Column("remote", sa.String(128)),
        sa.Column("begun", sa.Float, nullable=False),
    )
    op.create_index("ix_later_files_batch", "later_files", ["batch"])
    op.create_table(
        "later_questions",
        sa.Column("batch", sa.String(64), primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("kind", sa.String(32)),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("tokens_in", sa.Integer, nullable=False),
        sa.Column("tokens_out", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["batch", "row"], ["batch_rows.batch", "batch_rows.row"], ondelete="CASCADE"),
    )
    op.create_index("ix_later_questions_file", "later_questions", ["file"])
