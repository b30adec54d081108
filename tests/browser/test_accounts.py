"""The accounts pages in a browser: files dragged in, facts put on record, mended, deleted and taken back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.site import JAPANESE
from tests.browser.test_accessibility import found


def opened_account(site, open_page, **more) -> tuple[Page, str]:
    id = site.account(JAPANESE)
    return open_page(site, f"/accounts/{id}", **more), id


def current(site, id: str) -> float:
    return site.ask("GET", f"/api/accounts/{id}")["goals"][0]["current"]


def add_reading(page: Page, value: str) -> None:
    page.locator('[data-add="reading"]').first.click()
    page.locator('#fact-reading [name="value"]').fill(value)
    page.locator('#fact-reading [name="date"]').fill("2026-11-20")
    page.keyboard.press("Control+Enter")


def test_that_a_measured_value_is_put_on_record_by_keyboard_in_whatever_width(site, open_page):
    page, id = opened_account(site, open_page)
    add_reading(page, "１．８")
    expect(page.locator("#done")).to_contain_text("保存しました")
    expect(page.locator("tr.new")).to_contain_text("1.8日")
    expect(page.locator("tr.new")).to_be_focused()
    assert current(site, id) == 1.8


def test_that_a_wrong_value_is_marked_and_nothing_that_was_written_is_lost(site, open_page):
    page, id = opened_account(site, open_page)
    open_page.watches[0].allow("status of 422")
    add_reading(page, "いくつか")
    field = page.locator('#fact-reading [name="value"]')
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert found(page) == []
    page.keyboard.press("Escape")
    page.locator('[data-add="reading"]').first.click()
    expect(field).to_have_value("いくつか")
    assert current(site, id) == 2.1


def test_that_a_deletion_asks_and_can_be_taken_back(site, open_page):
    page, id = opened_account(site, open_page)
    before = site.ask("GET", f"/api/accounts/{id}")
    page.locator('[data-remove="history"]').first.click()
    expect(page.locator("#remove")).to_be_visible()
    page.evaluate("() => { globalThis.same = true; }")
    assert site.ask("GET", f"/api/accounts/{id}") == before
    page.locator("#remove .button-main").click()
    expect(page.locator("#done button")).to_be_focused()
    assert len(site.ask("GET", f"/api/accounts/{id}")["history"]) == len(before["history"]) - 1
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("元に戻しました")
    expect(page.locator("li.new")).to_be_focused()
    assert page.evaluate("() => globalThis.same"), "a press between two pages would be lost"
    assert site.ask("GET", f"/api/accounts/{id}") == before


def test_that_the_second_of_two_keeps_the_words_and_can_save_them_as_new(site, open_page):
    page, id = opened_account(site, open_page)
    open_page.watches[0].allow("status of 409")
    page.locator('[data-edit="history"]').first.click()
    form = page.locator("#fact-history form")
    path = f"/api/accounts/{id}/facts/{form.get_attribute('data-tag')}"
    theirs = {"date": "2026-11-16", "kind": "note", "text": "先に直された言葉。"}
    site.ask("PUT", path, {"kind": "history", "value": theirs})
    form.locator('[name="text"]').fill("後から直した言葉。")
    form.locator(".button-main").click()
    expect(form.locator(".conflict")).to_be_visible()
    expect(form.locator('[name="text"]')).to_have_value("後から直した言葉。")
    form.locator(".save-new").click()
    expect(page.locator("li.new")).to_contain_text("後から直した言葉。")
    texts = [entry["text"] for entry in site.ask("GET", f"/api/accounts/{id}")["history"]]
    assert "先に直された言葉。" in texts and "後から直した言葉。" in texts


def test_that_enter_while_an_input_method_composes_sends_no_form(site, open_page):
    page, id = opened_account(site, open_page)
    page.locator('[data-add="history"]').click()
    text = page.locator('#fact-history [name="text"]')
    text.fill("打ち合わせ")
    text.dispatch_event("keydown", {"key": "Enter", "ctrlKey": True, "isComposing": True, "bubbles": True})
    page.wait_for_timeout(200)
    expect(page.locator("#fact-history")).to_be_visible()
    assert len(site.ask("GET", f"/api/accounts/{id}")["history"]) == 13


def drop(page: Page, files: dict[str, str]) -> None:
    page.evaluate(
        """(files) => {
            const carried = new DataTransfer();
            for (const [name, text] of Object.entries(files)) carried.items.add(new File([text], name));
            for (const kind of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
        }""",
        files,
    )


def test_that_dragged_files_are_taken_by_their_kind_and_reported_row_by_row(empty_site, open_page):
    page = open_page(empty_site, "/accounts", "en")
    expect(page.locator("#import")).to_contain_text("No accounts yet")
    assert found(page) == []
    table = 'id,name,shoe_size\naozora,<img src=x onerror="alert(1)">,3\nB B,Nobody,4\n'
    drop(page, {"new.csv": table, "how-to.md": "# How to\n\nOpen it.\n", "song.mp3": "la"})
    rows = page.locator("#import-report tbody tr")
    expect(rows).to_have_count(3)
    expect(page.locator("#import-summary")).to_have_text("Imported: 2 · unchanged: 0 · refused: 1")
    expect(page.locator("#import-report")).to_be_focused()
    expect(rows.first).to_contain_text("Refused")
    expect(page.locator("#import-ignored")).to_contain_text("shoe_size")
    expect(page.locator("#import-problem")).to_contain_text("song.mp3")
    assert found(page) == []
    page.locator('#import-report [href="/accounts"]').click()
    expect(page.locator("tbody th")).to_have_text('<img src=x onerror="alert(1)">')
    empty_site.ask("DELETE", "/api/accounts/aozora")


def test_that_a_file_is_chosen_by_keyboard(site, open_page):
    page = open_page(site, "/accounts")
    file = {"name": "x.jsonl", "mimeType": "text/plain", "buffer": b'{"id": "by-key", "name": "Key"}'}
    # Listened for before the first key: what is asked for later may come after the dialog has opened.
    page.on("filechooser", lambda chooser: chooser.set_files([file]))
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "import-files":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#import-report")).to_be_visible()
    assert site.ask("DELETE", "/api/accounts/by-key") is None


def test_that_a_filter_works_at_once_and_the_search_takes_any_kana(site, open_page):
    page = open_page(site, "/accounts")
    page.locator('[name="language"]:not(button)').select_option("en")
    expect(page).to_have_url(re.compile("language=en"))
    expect(page.locator("tbody tr").first).to_be_visible()
    page.goto("/accounts")
    page.keyboard.press("/")
    page.keyboard.type("ヨナガ")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_that_a_screen_to_share_lists_no_other_customer_and_nothing_from_inside(site, open_page):
    page, _ = opened_account(site, open_page)
    page.locator("h1").click()
    page.keyboard.press("Shift+H")
    expect(page.locator("[data-inside]:visible")).to_have_count(0)
    for words in ("こちらからは出さない", "異動の内示", "事業本部長", "sakita@"):
        assert words not in page.locator("main").inner_text()
    page.goto("/accounts")
    expect(page.locator("tbody tr:visible")).to_have_count(0)
    expect(page.locator(".when-sharing")).to_be_visible()


@pytest.mark.parametrize("light", ["light", "dark"])
def test_that_axe_finds_nothing_in_the_forms(site, open_page, light):
    page, _ = opened_account(site, open_page, language="en", color_scheme=light)
    for kind in ("goal", "reading", "outcome", "history"):
        page.locator(f'[data-add="{kind}"]').first.click()
        assert found(page) == []
        page.keyboard.press("Escape")


def test_that_nothing_is_wider_than_a_phone(site, open_page):
    page, _ = opened_account(site, open_page, viewport=PHONE)
    for path in (page.url, "/accounts"):
        page.goto(path)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
