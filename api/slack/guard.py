"""What stands before slack-bolt: a request that it would stumble over is refused before it is read further.

Bolt verifies the signature and its age. It answers a timestamp that is no number, or bytes that are no text, with a fault
of its own, and reads a command whose text holds the word "payload" as an empty one.
"""

import json
import re
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

# A command holds what fits into Slack's composer; a click may bring its whole message back, each character in up to
# twelve bytes.
COMMAND_LIMIT = 300_000
INTERACTION_LIMIT = 1_500_000

_TIMESTAMP = re.compile(r"[0-9]{1,11}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def refused(status: int) -> Response:
    """A refusal: whoever sends such a request is not Slack and is told nothing."""
    return Response(status_code=status)


async def look_at(request: Request, limit: int) -> Response | None:
    """None where bolt may have the request, else the refusal: 401 without a signature, 400 for what cannot be read.

    The body is kept in the request for whoever reads it next.
    """
    timestamps, signatures = (request.headers.getlist(f"x-slack-{n}") for n in ("request-timestamp", "signature"))
    if not timestamps or not signatures:
        return refused(401)
    if len(timestamps) > 1 or not _TIMESTAMP.fullmatch(timestamps[0]):
        return refused(400)
    if len(signatures) > 1 or not _SIGNATURE.fullmatch(signatures[0]):
        return refused(401)
    declared = request.headers.get("content-length", "0")
    if not declared.isascii() or not declared.isdecimal() or int(declared[:12]) > limit:
        return refused(400)
    body = await _read(request, limit)
    return None if body is not None and _readable(body) else refused(400)


async def _read(request: Request, limit: int) -> bytes | None:
    read = bytearray()
    try:
        async for chunk in request.stream():
            read += chunk
            if len(read) > limit:
                return None
    except ClientDisconnect:
        return None
    request._body = bytes(read)
    return request._body


def _readable(body: bytes) -> bool:
    """Whether it is a form, and its payload, where it has one, an object."""
    try:
        fields = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=100))  # fmt: skip
        return "payload" not in fields or isinstance(json.loads(fields["payload"]), dict)
    except (ValueError, RecursionError):
        return False
