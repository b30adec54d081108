"""Golden prompts: what a model is asked, on the demonstration data, as text to be read in review.

`python -m tests.golden.render_prompts` writes them anew; the test beside it compares.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from assistant.casework import Case, gather
from assistant.coach import Coach
from assistant.domain.draft import DraftRequest, Finding
from assistant.domain.plan import Plan
from assistant.planning.compose import make
from assistant.prompt_library import PromptLibrary
from assistant.wording.assembly import points
from assistant.wording.playbook import Words
from assistant.wording.prompted import Offered, letter_prompt, repair_prompt, revise_prompt
from tests.golden.render import TODAY, cases, demo_coach

HERE = Path(__file__).parent / "prompts"
BUDGET = 12_000
LIBRARY = PromptLibrary()


async def planned(coach: Coach, **fields: object) -> tuple[Case, Plan, Words]:
    """A moment of the demonstration data, gathered, planned and worded by its playbook."""
    case = await gather(coach.desk, DraftRequest.model_validate({"today": TODAY, **fields}), {})
    plan = make(case.brief)
    return case, plan, coach.desk.word(plan, case)


def given(coach: Coach, case: Case, plan: Plan, words: Words, budget: int = BUDGET) -> dict[str, Any]:
    """The arguments that all prompts share."""
    knowledge = coach.desk.knowledge
    situation = knowledge.situations[plan.situation]
    return {
        "prompts": LIBRARY, "plan": plan, "brief": case.brief, "words": words, "facts": case.facts,
        "cards": knowledge.principles, "situation": situation, "budget": budget,
    }  # fmt: skip


def as_text(offered: Offered) -> str:
    """What a reviewer reads: both texts, and the ids that an answer may cite."""
    ids = [f"{id} {c.kind}: {c.title}" for id, c in offered.citations.items()]
    prompt = offered.prompt
    return "\n".join(["== system", prompt.system, "== user", prompt.user, "== may be cited", *ids]) + "\n"


async def render_all() -> dict[str, str]:
    known = {case["name"]: {k: v for k, v in case.items() if k != "name"} for case in cases()}
    drafts = ("ja-discount_request", "ja-internal_persuasion", "en-support_question", "en-complaint", "ja-referral")
    with tempfile.TemporaryDirectory() as folder:
        coach = await demo_coach(Path(folder))
        texts = {}
        for name in drafts:
            case, plan, words = await planned(coach, **known[name])
            texts[name] = as_text(letter_prompt(**given(coach, case, plan, words)))
        case, plan, words = await planned(coach, **known["ja-discount_request"])
        parts = [(p.kind, p.text) for p in points(words)]
        objections = [
            Finding(
                code="concession", quote="今回に限り10%お引きします", why="この値引きは記録にありません。",
                suggestion="年額は現在のままとお書きください。",
            ),
            Finding(code="no_next_step", why="次に誰が何をするかがありません。"),
        ]  # fmt: skip
        said = [
            (
                kind,
                text.replace("お願いいたします。", "お願いいたします。今回に限り10%お引きします。")
                if kind == "boundary"
                else text,
            )
            for kind, text in parts
        ]
        texts["ja-repair"] = as_text(
            repair_prompt(**given(coach, case, plan, words), said_parts=said, objections=objections)
        )
        asked = "もう少し短く、比較の質問は一つに。"
        texts["ja-revise"] = as_text(
            revise_prompt(**given(coach, case, plan, words), last_body=words.body, last_parts=parts, instruction=asked)
        )
        await coach.close()
        return texts


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name, text in asyncio.run(render_all()).items():
        (HERE / f"{name}.txt").write_text(text, encoding="utf-8")
