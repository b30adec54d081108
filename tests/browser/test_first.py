from tests.browser.site import JAPANESE


def test_that_a_page_opens(site, open_page):
    page = open_page(site, f"/?account={site.account(JAPANESE)}")
    page.wait_for_timeout(1000)
    page.screenshot(path="/tmp/w6/a.png")
    print(page.evaluate("1+1"), page.evaluate("() => document.title"))
