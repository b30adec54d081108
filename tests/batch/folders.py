"""A data folder with customers of one vendor, made once a test run and copied; and files that ask for their letters."""

import asyncio
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from assistant.bootstrap import open_coach
from assistant.domain.account import Account
from assistant.domain.organisation import Organisation
from assistant.settings import Settings
from tests.batch.accounts import ORGANISATION, TODAY, account
from tests.demo_folder import empty_copy

CUSTOMERS = 60


@cache
def _made() -> tempfile.TemporaryDirectory[str]:
    holder = tempfile.TemporaryDirectory(prefix="tomoni-batch-")
    folder = empty_copy(Path(holder.name) / "data")

    async def fill() -> None:
        coach = await open_coach(Settings(data=folder))
        try:
            await coach.records.put_organisation(Organisation.model_validate(ORGANISATION))
            await coach.records.merge_accounts([Account.model_validate(account(n)) for n in range(CUSTOMERS)])
        finally:
            await coach.close()

    asyncio.run(fill())
    return holder


def customers_copy(folder: Path) -> Path:
    """A data folder of the test's own with sixty customers, c-000000 and on."""
    return shutil.copytree(Path(_made().name) / "data", folder)


def rows(count: int, **fields: Any) -> list[dict[str, Any]]:
    """Requests for letters, one customer after another, each row another than all others."""
    return [
        {"account": f"c-{n % CUSTOMERS:06d}", "today": TODAY.isoformat(), "instruction": f"({n})", **fields} for n in range(count)
    ]  # fmt: skip


def write(path: Path, found: list[Any]) -> Path:
    """A file of JSON Lines; texts go in as they are."""
    lines = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in found)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of an output."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def telling(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An output without what differs from run to run: the drafts' ids and times."""
    for one in found:
        if one["draft"]:
            one["draft"] |= {"id": "", "created_at": ""}
    return found
