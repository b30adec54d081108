"""The records on SQLite or PostgreSQL."""

from assistant.adapters.records.records import SqlRecords

__all__ = ["SqlRecords"]
