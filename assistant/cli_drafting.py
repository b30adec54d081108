"""The commands that work on a message: draft, triage, search."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli_running import DONE, FINDINGS, AsJson, Data, tell, text_of, with_coach
from assistant.domain.draft import DraftRequest
from assistant.errors import Invalid
from assistant.texts import Say

if TYPE_CHECKING:
    from assistant.coach import Coach

_SENDERS = ("customer", "csm", "colleague")


def option(name: str, help: str) -> Any:
    """An option that may be left out."""
    return typer.Option(name, help=help, show_default=False)


def write_json(value: Any) -> None:
    """A value on stdout, as UTF-8 JSON for people and programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def draft(
    account: Annotated[str, typer.Option("--account", help="The account's id.")],
    message: Annotated[str, option("--message", "The message: text, - for stdin, or @FILE.")] = "",
    situation: Annotated[str | None, option("--situation", "The moment, where it is known or ours.")] = None,
    language: Annotated[str | None, option("--language", "Language of the reply: ja or en.")] = None,
    instruction: Annotated[str | None, option("--instruction", "A wish for the wording: shorter, firmer …")] = None,
    sender: Annotated[str, option("--from", "Who wrote: customer, csm or colleague.")] = "customer",
    contact: Annotated[str | None, option("--contact", "Name of the person who wrote.")] = None,
    subject: Annotated[str | None, option("--subject", "Subject of the message.")] = None,
    channel: Annotated[str, option("--channel", "mail, chat or call.")] = "mail",
    today: Annotated[str | None, option("--today", "The day of the reply, 2026-11-30.")] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """One draft."""

    async def work(coach: "Coach", say: Say) -> int:
        asked = {
            "account": account, "message": text_of(message), "situation": situation, "language": language,
            "instruction": instruction, "from": sender, "contact": contact, "subject": subject, "channel": channel,
            "today": today,
        }  # fmt: skip
        made = await coach.draft(DraftRequest.model_validate(asked), say.language)
        if as_json:
            write_json(made.model_dump(mode="json", by_alias=True))
        else:
            from assistant.terminal import show_draft

            show_draft(made, say)
        return FINDINGS if made.needs_review else DONE

    with_coach(data, work)


def triage(
    file: Annotated[str | None, typer.Argument(help="JSON Lines with a `message` each; - for stdin.")] = None,
    message: Annotated[str | None, option("--message", "One message: text, - for stdin, or @FILE.")] = None,
    sender: Annotated[str, option("--from", "Who wrote: customer, csm or colleague.")] = "customer",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """The situations of one message, or of every line of a file."""

    async def work(coach: "Coach", say: Say) -> int:
        if (file is None) == (message is None):
            raise Invalid("Give either --message or a file.")
        if message is None:
            return await _triage_lines(text_of("-" if file == "-" else f"@{file}"), coach, say)
        _known_sender(sender)
        reading = await coach.triage(text_of(message), sender=sender)
        if as_json:
            write_json({"situations": [asdict(hit) for hit in reading.situations], "language": reading.language})
        else:
            from assistant.terminal import show_reading

            show_reading(reading)
        return DONE

    with_coach(data, work)


def _known_sender(sender: object) -> str:
    if sender not in _SENDERS:
        raise Invalid("`from` must be customer, csm or colleague.")
    return str(sender)


async def _triage_lines(text: str, coach: "Coach", say: Say) -> int:
    status = DONE
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not isinstance(row.get("message"), str):
                raise Invalid("`message` is missing or is no text.")
            reading = await coach.triage(row["message"], sender=_known_sender(row.get("from") or "customer"))
        except (ValueError, Invalid) as error:
            reason = say(error.message) if isinstance(error, Invalid) else say("this is not valid JSON")
            tell(say("Line %(number)s: %(reason)s", number=number, reason=reason))
            status = FINDINGS
            continue
        typer.echo(json.dumps({**row, "situations": [asdict(hit) for hit in reading.situations]}, ensure_ascii=False))
    return status


def search(
    query: Annotated[str, typer.Argument(help="Words to look for.")],
    account: Annotated[str | None, option("--account", "Search this account's record as well.")] = None,
    kind: Annotated[str, option("--kind", "principle,help,account")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=50)] = 10,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """What recall finds, with scores."""

    async def work(coach: "Coach", say: Say) -> int:
        kinds = [name.strip() for name in kind.split(",") if name.strip()]
        hits = await coach.search(query, account, kinds, limit, ui_language=say.language)
        if as_json:
            write_json([asdict(hit) for hit in hits])
        elif hits:
            from assistant.terminal import show_hits

            show_hits(hits)
        else:
            tell(say("Nothing on record speaks to this."))
        return DONE

    with_coach(data, work)
