"""What must not happen on any page: errors in the console, broken content policy, requests to another host."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

# The browser tells of a broken policy by an event as well; both ways end in the console that is watched.
_TELL = "addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"


class Watch:
    """Listens to a context's pages from their first line on."""

    def __init__(self, context: BrowserContext, address: str):
        self._host = urlsplit(address).netloc
        self._allowed: list[str] = []
        self.seen: list[str] = []
        context.add_init_script(_TELL)
        context.on("console", self._console)
        context.on("request", self._request)
        context.on("weberror", lambda error: self.seen.append(f"error: {error.error}"))
        context.on("page", self._page)

    def allow(self, words: str) -> None:
        """From now on a line with these words is what the test means to happen."""
        self._allowed.append(words)

    def wrong(self) -> list[str]:
        """What was seen and not meant."""
        return [line for line in self.seen if not any(words in line for words in self._allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.seen.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != self._host:
            self.seen.append(f"off-host: {request.url}")

    def _page(self, page: Page) -> None:
        page.on("crash", lambda _: self.seen.append("crash"))
