"""What stands around a draft: questions only the CSM can answer, facts for the record, the ways out, what became of it."""

from playwright.sync_api import expect

from tests.browser.desk import MESSAGES, card, composer, done, letter_text, paste, plain, send
from tests.browser.site import JAPANESE


def test_that_a_draft_is_ready_once_its_question_is_answered(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    paste(page, "写真が3日前から保存されず、現場の作業がやり直しになりました。いつ直るのですか。")
    send(page)
    made = done(page)
    expect(made.locator(".badge")).to_have_attribute("data-state", "needs-answer")
    field = made.locator(".asks input").first
    field.fill("11月26日(木)15時")
    field.press("Enter")
    expect(made.locator(".draft-name")).to_contain_text("2")
    expect(done(page).locator(".asks")).to_be_hidden()
    assert "11月26日(木)15時" in letter_text(made) == plain(site.drafts(account)[0])
    expect(made.locator(".badge")).not_to_have_attribute("data-state", "needs-answer")


def test_that_what_a_customer_confirms_goes_on_record_by_one_press(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    paste(page, "お世話になっております。業務課の小峯です。\nはい、再点検の出張は月4回減で間違いありません。")
    send(page)
    proposal = done(page).locator(".proposal")
    expect(proposal).to_have_count(1)
    confirmed = lambda: [o.get("confirmed_by") for o in site.ask("GET", f"/api/accounts/{account}")["outcomes"]]  # noqa: E731
    before = confirmed()
    proposal.locator("button").first.click()
    expect(proposal).to_contain_text("✓")
    assert [new for old, new in zip(before, confirmed(), strict=True) if old != new] == ["小峯 由佳"]


def test_that_a_letter_leaves_as_text_as_a_file_and_with_its_end_told(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    # Plain http beyond this machine has no clipboard.
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    page.reload()
    paste(page, MESSAGES["ja"])
    send(page)
    made = done(page)
    draft = site.drafts(account)[0]
    made.locator(".copy").click()
    expect(made.locator(".copy")).to_have_text("コピーしました")
    composer(page).focus()
    page.keyboard.press("Control+V")
    expect(composer(page)).to_have_value(draft["body"])
    with page.expect_download() as coming:
        made.locator(".eml").click()
    assert coming.value.suggested_filename.endswith(".eml")
    made.locator('[data-used="as_is"]').click()
    expect(made.locator('[data-used="as_is"]')).to_have_attribute("aria-pressed", "true")
    with page.expect_response(lambda response: response.request.method != "GET"):
        made.locator(".result select").select_option("held")
    page.reload()
    expect(card(page).locator('[data-used="as_is"]')).to_have_attribute("aria-pressed", "true")
    expect(card(page).locator(".result select")).to_have_value("held")


def test_that_a_question_to_the_coach_is_answered_in_the_same_box(site, open_page):
    page = open_page(site, f"/?account={site.account(JAPANESE)}")
    paste(page, MESSAGES["ja"])
    send(page)
    done(page)
    paste(page, "なぜ値引きをしないのですか?")
    send(page)
    answer = page.locator("#thread .answer")
    expect(answer.locator(".words")).not_to_be_empty()
    assert answer.get_attribute("data-inside") is not None
    expect(page.locator("#thread .draft")).to_have_count(1)


def test_that_an_occasion_of_ours_gives_a_letter(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    expect(page.locator("#account-name")).not_to_be_empty()
    page.locator('[data-moment="feedback_request"]').click()
    assert letter_text(done(page)) == plain(site.drafts(account)[0])
    assert site.drafts(account)[0]["situation"] == "feedback_request"
