"""How well replies are marked: `python -m tests.practice.figures` tells it for the replies tuned on and those held out.

The replies were written in rounds, each measured before anybody looked at what it got wrong: wholly as expected were
32 of 41, 30 of 42, 23 of 36 (written to be hard) and 28 of 30. After that a round is tuned on; the last one is not.
"""

import asyncio
import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from assistant.coach import Coach
from assistant.domain.practice import Practice, PracticeTurn
from tests.golden.render import demo_coach

REPLIES = Path(__file__).with_name("replies.jsonl")
TODAY = date(2026, 11, 24)
MARKS = ("held", "gave_way", "value_shown", "question_asked")


async def coach_in(folder: Path) -> Coach:
    """A coach over the demonstration data, on a day that does not move on."""
    coach = await demo_coach(folder)
    coach.desk.today = lambda time_zone: TODAY  # type: ignore[assignment]
    return coach


def replies(of: str | None = None) -> list[dict[str, Any]]:
    """The replies with their marks: those that the phrases were tuned on ("tuned"), the others ("held"), or all."""
    found = [json.loads(line) for line in REPLIES.read_text(encoding="utf-8").splitlines()]
    return [r for r in found if of in (None, r["set"])]


async def marked(coach: Coach, reply: dict[str, Any]) -> dict[str, Any]:
    """The marks that a reply gets, to the pressure that it answers."""
    practising = coach.practising
    began = Practice(
        id="p", account=reply["account"], persona=reply["persona"], language=reply["language"], created_at=""
    )
    stage = practising._stage(
        await coach.records.account(reply["account"]), await practising._organisation(), began.persona, began.language
    )
    began.contact = stage.contact.name if stage.contact else ""
    heard = stage.script.line(stage.known, reply["heard"], "p")
    began.turns.append(PracticeTurn(number=1, who="customer", text=heard, beat=reply["heard"]))
    mark = await practising.marked(began, stage, reply["text"], "en")
    return {**{name: getattr(mark, name) for name in MARKS}, "seen": mark.seen}


async def main(of: str | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        coach = await coach_in(Path(folder))
        for name in ("tuned", "held") if of is None else (of,):
            cases = replies(name)
            got = [await marked(coach, reply) for reply in cases]
            wrong = [(r, g) for r, g in zip(cases, got, strict=True) if any(r[m] != g[m] for m in MARKS)]
            shares = {m: sum(r[m] == g[m] for r, g in zip(cases, got, strict=True)) for m in MARKS}
            print(f"{name}: {len(cases) - len(wrong)} of {len(cases)} replies wholly as expected; " + ", ".join(f"{m} {n}" for m, n in shares.items()))  # fmt: skip
            for r, g in wrong if "-v" in sys.argv else ():
                faults = {m: g[m] for m in MARKS if r[m] != g[m]}
                print(f"  {r['persona']}/{r['heard']}: {r['text']}\n    {faults} seen: {g['seen']}")
        await coach.close()


if __name__ == "__main__":
    asyncio.run(main(next((a for a in sys.argv[1:] if a != "-v"), None)))
