"""From a pasted mail to a copied reply; a draft outlives its connection, and stops when it is told to."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.desk import MESSAGES, card, clipboard, composer, done, letter_text, paste, plain, send
from tests.browser.line import Line
from tests.browser.site import ENGLISH, JAPANESE, Site


@pytest.mark.parametrize(("language", "like"), [("ja", JAPANESE), ("en", ENGLISH)])
def test_that_a_pasted_mail_becomes_a_copied_reply(site, open_page, language, like):
    account = site.account(like)
    page = open_page(site, f"/?account={account}", language)
    paste(page, MESSAGES[language])
    send(page)
    made = done(page)
    expect(composer(page)).to_have_value("")
    draft = site.drafts(account)[0]
    assert draft["situation"] == "discount_request"
    assert letter_text(made) == plain(draft)

    chips = made.locator(".letter .chip")
    named = {chip.get_attribute("data-citation") for chip in chips.all()}
    assert named == {mark["citation"] for mark in draft["marks"]} != set()
    chip = chips.first
    chip.hover()
    source = page.locator(f'#sources .source[data-citation="{chip.get_attribute("data-citation")}"]')
    expect(source).to_have_class(re.compile(r"\blit\b"))
    source.locator("summary").hover()
    expect(chip).to_have_class(re.compile(r"\blit\b"))
    chip.click()
    expect(source.locator("details")).to_have_attribute("open", "")
    expect(page.locator("#notes li")).to_have_count(len(draft["coaching"]))

    made.locator(".copy").click()
    expect(made.locator(".copy")).to_have_text({"ja": "コピーしました", "en": "Copied"}[language])
    assert clipboard(page) == draft["body"]


def test_that_the_example_needs_one_press(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    page.locator("#example").click()
    assert letter_text(done(page)) == plain(site.drafts(account)[0])


def test_that_an_account_is_drafted_for_in_its_own_language_on_a_page_in_another(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}", "en")
    assert page.locator("html").get_attribute("lang") == "en"
    paste(page, MESSAGES["ja"])
    send(page)
    made = done(page)
    expect(made.locator(".letter")).to_have_attribute("lang", "ja")
    expect(made.locator(".copy")).to_have_text("Copy")
    assert site.drafts(account)[0]["language"] == "ja"


def test_that_one_press_gives_a_shorter_version_and_what_changed(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    paste(page, MESSAGES["ja"])
    send(page)
    first = plain(site.drafts(account)[0]) if letter_text(done(page)) else ""
    card(page).locator("[data-refine=short]").click()
    expect(card(page).locator(".draft-name")).to_contain_text("2")
    second = letter_text(done(page))
    assert second == plain(site.drafts(account)[0]) and len(second) < len(first)
    card(page).locator(".history").click()
    expect(card(page).locator(".difference del").first).to_be_visible()


def test_that_what_is_changed_by_hand_is_checked_and_kept(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    paste(page, MESSAGES["ja"])
    send(page)
    made = done(page)
    made.locator(".edit").click()
    field = made.locator("textarea[name=body]")
    field.fill(field.input_value() + "\n\n年額は40%お値引きいたします。")
    expect(page.locator("#findings .finding-item[data-severity=block]").first).to_be_visible()
    made.locator(".editor .button-main").click()
    mark = made.locator('.letter mark[data-severity="block"]').first
    expect(mark).to_contain_text("40%")
    assert "40%お値引き" in site.drafts(account)[0]["body"]
    expect(made.locator(".badge")).to_have_attribute("data-state", "needs-review")


def test_that_a_draft_goes_on_without_its_page(halfway, gate, open_page):
    account = halfway.account(JAPANESE)
    page = open_page(halfway, f"/?account={account}")
    paste(page, MESSAGES["ja"])
    send(page)
    expect(card(page).locator(".letter p").first).not_to_be_empty()
    # Asked for while it is in the making, a draft is not there yet.
    open_page.watches[0].allow("status of 404")
    page.goto("about:blank")
    gate.set()
    page.goto(f"{halfway.address}/?account={account}")
    made = done(page)
    assert letter_text(made) == plain(halfway.drafts(account)[0])


def test_that_a_cut_connection_ends_in_the_same_letter(halfway, gate, open_page):
    account = halfway.account(JAPANESE)
    line = Line(urlsplit(halfway.address).port or 0)
    page = open_page(Site(f"http://127.0.0.1:{line.port}"), f"/?account={account}")
    paste(page, MESSAGES["ja"])
    send(page)
    expect(card(page).locator(".letter p").first).not_to_be_empty()
    open_page.watches[0].allow("net::ERR_")
    line.cut()
    expect(card(page).locator(".problem")).to_be_visible()
    assert halfway.drafts(account) == [], "the draft was over before the connection was cut: nothing was tested"
    line.mend()
    gate.set()
    made = done(page)
    expect(made.locator(".problem")).to_be_hidden()
    assert letter_text(made) == plain(halfway.drafts(account)[0])
    line.close()


def test_that_the_stop_button_stops(halfway, gate, open_page):
    account = halfway.account(JAPANESE)
    page = open_page(halfway, f"/?account={account}")
    paste(page, MESSAGES["ja"])
    send(page)
    expect(card(page).locator(".letter p").first).not_to_be_empty()
    card(page).locator(".stop").click()
    expect(card(page)).not_to_have_attribute("data-writing", "")
    expect(card(page).locator(".stop")).to_be_hidden()
    gate.set()
    page.wait_for_timeout(500)
    assert halfway.drafts(account) == []


def test_that_what_was_written_stays_in_the_box_when_sending_fails(site, open_page):
    page = open_page(site, f"/?account={site.account(JAPANESE)}")
    paste(page, MESSAGES["ja"])
    open_page.watches[0].allow("net::ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    send(page)
    expect(page.locator("#composer-problem")).to_be_visible()
    expect(composer(page)).to_have_value(MESSAGES["ja"])
    page.context.set_offline(False)
    send(page)
    done(page)


HOSTILE = {
    "mark-up": "値段を<b>半額</b>に。<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }} ${alert(3)}",
    "reversed": "お値段の件 \u202egnp.exe\u202c です。\u2066重ねて\u2069お願いします。",
    "long line": "値引きをお願いします。" + "あ" * 60_000 + "x" * 39_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_that_a_customers_text_enters_the_page_as_text(site, open_page, kind):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    page.on("dialog", lambda dialog: pytest.fail(f"the page ran {dialog.message}"))
    paste(page, HOSTILE[kind])
    send(page)
    done(page)
    words = page.locator("#thread .message .words").first
    assert words.evaluate("(holder) => holder.textContent") == HOSTILE[kind]
    assert words.locator("img, script, b").count() == 0
    wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"the page is {wide} px wider than the window"


def test_that_a_text_beyond_every_limit_is_refused_in_a_sentence(site, open_page):
    page = open_page(site, f"/?account={site.account(JAPANESE)}")
    open_page.watches[0].allow("status of 413")
    paste(page, "値引きをお願いします。" * 10_000)
    send(page)
    expect(page.locator("#composer-problem")).not_to_be_empty()
    expect(page.locator("#thread .message")).to_have_count(0)


def test_that_nothing_imported_yet_says_what_to_do(empty_site, open_page):
    page = open_page(empty_site)
    expect(page.locator("#no-accounts a")).to_be_visible()
