"""A browser, a running Tomoni, and a look at what every page does wrong. Without Chromium: skipped, and said so."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.chromium import FLAGS, NONE_FOUND, chromium
from tests.browser.site import Site, serving
from tests.browser.watch import Watch
from tests.model.good import good_model
from tests.model.server import Reply, ScriptedModel

# Read now: later the tests forget whatever the caller has set.
NEEDED = bool(os.environ.get("TOMONI_NEED_CHROMIUM"))
HERE = Path(__file__).parent
WIDE, DRAWER, PHONE = {"width": 1440, "height": 900}, {"width": 1000, "height": 800}, {"width": 390, "height": 844}
_missing: list[str] = []
# A machine may be busy; what is there at once costs no time.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Last: while the browser runs, its event loop holds this thread, and no other test could have one of its own.
    items.sort(key=lambda item: HERE in item.path.parents)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _missing:
        terminalreporter.section("pages", sep="!", red=True, bold=True)
        terminalreporter.line(NONE_FOUND, red=True, bold=True)


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each site has its own; this one only stands in for the plugin's, which this pytest warns of."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], playwright: Playwright) -> dict[str, Any]:
    """The system's Chromium; where there is none the tests are skipped, or fail where one is asked for."""
    found = chromium(playwright)
    if found is None:
        _missing.append(NONE_FOUND)
        (pytest.fail if NEEDED else pytest.skip)(NONE_FOUND)
    return {**browser_type_launch_args, "executable_path": found, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def site(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Tomoni over the demonstration, without a model."""
    with serving(tmp_path_factory.mktemp("site") / "data") as made:
        yield made


@pytest.fixture(scope="session")
def empty_site(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Tomoni before anything was imported."""
    with serving(tmp_path_factory.mktemp("empty") / "data", empty=True) as made:
        yield made


@pytest.fixture(scope="session")
def modelled(browser: object, model_server: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Tomoni with the scripted model."""
    settings = {"TOMONI_MODEL": "openai:scripted", "OPENAI_BASE_URL": model_server.url, "OPENAI_API_KEY": "none"}
    with serving(tmp_path_factory.mktemp("modelled") / "data", settings) as made:
        yield made


@pytest.fixture
def gate() -> Iterator[Event]:
    """Once it is set, the model of `halfway` writes on."""
    gate = Event()
    yield gate
    gate.set()


@pytest.fixture
def halfway(modelled: Site, model_server: ScriptedModel, gate: Event) -> Site:
    """Tomoni with a model that waits in the middle of a good letter until `gate` is set."""
    model_server.reset()

    def words(request: dict[str, Any]) -> Reply:
        text = good_model(request)
        return Reply(text, size=8, after=len(text) // 16, gate=gate)

    model_server.default = words
    return modelled


Open = Callable[..., Page]


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens a path of a site in a fresh browser context; at the test's end nothing may have gone wrong on any page.

    Arguments of what it gives: site, path, `language` of the page, and what Playwright's new_context takes besides.
    The page has its Watch as `watch` in `page.context`.
    """
    watches: list[Watch] = []

    def opened(site: Site, path: str = "/", language: str = "ja", viewport: Any = WIDE, **more: Any) -> Page:
        locale = {"ja": "ja-JP", "en": "en-GB"}[language]
        context = new_context(base_url=site.address, locale=locale, viewport=viewport, **more)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
        watches.append(Watch(context, site.address))
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(path)
        return page

    opened.watches = watches  # type: ignore[attr-defined]
    yield opened
    assert [line for watch in watches for line in watch.wrong()] == []
