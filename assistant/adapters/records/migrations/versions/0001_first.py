"""The first tables: organisation, accounts with their history and index, help texts, drafts and their events."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def _account(**options) -> sa.Column:
    return sa.Column("account", _ID, sa.ForeignKey("accounts.id", ondelete="CASCADE"), **options)


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "history",
        _account(primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("date", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("visibility", sa.Text, nullable=False),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index("history_by_date", "history", ["account", "date", "position"])
    op.create_table(
        "account_index",
        _account(primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        _account(nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("used", sa.Text),
        sa.Column("result", sa.Text),
    )
    op.create_index("drafts_by_account", "drafts", ["account", "number"])
    op.create_table(
        "draft_versions",
        sa.Column("draft", sa.String(64), sa.ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("draft", sa.String(64), primary_key=True),
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        _account(nullable=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("ix_events_account", "events", ["account"])


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
    )
    _accounts()
    op.create_table(
        "help_texts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
    )
    _drafts()
