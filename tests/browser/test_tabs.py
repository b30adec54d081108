"""Many tabs: a browser has six connections for a host, and drafts in the making must not keep them all."""

from playwright.sync_api import Page, expect

from tests.browser.desk import MESSAGES, card, done, paste, send
from tests.browser.site import JAPANESE
from tests.model.server import Reply

# A tab behind others, as the browser tells it; here all tabs are in front, so the test says which one is.
_HIDEABLE = """() => {
    let hidden = false;
    Object.defineProperty(document, "hidden", { get: () => hidden });
    Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
    globalThis.hide = (now) => { hidden = now; document.dispatchEvent(new Event("visibilitychange")); };
}"""
CONNECTIONS = 6


def hide(page: Page, now: bool) -> None:
    page.evaluate("(now) => globalThis.hide(now)", now)


def test_that_windows_and_tabs_with_drafts_in_the_making_leave_connections_for_the_rest(
    modelled, model_server, open_page
):
    model_server.reset()
    model_server.default = Reply("", hang=100)
    first = open_page(modelled, f"/?account={modelled.account(JAPANESE)}")
    windows = []
    for _ in range(CONNECTIONS + 1):
        page = first.context.new_page()
        page.goto(f"/?account={modelled.account(JAPANESE)}")
        page.evaluate(_HIDEABLE)
        paste(page, MESSAGES["ja"])
        send(page)
        expect(card(page)).to_have_attribute("data-writing", "")
        windows.append(page)
    # Side by side, then one behind the other. Patience ends long before the model's silence does.
    for hidden in (False, True):
        for page in windows:
            hide(page, hidden)
        first.reload()
        expect(first.locator("#account-list a").first).to_be_visible()
    hide(windows[-1], False)
    windows[-1].locator(".stop").click()
    expect(card(windows[-1])).not_to_have_attribute("data-writing", "")
    for page in windows[:-1]:
        hide(page, False)
    # Whoever waits for a place hears of the end as well: the windows that have one leave it when they are done.
    for page in windows[:-1]:
        modelled.ask("POST", f"/api/drafts/{card(page).get_attribute('data-draft')}/stop")
        expect(card(page)).not_to_have_attribute("data-writing", "")


def test_that_a_window_that_is_closed_leaves_its_place(modelled, model_server, open_page):
    model_server.reset()
    model_server.default = Reply("", hang=60)
    first = open_page(modelled, f"/?account={modelled.account(JAPANESE)}")
    for _ in range(CONNECTIONS):
        page = first.context.new_page()
        page.goto(f"/?account={modelled.account(JAPANESE)}")
        paste(page, MESSAGES["ja"])
        send(page)
        expect(card(page)).to_have_attribute("data-writing", "")
        modelled_id = card(page).get_attribute("data-draft")
        page.close()
        modelled.ask("POST", f"/api/drafts/{modelled_id}/stop")
    model_server.reset()
    paste(first, MESSAGES["ja"])
    send(first)
    done(first)
