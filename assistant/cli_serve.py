"""`tomoni serve`: the API on a loopback address, with the demonstration where it is asked for."""

import asyncio
import errno
import json
import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import logs
from assistant.cli_running import DONE, Data, finish, locale_say, settings_for, tell
from assistant.domain.draft import Draft, DraftRequest
from assistant.errors import Conflict, Invalid, Unavailable
from assistant.garbage import keep_what_is_loaded, look_as_usual
from assistant.knowledge_base import KNOWLEDGE
from assistant.texts import Say

if TYPE_CHECKING:
    from assistant.coach import Coach
    from assistant.settings import Settings

_DEMO = KNOWLEDGE / "demo"
_GRACE_SECONDS = 3


def serve(
    host: Annotated[str, typer.Option("--host", help="A loopback address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8000,
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the demonstration where the data folder is empty.")
    ] = False,
    data: Data = None,
) -> None:
    """Serve until interrupted."""
    from uvicorn.loops.auto import auto_loop_factory

    async def work() -> int:
        settings = settings_for(data)
        logs.set_up(settings.log)
        door = listening(host, port)
        from assistant.bootstrap import open_coach

        coach = await open_coach(settings)
        organisation = await coach.records.organisation()
        if demo and organisation is None:
            await load_demo(coach, locale_say())
            organisation = await coach.records.organisation()
        say = locale_say(organisation.language if organisation else "en")
        if demo:
            await _show_first_draft(coach, say)
        # What a server has loaded stays; what its requests leave behind is looked for as usual (see `cli.main`).
        keep_what_is_loaded()
        look_as_usual()
        await _run(settings, coach, door, say)
        return DONE

    try:
        # uvloop where it is there: with asyncio's own loop every piece of every stream costs a third more.
        finish(work, auto_loop_factory())
    except KeyboardInterrupt:
        raise typer.Exit(DONE) from None


def listening(host: str, port: int) -> socket.socket:
    """A socket that is bound already, so that a port in use is said before anything is loaded.

    Raises:
        Invalid: `host` reaches beyond this machine; without a login nobody else may come in.
        Unavailable: the port is taken, or the address is none of this machine's.
    """
    from ipaddress import ip_address

    try:
        loopback = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise Invalid(
            "Tomoni has no login yet, so it serves only this machine: --host must be 127.0.0.1, ::1 or localhost, "
            "not %(host)s.", {"host": host},
        )  # fmt: skip
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            text = "Port %(port)s is in use. Stop the other program, or choose another port with --port."
            raise Unavailable(text, {"port": port}) from error
        values = {"host": host, "port": port, "reason": error.strerror or error}
        raise Unavailable("%(host)s:%(port)s cannot be used: %(reason)s.", values) from error


async def load_demo(coach: "Coach", say: Say) -> None:
    """The demonstration vendor, its help texts and accounts, into records that hold nothing yet.

    Raises:
        Conflict: there are accounts already: real data never mixes with the demonstration.
    """
    from assistant.cli_data import read_help_files
    from assistant.importing import import_accounts, import_help, import_organisation

    records = coach.records
    if (await records.accounts(limit=1))[0]:
        raise Conflict("This data folder holds accounts already; the demonstration needs a folder of its own.")
    accounts = _DEMO / "accounts.jsonl"
    await import_organisation("organisation.json", (_DEMO / "organisation.json").read_bytes(), records, say)
    await import_help(read_help_files([_DEMO / "help"]), records, say)
    await import_accounts([(accounts.name, accounts.read_bytes())], records, say)


async def _show_first_draft(coach: "Coach", say: Say) -> None:
    from assistant.terminal import show_draft

    if draft := await first_draft(coach, say):
        request = json.loads((_DEMO / "first-draft.json").read_text(encoding="utf-8"))
        typer.echo(say("A customer wrote (%(account)s):", account=request["account"]))
        typer.echo("\n".join(f"  > {line}" for line in request["message"].splitlines()) + "\n")
        show_draft(draft, say)
        typer.echo()


async def first_draft(coach: "Coach", say: Say) -> Draft | None:
    """The demonstration's first draft: made once, shown again later; None where the accounts are others."""
    request = DraftRequest.model_validate_json((_DEMO / "first-draft.json").read_bytes())
    found, _ = await coach.records.accounts(query=request.account, limit=1)
    if not any(account.id == request.account for account in found):
        return None
    made, _ = await coach.records.drafts(request.account, limit=1)
    return made[0] if made else await coach.draft(request, say.language)


async def _run(settings: "Settings", coach: "Coach", door: socket.socket, say: Say) -> None:
    import uvicorn

    from api.app import create_app

    host, port = door.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    config = uvicorn.Config(
        create_app(settings, coach, address),
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    sys.stdout.flush()
    tell(say("Tomoni listens on %(address)s (Ctrl+C stops it). Data: %(data)s", address=address, data=settings.data))
    asked = asyncio.create_task(_ask_the_model(coach, say))
    try:
        await uvicorn.Server(config).serve(sockets=[door])
    finally:
        asked.cancel()


async def _ask_the_model(coach: "Coach", say: Say) -> None:
    """Says once what keeps a configured model from answering; its libraries are loaded before the first draft by it."""
    if coach.desk.model and (trouble := await coach.desk.model.probe()):
        tell(say(trouble[0], **trouble[1]))
        tell(say("Until then playbooks write every draft."))
