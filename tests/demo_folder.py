"""A data folder with the demonstration in it, made once a session and copied for each test that needs one."""

import asyncio
from pathlib import Path

from assistant.bootstrap import open_coach
from assistant.cli_serve import load_demo
from assistant.settings import Settings
from assistant.texts import Say


def make_demo_folder(folder: Path) -> Path:
    """Import the demonstration vendor, help texts and accounts into `folder`."""

    async def fill() -> None:
        coach = await open_coach(Settings(data=folder))
        try:
            await load_demo(coach, Say("en"))
        finally:
            await coach.close()

    asyncio.run(fill())
    return folder
