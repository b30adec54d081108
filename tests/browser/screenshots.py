"""Screenshots of every page, light, dark, English and on a phone: `python -m tests.browser.screenshots`.

They show the demonstration as it is on the day they are made.
"""

import io
import json
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, NONE_FOUND, chromium
from tests.browser.desk import MESSAGES, done, paste, send
from tests.browser.site import ENGLISH, JAPANESE, Site, serving

FOLDER = Path(__file__).parent.parent.parent / "docs" / "screenshots"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Name of the look: language, light or dark, window.
LOOKS = {
    "light": ("ja", "light", DESK),
    "dark": ("ja", "dark", DESK),
    "english": ("en", "light", DESK),
    "phone": ("ja", "light", PHONE),
}
ACCOUNTS = {"ja": JAPANESE, "en": ENGLISH}
COLOURS = 256
# What a CSM says in a practice, the second time under pressure.
REPLIES = {
    "ja": (
        "ご事情をお聞かせくださり、ありがとうございます。報告書の清書が月120時間減ったことを、10月の定例会でご確認いただきました。年額は現在のままお願いいたします。ご予算は、いつまでにお決めになりますか。",
        "承知しました。それでは5%お値引きいたします。",
    ),
    "en": (
        "Thank you for telling me. The same-day reports went from 41% to 93% this year. The price stays as it is. By when do you have to settle the budget?",
        "All right, I can take 5% off for you.",
    ),
}
# What insights count: a message, the account it came from, and what became of its draft.
_WORKED = (
    (JAPANESE, MESSAGES["ja"], "edited", "held"),
    (JAPANESE, "報告書の宛名を2行にする方法を教えてください。", "as_is", None),
    (ENGLISH, MESSAGES["en"], "as_is", "traded"),
    (ENGLISH, "How do I export last month's inspections to a spreadsheet?", "as_is", None),
    ("naginomori-hospital", "先週から写真が保存されません。現場が困っています。", "edited", None),
    ("yoimachi-building", "もう使っていないので、解約の手続きを教えてください。", "rejected", None),
)


def worked(site: Site) -> None:
    """Some days of work, so that there is something to count; the accounts shown begin with an empty conversation."""
    for account, message, used, result in _WORKED:
        draft = site.ask("POST", "/api/drafts", {"account": account, "message": message})
        site.ask("POST", f"/api/drafts/{draft['id']}/outcome", {"used": used, "result": result})


def batched(site: Site) -> str:
    """The address of a finished batch: thanks where a project is completed, else a look at the renewal."""
    rows = []
    for one in site.ask("GET", "/api/accounts?limit=100")["accounts"]:
        completed = (one["project"] or {}).get("status") == "completed"
        rows.append({"account": one["id"], "situation": "project_completion" if completed else "renewal"})
    lines = "".join(json.dumps(row) + "\n" for row in [*rows, {"account": "no-such-account"}])
    part = 'content-disposition: form-data; name="file"; filename="closing-2026.jsonl"'
    body = f"--x\r\n{part}\r\n\r\n{lines}\r\n--x--\r\n".encode()
    headers = {"content-type": "multipart/form-data; boundary=x"}
    with urllib.request.urlopen(urllib.request.Request(f"{site.address}/api/batches", body, headers)) as response:
        id = json.loads(response.read())["id"]
    until = time.monotonic() + 60
    while site.ask("GET", f"/api/batches/{id}")["state"] == "running" and time.monotonic() < until:
        time.sleep(0.2)
    return f"/batches/{id}"


def pages(account: str, batch: str) -> Iterator[tuple[str, str]]:
    """Names and addresses besides the workspace."""
    yield "accounts", "/accounts"
    yield "account", f"/accounts/{account}"
    yield from ((name, f"/{name}") for name in ("batches", "knowledge", "insights", "settings"))
    yield "batch", batch
    yield from ((name, f"/{name}?account={account}") for name in ("review", "practice"))


def conversed(page: Page, language: str) -> None:
    """A mail and the draft of its answer, with the evidence of one figure lit up."""
    if not page.locator("#thread .draft").count():
        paste(page, MESSAGES[language])
        send(page)
    made = done(page)
    page.evaluate("() => document.querySelector('#thread .message').scrollIntoView({ block: 'start' })")
    made.locator(".letter .chip:visible").first.hover()


def reviewed(page: Page, language: str) -> None:
    """A reply of one's own under the red pen, one finding lit up."""
    page.locator("#example").click()
    expect(page.locator("#findings > li").first).to_be_visible()
    page.locator("#findings > li").first.hover()


def practised(page: Page, language: str) -> None:
    """The middle of a practice, with the marks of the replies."""
    page.locator("#begin .button-main").click()
    page.wait_for_url("**/practice/*")
    for number, words in enumerate(REPLIES[language], start=1):
        page.locator("#reply").fill(words)
        page.locator("#reply").press("Control+Enter")
        expect(page.locator(".marks")).to_have_count(number)
        expect(page.locator(".turn.customer:not(.waiting)")).to_have_count(number + 1)
    page.wait_for_load_state("networkidle")


# What is done on a page before it is shown.
_DONE = {"review": reviewed, "practice": practised}


def kept(page: Page, name: str) -> int:
    """Writes what the window shows as a small file; its bytes."""
    page.evaluate("() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {})))")
    with Image.open(io.BytesIO(page.screenshot())) as image:
        small = image.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(FOLDER / f"{name}.png", optimize=True)
    return (FOLDER / f"{name}.png").stat().st_size


def at_home(page: Page, folder: Path) -> None:
    """Shows the data folder of `make run` in place of the one that is thrown away."""
    page.evaluate(
        """(folder) => {
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(folder, ".data/demo");
        }""",
        str(folder),
    )


def shown(browser: Browser, site: Site, look: str, folder: Path, batch: str) -> int:
    """Every page in one look; the bytes of them all. `folder` is the data folder behind the site."""
    language, light, window = LOOKS[look]
    locale = {"ja": "ja-JP", "en": "en-GB"}[language]
    page = browser.new_page(base_url=site.address, viewport=window, locale=locale, color_scheme=light)
    page.goto(f"/?account={ACCOUNTS[language]}")
    expect(page.locator("#account-name")).not_to_be_empty()
    page.wait_for_load_state("networkidle")
    conversed(page, language)
    size = kept(page, f"workspace-{look}")
    for name, address in pages(ACCOUNTS[language], batch):
        answer = page.goto(address, wait_until="networkidle")
        if answer is None or not answer.ok:
            print(f"{address} cannot be shown", file=sys.stderr)
            continue
        if name in _DONE:
            _DONE[name](page, language)
        at_home(page, folder)
        size += kept(page, f"{name}-{look}")
    page.close()
    return size


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tomoni-pages-") as folder, sync_playwright() as playwright:
        found = chromium(playwright)
        if found is None:
            raise SystemExit(NONE_FOUND)
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        data = Path(folder) / "data"
        with serving(data) as site:
            worked(site)
            batch = batched(site)
            sizes = {look: shown(browser, site, look, data, batch) for look in LOOKS}
        browser.close()
    print(f"{FOLDER.name}: {sum(sizes.values()) / 1024:.0f} KB")


if __name__ == "__main__":
    main()
