"""Golden letters: every situation in both languages, on the demonstration data, as text to be read in review.

`python -m tests.golden.render` writes them anew; the test beside it compares.
"""

import asyncio
import json
import tempfile
from pathlib import Path

from assistant.bootstrap import open_coach
from assistant.coach import Coach
from assistant.domain.draft import Draft, DraftRequest
from assistant.importing import import_accounts, import_help, import_organisation
from assistant.knowledge_base import KNOWLEDGE
from assistant.settings import Settings
from assistant.texts import say_in

HERE = Path(__file__).parent
TODAY = "2026-11-24"


def cases() -> list[dict]:
    return [json.loads(line) for line in (HERE / "cases.jsonl").read_text(encoding="utf-8").splitlines()]


async def demo_coach(folder: Path) -> Coach:
    """A coach over the demonstration vendor, its help texts and accounts, in a folder of its own."""
    coach = await open_coach(Settings(data=folder))
    say, demo = say_in("ja"), KNOWLEDGE / "demo"
    await import_organisation("organisation.json", (demo / "organisation.json").read_bytes(), coach.records, say)
    await import_accounts([("accounts.jsonl", (demo / "accounts.jsonl").read_bytes())], coach.records, say)
    await import_help([(p.name, p.read_bytes()) for p in sorted((demo / "help").glob("*"))], coach.records, say)
    return coach


async def drafted(coach: Coach, case: dict) -> Draft:
    fields = {key: value for key, value in case.items() if key != "name"}
    language = case["name"].split("-")[0]
    return await coach.draft(DraftRequest.model_validate({"today": TODAY, **fields}), language)


def as_text(draft: Draft) -> str:
    """What a reviewer reads: the letter, what is asked, what is found, what the coach says."""
    lines = [f"situation: {draft.situation}", f"subject: {draft.subject}", "", draft.body, ""]
    lines += [f"ask: {ask.text}" for ask in draft.asks]
    lines += [f"finding: {f.severity} {f.code} in {f.source} {f.quote!r}" for f in draft.findings]
    lines += [f"coach: {note.text}" for note in draft.coaching]
    lines += [f"mark: {draft.body[m.start : m.end]!r} rests on {m.citation}" for m in draft.marks]
    return "\n".join(lines).rstrip() + "\n"


async def render_all() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        coach = await demo_coach(Path(folder))
        texts = {case["name"]: as_text(await drafted(coach, case)) for case in cases()}
        await coach.close()
        return texts


if __name__ == "__main__":
    for name, text in asyncio.run(render_all()).items():
        (HERE / f"{name}.txt").write_text(text, encoding="utf-8")
