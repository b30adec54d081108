"""What a Prometheus server reads at /metrics: how many requests, how fast, and what became of the drafts.

Names of routes, situations and checks alone: no account, no person and no word of a mail ever stands here.
"""

from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.domain.draft import Draft

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# From a page out of memory to a letter by a slow model.
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


# When each count began is of no use where the process says when it started.
disable_created_metrics()


class Metrics:
    """The counts of one process since it started; each replica has its own, and Prometheus adds them up."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)

        def counter(name: str, means: str, *labels: str) -> Counter:
            return Counter(f"tomoni_{name}", means, labels, registry=self._registry)

        self._requests = counter("requests", "Requests answered.", "method", "route", "status")
        self._seconds = Histogram(
            "tomoni_request_seconds", "Seconds to the first byte of an answer.", ("route",),
            buckets=_SECONDS, registry=self._registry,
        )  # fmt: skip
        self._drafts = counter("drafts", "Versions of drafts made.", "situation", "language", "writer", "needs_review")
        self._findings = counter("findings", "Faults and warnings found in drafts.", "code", "severity")
        self._fallbacks = counter("model_fallbacks", "Drafts that a playbook wrote since the model could not.")
        self._tokens = counter("model_tokens", "Tokens that drafts took of a model.", "direction")

    def draft(self, draft: Draft) -> None:
        """Counts a draft that was made."""
        needs_review = str(draft.needs_review).lower()
        self._drafts.labels(draft.situation.value, draft.language, draft.origin.writer, needs_review).inc()
        for finding in draft.findings:
            self._findings.labels(finding.code, finding.severity).inc()
        if draft.origin.fallback:
            self._fallbacks.inc()
        self._tokens.labels("in").inc(draft.origin.tokens_in)
        self._tokens.labels("out").inc(draft.origin.tokens_out)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts an answered request; `route` is its address with the names of its parts in place of ids."""
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self) -> Response:
        """All counts, as Prometheus reads them."""
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)


class Counted:
    """Counts every request, those that other guards refuse as well. Plain ASGI."""

    def __init__(self, app: ASGIApp, metrics: Metrics):
        self.app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began, told = perf_counter(), False

        async def heard(message: Message) -> None:
            nonlocal told
            if message["type"] == "http.response.start" and not told:
                told = True
                self._metrics.request(scope["method"], _route(scope), message["status"], perf_counter() - began)
            await send(message)

        await self.app(scope, receive, heard)


def _route(scope: Scope) -> str:
    """The pattern of the address: one for all ids, and one for all that are none of ours."""
    if scope["path"].startswith("/static/"):
        return "/static"
    return getattr(scope.get("route"), "path", "none")
