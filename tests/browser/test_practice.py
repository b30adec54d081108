"""Practice in a browser: begun, answered, marked at once, looked back upon, thrown away."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.site import ENGLISH, JAPANESE, Site
from tests.browser.test_accessibility import found

FIRM = "ご事情をお聞かせくださり、ありがとうございます。年額は現在のままお願いいたします。来期のご予算は、いつまでにお決めになりますか。"
SOFT = "承知しました。それでは年額を10%お値引きいたします。"


def begun(page: Page, persona: str = "procurement") -> str:
    """Begins a practice with the account in the page's address; its id."""
    page.locator(f'.persona:has([value="{persona}"])').click()
    page.locator("#begin .button-main").click()
    page.wait_for_url("**/practice/*")
    expect(page.locator(".turn.customer")).to_have_count(1)
    return page.url.rpartition("/")[2]


def said(page: Page, words: str) -> Locator:
    """Answers the customer; the reply, with its marks."""
    own = page.locator(".turn.csm")
    count = own.count()
    page.locator("#reply").fill(words)
    page.locator("#reply").press("Control+Enter")
    expect(own).to_have_count(count + 1)
    expect(own.last.locator(".marks li")).to_have_count(3)
    return own.last


def ended(page: Page) -> Locator:
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#end").click()
    sheet = page.locator("#sheet")
    expect(sheet).to_be_visible()
    return sheet


@pytest.fixture
def page(site: Site, open_page) -> Page:
    return open_page(site, f"/practice?account={JAPANESE}")


