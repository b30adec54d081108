"""A running Tomoni to browse: a process on loopback over a copy of the demonstration."""

import json
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.bench.started import started
from tests.demo_folder import demo_copy, empty_copy

JAPANESE, ENGLISH = "shionoi-setsubi", "harrowmere-property"
_number = count(1)


class Site:
    """Where the pages are, and a programmer's way to the records behind them."""

    def __init__(self, address: str):
        self.address = address

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer of the JSON API."""
        request = urllib.request.Request(
            f"{self.address}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"content-type": "application/json", "accept-language": "en"},
        )
        with urllib.request.urlopen(request, timeout=90) as response:
            return json.loads(response.read() or "null")

    def account(self, like: str) -> str:
        """The id of a fresh account with the record of another one, whose conversation is still empty."""
        copied = self.ask("GET", f"/api/accounts/{like}")
        id = f"{like}-{next(_number)}"
        self.ask("PUT", f"/api/accounts/{id}", {**copied, "id": id})
        return id

    def drafts(self, account: str) -> list[dict[str, Any]]:
        """An account's drafts, as stored."""
        return self.ask("GET", f"/api/drafts?account={account}")["drafts"]


@contextmanager
def serving(folder: Path, environment: Mapping[str, str] | None = None, empty: bool = False) -> Iterator[Site]:
    """A server in a process of its own.

    Args:
        folder: a data folder that is made here.
        environment: settings besides it, a model's for example.
        empty: true for records that hold nothing yet.
    """
    # In a thread: the browser's own event loop runs in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(empty_copy if empty else demo_copy, folder).result()
    arguments = ("serve", "--port", "0", "--data", str(folder))
    with started("assistant.cli", *arguments, environment={"PYTHONUTF8": "1", **(environment or {})}) as server:
        yield Site(server.address)
