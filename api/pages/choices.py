"""What a reader chooses for the pages: their language, light or dark."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse

from api.pages.frame import THEME, remember
from api.voice import LANGUAGE_COOKIE

router = APIRouter()


@router.post("/choices")
async def choose(
    back: Annotated[str, Form(max_length=2_000)] = "/",
    language: Annotated[Literal["ja", "en"] | None, Form()] = None,
    theme: Annotated[Literal["light", "dark", ""] | None, Form()] = None,
) -> RedirectResponse:
    """Remembers a choice and goes back to the page it was made on."""
    # Only a path of ours: an address of another host would send the reader away.
    parts = urlsplit(back)
    inside = back.startswith("/") and not back.startswith(("//", "/\\")) and not parts.netloc
    response = RedirectResponse(back if inside else "/", 303)
    if language:
        remember(response, LANGUAGE_COOKIE, language)
    if theme is not None:
        remember(response, THEME, theme)
    return response
