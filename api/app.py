"""The web application: guards, problems, routes, and the coach behind them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from api.guards import BoundedBody, CarefulHeaders, KnownHosts, SameSite
from api.pages import ROUTERS as PAGES
from api.pages.frame import STATIC, Files
from api.problems import add_problems
from api.routes import ROUTERS
from assistant.bootstrap import open_coach
from assistant.coach import Coach
from assistant.settings import Settings, load_settings


def create_app(settings: Settings | None = None, coach: Coach | None = None) -> FastAPI:
    """The application over one coach.

    Args:
        settings: which data folder and public address; from the environment where None.
        coach: one that is open already, where there is one; else the app opens its own. It is closed with the app.
    """
    chosen = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.coach = coach or await open_coach(chosen)
        try:
            yield
        finally:
            await app.state.coach.close()

    # FastAPI's documentation pages load from another host, so they stay off.
    app = FastAPI(
        title="Tomoni",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(CarefulHeaders),
            Middleware(KnownHosts, public_url=chosen.public_url),
            Middleware(SameSite),
            Middleware(BoundedBody),
            # Events are not compressed: each has to leave at once.
            Middleware(GZipMiddleware, minimum_size=1_000),
        ],
    )
    app.state.settings = chosen
    add_problems(app)
    for router in (*ROUTERS, *PAGES):
        app.include_router(router)
    app.mount("/static", Files(directory=STATIC))
    return app
