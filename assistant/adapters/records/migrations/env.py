"""Alembic's way in: the connection, and its transaction, are those of `migrate`."""

from alembic import context

from assistant.adapters.records.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
