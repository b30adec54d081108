"""Speed on the machine at hand: drafts, start, command line, import. Run by `make bench`; prints one table."""

import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from assistant.bootstrap import open_coach
from assistant.cli_serve import load_demo
from assistant.coach import Coach
from assistant.domain.draft import DraftRequest
from assistant.importing import import_accounts
from assistant.knowledge_base import KNOWLEDGE
from assistant.settings import Settings
from assistant.terminal import table
from assistant.texts import Say
from tests.bench.started import started

IMPORTED, ENTRIES = 10_000, 10
HISTORIES = (10, 1_000, 10_000)
WARM, ROUNDS, STARTS = 5, 12, 5
# Milliseconds for drafts, seconds for the rest: what was promised.
BOUNDS = {"draft 1000 p50": 25, "draft 1000 p95": 60, "draft 10000 p95": 120, "start": 3, "shell": 1.5, "import": 60}
TODAY = date(2026, 11, 25)

MESSAGES = (
    "次のご更新では年額を2割下げていただけませんか。",
    "報告書をExcelに書き出すと文字が化けます。直し方を教えてください。",
    "先週から同期が止まったままで、現場の記録が3日分消えました。いったいどうなっているのですか。",
    "解約を考えています。手続きとデータの持ち出し方法を教えてください。",
    "最近、担当者がほとんどログインしていないようです。効果が出ているのか不安です。",
    "弊社専用の帳票を無償で作っていただけないでしょうか。",
    "How do I share the dashboard with a client who has no account?",
    "We went live last week. Thank you. A friend at another company might be interested too.",
)
_PLACES = ("東部倉庫", "本館3階", "西営業所", "第2工場", "駐車場", "屋上の設備", "北棟", "受付")
_MATTERS = (
    "点検の記録",
    "承認の流れ",
    "写真の添付",
    "報告書の体裁",
    "通知の設定",
    "利用者の追加",
    "期限切れの是正",
    "一覧の並び順",
)
_ENDS = (
    "手順を案内し、解決。",
    "次回の定例で確認する。",
    "担当者が自分で直せるようになった。",
    "原因は設定の誤り。",
    "様子を見ることにした。",
)
_KINDS = ("ticket", "meeting", "email", "call")


def history(entries: int) -> list[dict[str, Any]]:
    """Entries that read like a record: no two alike, spread over three years."""
    made = []
    for n in range(entries):
        place, matter, end = _PLACES[n % 8], _MATTERS[n // 8 % 8], _ENDS[n // 64 % 5]
        day = TODAY - timedelta(days=1 + n * 1_000 // max(entries, 1))
        text = f"{place}の{matter}について相談があった(受付{n})。{end}"
        made.append(
            {"date": day.isoformat(), "kind": _KINDS[n % 4], "text": text, "by": "榎本 沙耶", "status": "resolved"}
        )
    return made


def account_with(entries: int) -> dict[str, Any]:
    """The demonstration's first account with a history of its own."""
    first = (KNOWLEDGE / "demo" / "accounts.jsonl").read_text(encoding="utf-8").splitlines()[0]
    return {**json.loads(first), "id": f"history-{entries}", "history": history(entries)}


def small_accounts(count: int, entries: int) -> bytes:
    """JSON Lines of accounts with a name of their own and a short history."""
    entry = history(count * entries)
    lines = []
    for n in range(count):
        own = {
            "id": f"customer-{n:05}",
            "name": f"株式会社顧客{n:05}",
            "language": "ja",
            "contacts": [{"name": f"担当 {n}"}],
        }
        lines.append(json.dumps({**own, "history": entry[n * entries : (n + 1) * entries]}, ensure_ascii=False))
    return "\n".join(lines).encode()


async def timed_import(folder: Path) -> float:
    """Seconds to import `IMPORTED` accounts into empty records."""
    data = small_accounts(IMPORTED, ENTRIES)
    coach = await open_coach(Settings(data=folder))
    try:
        began = time.perf_counter()
        report = await import_accounts([("accounts.jsonl", data)], coach.records, Say("en"))
        took = time.perf_counter() - began
    finally:
        await coach.close()
    assert report.taken == IMPORTED, f"{report.refused} rows were refused"
    return took


async def timed_drafts(folder: Path) -> dict[int, list[float]]:
    """Milliseconds of each warm draft, stored, by the length of the account's history."""
    coach = await open_coach(Settings(data=folder))
    try:
        await load_demo(coach, Say("en"))
        lines = "\n".join(json.dumps(account_with(n), ensure_ascii=False) for n in HISTORIES)
        report = await import_accounts([("histories.jsonl", lines.encode())], coach.records, Say("en"))
        assert report.taken == len(HISTORIES), report.rows
        return {n: await _drafts_of(coach, f"history-{n}") for n in HISTORIES}
    finally:
        await coach.close()


async def _drafts_of(coach: Coach, account: str) -> list[float]:
    took: list[float] = []
    for turn in range(WARM + ROUNDS):
        for message in MESSAGES:
            request = DraftRequest(account=account, message=message, today=TODAY)
            began = time.perf_counter()
            await coach.draft(request)
            if turn >= WARM:
                took.append((time.perf_counter() - began) * 1_000)
    return took


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "TOMONI_DATA": str(folder)}


def timed_shell(folder: Path) -> float:
    """Seconds of one `tomoni draft` from the shell."""
    command = [
        sys.executable,
        "-m",
        "assistant.cli",
        "draft",
        "--account",
        "history-10",
        "--message",
        MESSAGES[0],
        "--json",
    ]
    began = time.perf_counter()
    done = subprocess.run(command, env=_environment(folder), capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return time.perf_counter() - began


def timed_start(folder: Path) -> float:
    """Seconds from `tomoni serve` to the first 200 of /readyz."""
    began = time.perf_counter()
    with started("assistant.cli", "serve", "--port", "0", environment={"TOMONI_DATA": str(folder)}) as server:
        while True:
            try:
                with urllib.request.urlopen(f"{server.address}/readyz", timeout=10):
                    return time.perf_counter() - began
            except urllib.error.URLError:
                time.sleep(0.02)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def machine() -> str:
    """Processor, cores, Python."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor()
    )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _row(name: str, value: float, unit: str, bound: float | None) -> tuple[str, str, str, str]:
    kept = "" if bound is None else "kept" if value <= bound else "OVER"
    return name, f"{value:.1f} {unit}", "" if bound is None else f"{bound:g} {unit}", kept


def main() -> None:
    """Measure everything and print the table."""
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as folder:
        drafts = asyncio.run(timed_drafts(Path(folder) / "desk"))
        rows = []
        for entries, took in drafts.items():
            for name, share in (("p50", 0.5), ("p95", 0.95)):
                bound = BOUNDS.get(f"draft {entries} {name}")
                label = f"draft, {entries:,} history entries, {name}"
                rows.append(_row(label, percentile(took, share), "ms", bound))
        for name, measure in (("start", timed_start), ("shell", timed_shell)):
            took = [measure(Path(folder) / "desk") for _ in range(STARTS)]
            label = {"start": "serve, start to ready, median", "shell": "tomoni draft from the shell, median"}[name]
            rows.append(_row(label, statistics.median(took), "s", BOUNDS[name]))
        took = asyncio.run(timed_import(Path(folder) / "import"))
        rows.append(_row(f"import of {IMPORTED:,} accounts, {ENTRIES} entries each", took, "s", BOUNDS["import"]))
    print(machine())
    table(("speed", "measured", "bound", ""), rows)


if __name__ == "__main__":
    main()
