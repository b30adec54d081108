"""What pages weigh on their way to the browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.site import JAPANESE

MOST = 60 * 1024
_WEIGHED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter((entry) => !new URL(entry.name).pathname.startsWith("/api/"))
    .map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize, entry.decodedBodySize])"""


@pytest.mark.parametrize(
    ("path", "ready"), [("/", "#account-list a"), ("/review", "#example"), ("/practice", ".persona")]
)
def test_that_a_page_one_works_on_weighs_under_60_kilobytes(site, open_page, path, ready):
    page = open_page(site, f"{path}?account={site.account(JAPANESE)}")
    expect(page.locator(ready).first).to_be_visible()
    files = page.evaluate(_WEIGHED)
    assert {path.rpartition(".")[2] for path, _, _ in files} >= {path, "css", "js"}
    assert sum(size for _, size, _ in files) < sum(size for _, _, size in files), "nothing is compressed"
    assert sum(size for _, size, _ in files) < MOST, sorted(files, key=lambda file: -file[1])
