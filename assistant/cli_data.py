"""The commands about the records: import, doctor."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_drafting import write_json
from assistant.cli_running import (
    DONE,
    FINDINGS,
    AsJson,
    Data,
    bytes_of,
    finish,
    locale_say,
    settings_for,
    tell,
    with_coach,
)  # fmt: skip
from assistant.errors import TomoniError
from assistant.texts import Say

if TYPE_CHECKING:
    from assistant.coach import Coach
    from assistant.importing import ImportReport
    from assistant.settings import Settings

_say = locale_say()
import_app = typer.Typer(
    help=_say("Take in the organisation, accounts or help texts. Twice changes nothing."), no_args_is_help=True
)
Paths = Annotated[list[Path], typer.Argument(help="Files (or folders, for help texts).", show_default=False)]


@import_app.command("organisation", help=_say("The vendor and its policy, a JSON file."))
def organisation(
    file: Annotated[Path, typer.Argument(help="JSON.")], as_json: AsJson = False, data: Data = None
) -> None:
    """The organisation."""

    async def work(coach: "Coach", say: Say) -> int:
        from assistant.importing import import_organisation

        return show_report(await import_organisation(file.name, bytes_of(file), coach.records, say), say, as_json)

    with_coach(data, work)


@import_app.command("accounts", help=_say("Accounts: JSON, JSON Lines, CSV or XLSX."))
def accounts(files: Paths, as_json: AsJson = False, data: Data = None) -> None:
    """Accounts."""

    async def work(coach: "Coach", say: Say) -> int:
        from assistant.importing import import_accounts

        read = [(file.name, bytes_of(file)) for file in files]
        return show_report(await import_accounts(read, coach.records, say), say, as_json)

    with_coach(data, work)


@import_app.command("help", help=_say("Help texts: Markdown, HTML, PDF or DOCX, and folders of them."))
def help_texts(paths: Paths, as_json: AsJson = False, data: Data = None) -> None:
    """Help texts."""

    async def work(coach: "Coach", say: Say) -> int:
        from assistant.importing import import_help

        return show_report(await import_help(read_help_files(paths), coach.records, say), say, as_json)

    with_coach(data, work)


_HELP_KINDS = frozenset({".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx"})


def read_help_files(paths: list[Path]) -> list[tuple[str, bytes]]:
    """The files named, and in folders those of a kind that help texts come in; folders' names stay in front."""
    found: list[tuple[str, bytes]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in _HELP_KINDS)
            found += [(p.relative_to(path).as_posix(), bytes_of(p)) for p in inside]
        else:
            found.append((path.name, bytes_of(path)))
    return found


def show_report(report: "ImportReport", say: Say, as_json: bool = False) -> int:
    """What was taken, and row by row what was refused and why; 1 where a row was refused."""
    if as_json:
        write_json(asdict(report))
        return FINDINGS if report.refused else DONE
    counts = {"taken": report.taken, "unchanged": report.unchanged, "refused": report.refused}
    typer.echo(say("Taken %(taken)s, unchanged %(unchanged)s, refused %(refused)s.", **counts))
    for row in report.rows:
        if row.status == "refused":
            typer.echo(f"  {' '.join(t for t in (row.file, row.id) if t)}: {row.why}")
    if report.ignored_columns:
        typer.echo(say("Left out, because not known here: %(columns)s", columns=", ".join(report.ignored_columns)))
    return FINDINGS if report.refused else DONE


def doctor(data: Data = None) -> None:
    """What is configured, reachable, and where the data lies."""

    async def work() -> int:
        from assistant.checkup import checkup
        from assistant.terminal import table

        settings = settings_for(data)
        say = locale_say()
        rows, missing = await _examined(settings, say, checkup)
        row, trouble = await _asked(settings, say)
        rows, missing = rows + row, missing + trouble
        row, trouble = await _slack(settings, say)
        rows, missing = rows + row, missing + trouble
        table((say("what"), say("value"), say("state")), rows)
        for sentence in missing:
            tell(sentence)
        return FINDINGS if missing else DONE

    finish(work)


async def _asked(settings: "Settings", say: Say) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Whether the language model answers, where one is configured; asked once, within some seconds."""
    from assistant.bootstrap import open_model

    model = open_model(settings)
    if model is None:
        return [], []
    try:
        trouble = await model.probe()
    finally:
        await model.close()
    state = say("does not answer") if trouble else say("answers")
    return [(say("language model"), model.name, state)], [say(trouble[0], **trouble[1])] if trouble else []


async def _slack(settings: "Settings", say: Say) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Whether Slack takes the bot's token, where there is one; asked once."""
    from assistant.settings import slack_keys

    keys = slack_keys(settings.data)
    if not keys.bot_token:
        return [], []
    from api.slack.probing import probe

    workspace, why = await probe(keys, settings)
    state = say("does not answer") if why else say("answers")
    text = say("Slack does not take SLACK_BOT_TOKEN: %(why)s.", why=why)
    return [(say("Slack's workspace"), workspace, state)], [text] if why else []


async def _examined(settings: "Settings", say: Say, checkup) -> tuple[list[tuple[str, str, str]], list[str]]:
    rows = checkup(settings, say)
    if not settings.database_url and not (settings.data / "tomoni.sqlite3").exists():
        return rows, [say("The data folder holds no records yet: import an organisation, accounts and help texts.")]
    from assistant.bootstrap import open_coach

    try:
        coach = await open_coach(settings)
    except TomoniError as error:
        return [*rows, (say("records"), "", say("not reachable"))], [say(error.message, **error.values)]
    try:
        vendor = await coach.records.organisation()
        found, more = await coach.records.accounts(limit=200)
        count = f"{len(found)}+" if more else str(len(found))
        rows += [
            (say("records"), "", say("reachable")),
            (say("organisation"), vendor.name if vendor else "", "" if vendor else say("missing")),
            (say("accounts"), count, ""),
            (say("help texts"), str(len(await coach.records.help_texts())), ""),
            *await _batches(coach, settings, say),
        ]
        return rows, [say(why) for why in (await coach.ready()).values()]
    finally:
        await coach.close()


async def _batches(coach: "Coach", settings: "Settings", say: Say) -> list[tuple[str, str, str]]:
    """How many rows wait for their end; and who works on them, where the database spreads work over machines."""
    from assistant.bootstrap_batches import open_workers
    from assistant.domain.batch import RowState

    running = await coach.records.running_batches()
    waiting = sum([(await coach.records.tally(batch.id)).states[RowState.waiting] for batch in running])
    state = say("rows that wait: %(count)s", count=f"{waiting:,}") if running else ""
    rows = [(say("batches in work"), str(len(running)), state)]
    workers = open_workers(settings)
    if workers is None:
        return rows
    try:
        alive = await workers.alive()
    finally:
        await workers.close()
    return [*rows, (say("workers"), str(alive), "" if alive else say("whoever begins a batch works on it alone"))]
