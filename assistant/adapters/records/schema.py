"""The tables of the records. What changes here needs a migration in migrations/versions/; a test compares the two.

Records are kept as JSON text, not as a JSON type: the text comes back exactly as it went in (a NUL character that a
CRM exported is escaped in it, which PostgreSQL's own types would refuse), and equal texts mean an equal record.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

HEAD = "0007"

metadata = MetaData()

# Ids are compared byte by byte on both databases, so that lists and their cursors have one order everywhere.
_Id = String(64).with_variant(String(64, collation="C"), "postgresql")


def _account(**options) -> Column:
    return Column("account", _Id, ForeignKey("accounts.id", ondelete="CASCADE"), **options)


counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

organisations = Table(
    "organisations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Text, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),  # what a query is looked up in, see names.searchable
    Column("document", Text, nullable=False),  # the account without its history
    Column("entries", Integer, nullable=False),
    Column("revision", BigInteger, nullable=False),
)

history = Table(
    "history",
    metadata,
    _account(primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("date", String(10), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("visibility", Text, nullable=False),  # account | internal | a contact's name, see domain.facts
    Column("kept", Boolean, nullable=False),  # planning reads it however old it is
    Column("document", Text, nullable=False),
    Index("history_by_date", "account", "date", "position"),
)

account_index = Table(
    "account_index",
    metadata,
    _account(primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("format", Text, nullable=False),
    Column("checksum", BigInteger, nullable=False),
    Column("blob", LargeBinary, nullable=False),
)

help_texts = Table(
    "help_texts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("number", Integer, primary_key=True),  # the order in which drafts were begun
    Column("id", String(64), nullable=False, unique=True),
    _account(nullable=False),
    Column("version", Integer, nullable=False),  # the newest
    Column("used", Text),
    Column("result", Text),
    Index("drafts_by_account", "account", "number"),
)

draft_versions = Table(
    "draft_versions",
    metadata,
    Column("draft", String(64), ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("request", Text, nullable=False),
)

# Events come before their draft is stored, so they cannot point to it; with an account they go when it goes.
events = Table(
    "events",
    metadata,
    Column("draft", String(64), primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    _account(nullable=True, index=True),
    Column("at", Float, nullable=False),  # seconds since 1970
    Column("name", Text, nullable=False),
    Column("data", Text, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    _account(nullable=False, index=True),
    Column("created_at", Text, nullable=False),
)

# A draft in the making is stored after its turn, so a turn cannot point to it; both go with their account.
turns = Table(
    "turns",
    metadata,
    Column("conversation", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),  # message | instruction | question
    Column("text", Text, nullable=False),  # as JSON, as all texts that come from outside
    Column("draft", String(64)),
    Column("version", Integer),
    Column("answer", Text),
    Column("at", Text, nullable=False),
)

# Only what a CSM answered; what is still open is read from the message again.
proposals = Table(
    "proposals",
    metadata,
    Column("draft", String(64), ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("document", Text, nullable=False),
)

batches = Table(
    "batches",
    metadata,
    Column("number", Integer, primary_key=True),  # the order in which they were begun
    Column("id", String(64), nullable=False, unique=True),
    Column("digest", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),  # as JSON, as all texts that come from outside
    Column("state", String(16), nullable=False),  # running | finished | cancelled
    Column("options", Text, nullable=False),
    Column("rows", Integer),  # null until the whole file is on record
    Column("begun", Float, nullable=False),  # seconds since 1970
    Column("ended", Float),
)

# A row goes with its account; its number stays free, and the output says why.
batch_rows = Table(
    "batch_rows",
    metadata,
    Column("batch", String(64), ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    _account(nullable=True, index=True),  # null where it was not on record when the file came
    Column("request", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("code", String(64)),  # of the reason
    Column("reason", Text),
    Column("draft", String(64)),
    Column("findings", Text),  # "code:severity" each once, a space between them
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("similarity", Float),
    Column("nearest", Integer),
)

# No part of an account's history, but gone with the account. `person` is whose practice it is.
practices = Table(
    "practices",
    metadata,
    Column("id", String(64), primary_key=True),
    _account(nullable=False, index=True),
    Column("person", String(64), nullable=False, index=True),
    Column("persona", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("contact", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("sheet", Text),  # only of a session that is over
)

practice_turns = Table(
    "practice_turns",
    metadata,
    Column("practice", String(64), ForeignKey("practices.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
)

# What a process has taken upon itself until a moment (seconds since 1970); others that share the records leave it alone.
claims = Table(
    "claims",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("until", Float, nullable=False, index=True),
    Column("note", Text),  # as JSON, as all texts that come from outside
)

# Questions that a language model answers later; what was asked itself is not kept, and an answer goes with its row.
later_files = Table(
    "later_files",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("batch", String(64), ForeignKey("batches.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("remote", String(128)),  # the provider's id
    Column("begun", Float, nullable=False),  # seconds since 1970
)

later_questions = Table(
    "later_questions",
    metadata,
    Column("batch", String(64), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), primary_key=True),
    Column("file", String(64), nullable=False, index=True),
    Column("state", String(16), nullable=False),  # asked | answered | again | failed
    Column("answer", Text),  # as JSON
    Column("kind", String(32)),
    Column("model", Text, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    ForeignKeyConstraint(["batch", "row"], ["batch_rows.batch", "batch_rows.row"], ondelete="CASCADE"),
)
