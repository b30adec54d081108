"""The workspace: accounts, the conversation with one of them, and what the coach found."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.pages.frame import ThePage

router = APIRouter()


@router.get("/")
async def workspace(page: ThePage) -> HTMLResponse:
    """The workspace page."""
    return page("workspace")
