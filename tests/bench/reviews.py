"""How long a review takes without a model, so that it can run while one types: `python -m tests.bench.reviews`.

Drafts of the case files beside the tests, good ones and bad ones, each read several times in one process.
"""

import asyncio
import time
from pathlib import Path

from assistant.domain.review import ReviewRequest
from assistant.eval_folder import read_folder
from assistant.evals import opened
from assistant.settings import load_settings
from assistant.texts import Say

_CASES = Path(__file__).parent.parent / "evals"
_TIMES = 5
_ASKED = ("account", "message", "draft", "today", "language", "contact")


async def _measured(folder: Path) -> list[float]:
    cases, took = read_folder(folder), []
    async with opened(cases, load_settings(None), Say("en")) as coaches:
        for n in range(_TIMES):
            for case in cases.cases["reviews.jsonl"]:
                request = ReviewRequest.model_validate({key: case[key] for key in _ASKED if key in case})
                coach, start = coaches[case.get("organisation") or 0], time.perf_counter()
                await coach.review(request, "ja")
                if n:  # the first round warms what is kept
                    took.append((time.perf_counter() - start) * 1_000)
    return took


def main() -> None:
    took = sorted(ms for folder in ("cases", "cases_b") for ms in asyncio.run(_measured(_CASES / folder)))
    at = {share: took[int(len(took) * share / 100)] for share in (50, 95, 99)}
    print(f"{len(took)} reviews: " + "  ".join(f"p{share} {ms:.1f} ms" for share, ms in at.items()))


if __name__ == "__main__":
    main()
