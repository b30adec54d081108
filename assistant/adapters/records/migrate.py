"""Brings the tables to the form that this version of the program knows."""

import asyncio
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from assistant import errors
from assistant.adapters.records.engine import BUSY_SECONDS, Database
from assistant.adapters.records.schema import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Run the migrations that are missing; two programs that start at once do it once.

    Raises:
        errors.Unavailable: the database cannot be used, or a newer version of the program has written it.
    """
    database.make_file()
    async with database.read() as connection:
        found = await connection.run_sync(_version)
    if found is not None and found > HEAD:
        raise errors.Unavailable(
            "A newer version of Tomoni has written these records. Update this one to use them. (%(place)s)",
            {"place": database.place},
        )
    if database.sqlite:
        await _use_write_ahead_log(database)
    if found == HEAD:
        return
    async with database.write("schema") as connection:
        await connection.run_sync(_upgrade)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def _use_write_ahead_log(database: Database) -> None:
    # The file remembers it, but a copy that was made as a backup may not. SQLite does not wait its busy time for
    # this one change, so we do; records that are only for reading are read as they are.
    for attempts_left in reversed(range(BUSY_SECONDS * 10)):
        try:
            with database.faults():
                async with database.engine.connect() as connection:
                    raw = (await connection.get_raw_connection()).driver_connection
                    raw.execute("PRAGMA journal_mode=WAL").close()  # type: ignore[union-attr]
            return
        except errors.Unavailable as fault:
            if "read-only" in fault.message:
                return
            if not attempts_left or "not finished" not in fault.message:
                raise
            await asyncio.sleep(0.1)


def _upgrade(connection: Connection) -> None:
    # Imported here: a start on tables that are as they should be does not pay for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
