"""The red pen in a browser: findings under one's words while one types, each change one press away and taken back by one."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE
from tests.browser.desk import MESSAGES, card, clipboard, done, paste, send
from tests.browser.site import JAPANESE
from tests.browser.test_accessibility import found

FLAWED = "いつもお世話になっております。\n\nお値引きはなかなか難しいかと存じます。😀近日中にご連絡させていただきます。"
# Words, weight, the smallest change (None: there is none that a press could make).
FAULTS = (
    ("なかなか難しいかと存じます", "block", "お受けしておりません"),
    ("近日中に", "warn", "11月26日(木)15時までに"),
    ("させていただきます", "warn", "いたします"),
    ("弊社の都合で", "block", ""),
    ("コストが上がり", "block", None),
)
PRINCIPLE = {"id": "P1", "kind": "principle", "title": "敬意のある断り方", "quote": "", "source": ""}


def review(draft: str) -> dict:
    """What a small red pen says of a draft, in the shape of POST /api/reviews."""
    findings, rewrite = [], draft
    for words, weight, fresh in FAULTS:
        if (at := draft.find(words)) < 0:
            continue
        change = None if fresh is None else {"start": at, "end": at + len(words), "text": fresh}
        findings.append({
            "code": "register", "severity": weight, "in": "body", "quote": words, "start": at, "end": at + len(words),
            "why": f"why {words}", "advice": "", "suggestion": fresh, "change": change, "citations": ["P1"], "by": "desk",
        })  # fmt: skip
        rewrite = rewrite if fresh is None else rewrite.replace(words, fresh, 1)
    good = [] if findings else ["お客様の言葉から始めています。"]
    return {"findings": findings, "good": good, "rewrite": rewrite, "citations": [PRINCIPLE]}


Desk = Callable[..., tuple[Page, list[str]]]


@pytest.fixture
def desk(site, open_page) -> Desk:
    """The page over a small red pen of the test's own, and the drafts that it was asked about."""

    def opened(unanswered: str = "", **more: object) -> tuple[Page, list[str]]:
        asked: list[str] = []

        def answer(route: Route) -> None:
            draft = json.loads(route.request.post_data or "{}")["draft"]
            asked.append(draft)
            if not unanswered or unanswered not in draft:
                route.fulfill(json=review(draft))

        page = open_page(site, f"/review?account={JAPANESE}", **more)
        page.route("**/api/reviews", answer)
        expect(page.locator("#example")).to_be_visible()
        return page, asked

    return opened


def marks(page: Page) -> list[str]:
    return page.locator("#draft-marks mark").all_text_contents()


def test_that_findings_come_while_one_types_and_lie_under_their_words(desk):
    page, _ = desk()
    page.locator("#draft").fill(FLAWED)
    items = page.locator("#findings > li")
    expect(items).to_have_count(3)
    assert marks(page) == ["なかなか難しいかと存じます", "近日中に", "させていただきます"]
    expect(items.first).to_contain_text("要修正")
    expect(items.last).to_contain_text("要確認")
    expect(items.first.locator(".because a")).to_have_text("P1敬意のある断り方")
    expect(page.locator("#review-status")).to_contain_text("3件")
    lines = page.locator("#draft-marks mark").evaluate_all("(all) => all.map((mark) => getComputedStyle(mark).textDecorationStyle)")  # fmt: skip
    assert lines == ["double", "dotted", "dotted"], "what must be changed is told by colour alone"


def test_that_the_marks_lie_on_their_words(desk):
    page, _ = desk()
    page.locator("#draft").fill("長い行。" * 60 + "\n\n" + FLAWED)
    expect(page.locator("#findings > li")).to_have_count(3)
    boxes = page.evaluate(
        """() => ["draft", "draft-marks"].map((id) => {
            const box = document.getElementById(id), style = getComputedStyle(box);
            return [box.clientWidth, box.clientHeight, style.font, style.lineHeight, style.letterSpacing, style.lineBreak, style.wordBreak, style.padding];
        })"""
    )
    assert boxes[0] == boxes[1]
    assert page.evaluate("() => draft.scrollHeight <= draft.clientHeight + 1"), "the field is lower than its text"


def test_that_one_press_takes_a_change_and_one_more_takes_it_back(desk):
    page, _ = desk()
    field = page.locator("#draft")
    field.fill(FLAWED)
    page.locator("#findings .take").nth(1).click()
    expect(field).to_have_value(FLAWED.replace("近日中に", "11月26日(木)15時までに"))
    expect(page.locator("#findings > li")).to_have_count(2)
    page.locator("#findings .take").first.click()
    page.locator("#undo").click()
    expect(field).to_have_value(FLAWED.replace("近日中に", "11月26日(木)15時までに"))
    page.locator("#undo").click()
    expect(field).to_have_value(FLAWED)
    expect(page.locator("#undo")).to_be_hidden()
    expect(page.locator("#findings > li")).to_have_count(3)


