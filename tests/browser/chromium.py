"""Which Chromium the tests, the bench and the screenshots use, and how it is started."""

import shutil
from pathlib import Path

from playwright.sync_api import Playwright

# Nothing that a browser does for itself: no look for updates, no synchronising, no first-run page.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NONE_FOUND = (
    "NO CHROMIUM WAS FOUND: the tests of the pages in a browser were NOT run. "
    "Install Debian's chromium (apt-get install chromium) or Playwright's own (playwright install chromium)."
)


def chromium(playwright: Playwright) -> str | None:
    """The path of the system's Chromium, else of Playwright's own; None where there is neither."""
    if found := shutil.which("chromium") or shutil.which("chromium-browser"):
        return found
    own = Path(playwright.chromium.executable_path)
    return str(own) if own.exists() else None
