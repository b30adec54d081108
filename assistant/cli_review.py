"""`tomoni review`: the red pen on a text that the CSM wrote."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_drafting import option, write_json
from assistant.cli_running import DONE, FINDINGS, AsJson, Data, text_of, with_coach
from assistant.domain.review import ReviewRequest
from assistant.errors import Invalid
from assistant.texts import Say

if TYPE_CHECKING:
    from assistant.coach import Coach


def review(
    account: Annotated[str, typer.Option("--account", help="The account's id.")],
    draft: Annotated[str, typer.Option("--draft", help="Your own reply: text, - for stdin, or @FILE.")],
    message: Annotated[str, option("--message", "The message: text, - for stdin, or @FILE.")] = "",
    situation: Annotated[str | None, option("--situation", "The moment, where it is known or ours.")] = None,
    language: Annotated[str | None, option("--language", "Language of the reply: ja or en.")] = None,
    contact: Annotated[str | None, option("--contact", "Name of the person who wrote.")] = None,
    channel: Annotated[str, option("--channel", "mail, chat or call.")] = "mail",
    today: Annotated[str | None, option("--today", "The day of the reply, 2026-11-30.")] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Findings on your own words, each with the smallest change; exit 1 where there are any."""

    async def work(coach: "Coach", say: Say) -> int:
        if message == draft == "-":
            raise Invalid("Only one of --message and --draft can come from stdin.")
        asked = {
            "account": account, "message": text_of(message), "draft": text_of(draft), "situation": situation,
            "language": language, "contact": contact, "channel": channel, "today": today,
        }  # fmt: skip
        read = await coach.review(ReviewRequest.model_validate(asked), say.language)
        if as_json:
            write_json(read.model_dump(mode="json", by_alias=True))
        else:
            from assistant.terminal_review import show_review

            show_review(read, asked["draft"] or "", say)
        return FINDINGS if read.findings else DONE

    with_coach(data, work)
