"""Golden prompts of answers and advice, on the demonstration data, as text to be read in review.

`python -m tests.golden.render_answers` writes them anew; the test beside it compares.
"""

import asyncio
import tempfile
from datetime import date
from pathlib import Path

from assistant.answering import Answering
from assistant.coaching.answers_by_model import question_prompt
from assistant.domain.draft import DraftRequest
from tests.golden.render import TODAY, demo_coach

HERE = Path(__file__).parent / "prompts_answers"
BUDGET = 12_000
PRICE = "お世話になっております。来年度は年額を2割ほど下げていただけませんか。"
# name: account, message of the draft that is asked about, question, budget
CASES = {
    "ja-promise": ("naginomori-hospital", "", "先週、何を約束した?", BUDGET),
    "ja-why": ("shionoi-setsubi", PRICE, "なぜ値引きに応じないの?", BUDGET),
    "en-fact": ("amanose-shinkin", "", "Who took over from Kurihara-san, and how did the handover go?", BUDGET),
    "ja-tight": ("shionoi-setsubi", "", "決裁者は誰?", 1_500),
    "ja-advice": ("shionoi-setsubi", PRICE, "このメール、どう思う?", BUDGET),
    "en-advice": ("shionoi-setsubi", PRICE, "What should I watch out for?", BUDGET),
}


async def render_all() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        coach = await demo_coach(Path(folder))
        coach.desk.today = lambda _zone: date.fromisoformat(TODAY)  # type: ignore[assignment]
        answering, texts = Answering(coach.desk), {}
        for name, (account, message, question, budget) in CASES.items():
            request = {"account": account, "message": message, "today": TODAY}
            draft = await coach.draft(DraftRequest.model_validate(request)) if message else None
            known = await answering.known(account, question, draft, "ja")
            given = question_prompt(
                coach.desk.prompts, known.asked, known.account, known.record, [hit.key for hit in known.hits],
                known.found, known.cards, draft, known.today, budget,
            )  # fmt: skip
            ids = [
                f"{id} {c.kind}: {c.title}{' (internal)' if id in given.internal else ''}"
                for id, c in given.citations.items()
            ]
            prompt = given.prompt
            texts[name] = (
                "\n".join(["== system", prompt.system, "== user", prompt.user, "== may be cited", *ids]) + "\n"
            )
        await coach.close()
        return texts


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name, text in asyncio.run(render_all()).items():
        (HERE / f"{name}.txt").write_text(text, encoding="utf-8")
