"""axe-core finds nothing on any page, light and dark, on a desk and on a phone."""

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.desk import MESSAGES, done, paste, send
from tests.browser.site import ENGLISH, JAPANESE

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# In dark nothing but colours is different.
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
PAGES = {
    "accounts": "/accounts",
    "account": f"/accounts/{JAPANESE}",
    "review": "/review",
    "practice": "/practice",
    "knowledge": "/knowledge",
    "insights": "/insights",
    "settings": "/settings",
    "missing": "/accounts/nobody",
}


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def settled(page: Page) -> None:
    """Waits until what moves has come to rest: a colour on its way to another is no colour of the page."""
    page.evaluate("() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {})))")


def found(page: Page) -> list[str]:
    """What axe-core finds in light and in dark: rule, element and reason of each violation."""
    # By the debugger's door: the content policy lets no script of ours in, and need not for this.
    if not page.evaluate("() => Boolean(globalThis.axe)"):
        page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": axe()})
    violations = []
    for light, rules in (("light", None), ("dark", OF_COLOURS)):
        page.emulate_media(color_scheme=light)
        settled(page)
        results = page.evaluate(
            "(only) => globalThis.axe.run(document, { resultTypes: ['violations'], ...(only && { runOnly: only }) })",
            rules,
        )
        violations += [
            f"{light}: {violation['id']}: {node['html'][:160]} — {node['failureSummary']}"
            for violation in results["violations"]
            for node in violation["nodes"]
        ]
    return violations


@pytest.mark.parametrize("name", PAGES)
def test_that_axe_finds_nothing_on(site, open_page, name):
    if name == "missing":
        page = open_page(site)
        open_page.watches[0].allow("status of 404")
        page.goto(PAGES[name])
    else:
        page = open_page(site, PAGES[name])
    page.evaluate("() => document.querySelectorAll('main details').forEach((details) => { details.open = true; })")
    assert found(page) == []


def test_that_axe_finds_nothing_in_the_workspace(site, open_page):
    page = open_page(site, f"/?account={site.account(JAPANESE)}")
    expect(page.locator("#account-list a").first).to_be_visible()
    assert found(page) == [], "before anything is sent"
    paste(page, MESSAGES["ja"] + "\n半額にすると約束したはずです。")
    send(page)
    made = done(page)
    assert found(page) == [], "beside a draft"
    made.locator(".edit").click()
    made.locator("textarea[name=body]").press_sequentially("半額にします。")
    expect(page.locator("#findings .finding-item").first).to_be_visible()
    assert found(page) == [], "while a letter is changed"
    made.locator(".editor .button-main").click()
    expect(made.locator(".history")).to_be_visible()
    made.locator(".history").click()
    page.locator("#keys").click()
    assert found(page) == [], "with versions and keys open"


def test_that_axe_finds_nothing_on_a_phone(site, open_page):
    page = open_page(site, f"/?account={site.account(ENGLISH)}", "en", PHONE)
    paste(page, MESSAGES["en"])
    send(page)
    done(page)
    for pane in ("conversation", "side", "accounts"):
        page.locator(f'#switch [data-to="{pane}"]').click()
        assert found(page) == [], pane


def test_that_axe_finds_nothing_on_an_empty_page(empty_site, open_page):
    page = open_page(empty_site)
    for path in ("/", "/accounts", "/insights", "/review", "/practice"):
        page.goto(path)
        assert found(page) == [], path


@pytest.mark.parametrize("language", ["ja", "en"])
def test_that_no_page_is_wider_than_a_phone_and_its_first_tab_leads_past_the_navigation(site, open_page, language):
    page = open_page(site, "/accounts", language, PHONE)
    for name, path in PAGES.items():
        if name != "missing":
            page.goto(path)
            assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, name
            page.keyboard.press("Tab")
            assert page.evaluate("() => document.activeElement.matches('.skip')"), name
