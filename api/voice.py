"""Who is asked and in which language the answer is: the coach of this app, the caller's voice."""

from typing import Annotated

from fastapi import Depends, Request

from assistant.coach import Coach
from assistant.errors import TomoniError
from assistant.settings import Settings
from assistant.texts import Say, say_in, speaks

# Set by the pages, where a reader has chosen their language.
LANGUAGE_COOKIE = "tomoni-language"


def coach_of(request: Request) -> Coach:
    """The coach behind this app."""
    return request.app.state.coach


def settings_of(request: Request) -> Settings:
    """What this app was started with."""
    return request.app.state.settings


def header_voice(accept_language: str | None, default: str = "ja") -> Say:
    """The voice that an Accept-Language header asks for, `default` where it names no language that we speak."""
    return say_in(accept_language, default)


async def voice(request: Request) -> Say:
    """The voice for the caller: the language chosen on a page, else Accept-Language, else the organisation's language."""
    if chosen := request.cookies.get(LANGUAGE_COOKIE):
        return say_in(chosen)
    wanted = request.headers.get("accept-language")
    if speaks(wanted):
        return header_voice(wanted)
    try:
        organisation = await coach_of(request).records.organisation()
    except TomoniError:
        # The records are what is out of order; the answer about it must not fail for the same reason.
        organisation = None
    return header_voice(wanted, organisation.language if organisation else "ja")


TheCoach = Annotated[Coach, Depends(coach_of)]
TheSettings = Annotated[Settings, Depends(settings_of)]
Voice = Annotated[Say, Depends(voice)]
