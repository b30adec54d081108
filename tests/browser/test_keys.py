"""Keys: an input method's are never ours, and everything can be done without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import MESSAGES, clipboard, composer, done, letter_text, paste, send
from tests.browser.site import JAPANESE


@pytest.fixture
def page(site, open_page) -> Page:
    return open_page(site, f"/?account={site.account(JAPANESE)}")


@pytest.mark.parametrize("event", [{"isComposing": True}, {"keyCode": 229}])
def test_that_the_keys_of_an_input_method_never_send(page, event):
    paste(page, "値段の件です")
    composer(page).evaluate(
        """(area, event) => {
            for (const ctrlKey of [false, true])
                area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey, bubbles: true, cancelable: true, ...event }));
        }""",
        event,
    )
    page.wait_for_timeout(300)
    expect(page.locator("#thread .message")).to_have_count(0)
    expect(composer(page)).to_have_value("値段の件です")


def test_that_enter_within_a_real_composition_never_sends(page):
    paste(page, "")
    composer(page).focus()
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "ねだん", "selectionStart": 3, "selectionEnd": 3})
    # What the browser sends for Enter while an input method has the keyboard.
    for modifiers in (0, 2):
        keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229, "modifiers": modifiers})  # fmt: skip
        keys.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229, "modifiers": modifiers})  # fmt: skip
    keys.send("Input.insertText", {"text": "値段"})
    page.wait_for_timeout(300)
    expect(page.locator("#thread .message")).to_have_count(0)
    expect(composer(page)).to_have_value("値段")
    # And once the composition has ended, the same keys send.
    send(page)
    expect(page.locator("#thread .message")).to_have_count(1)


def test_that_enter_is_a_new_line(page):
    paste(page, "一行目")
    composer(page).press("End")
    composer(page).press("Enter")
    composer(page).press_sequentially("二行目")
    expect(composer(page)).to_have_value("一行目\n二行目")
    expect(page.locator("#thread .message")).to_have_count(0)


def test_that_a_slash_searches_and_a_question_mark_shows_the_keys(page):
    expect(page.locator("#account-list a").first).to_be_visible()
    page.locator("body").press("/")
    search = page.locator("[data-search]")
    expect(search).to_be_focused()
    search.press_sequentially("/?")
    expect(search).to_have_value("/?"), "where one writes, a letter is a letter"
    expect(page.locator("#keys-dialog")).to_be_hidden()
    search.fill("")
    search.blur()
    page.locator("body").press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys-dialog")).to_be_hidden()


def test_that_the_search_folds_width_case_and_kana(page):
    links = page.locator("#account-list a:visible")
    expect(links.first).to_be_visible()
    before = links.count()
    for words, name in {
        "ＨＡＲＲＯＷＭＥＲＥ": "Harrowmere",
        "汐ノ井": "汐ノ井",
        "ｳﾀｶﾀ": "うたかた",
        "ウタカタ": "うたかた",
    }.items():
        page.locator("[data-search]").fill(words)
        expect(links.first).to_contain_text(name)
        expect(links).not_to_have_count(before)


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Presses Tab until the focus is there; what has it must show it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            shown = page.evaluate(
                """() => {
                    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
                    const around = getComputedStyle(document.activeElement.closest("form, label, div") ?? document.body);
                    const rings = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
                    return rings({ outlineStyle, outlineWidth, boxShadow }) || rings(around);
                }"""
            )
            assert shown, f"{selector} has the focus, and nothing shows it"
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_that_the_whole_way_is_walked_by_keyboard(page):
    expect(page.locator("#account-name")).not_to_be_empty()
    expect(page.locator("#account-list a").first).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.matches('.skip')"), "the first Tab leads past the navigation"
    tab_to(page, "#composer-text", 80)
    page.keyboard.insert_text(MESSAGES["ja"])
    page.keyboard.press("Control+Enter")
    made = done(page)
    page.locator("#scroll").focus()
    tab_to(page, ".chip[data-citation]")
    page.keyboard.press("Enter")
    expect(page.locator("#sources details[open]")).to_have_count(1)
    page.locator("#scroll").focus()
    tab_to(page, ".copy", 80)
    page.keyboard.press("Enter")
    expect(made.locator(".copy")).to_have_text("コピーしました")
    assert "".join(clipboard(page).split()) == letter_text(made) != ""


def test_that_a_screen_reader_hears_few_words_and_not_every_token(page):
    paste(page, MESSAGES["ja"])
    page.evaluate(
        """() => {
            globalThis.heard = [];
            const status = document.getElementById("status");
            new MutationObserver(() => { if (status.textContent) heard.push(status.textContent); }).observe(status, { childList: true, characterData: true, subtree: true });
        }"""
    )
    send(page)
    done(page)
    page.wait_for_timeout(200)
    heard = page.evaluate("() => globalThis.heard")
    assert 1 <= len(heard) <= 4, heard
    assert page.locator("[aria-live]:not([aria-live=off]), [role=status], [role=log]").count() == 1