def test_that_a_practice_begins_by_keyboard_and_the_customer_speaks_first(site, open_page):
    page = open_page(site, "/practice")
    page.locator("#begin .button-main").click()
    expect(page.locator("#begin-problem")).to_contain_text("顧客を選んで")
    expect(page.locator("#account")).to_be_focused()
    page.locator("#account").fill("汐ノ井")
    expect(page.locator("#account-options [aria-selected=true]")).to_contain_text("汐ノ井設備")
    page.keyboard.press("Enter")
    page.locator("[name=persona]:checked").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("[name=persona]:checked").get_attribute("value") == "angry_operations"
    page.locator("#begin .button-main").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/practice/*")
    expect(page.locator(".turn.customer .words")).not_to_be_empty()
    left, right = page.locator(".turn.customer .bubble"), page.locator("#turns")
    assert left.bounding_box()["x"] == right.bounding_box()["x"], "the customer stands on the left"


def test_that_each_reply_is_marked_at_once_in_words_with_signs(page):
    begun(page)
    firm = said(page, FIRM)
    expect(firm.locator(".marks li").first).to_have_text("譲らなかった")
    expect(firm.locator(".marks li").last).to_have_text("問いかけた")
    soft = said(page, SOFT)
    expect(soft.locator(".marks li").first).to_have_text("譲った")
    expect(soft.locator(".notes q").first).to_contain_text("10%")
    signs = {mark.locator("svg > *").first.get_attribute("d") for mark in page.locator(".marks li").all()}
    assert len(signs) >= 3, "held, gave way and nothing of it have signs of their own"
    box, row = soft.locator(".bubble").bounding_box(), page.locator("#turns").bounding_box()
    assert box["x"] + box["width"] == pytest.approx(row["x"] + row["width"], abs=1), (
        "one's own words stand on the right"
    )
    expect(page.locator("#left")).to_contain_text("6")
    expect(page.locator("#reply")).to_have_value("")
    expect(page.locator("#reply")).to_be_focused()


def test_that_eight_replies_end_in_a_sheet_that_is_still_there_later(page, site):
    id = begun(page)
    for _ in range(8):
        if page.locator("#sheet").is_visible():
            break
        said(page, FIRM)
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#answer")).to_be_hidden()
    expect(page.locator("#concession")).to_have_text("一度も譲りませんでした。")
    stored = site.ask("GET", f"/api/practices/{id}")
    expect(page.locator("#unused li")).to_have_count(max(1, len(stored["sheet"]["value_unused"])))
    replies = page.locator(".turn.csm").count()
    page.reload()
    expect(page.locator("#summary")).to_have_text(stored["sheet"]["summary"])
    expect(page.locator(".turn.csm")).to_have_count(replies)
    expect(page.locator("#answer")).to_be_hidden()


def test_that_the_sheet_leads_to_the_reply_that_gave_way_first(page):
    begun(page)
    said(page, FIRM)
    said(page, SOFT)
    sheet = ended(page)
    expect(page.locator("#sheet-title")).to_be_focused()
    link = sheet.locator("#concession a")
    expect(link).to_have_text("2回目の返信")
    link.click()
    expect(page.locator("#reply-2")).to_be_in_viewport()
    sheet.locator("#again").click()
    page.wait_for_url(lambda url: not url.endswith("#reply-2"))
    expect(page.locator(".turn.customer")).to_have_count(1)
    expect(page.locator(".turn.csm")).to_have_count(0)


def test_that_nobody_is_asked_for_a_result_while_work_stands_still(page):
    begun(page, "angry_operations")
    page.locator("#reply").fill("申し訳ございません。本日15時に、私からお電話でご報告いたします。")
    page.locator("#reply").press("Control+Enter")
    expect(page.locator(".marks li")).to_have_text(["譲らなかった", "問いかけなし"])
    sheet = ended(page)
    expect(sheet.locator("#tally li")).to_have_count(3)
    expect(sheet.locator("#unused")).to_be_hidden()


def test_that_an_end_that_is_not_meant_goes_on(page):
    begun(page)
    said(page, FIRM)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("#end").click()
    expect(page.locator("#sheet")).to_be_hidden()
    expect(page.locator("#answer")).to_be_visible()


def test_that_a_practice_leaves_no_trace_in_the_account(site, open_page):
    account = site.account(JAPANESE)
    before = site.ask("GET", f"/api/accounts/{account}")
    page = open_page(site, f"/practice?account={account}")
    begun(page)
    said(page, SOFT)
    ended(page)
    assert site.ask("GET", f"/api/accounts/{account}") == before
    assert site.drafts(account) == []
    assert site.ask("GET", f"/api/conversations?account={account}")["conversations"] == []


def test_that_progress_is_drawn_and_can_be_thrown_away(site, open_page):
    site.ask("DELETE", "/api/practices")
    page = open_page(site, f"/practice?account={JAPANESE}")
    for words in (SOFT, FIRM, FIRM):
        page.goto(f"/practice?account={JAPANESE}")
        begun(page)
        said(page, words)
        ended(page)
    page.goto("/practice")
    plot = page.locator(".plots .plot").first
    expect(plot.locator(".plot-dot")).to_have_count(3)
    plot.locator("summary").click()
    expect(plot.locator("tbody td")).to_have_text(["0%", "100%", "100%"])
    rows = page.locator(".past li")
    expect(rows).to_have_count(3)
    page.evaluate("() => { globalThis.same = true; }")
    page.once("dialog", lambda dialog: dialog.dismiss())
    rows.first.locator("[data-delete]").click()
    page.once("dialog", lambda dialog: dialog.accept())
    rows.last.locator("[data-delete]").click()
    expect(rows).to_have_count(2)
    expect(rows.last.locator("[data-delete]")).to_be_focused()
    expect(plot.locator(".plot-dot")).to_have_count(2)
    expect(plot.locator("tbody")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#delete-all").click()
    expect(rows).to_have_count(0)
    expect(page.locator(".plots")).to_have_count(0)
    expect(page.locator("h1")).to_be_focused()
    assert page.evaluate("() => globalThis.same"), "a press between two pages would be lost"
    assert site.ask("GET", "/api/practices")["practices"] == []


@pytest.mark.parametrize("event", [{"isComposing": True}, {"keyCode": 229}])
def test_that_the_keys_of_an_input_method_never_reply(page, event):
    begun(page)
    page.locator("#reply").fill("値段の件です")
    page.locator("#reply").evaluate(
        """(area, event) => {
            for (const ctrlKey of [false, true])
                area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey, bubbles: true, cancelable: true, ...event }));
        }""",
        event,
    )
    page.wait_for_timeout(300)
    expect(page.locator(".turn.csm")).to_have_count(0)
    expect(page.locator("#reply")).to_have_value("値段の件です")


def test_that_a_reply_stays_in_the_box_when_the_line_is_cut(page, open_page):
    begun(page)
    open_page.watches[0].allow("net::ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.locator("#reply").fill(FIRM)
    page.locator("#send").click()
    expect(page.locator("#problem")).to_contain_text("オフライン")
    expect(page.locator("#reply")).to_have_value(FIRM)
    expect(page.locator(".turn.csm")).to_have_count(0)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#reply")).to_have_value(FIRM)
    page.locator("#send").click()
    expect(page.locator(".turn.csm .marks li")).to_have_count(3)


def test_that_an_english_account_is_practised_with_in_english(site, open_page):
    page = open_page(site, "/practice", "en")
    page.locator("#account").fill("harrow")
    # Other tests may have made accounts of the same name, which are as good.
    page.locator("#account-options li", has_text="Harrowmere").first.click()
    expect(page.locator("#account")).to_have_value("Harrowmere Property Care Ltd")
    assert page.locator("[name=language]:checked").get_attribute("value") == "en"
    begun(page, "happy_customer")
    assert page.locator("#turns").get_attribute("lang") == "en"
    assert page.locator(".turn.customer .words").inner_text().isascii() or "’" in page.locator(".turn.customer .words").inner_text()  # fmt: skip
    reply = said(page, "Thank you for saying so. Which part has helped your team most this quarter?")
    expect(reply.locator(".marks li").last).to_have_text("Asked a question")


def test_that_a_reply_enters_the_page_as_text(page):
    page.on("dialog", lambda dialog: pytest.fail(f"the page ran {dialog.message}"))
    begun(page)
    reply = said(page, "<img src=x onerror=alert(1)>{{ 7*7 }}" + "あ" * 500)
    assert reply.locator("img").count() == 0
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_that_a_practice_that_is_gone_says_so(site, open_page):
    page = open_page(site, "/practice")
    open_page.watches[0].allow("status of 404")
    page.goto("/practice/nowhere")
    expect(page.locator("h1")).to_have_text("この練習は見つかりません")


@pytest.mark.parametrize(("viewport", "like"), [({"width": 1440, "height": 900}, JAPANESE), (PHONE, ENGLISH)], ids=["desk", "phone"])  # fmt: skip
def test_that_axe_finds_nothing_in_a_practice(site, open_page, viewport, like):
    page = open_page(site, f"/practice?account={like}", viewport=viewport)
    assert found(page) == [], "before it begins"
    begun(page)
    for words in (SOFT, FIRM, "社内で検討いたします。"):
        said(page, words)
    assert found(page) == [], "in the conversation"
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    ended(page)
    assert found(page) == [], "with its sheet"
    page.goto("/practice")
    page.evaluate("() => document.querySelectorAll('main details').forEach((details) => { details.open = true; })")
    assert found(page) == [], "with what was practised"
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_that_a_shared_screen_shows_no_marks(page):
    begun(page)
    reply = said(page, SOFT)
    page.locator("#share").click()
    expect(reply.locator(".marks")).to_be_hidden()
    expect(reply.locator(".words")).to_be_visible()
