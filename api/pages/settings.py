"""The settings page: the organisation and its policy, language, and what is configured and reachable."""

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.pages.frame import ThePage
from api.voice import TheCoach, TheSettings
from assistant.checkup import checkup
from assistant.coach import Coach
from assistant.domain.organisation import Organisation
from assistant.errors import TomoniError
from assistant.texts import Say

router = APIRouter()

_COUNTED = 200


@router.get("/settings")
async def settings(page: ThePage, coach: TheCoach, configured: TheSettings) -> HTMLResponse:
    """What can be changed here, and what is set elsewhere; never a secret."""
    try:
        organisation = await coach.records.organisation()
    except TomoniError:
        # The rows below say what is wrong with the records.
        organisation = None
    model = coach.desk.model
    shown = {
        "on_record": organisation is not None,
        "vendor": (organisation or Organisation(name="")).model_dump(mode="json", by_alias=True),
        "states": [*checkup(configured, page.say), *await _records(coach, page.say)],
        "missing": [page.say(why) for why in (await coach.ready()).values()],
        "model": model.name if model else None,
        "trouble": page.say(model.trouble[0], **model.trouble[1]) if model and model.trouble else None,
        "version": _version(),
    }
    return page("settings/page", shown)


async def _records(coach: Coach, say: Say) -> list[tuple[str, str, str]]:
    """Rows of name, value and state about the records, as `tomoni doctor` has them."""
    try:
        found, more = await coach.records.accounts(limit=_COUNTED)
        texts = len(await coach.records.help_texts())
    except TomoniError as error:
        return [(say("records"), say("not reachable"), say(error.message, **error.values))]
    return [
        (say("records"), "", say("reachable")),
        (say("accounts"), f"{len(found)}+" if more else str(len(found)), ""),
        (say("help texts"), str(texts), ""),
        (say("version"), _version(), ""),
    ]


def _version() -> str:
    try:
        return version("tomoni")
    except PackageNotFoundError:
        return ""
