"""A data folder with the demonstration in it, made once a test run; tests copy it, or what was derived in it."""

import asyncio
import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from assistant.bootstrap import open_coach
from assistant.cli_serve import load_demo
from assistant.settings import Settings
from assistant.texts import Say


@cache
def demo_folder() -> Path:
    """The folder itself, to read from."""
    folder = Path(tempfile.mkdtemp(prefix="tomoni-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

    async def fill() -> None:
        coach = await open_coach(Settings(data=folder))
        try:
            await load_demo(coach, Say("en"))
            await coach.search("x")
        finally:
            await coach.close()

    asyncio.run(fill())
    return folder


def demo_copy(folder: Path) -> Path:
    """A data folder of the test's own with the demonstration in it."""
    return shutil.copytree(demo_folder(), folder)


def empty_copy(folder: Path) -> Path:
    """A data folder without records; what is derived from the knowledge alone is there, so that opening is quick."""
    folder.mkdir(parents=True)
    shutil.copytree(demo_folder() / "derived", folder / "derived")
    return folder
