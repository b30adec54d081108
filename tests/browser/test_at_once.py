"""Words written or sent before the page is ready, while others are on their way, or with another account coming up."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.desk import MESSAGES, composer, done, paste, send
from tests.browser.site import ENGLISH, JAPANESE, Site

SECOND = "もう少し短くしてください。"


@contextmanager
def held(page: Page, path: str, method: str = "GET") -> Iterator[list[Route]]:
    """Keeps back the answers to requests for a path, until the end of the block."""
    kept: list[Route] = []

    def take(route: Route) -> None:
        if route.request.method == method and not over:
            kept.append(route)
        else:
            route.continue_()

    over = False
    page.route(path, take)
    yield kept
    over = True
    for route in kept:
        route.continue_()


def until_held(page: Page, kept: list[Route]) -> None:
    for _ in range(200):
        if kept:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the page never asked for what should be kept back")


@contextmanager
def opening(page: Page, to: str, without: str) -> Iterator[None]:
    """Opens a page that waits, until the end of the block, for the answers to its requests for a path."""
    with held(page, without) as kept:
        page.goto(to, wait_until="commit")
        until_held(page, kept)
        yield


def begun(site: Site, like: str = JAPANESE) -> str:
    """A fresh account with one message in its conversation."""
    account = site.account(like)
    id = site.ask("POST", "/api/conversations", {"account": account})["id"]
    site.ask("POST", f"/api/conversations/{id}/turns", {"text": MESSAGES["ja"], "as": "message"})
    return account


def said(site: Site, account: str) -> list[list[str]]:
    """What was said, by conversation."""
    found = site.ask("GET", f"/api/conversations?account={account}")["conversations"]
    return [[turn["text"] for turn in site.ask("GET", f"/api/conversations/{talk['id']}")["turns"]] for talk in found]


def shown(page: Page) -> list[Any]:
    return page.locator("#thread .message .words").all_text_contents()


def test_that_what_is_pressed_and_written_before_the_scripts_have_come_is_done_then(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, "/knowledge")
    page.evaluate("() => sessionStorage.setItem('sharing', '1')")
    with opening(page, f"/practice?account={account}", without="**/js/frame.js"):
        expect(page.locator("#kept")).to_be_attached()
        expect(page.locator("[data-inside]:visible")).to_have_count(0)
        page.locator("#begin .button-main").click()
    page.wait_for_url("**/practice/*")
    expect(page.locator(".turn.customer")).to_have_count(1)
    with opening(page, f"/review?account={account}", without="**/js/review.js"):
        page.locator("#draft").fill("お値引きはなかなか難しいかと存じます。")
        page.locator("#keys").click()
    expect(page.locator("#keys-dialog")).to_be_visible()
    expect(page.locator("#findings > li").first).to_be_attached()
    expect(page.locator("#draft")).to_have_value("お値引きはなかなか難しいかと存じます。")


def test_that_a_message_sent_before_the_account_is_known_is_drafted_once(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, "/knowledge")
    with opening(page, f"/?account={account}", without=f"**/api/accounts/{account}"):
        composer(page).fill(MESSAGES["ja"])
        send(page)
        page.wait_for_timeout(300)
    done(page)
    assert shown(page) == [MESSAGES["ja"]]
    assert said(site, account) == [[MESSAGES["ja"]]]
    expect(composer(page)).to_have_value("")


def test_that_what_is_written_before_the_account_is_known_stays_in_the_box(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, "/knowledge")
    with opening(page, f"/?account={account}", without=f"**/api/accounts/{account}"):
        composer(page).fill(MESSAGES["ja"])
    expect(page.locator("#start")).to_be_visible()
    expect(composer(page)).to_have_value(MESSAGES["ja"])
    page.reload()
    expect(composer(page)).to_have_value(MESSAGES["ja"])


def test_that_words_sent_before_any_account_is_open_stay_in_the_box(site, open_page):
    page = open_page(site, "/knowledge")
    with opening(page, "/", without="**/api/overview?*"):
        composer(page).fill(MESSAGES["ja"])
        send(page)
        expect(page.locator("#composer-problem")).to_be_visible()
    expect(page.locator("#account-name")).not_to_be_empty()
    expect(composer(page)).to_have_value(MESSAGES["ja"])
    expect(page.locator("#composer-problem")).to_be_hidden()


def test_that_a_message_sent_while_the_conversation_opens_follows_what_was_said_before(site, open_page):
    account = begun(site)
    page = open_page(site, "/knowledge")
    with opening(page, f"/?account={account}", without="**/api/conversations?*"):
        paste(page, SECOND)
        send(page)
        page.wait_for_timeout(300)
    expect(page.locator("#thread .message")).to_have_count(2)
    expect(page.locator("#thread .message[data-pending]")).to_have_count(0)
    done(page)
    assert shown(page) == [MESSAGES["ja"], SECOND]
    assert said(site, account) == [[MESSAGES["ja"], SECOND]]
    expect(page.locator("#thread .draft")).to_have_count(1)


def test_that_a_message_goes_into_its_conversation_though_that_could_not_be_opened_at_first(site, open_page):
    account = begun(site)
    page = open_page(site, "/knowledge")
    open_page.watches[0].allow("net::ERR_FAILED")
    page.route("**/api/conversations?*", lambda route: route.abort())
    page.goto(f"/?account={account}")
    expect(page.locator("#composer-problem")).to_be_visible()
    page.unroute("**/api/conversations?*")
    composer(page).fill(SECOND)
    send(page)
    expect(page.locator("#thread .message")).to_have_count(2)
    expect(page.locator("#thread .message[data-pending]")).to_have_count(0)
    done(page)
    assert shown(page) == [MESSAGES["ja"], SECOND]
    assert said(site, account) == [[MESSAGES["ja"], SECOND]]


def test_that_what_is_written_while_a_message_is_sent_stays_in_the_box(site, open_page):
    account = site.account(JAPANESE)
    page = open_page(site, f"/?account={account}")
    paste(page, MESSAGES["ja"])
    with held(page, "**/api/conversations/*/turns?*", "POST") as kept:
        send(page)
        until_held(page, kept)
        composer(page).fill(SECOND)
        send(page)
    done(page)
    expect(composer(page)).to_have_value(SECOND)
    assert said(site, account) == [[MESSAGES["ja"]]]


def test_that_another_account_can_be_answered_meanwhile_and_the_first_has_its_message_once(site, open_page):
    first, second = site.account(JAPANESE), ENGLISH
    page = open_page(site, f"/?account={first}")
    paste(page, MESSAGES["ja"])
    before = len(said(site, second))
    with held(page, "**/api/conversations", "POST") as kept:
        send(page)
        until_held(page, kept)
        page.locator(f'#account-list a[data-account="{second}"]').click()
        expect(composer(page)).to_have_value("")
        composer(page).fill(MESSAGES["en"])
        page.wait_for_timeout(300)
        expect(page.locator("#send")).to_be_enabled()
        page.go_back()
        expect(composer(page)).to_have_value(MESSAGES["ja"])
        send(page)
        page.wait_for_timeout(300)
    done(page)
    assert shown(page) == [MESSAGES["ja"]]
    assert said(site, first) == [[MESSAGES["ja"]]]
    expect(composer(page)).to_have_value("")
    page.go_forward()
    expect(composer(page)).to_have_value(MESSAGES["en"])
    assert len(said(site, second)) == before
