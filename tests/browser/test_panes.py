"""The panes at every width, the screen to share, and the language of the page."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import DRAWER, PHONE
from tests.browser.desk import MESSAGES, done, paste, send
from tests.browser.site import JAPANESE
from tests.browser.test_accessibility import settled


def in_view(page: Page, selector: str) -> bool:
    """Whether something takes part of the window."""
    return page.locator(selector).evaluate(
        """(element) => {
            const box = element.getBoundingClientRect(), style = getComputedStyle(element);
            return box.width > 1 && box.height > 1 && box.left < innerWidth && box.right > 1 && box.top < innerHeight && box.bottom > 1 && style.visibility !== "hidden";
        }"""
    )


def no_wider_than_its_window(page: Page) -> bool:
    return page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_that_the_right_pane_is_a_drawer_where_there_is_little_room(site, open_page):
    page = open_page(site, f"/?account={site.account(JAPANESE)}", viewport=DRAWER)
    paste(page, MESSAGES["ja"])
    send(page)
    made = done(page)
    assert not in_view(page, "#side") and no_wider_than_its_window(page)
    page.locator("#open-side").click()
    expect(page.locator("#open-side")).to_have_attribute("aria-expanded", "true")
    page.wait_for_function("() => document.getElementById('side').getBoundingClientRect().right <= innerWidth + 1")
    assert in_view(page, "#side")
    page.keyboard.press("Escape")
    expect(page.locator("#open-side")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#open-side")).to_be_focused()
    settled(page)
    assert not in_view(page, "#side")
    made.locator(".letter .chip").first.click()
    expect(page.locator("#open-side")).to_have_attribute("aria-expanded", "true")
    page.wait_for_function("() => document.getElementById('side').getBoundingClientRect().right <= innerWidth + 1")
    assert in_view(page, "#side")


def test_that_what_is_out_of_sight_is_out_of_the_way_of_the_keyboard(site, open_page):
    page = open_page(site, f"/?account={site.account(JAPANESE)}", viewport=DRAWER)
    expect(page.locator("#account-name")).not_to_be_empty()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert not page.evaluate("() => document.getElementById('side').contains(document.activeElement)")


def test_that_a_phone_shows_one_pane_at_a_time(site, open_page):
    page = open_page(site, f"/?account={site.account(JAPANESE)}", viewport=PHONE, has_touch=True)
    paste(page, MESSAGES["ja"])
    page.locator("#send").click()
    done(page)
    panes = ("#accounts", "#conversation", "#side")
    for name in ("side", "accounts", "conversation"):
        page.locator(f'#switch [data-to="{name}"]').click()
        settled(page)
        assert [pane for pane in panes if in_view(page, pane)] == [f"#{name}"]
        assert no_wider_than_its_window(page)


def test_that_a_screen_to_share_shows_nothing_of_what_is_inside(site, open_page):
    page = open_page(site, f"/?account={site.account(JAPANESE)}")
    paste(page, MESSAGES["ja"])
    send(page)
    made = done(page)
    inside = page.locator("[data-inside]:visible")
    assert inside.count() > 5
    page.locator("#scroll").focus()
    page.keyboard.press("Shift+H")
    expect(page.locator("#sharing-note")).to_be_visible()
    expect(inside).to_have_count(0)
    expect(page.locator("#coaching")).to_be_hidden()
    expect(page.locator("#account-list .health:visible")).to_have_count(0)
    expect(made.locator(".letter")).to_be_visible()
    marked = made.locator(".letter mark").evaluate_all(
        "(marks) => marks.map((m) => getComputedStyle(m).textDecorationLine + getComputedStyle(m).backgroundColor)"
    )
    assert all(style.startswith("none") and "0, 0, 0, 0" in style for style in marked), "findings shine through"
    page.reload()
    expect(page.locator("#sharing-note")).to_be_visible()
    expect(page.locator("#thread .draft .letter").last).to_be_visible()
    expect(inside).to_have_count(0)


def test_that_the_language_and_the_light_are_chosen_on_the_page_and_kept(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}", color_scheme="light")
    expect(page.locator("#account-name")).not_to_be_empty()
    page.locator('button[name="language"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(f"{site.address}/?account={account}")
    with page.expect_response("**/choices"):
        page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "en")
