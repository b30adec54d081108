"""The web application: guards, problems, routes, and the coach behind them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from api.guards import BoundedBody, CarefulHeaders, KnownHosts, SameSite
from api.metrics import Counted, Metrics
from api.pages import ROUTERS as PAGES
from api.pages.frame import STATIC, Files
from api.problems import add_problems
from api.routes import ROUTERS
from assistant.batch_running import BatchRuns
from assistant.bootstrap import open_coach
from assistant.bootstrap_batches import open_batching
from assistant.coach import Coach
from assistant.settings import Settings, SlackKeys, load_settings, slack_keys

# Where `tomoni serve` listens by default.
_ADDRESS = "http://127.0.0.1:8000"


def create_app(settings: Settings | None = None, coach: Coach | None = None, address: str = _ADDRESS) -> FastAPI:
    """The application over one coach.

    Args:
        settings: which data folder and public address; from the environment where None.
        coach: one that is open already, where there is one; else the app opens its own. It is closed with the app.
        address: where the app listens; links from elsewhere lead there where no public address is set.
    """
    chosen = settings or load_settings()
    keys, metrics = slack_keys(chosen.data), Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as open_things:
            app.state.coach = coach or await open_coach(chosen)
            open_things.push_async_callback(app.state.coach.close)
            app.state.coach.made = metrics.draft
            app.state.batches = BatchRuns(app.state.coach.records, lambda: open_batching(app.state.coach, chosen))
            app.state.batches.start()
            open_things.push_async_callback(app.state.batches.close)
            if keys.by_http or keys.by_socket:
                # Imported here: who has no Slack does not wait for its libraries.
                from api.slack.opening import opened

                door = opened(app.state.coach, keys, chosen, chosen.public_url or address)
                app.state.slack = await open_things.enter_async_context(door)
            yield

    # FastAPI's documentation pages load from another host, so they stay off.
    app = FastAPI(
        title="Tomoni",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(Counted, metrics=metrics),
            Middleware(CarefulHeaders),
            Middleware(KnownHosts, public_url=chosen.public_url),
            Middleware(SameSite),
            Middleware(BoundedBody),
            # Events are not compressed: each has to leave at once.
            Middleware(GZipMiddleware, minimum_size=1_000),
        ],
    )
    app.state.settings, app.state.metrics = chosen, metrics
    add_problems(app)
    for router in (*ROUTERS, *PAGES, *_slack(keys)):
        app.include_router(router)
    app.mount("/static", Files(directory=STATIC))
    return app


def _slack(keys: SlackKeys) -> tuple[APIRouter, ...]:
    """Slack's addresses, where its requests come to ours."""
    if not keys.by_http:
        return ()
    from api.slack.routes import router

    return (router,)
