"""Refusals as problem details (RFC 9457): `detail` is a sentence in the caller's language, `errors` names the fields."""

import json
import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.voice import header_voice, voice
from assistant.errors import TomoniError
from assistant.refusals import Refusal, refusal, refusal_of_fields
from assistant.texts import Say

log = logging.getLogger("tomoni.api")

_SENTENCES = {
    400: "The request cannot be read. Check that it is valid JSON in UTF-8.",
    404: "There is nothing at this address.",
    405: "This address does not take requests of this kind.",
    413: "The request is larger than what is taken at once. Nothing was cut or stored.",
    500: "Something went wrong on our side. Nothing was sent; the log has the details.",
}
_ORDINARY = "The request was refused."


class Problem(Response):
    """A problem details response; text that UTF-8 cannot hold is replaced, never a second fault."""

    media_type = "application/problem+json"

    def __init__(self, status: int, detail: str, errors: tuple[dict[str, str], ...] = (), **more: Any):
        body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
        body |= {"detail": detail, **more} | ({"errors": errors} if errors else {})
        headers = {"Retry-After": "1"} if status == 503 else None
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        super().__init__(content, status, headers)


def sentence_for(status: int, say: Say) -> str:
    """The sentence for a status that has no words of its own."""
    return say(_SENTENCES.get(status, _ORDINARY))


def _answer(refused: Refusal) -> Problem:
    return Problem(refused.status, refused.detail, refused.errors)


async def _refused(request: Request, error: Exception) -> Response:
    refused = refusal(error, await voice(request))
    assert refused is not None, "registered for refusals only"
    return _answer(refused)


async def _wrong_fields(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    say = await voice(request)
    found = error.errors()
    if found and found[0]["type"] == "json_invalid":
        text = "The request is not valid JSON (at character %(place)s)."
        return Problem(400, say(text, place=found[0]["loc"][-1]))
    return _answer(refusal_of_fields(found, say))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = Problem(error.status_code, sentence_for(error.status_code, await voice(request)))
    problem.headers.update(error.headers or {})
    return problem


async def _ours(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return Problem(500, sentence_for(500, header_voice(request.headers.get("accept-language"))))


def add_problems(app: FastAPI) -> None:
    """Answer every refusal of `app` with problem details."""
    app.add_exception_handler(TomoniError, _refused)
    app.add_exception_handler(RequestValidationError, _wrong_fields)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _ours)
