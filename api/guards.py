"""What stands before every request: known hosts, no foreign pages, bounded bodies, careful headers. Plain ASGI."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem
from api.voice import header_voice

JSON_LIMIT = 2_000_000
RECORD_LIMIT = 32_000_000
IMPORT_LIMIT = 100_000_000
# A million rows; the file waits on the disk, not in memory.
BATCH_LIMIT = 2_000_000_000
# A stored account with 10,000 history entries, or an import of 10,000 accounts, is larger than any draft request.
_LIMITS = (("/api/imports/", IMPORT_LIMIT), ("/api/batches", BATCH_LIMIT), ("/api/accounts/", RECORD_LIMIT))

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def host_of(authority: str) -> str:
    """The host of `host`, `host:port` or `[::1]:port`, in small letters; "" where it is none."""
    try:
        return (urlsplit(f"//{authority}").hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """True for `localhost` and for addresses that never leave the machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class KnownHosts:
    """Refuses requests for a host that is not ours: a foreign name that points here (DNS rebinding) gets nothing.

    Args:
        public_url: TOMONI_PUBLIC_URL, whose host is ours besides the loopback names.
    """

    def __init__(self, app: ASGIApp, public_url: str | None = None):
        self.app = app
        self._public = host_of(urlsplit(public_url).netloc) if public_url else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            hosts = headers.getlist("host")
            host = host_of(hosts[0]) if len(hosts) == 1 else ""
            if not host or not (is_loopback(host) or host == self._public):
                say = header_voice(headers.get("accept-language"))
                detail = say("This host name is not on the list of those that are answered (see TOMONI_PUBLIC_URL).")
                return await Problem(421, detail)(scope, receive, send)
        await self.app(scope, receive, send)


class SameSite:
    """Refuses what another web page lets a browser send here; programs that are no browsers send no such header."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _SAFE_METHODS:
            headers = Headers(scope=scope)
            if _is_foreign(headers):
                say = header_voice(headers.get("accept-language"))
                detail = say("Another web page asked for this, so it was refused.")
                return await Problem(403, detail)(scope, receive, send)
        await self.app(scope, receive, send)


def _is_foreign(headers: Headers) -> bool:
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    if origin := headers.get("origin"):
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    return False


class BoundedBody:
    """Refuses a body that is larger than what its address takes, before reading it or while it comes."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit = next((limit for prefix, limit in _LIMITS if scope["path"].startswith(prefix)), JSON_LIMIT)
        declared = Headers(scope=scope).get("content-length", "")
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            if declared.isdecimal() and int(declared[:20]) > limit:
                raise HTTPException(413)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413)
            return message

        await self.app(scope, bounded, send)


class CarefulHeaders:
    """Adds the security headers that a response does not set itself."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, careful if scope["type"] == "http" else send)
