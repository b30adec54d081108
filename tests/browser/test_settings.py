"""The settings and knowledge pages in a browser: what is changed is kept, what is refused is said where it stands."""

from playwright.sync_api import expect

from tests.browser.site import Site


def test_that_what_is_changed_is_stored_and_the_rest_stays(site: Site, open_page):
    before = site.ask("GET", "/api/organisation")
    try:
        page = open_page(site, "/settings")
        save = page.locator("#organisation [type=submit]")
        expect(save).to_be_disabled()
        page.locator("[data-both=short_name] [data-lang=ja]").fill("ウミ")
        trades = page.locator('[data-list="policy.trades"]')
        trades.locator("[data-add]").click()
        row = trades.locator("li").last
        row.locator('[data-part="offer"] [data-lang=ja]').fill("研修1回")
        row.locator('[data-part="for"] [data-lang=ja]').fill("2年契約")
        save.click()
        expect(save).to_be_disabled()
        expect(page.locator("#organisation-state")).to_contain_text("保存しました")
        after = site.ask("GET", "/api/organisation")
        trade = {"offer": "研修1回", "for": "2年契約"}
        policy = {**before["policy"], "trades": [*before["policy"]["trades"], trade]}
        assert after == {**before, "short_name": "ウミ", "policy": policy}
    finally:
        site.ask("PUT", "/api/organisation", before)


def test_that_a_refusal_is_said_and_leads_to_its_field(site: Site, open_page):
    before = site.ask("GET", "/api/organisation")
    page = open_page(site, "/settings")
    page.locator("[data-path=holidays]").fill("年末年始")
    page.locator("#organisation [type=submit]").click()
    expect(page.locator("#organisation-problem")).to_contain_text("年末年始")
    expect(page.locator("[data-path=holidays]")).to_be_focused()
    assert site.ask("GET", "/api/organisation") == before


def test_that_the_policy_is_hidden_on_a_screen_to_share(site: Site, open_page):
    page = open_page(site, "/settings")
    policy = page.locator("#policy-title")
    expect(policy).to_be_visible()
    page.locator("#share").click()
    expect(policy).to_be_hidden()


def test_that_slash_leads_to_the_search_and_a_card_opens(site: Site, open_page):
    page = open_page(site, "/knowledge")
    page.keyboard.press("/")
    page.keyboard.type("値引き")
    page.keyboard.press("Enter")
    page.wait_for_url("**/knowledge?query=**")
    page.locator(".cards a").first.click()
    page.wait_for_url("**/knowledge/principles/**")
