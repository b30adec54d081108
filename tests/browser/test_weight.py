"""What the workspace weighs on its way to the browser."""

from playwright.sync_api import expect

from tests.browser.site import JAPANESE

MOST = 60 * 1024
_WEIGHED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter((entry) => !new URL(entry.name).pathname.startsWith("/api/"))
    .map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize, entry.decodedBodySize])"""


def test_that_the_workspace_weighs_under_60_kilobytes(site, open_page):
    page = open_page(site, f"/?account={site.account(JAPANESE)}")
    expect(page.locator("#account-list a").first).to_be_visible()
    files = page.evaluate(_WEIGHED)
    assert {path.rpartition(".")[2] for path, _, _ in files} >= {"/", "css", "js"}
    assert sum(size for _, size, _ in files) < sum(size for _, _, size in files), "nothing is compressed"
    assert sum(size for _, size, _ in files) < MOST, sorted(files, key=lambda file: -file[1])
