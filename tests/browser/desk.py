"""The workspace as its user sees it: where things are, and what one does with them."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

MESSAGES = {
    "ja": "いつもお世話になっております。\n次の更新では、ご利用料を15%ほど下げていただけないでしょうか。社内で経費の見直しが始まっています。",
    "en": "Hello,\n\nwe are reviewing all suppliers this month. Could you lower the annual price by 15% at the next renewal?\n\nBest regards",
}


def composer(page: Page) -> Locator:
    return page.locator("#composer-text")


def paste(page: Page, words: str) -> None:
    """Puts a text into the box in one go, as pasting does, once the page is ready for it."""
    expect(page.locator("#account-name")).not_to_be_empty()
    composer(page).fill(words)


def send(page: Page) -> None:
    composer(page).press("Control+Enter")


def card(page: Page) -> Locator:
    """The newest draft."""
    return page.locator("#thread .draft").last


def done(page: Page) -> Locator:
    """The newest draft, once it is written and checked."""
    made = card(page)
    expect(made.locator(".copy")).to_be_visible(timeout=40_000)
    expect(made).not_to_have_attribute("data-writing", "")
    return made


def clipboard(page: Page) -> str:
    return page.evaluate("() => navigator.clipboard.readText()")


def letter_text(made: Locator) -> str:
    """A letter's own words on the page, without the chips among them and without spaces and line ends."""
    return made.locator(".letter").evaluate(
        """(letter) => {
            const copy = letter.cloneNode(true);
            for (const chip of copy.querySelectorAll(".chip")) chip.remove();
            return copy.textContent.replace(/\\s+/g, "");
        }"""
    )


def plain(draft: dict[str, Any]) -> str:
    """A stored draft's letter as `letter_text` reads it."""
    return "".join(draft["body"].split())
