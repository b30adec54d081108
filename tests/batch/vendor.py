"""A vendor with customers in a database, a file of rows for them, and the commands that work on it as processes."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import psycopg

from assistant.adapters.records import SqlRecords
from assistant.bootstrap import build
from assistant.domain.account import Account
from assistant.domain.organisation import Organisation
from assistant.recall.analyse import VERSION
from tests.batch.accounts import ORGANISATION, TODAY, account


def furnish(url: str, customers: int) -> None:
    """Puts the vendor and its customers on record."""

    async def put() -> None:
        records = SqlRecords(url, index=build, index_format=str(VERSION))
        await records.open()
        await records.put_organisation(Organisation.model_validate(ORGANISATION))
        made = [Account.model_validate(account(n)) for n in range(customers)]
        for start in range(0, customers, 200):
            await records.merge_accounts(made[start : start + 200])
        await records.close()

    asyncio.run(put())


def rows_for(path: Path, customers: int, rows: int | None = None, **more: Any) -> Path:
    """A file with a row for each customer, round and round where there are more rows."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(rows or customers):
            row = {"account": f"c-{n % customers:06d}", "today": TODAY.isoformat(), **more}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def environment(url: str, data: Path, **more: str) -> dict[str, str]:
    """What a command is started with."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TOMONI_", "OPENAI_"))}
    return kept | {"TOMONI_DATABASE_URL": url, "TOMONI_DATA": str(data), "LANG": "en_US.UTF-8", **more}


def results(path: Path) -> list[dict[str, Any]]:
    """The output without what is new in every run: ids and times of drafts."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in found:
        for name in ("id", "created_at"):
            if row["draft"]:
                row["draft"].pop(name)
    return found


def count(url: str, query: str) -> int:
    """The one number that a query of PostgreSQL gives; 0 where the database or its tables are not there."""
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            row = connection.execute(query).fetchone()  # type: ignore[arg-type]
            return int(row[0]) if row else 0
    except (psycopg.errors.UndefinedTable, psycopg.OperationalError):
        return 0


def ended(url: str) -> int:
    """How many rows of batches have their end."""
    return count(url, "SELECT count(*) FROM batch_rows WHERE state <> 'waiting'")


def workers(url: str) -> int:
    """How many workers live."""
    return count(url, "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '9 seconds'")
