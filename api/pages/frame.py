"""What every page has: templates, the strictest content policy, the language of the page, the files beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from babel.dates import format_date
from fastapi import Depends, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.pages import plots
from api.voice import Voice
from assistant.domain import display
from assistant.texts import LANGUAGES, Say

HERE = Path(__file__).parent.parent
STATIC = HERE / "static"
# Nothing inline, nothing from elsewhere, and no text that a script could turn into mark-up.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
THEME = "tomoni-theme"
THEMES = ("light", "dark")
_YEAR = 60 * 60 * 24 * 365

_environment = Environment(
    loader=FileSystemLoader(HERE / "templates"), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
)  # fmt: skip


class Files(StaticFiles):
    """The pages' own styles and scripts: kept by the browser, and asked for again whether they have changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def address_of(path: str) -> str:
    """A static file's address. It has no version in it: scripts import each other by the same one, and the same script
    under two addresses would run twice. `Files` has the browser ask each time whether it has changed."""
    return f"/static/{path}"


class Page:
    """Renders a page for one request.

    Args:
        request: for the address, and the theme that the reader chose.
        say: the language of the page; the language of a letter is another thing.
    """

    def __init__(self, request: Request, say: Say):
        self._request, self.say = request, say

    def __call__(self, template: str, values: Mapping[str, Any] | None = None, status: int = 200) -> HTMLResponse:
        """The page `templates/<template>.html.j2`, which extends frame.html.j2; missing inputs are errors."""
        theme = self._request.cookies.get(THEME, "")
        given: dict[str, Any] = {
            "_": self.say, "language": self.say.language, "theme": theme if theme in THEMES else "", "file": address_of,
            "other_language": next(code for code in LANGUAGES if code != self.say.language),
            "path": self._request.url.path, "day": self._day, "money": self._money, "number": display.number,
            "plot": plots,
        }  # fmt: skip
        text = _environment.get_template(f"{template}.html.j2").render({**given, **(values or {})})
        return HTMLResponse(text, status, {"content-security-policy": POLICY})

    def _day(self, value: Any) -> str:
        """A day in the page's language, with its year."""
        if not value:
            return ""
        form = "y年M月d日" if self.say.language == "ja" else "d MMM y"
        return format_date(value, form, locale=self.say.language)

    def _money(self, value: float, currency: str) -> str:
        return display.money(value, currency, self.say.language)


def page_of(request: Request, say: Voice) -> Page:
    """The page maker of a request."""
    return Page(request, say)


ThePage = Annotated[Page, Depends(page_of)]


def remember(response: Response, name: str, value: str) -> None:
    """Keeps a reader's choice (language, theme) in a cookie for a year."""
    response.set_cookie(name, value, max_age=_YEAR, samesite="strict", path="/")
