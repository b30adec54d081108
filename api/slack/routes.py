"""The addresses that Slack calls."""

from fastapi import APIRouter, Request
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from starlette.responses import Response

from api.slack.door import SlackDoor
from api.slack.guard import COMMAND_LIMIT, INTERACTION_LIMIT, look_at

router = APIRouter(prefix="/slack")


@router.post("/commands")
async def commands(request: Request) -> Response:
    """A slash command."""
    return await _answered(request, COMMAND_LIMIT)


@router.post("/interactions")
async def interactions(request: Request) -> Response:
    """A click, a form, or a menu that is being typed into."""
    return await _answered(request, INTERACTION_LIMIT)


async def _answered(request: Request, limit: int) -> Response:
    door: SlackDoor = request.app.state.slack
    async with door.errands.answering():
        refused = await look_at(request, limit)
        return refused or await AsyncSlackRequestHandler(door.bolt).handle(request)
