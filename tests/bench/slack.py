"""Slash commands from Slack, fifty a second: how soon each is acknowledged, and when the last draft has come.

Run as `python -m tests.bench.slack`. Tomoni has a process of its own; Slack is this one.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx2

from assistant.bootstrap import open_coach
from assistant.cli_serve import load_demo
from assistant.settings import Settings
from assistant.terminal import table
from assistant.texts import Say
from tests.bench.speed import MESSAGES, machine, percentile
from tests.bench.started import started
from tests.model.server import Reply, ScriptedModel
from tests.slack.conftest import SECRET, TOKEN, signature
from tests.slack.server import LoopbackSlack

RATE, SECONDS, PEOPLE = 50, 8, 200
ACCOUNTS = ("shionoi-setsubi", "汐ノ井")
# Milliseconds: what was promised. Slack itself gives up after 3,000.
P99 = 500
_PATIENCE = 120.0


@dataclass
class Acknowledged:
    """Milliseconds until each command was acknowledged, and the seconds until the last draft was there."""

    took: list[float]
    refused: int
    drafts: int
    last: float | None

    def row(self, name: str) -> tuple[str, ...]:
        figures = [f"{percentile(self.took, share):.0f} ms" for share in (0.5, 0.95, 0.99)]
        kept = "kept" if percentile(self.took, 0.99) < P99 and not self.refused else "OVER"
        came = "-" if self.last is None else f"{self.drafts} in {self.last:.0f} s"
        return name, *figures, f"{max(self.took):.0f} ms", f"{self.refused}", came, kept


async def commands(address: str, slack: LoopbackSlack, run: int, wait: bool = True) -> Acknowledged:
    """Sends the commands at an even pace, each at its own moment, whatever became of the one before."""
    slack.reset()
    took: list[float] = []
    refused = 0
    limits = httpx2.Limits(max_connections=RATE * 10, max_keepalive_connections=RATE)
    async with httpx2.AsyncClient(timeout=30, limits=limits) as client:
        began = time.monotonic()

        async def send(number: int) -> None:
            nonlocal refused
            await asyncio.sleep(max(0.0, began + number / RATE - time.monotonic()))
            body, headers = signed(f"{run}-{number}", number, slack)
            sent = time.monotonic()
            answer = await client.post(f"{address}/slack/commands", content=body, headers=headers)
            took.append((time.monotonic() - sent) * 1_000)
            refused += answer.status_code != 200

        await asyncio.gather(*(send(number) for number in range(RATE * SECONDS)))
    while wait and drafts(slack) < RATE * SECONDS and time.monotonic() < began + _PATIENCE:
        await asyncio.sleep(0.1)
    last = time.monotonic() - began if wait else None
    return Acknowledged(took, refused, drafts(slack), last)


def drafts(slack: LoopbackSlack) -> int:
    """How many whole drafts have come."""
    return sum(any(block["type"] == "actions" for block in post.json.get("blocks", ())) for post in slack.posts)


def signed(name: str, number: int, slack: LoopbackSlack) -> tuple[bytes, dict[str, str]]:
    """A command as Slack sends it."""
    fields = {
        "team_id": "T1", "channel_id": "C1", "user_id": f"U{number % PEOPLE}", "command": "/tomoni",
        "text": f"{ACCOUNTS[number % 2]} {MESSAGES[number % len(MESSAGES)]}", "trigger_id": f"{name}.a",
        "response_url": slack.hook(name),
    }  # fmt: skip
    body, at = urlencode(fields).encode(), str(int(time.time()))
    kind = "application/x-www-form-urlencoded"
    return body, {"content-type": kind, "x-slack-request-timestamp": at, "x-slack-signature": signature(body, at)}


@contextmanager
def tomoni(folder: Path, slack: LoopbackSlack, **more: str) -> Iterator[str]:
    """`tomoni serve` on a free port; its address."""
    given: Mapping[str, str] = {
        "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "TOMONI_SLACK_API_URL": slack.api, **more,
    }  # fmt: skip
    with started("assistant.cli", "serve", "--port", "0", "--data", str(folder), environment=given) as server:
        yield server.address


async def prepared(folder: Path) -> None:
    """The demonstration in a data folder."""
    coach = await open_coach(Settings(data=folder))
    await load_demo(coach, Say("en"))
    await coach.close()


def main() -> None:
    """Prints one table."""
    for name in [name for name in os.environ if name.startswith(("TOMONI_", "OPENAI_", "SLACK_"))]:
        del os.environ[name]
    slack, silent = LoopbackSlack().start(), ScriptedModel().start()
    silent.default = Reply(hang=60)
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as folder:
        asyncio.run(prepared(Path(folder)))
        with tomoni(Path(folder), slack) as address:
            asyncio.run(commands(address, slack, 1))
            plain = asyncio.run(commands(address, slack, 2))
        model = {"TOMONI_MODEL": "openai:silent", "OPENAI_API_KEY": "sk-none", "OPENAI_BASE_URL": silent.url}
        with tomoni(Path(folder), slack, **model) as address:
            # The first command loads the model's libraries.
            asyncio.run(commands(address, slack, 3, wait=False))
            mute = asyncio.run(commands(address, slack, 4, wait=False))
    silent.stop()
    slack.stop()
    print(f"\nSlack: {RATE} commands a second for {SECONDS} s, p99 below {P99} ms ({machine()})")
    head = ("acknowledged", "p50", "p95", "p99", "longest", "refused", "drafts", "")
    table(head, [plain.row("playbooks"), mute.row("a model that does not answer")])


if __name__ == "__main__":
    main()
