"""The workspace in a real browser: ready how soon, how heavy, and how smoothly a streamed letter is painted.

Run as `python -m tests.bench.page`; it needs Chromium.
"""

import statistics
import tempfile
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.terminal import table
from tests.bench.paced import Asked
from tests.bench.speed import machine, percentile
from tests.bench.started import started
from tests.browser.chromium import FLAGS, NONE_FOUND, chromium
from tests.browser.site import JAPANESE, Site, serving

OPENED, LETTERS = 7, 3
# The model's letter: pieces of three characters on average, about 600 in all.
PIECES = 190
# Seconds, kilobytes, milliseconds: what was promised.
READY, WEIGHT, GAP = 1.0, 60, 100
_READY = "() => document.querySelector('#account-list a') && document.getElementById('account-name').textContent.trim() && performance.now()"
_WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter((entry) => !new URL(entry.name).pathname.startsWith("/api/")).reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
# When, in milliseconds, the letter grew, and to how many characters: looked at in every frame.
_WATCH = """() => {
    globalThis.grown = [];
    let before = 0;
    const look = (now) => {
        const letter = document.querySelector("#thread .draft .letter");
        const length = letter ? letter.textContent.length : 0;
        if (length > before) grown.push([now, length]);
        before = length;
        if (!document.querySelector("#thread .copy")?.checkVisibility()) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


def opened(browser: Browser, site: Site) -> tuple[float, float]:
    """Seconds until the workspace can be worked with, and its kilobytes; with an empty cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ja-JP")
    page = context.new_page()
    page.goto(f"{site.address}/?account={JAPANESE}", wait_until="commit")
    ready = page.wait_for_function(_READY).json_value() / 1_000
    page.wait_for_load_state("networkidle")
    weight = page.evaluate(_WEIGHT) / 1024
    context.close()
    return ready, weight


def painted(page: Page, site: Site, letter: int) -> tuple[int, list[float]]:
    """The characters of a streamed letter, and the milliseconds between the frames in which it grew."""
    page.goto(f"{site.address}/?account={site.account(JAPANESE)}")
    page.wait_for_function(_READY)
    page.evaluate(_WATCH)
    page.locator("#composer-text").fill(f"次の更新で値下げをお願いできますか。(整理記号 {Asked(1, letter, PIECES)})")
    page.locator("#composer-text").press("Control+Enter")
    page.locator("#thread .copy").wait_for(timeout=60_000)
    grown = page.evaluate("() => globalThis.grown")
    # The greeting is there before the model has begun; what comes after the model's end comes at once.
    times = [now for now, _ in grown]
    gaps = [later - sooner for sooner, later in pairwise(times)]
    return grown[-1][1], gaps


def row(name: str, value: float, bound: float, unit: str, form: str) -> tuple[str, ...]:
    return name, f"{value:{form}} {unit}", f"{bound:g} {unit}", "kept" if value <= bound else "OVER"


def main() -> None:
    """Measure everything and print the table."""
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as folder, sync_playwright() as playwright:
        found = chromium(playwright)
        if found is None:
            raise SystemExit(NONE_FOUND)
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        with serving(Path(folder) / "plain") as site:
            loads = [opened(browser, site) for _ in range(OPENED)]
        with started("tests.bench.paced") as model:
            settings = {
                "TOMONI_MODEL": "openai:paced",
                "OPENAI_BASE_URL": f"{model.address}/v1",
                "OPENAI_API_KEY": "none",
            }
            with serving(Path(folder) / "modelled", settings) as site:
                page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="ja-JP")
                letters = [painted(page, site, n + 1) for n in range(LETTERS)]
        browser.close()
    gaps = [gap for _, found in letters for gap in found]
    characters = round(statistics.mean(length for length, _ in letters))
    rows = [
        row("workspace, open to ready, median", statistics.median(ready for ready, _ in loads), READY, "s", ".2f"),
        row("workspace, weight", max(weight for _, weight in loads), WEIGHT, "KB", ".1f"),
        row(f"streamed letter, {characters} characters: frames apart, p95", percentile(gaps, 0.95), GAP, "ms", ".0f"),
        ("… p50", f"{percentile(gaps, 0.5):.0f} ms", "", ""),
        ("… most", f"{max(gaps):.0f} ms", "", ""),
    ]
    print(machine())
    table(("page", "measured", "goal", ""), rows)


if __name__ == "__main__":
    main()
