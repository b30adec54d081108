"""Golden texts of the red pen: what a model is asked, and every sentence of its own, as text to be read in review.

`python -m tests.golden.render_reviews` writes them anew; the test beside it compares.
"""

import asyncio
import re
import tempfile
from pathlib import Path

from assistant.casework import gather
from assistant.coach import Coach
from assistant.domain.draft import DraftRequest
from assistant.domain.review import ReviewRequest
from assistant.errors import ModelFailed
from assistant.knowledge_base import PROMPTS as SHELF
from assistant.ports import Prompt
from assistant.prompt_library import PromptLibrary
from assistant.red_pen.standing import standing_of
from assistant.wording.playbook import Playbooks
from tests.golden.render import TODAY, demo_coach

HERE = Path(__file__).parent / "reviews"
# name: account, message, the CSM's text
PROMPTS = {
    "ja-prompt": (
        "shionoi-setsubi",
        "年額を1割下げていただけませんか。",
        "﨑田様\n\nお世話になっております。榎本です。\n5%ほどでしたら何とかなると思います。\n点検の件数は、いずれ落ち着くものとお考えください。\n\n榎本 沙耶",
    ),
    "en-prompt": (
        "harrowmere-property",
        "The inspection list will not print.",
        "Hi Imogen,\n\nPrinting has never been our strong side. Please contact the support team.\n\nSaya Enomoto",
    ),
}
ACCOUNTS = {"ja": "shionoi-setsubi", "en": "harrowmere-property"}
KINDS = ("support", "grave", "later", "meeting")
_MACRO = re.compile(r"\{% macro (\w+)\((.*?)\) %\}")


class _Asked:
    """A model that keeps what it was asked, and does not answer."""

    name = "asked"

    def __init__(self) -> None:
        self.prompts: list[Prompt] = []

    async def ask(self, prompt: Prompt, read, on_text=None):
        self.prompts.append(prompt)
        raise ModelFailed("slow", "The model did not answer in time.")

    async def close(self) -> None:
        pass


async def _prompts(coach: Coach) -> dict[str, str]:
    texts = {}
    for name, (account, message, draft) in PROMPTS.items():
        coach.desk.model = model = _Asked()  # type: ignore[assignment]
        asked = {"account": account, "message": message, "draft": draft, "today": TODAY, "model": True}
        await coach.review(ReviewRequest.model_validate(asked), name[:2])
        (prompt,) = model.prompts
        texts[name] = "\n".join(["== system", prompt.system, "== user", prompt.user]) + "\n"
    coach.desk.model = None
    return texts


async def _sentences(coach: Coach, language: str) -> str:
    """Every macro of the pen, worded for an account of the demonstration."""
    case = await gather(
        coach.desk,
        DraftRequest.model_validate({"account": ACCOUNTS[language], "situation": "other", "today": TODAY}),
        {},
    )
    library = PromptLibrary()
    pen, standing = Playbooks(library, "red_pen"), standing_of(case.brief, language)
    lines = []
    for file in ("why", "mend", "good"):
        source = (SHELF / "red_pen" / language / f"{file}.j2").read_text(encoding="utf-8")
        for name, inputs in _MACRO.findall(source):
            given = [i.partition("=")[0].strip() for i in inputs.split(",") if i.strip()]
            for kind in KINDS if "kind" in given else ("",):
                for short in (False, True) if "short" in given else (False,):
                    known = {"c": standing, "kind": kind, "short": short}
                    said = pen.say(file, language, name, {i: known.get(i, f"<{i}>") for i in given})
                    told = " ".join(filter(None, (file, name, kind, "short" if short else "")))
                    lines.append(f"{told}\n    {said}")
    return "\n".join(lines) + "\n"


async def render_all() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        coach = await demo_coach(Path(folder))
        texts = await _prompts(coach)
        for language in ACCOUNTS:
            texts[f"{language}-sentences"] = await _sentences(coach, language)
        await coach.close()
        return texts


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name, text in asyncio.run(render_all()).items():
        (HERE / f"{name}.txt").write_text(text, encoding="utf-8")