def test_that_the_browsers_own_undo_knows_of_a_change(desk):
    page, _ = desk()
    page.locator("#draft").fill(FLAWED)
    page.locator("#findings .take").first.click()
    expect(page.locator("#draft")).not_to_have_value(FLAWED)
    page.locator("#draft").press("Control+z")
    expect(page.locator("#draft")).to_have_value(FLAWED)


def test_that_all_changes_are_shown_as_a_difference_and_taken_at_once(desk):
    page, _ = desk()
    field = page.locator("#draft")
    field.fill(FLAWED)
    expect(page.locator("#difference del")).to_have_text([words for words, _, _ in FAULTS[:3]])
    expect(page.locator("#difference ins")).to_have_text([fresh for _, _, fresh in FAULTS[:3]])
    page.locator("#take-all").click()
    expect(field).to_have_value(review(FLAWED)["rewrite"])
    expect(page.locator("#clear")).to_be_visible()
    expect(page.locator("#rewrite")).to_be_hidden()
    page.locator("#copy").click()
    expect(page.locator("#copy")).to_have_text("コピーしました")
    assert clipboard(page) == review(FLAWED)["rewrite"]
    page.locator("#undo").click()
    expect(field).to_have_value(FLAWED)


def test_that_a_good_reply_is_left_alone_and_told_what_is_good(desk):
    page, _ = desk()
    page.locator("#draft").fill("ご相談くださり、ありがとうございます。")
    expect(page.locator("#clear")).to_be_visible()
    expect(page.locator("#good-list li")).to_have_text(["お客様の言葉から始めています。"])
    assert marks(page) == []


def test_that_a_change_that_only_cuts_says_so_and_one_that_nobody_can_make_is_not_offered(desk):
    page, _ = desk()
    page.locator("#draft").fill("弊社の都合で値上げします。コストが上がりました。")
    expect(page.locator("#findings > li")).to_have_count(2)
    expect(page.locator("#findings .take:visible")).to_have_text(["この部分を削る"])
    page.locator("#findings .take:visible").click()
    expect(page.locator("#draft")).to_have_value("値上げします。コストが上がりました。")


def test_that_underlines_go_along_with_their_words_before_the_next_answer(desk):
    page, _ = desk(unanswered="さて")
    page.locator("#draft").fill(FLAWED)
    expect(page.locator("#findings > li")).to_have_count(3)
    page.locator("#draft").evaluate("(field) => field.setSelectionRange(0, 0)")
    page.keyboard.insert_text("さて、")
    assert marks(page) == ["なかなか難しいかと存じます", "近日中に", "させていただきます"]
    page.locator("#draft").evaluate("(field) => field.setSelectionRange(field.value.indexOf('近日') + 1, field.value.indexOf('近日') + 2)")  # fmt: skip
    page.keyboard.insert_text("曜")
    assert "近日中に" not in marks(page), "a word that was changed is underlined still"


def test_that_a_question_about_older_words_is_given_up(desk):
    page, asked = desk(unanswered="近日中に")
    given_up: list[str] = []
    page.on("requestfailed", lambda request: given_up.append(json.loads(request.post_data or "{}")["draft"]))
    with page.expect_request("**/api/reviews"):
        page.locator("#draft").fill(FLAWED)
    page.locator("#draft").fill("ありがとうございます。")
    expect(page.locator("#clear")).to_be_visible()
    assert asked == [FLAWED, "ありがとうございます。"]
    assert given_up == [FLAWED]


def test_that_many_keys_are_one_question(desk):
    page, asked = desk()
    # The page's own clock: however slow the machine, no pause between these keys is long enough for a question.
    page.clock.install()
    page.clock.pause_at(datetime.now() + timedelta(minutes=1))
    page.locator("#draft").press_sequentially("お世話になっております。")
    assert asked == []
    page.clock.run_for(1_000)
    expect(page.locator("#clear")).to_be_visible()
    assert asked == ["お世話になっております。"]


def test_that_what_an_input_method_composes_is_not_judged_before_it_is_done(desk):
    page, asked = desk()
    page.locator("#draft").focus()
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "きんじつちゅうに", "selectionStart": 8, "selectionEnd": 8})
    page.wait_for_timeout(700)
    assert asked == []
    keys.send("Input.insertText", {"text": "近日中に"})
    expect(page.locator("#findings > li")).to_have_count(1)
    assert asked == ["近日中に"]


