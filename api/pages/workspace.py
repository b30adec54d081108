"""The workspace: accounts, the conversation with one of them, and what the coach found."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.pages.frame import ThePage
from assistant.domain.situation import Situation

router = APIRouter()

# The browser is told of them at once: found one by one, each would wait for the one that asks for it.
MODULES = (
    "frame", "workspace", "api", "account-list", "thread", "card", "stream", "letter", "evidence", "editor", "composer",
    "mailing", "hands", "panes", "proposals", "review-way", "versions",
)  # fmt: skip


@router.get("/")
async def workspace(page: ThePage) -> HTMLResponse:
    """The workspace page."""
    return page("workspace", {"modules": MODULES, "situations": [*Situation]})
