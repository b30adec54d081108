"""The pages of the batches in a browser: a file dropped, accounts chosen, progress, results, stopped, done before."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.site import ENGLISH, JAPANESE, Site
from tests.browser.test_accessibility import found
from tests.browser.test_accounts import drop

SERIOUS = "naginomori-hospital"


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def given(page: Page, name: str, text: str) -> None:
    page.locator("#batch-file").set_input_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})


def finished(page: Page) -> None:
    page.wait_for_url(re.compile(r"/batches/[0-9a-f]+$"))
    expect(page.locator('#batch[data-state="finished"]')).to_be_visible(timeout=60_000)


def count(page: Page, state: str) -> str:
    return page.locator(f'[data-count="{state}"]').inner_text()


def test_that_a_dropped_file_ends_as_a_table_whose_drafts_open_in_the_workspace(site: Site, open_page):
    page = open_page(site, "/batches", "en")
    assert found(page) == []
    id = site.account(ENGLISH)
    drop(page, {"closing.jsonl": lines({"account": id}, {"account": SERIOUS}, {"account": "nobody"})})
    finished(page)
    assert [count(page, state) for state in ("all", "drafted", "held", "failed")] == ["3", "1", "1", "1"]
    rows = page.locator(".results tbody tr")
    expect(rows.nth(1)).to_contain_text("Held")
    expect(rows.nth(1).locator(".reason")).to_contain_text("serious ticket")
    expect(rows.nth(2)).to_contain_text("No account nobody is on record")
    assert found(page) == []
    page.locator(".counts a", has_text="Held").click()
    expect(rows).to_have_count(1)
    page.locator(".counts a", has_text="Drafted").click()
    page.wait_for_url("**?status=drafted")
    expect(rows).to_have_count(1)
    rows.locator(".what a").click()
    expect(page.locator("#account-name")).not_to_be_empty()
    [draft] = site.drafts(id)
    expect(page.locator("#thread .draft")).to_contain_text(draft["subject"])


def test_that_a_file_that_was_done_before_says_so_and_is_done_again_only_where_asked(site: Site, open_page):
    page = open_page(site, "/batches")
    open_page.watches[0].allow("status of 409")
    file = ("二度.jsonl", lines({"account": site.account(JAPANESE)}))
    given(page, *file)
    finished(page)
    first = page.url
    page.goto("/batches")
    given(page, *file)
    expect(page.locator("#send-known")).to_be_focused()
    expect(page.locator("#send-known")).to_contain_text("すでに完了しています")
    assert found(page) == []
    page.locator("#send-earlier").click()
    expect(page).to_have_url(first)
    page.goto("/batches")
    given(page, *file)
    page.locator("#send-again").click()
    finished(page)
    assert page.url != first
    page.goto("/batches")
    expect(page.locator(".earlier tbody th", has_text="二度.jsonl")).to_have_count(2)


def test_that_a_batch_at_work_tells_how_far_it_is_and_stops_when_told_twice(site: Site, open_page):
    page = open_page(site, "/batches")
    accounts = [site.account(JAPANESE) for _ in range(3)]
    given(page, "多い.jsonl", lines(*({"account": accounts[n % 3], "subject": str(n)} for n in range(4_000))))
    expect(page.locator("#progress-words")).to_contain_text("4,000件中", timeout=60_000)
    expect(page.locator("#pace")).to_contain_text(re.compile("毎分.+残り約"), timeout=60_000)
    assert found(page) == []
    with page.expect_navigation():
        page.locator("#newer").click()
    expect(page.locator('.results [data-state="drafted"]').first).to_be_visible()
    page.locator("#cancel").click()
    assert found(page) == []
    page.keyboard.press("Escape")
    expect(page.locator('#batch[data-state="running"]')).to_be_visible()
    page.locator("#cancel").click()
    page.evaluate("() => { globalThis.same = true; }")
    page.locator("#stop").click()
    expect(page.locator('#batch[data-state="cancelled"]')).to_be_visible()
    expect(page.locator("h1")).to_be_focused()
    assert page.evaluate("() => globalThis.same"), "a press between two pages would be lost"
    kept = count(page, "drafted")
    assert kept != "0"
    expect(page.locator(".notice")).to_contain_text("続きから")
    page.wait_for_timeout(1_500)
    page.reload()
    assert count(page, "drafted") == kept
    # The page after the first shows what comes after it, of the same status.
    page.locator(".counts a", has_text="未処理").click()
    page.wait_for_url("**?status=waiting")
    first = page.locator(".results tbody td").first.inner_text()
    page.locator("[rel=next]").click()
    expect(page).to_have_url(re.compile("status=waiting&after="))
    assert int(page.locator(".results tbody td").first.inner_text()) == int(first) + 50


def test_that_chosen_accounts_become_a_batch(site: Site, open_page):
    id = site.account(JAPANESE)
    page = open_page(site, "/batches")
    page.locator('[href="/batches/accounts"]').click()
    page.wait_for_url("**/batches/accounts")
    expect(page.locator("#begin")).to_be_disabled()
    assert found(page) == []
    page.keyboard.press("/")
    page.keyboard.type(id)
    rows = page.locator(".choice tbody tr:visible")
    expect(rows).to_have_count(1)
    page.keyboard.press("Enter")
    page.locator("#all").check()
    expect(page.locator("#chosen")).to_have_text("1件を選択中")
    page.locator("#occasion").select_option("feedback_request")
    page.locator("#begin").click()
    finished(page)
    expect(page.locator("h1")).to_contain_text("(1件)")
    [row] = [json.loads(line) for line in downloaded(page, "jsonl").splitlines()]
    assert (row["account"], row["draft"]["situation"]) == (id, "feedback_request")


def downloaded(page: Page, kind: str) -> str:
    with page.expect_download() as waiting:
        page.locator(f'[href$="results.{kind}"]').click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


def test_that_a_row_of_a_deleted_account_is_listed_as_one(site: Site, open_page):
    page = open_page(site, "/batches", "en")
    stays, leaves = site.account(ENGLISH), site.account(ENGLISH)
    given(page, "leaving.jsonl", lines({"account": leaves}, {"account": stays}))
    finished(page)
    site.ask("DELETE", f"/api/accounts/{leaves}")
    page.reload()
    first = page.locator(".results tbody tr").first
    expect(first.locator("th")).to_have_text("Deleted account")
    expect(first.locator(".reason")).to_contain_text("removed from the records")
    assert found(page) == []
    page.locator(".counts a", has_text="Failed").click()
    expect(page.locator(".results tbody tr")).to_have_count(1)
    assert leaves not in page.content()


@pytest.mark.parametrize("path", ["/batches", "/batches/accounts"])
def test_that_the_engine_of_half_the_price_is_offered_where_the_model_is_openais(modelled: Site, open_page, path: str):
    page = open_page(modelled, path, "en")
    open_page.watches[0].allow("status of 422")
    page.route("**/api/batches", lambda route: route.fulfill(status=422, json={"detail": "not today"}))
    assert found(page) == []
    for ticked in (False, True):
        page.locator("#engine").set_checked(ticked)
        with page.expect_request("**/api/batches") as asked:
            if path == "/batches":
                given(page, "later.jsonl", lines({"account": ENGLISH}))
            else:
                page.locator("#all").check()
                page.locator("#begin").click()
        assert ("openai-batch" in (asked.value.post_data or "")) is ticked
        expect(page.locator("#send-problem")).to_contain_text("not today")


def test_that_no_other_engine_is_offered_without_such_a_model(site: Site, open_page):
    page = open_page(site, "/batches")
    expect(page.locator("#batch-file")).to_be_attached()
    expect(page.locator("#engine")).to_have_count(0)


def test_that_what_cannot_be_read_is_told_where_the_file_was_given(site: Site, open_page):
    page = open_page(site, "/batches")
    open_page.watches[0].allow("status of 422")
    given(page, "表.xlsx", "PK\x03\x04")
    expect(page.locator("#send-problem")).to_contain_text("JSON LinesかCSV")
    expect(page.locator("#send-work")).to_be_hidden()


def test_that_a_screen_to_share_lists_no_customer(site: Site, open_page):
    page = open_page(site, "/batches")
    given(page, "共有.jsonl", lines({"account": site.account(JAPANESE)}))
    finished(page)
    page.locator("h1").click()
    page.keyboard.press("Shift+H")
    expect(page.locator(".results")).to_be_hidden()
    expect(page.locator(".when-sharing")).to_be_visible()
    page.goto("/batches/accounts")
    expect(page.locator(".choice")).to_be_hidden()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_that_no_page_is_wider_than_a_phone(site: Site, open_page, language: str):
    page = open_page(site, "/batches", language, PHONE)
    given(page, "phone.jsonl", lines({"account": SERIOUS}, {"account": site.account(JAPANESE)}, {"account": "a" * 64}))
    finished(page)
    for path in (page.url, "/batches", "/batches/accounts"):
        page.goto(path)
        page.evaluate("() => document.querySelectorAll('main details').forEach((details) => { details.open = true; })")
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert found(page) == [], path


def test_that_an_unknown_batch_is_told_with_a_way_back(site: Site, open_page):
    page = open_page(site)
    open_page.watches[0].allow("status of 404")
    page.goto("/batches/nothing")
    expect(page.locator("main")).to_contain_text("見つかりません")
    expect(page.locator('main [href="/batches"]')).to_be_visible()