def test_that_a_finding_and_its_words_are_lit_together_and_lead_to_each_other(desk):
    page, _ = desk()
    page.locator("#draft").fill(FLAWED)
    item = page.locator("#findings > li").nth(1)
    item.hover()
    expect(page.locator("#draft-marks mark.lit")).to_have_text("近日中に")
    item.locator(".quote").click()
    chosen = page.locator("#draft").evaluate("(field) => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen == "近日中に"
    page.locator("#draft").evaluate("(field) => field.setSelectionRange(25, 25)")
    expect(page.locator("#findings > li.lit")).to_contain_text("なかなか")


def test_that_changes_are_taken_by_keyboard_one_after_the_other(desk):
    page, _ = desk()
    page.locator("#draft").fill(FLAWED)
    page.locator("#findings .take").first.focus()
    for left in (2, 1, 0):
        page.keyboard.press("Enter")
        expect(page.locator("#findings > li")).to_have_count(left)
        focused = page.evaluate("() => document.activeElement.className || document.activeElement.id")
        assert focused == ("pill take" if left else "findings-title")
    expect(page.locator("#draft")).to_have_value(review(FLAWED)["rewrite"])


def test_that_an_account_is_chosen_by_keyboard_whatever_the_kana(site, open_page):
    page = open_page(site, "/review")
    page.locator("#draft").fill("お世話になっております。")
    expect(page.locator("#review-status")).to_contain_text("顧客を選ぶ")
    page.locator("#account").fill("ウタカタ")
    expect(page.locator("#account-options li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#account")).to_have_value("有限会社うたかた洋菓子舗")
    expect(page.locator("#account-options")).to_be_hidden()
    expect(page.locator("#review-status")).to_contain_text("指摘")


def test_that_without_accounts_the_way_to_them_is_shown(empty_site, open_page):
    page = open_page(empty_site, "/review")
    page.locator("#account").focus()
    expect(page.locator("#account-none a")).to_have_attribute("href", "/accounts")
    page.locator("#account").fill("どこか")
    expect(page.locator("#account-unknown")).to_be_visible()


def test_that_words_stay_when_the_line_is_cut_and_when_the_page_is_loaded_again(desk, open_page):
    page, _ = desk()
    open_page.watches[0].allow("net::ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.unroute("**/api/reviews")
    page.locator("#draft").fill(FLAWED)
    expect(page.locator("#review-status")).to_contain_text("オフライン")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#draft")).to_have_value(FLAWED)
    expect(page.locator("#findings > li").first).to_be_visible()


def test_that_hostile_words_enter_the_page_as_text(desk):
    page, _ = desk()
    page.on("dialog", lambda dialog: pytest.fail(f"the page ran {dialog.message}"))
    page.locator("#draft").fill("<img src=x onerror=alert(1)>近日中に<script>alert(2)</script>" + "あ" * 3_000)
    expect(page.locator("#findings > li")).to_have_count(1)
    assert page.locator("#draft-marks img, #difference script, #findings img").count() == 0
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_that_an_edited_draft_goes_under_the_red_pen_and_comes_back_as_a_version(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    paste(page, MESSAGES["ja"])
    send(page)
    made = done(page)
    made.locator(".edit").click()
    field = made.locator("textarea[name=body]")
    words = field.input_value() + "\n\n今回に限り、40%お値引きいたします。"
    field.fill(words)
    made.locator(".red-pen").click()
    page.wait_for_url("**/review?**")
    expect(page.locator("#draft")).to_have_value(words)
    expect(page.locator("#message")).to_have_value(MESSAGES["ja"])
    expect(page.locator('#findings > li[data-severity="block"]').first).to_be_visible()
    page.locator("#take-all").click()
    after = page.locator("#draft").input_value()
    assert "40%" not in after
    page.locator("#save").click()
    page.wait_for_url("**/?account=**")
    expect(card(page).locator(".draft-name")).to_contain_text("2")
    assert site.drafts(account)[0]["body"] == after.strip()


def test_that_words_in_the_box_of_the_workspace_go_under_the_red_pen(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    paste(page, "お値引きはなかなか難しいかと存じます。")
    page.locator("#red-pen").click()
    page.wait_for_url("**/review?**")
    expect(page.locator("#draft")).to_have_value("お値引きはなかなか難しいかと存じます。")
    expect(page.locator('#findings > li[data-severity="block"]').first).to_be_visible()
    page.locator("#back").click()
    expect(page.locator("#composer-text")).to_have_value("お値引きはなかなか難しいかと存じます。")


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, PHONE], ids=["desk", "phone"])
def test_that_axe_finds_nothing_under_the_red_pen(desk, viewport):
    page, _ = desk(viewport=viewport)
    assert found(page) == [], "before anything is written"
    page.locator("#draft").fill(FLAWED + "弊社の都合で、コストが上がり")
    expect(page.locator("#findings > li")).to_have_count(5)
    page.locator("#findings .take").first.click()
    page.locator("#account").focus()
    expect(page.locator("#account-options li").first).to_be_visible()
    assert found(page) == [], "with findings"
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_that_a_shared_screen_shows_no_findings(desk):
    page, _ = desk()
    page.locator("#draft").fill(FLAWED)
    expect(page.locator("#findings > li")).to_have_count(3)
    page.locator("#share").click()
    expect(page.locator("#findings-title")).to_be_hidden()
    expect(page.locator("#draft-marks")).to_be_hidden()
    expect(page.locator("#draft")).to_be_visible()
