"""What the red pen makes of drafts by authors who saw no code, some of them good ones only: `python -m tests.evals.own_drafts`."""

import asyncio
from pathlib import Path

from assistant.evals import run
from assistant.settings import load_settings
from assistant.terminal import table
from assistant.texts import Say

_SETS = Path(__file__).parent / "reviews"


def main() -> None:
    rows = []
    for folder in sorted(path for path in _SETS.iterdir() if path.is_dir()):
        (result,) = asyncio.run(run(folder, load_settings(None), Say("en"), 1, with_model=False))
        figures = dict(result.figures)
        rows.append((folder.name, f"{result.n}", f"{figures.get('recall', '')}", f"{figures['left_alone']}"))
    table(("set", "drafts", "faults found", "good ones left alone"), rows)


if __name__ == "__main__":
    main()
