"""The red pen: a reply of the CSM's own, read against the customer's record while it is being written."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.pages.frame import ThePage
from api.pages.insights import CHECKS
from api.pages.picked import PickedAccount

router = APIRouter()

# The browser is told of them at once: found one by one, each would wait for the one that asks for it.
MODULES = (
    "frame", "review", "api", "review-findings", "review-sheet", "mailing", "picker", "versions", "letter", "cited",
)  # fmt: skip


@router.get("/review")
async def review(page: ThePage, account: PickedAccount) -> HTMLResponse:
    """The page of the red pen, for the account in the address where one is named."""
    checks = {code: page.say(name) for code, name in CHECKS.items()}
    return page("review", {"modules": MODULES, "account": account, "checks": checks})
