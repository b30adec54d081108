"""How a command runs: the data folder, the caller's language, refusals as sentences, the exit status."""

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from pydantic import ValidationError

from assistant import logs
from assistant.errors import Invalid, TomoniError
from assistant.refusals import Refusal, refusal
from assistant.settings import Settings, load_settings
from assistant.texts import LANGUAGES, Say

if TYPE_CHECKING:
    from assistant.coach import Coach

DONE, FINDINGS, WRONG_USE, FAILED = 0, 1, 2, 3

Data = Annotated[Path | None, typer.Option("--data", help="Data folder (TOMONI_DATA).", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]

_data_before_command: Path | None = None


def remember_data(data: Path | None) -> None:
    """Keep the `--data` that stood before the command."""
    global _data_before_command
    _data_before_command = data


def locale_language() -> str | None:
    """The language of the caller's locale, None where it names none that we speak (C, POSIX, other languages)."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return locale[:2] if locale[:2] in LANGUAGES else None


def locale_say(default: str = "en") -> Say:
    """The voice for the caller's locale, else for `default`."""
    return Say(locale_language() or default)


def tell(text: str) -> None:
    """A sentence to the person, on stderr."""
    typer.echo(text, err=True)


def settings_for(data: Path | None) -> Settings:
    """The settings of the folder named after the command, before it, or by the environment."""
    settings = load_settings(data or _data_before_command)
    if settings.log and not logs.are_set_up():
        logs.set_up(settings.log)
    return settings


def finish(
    work: Callable[[], Awaitable[int]], loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None
) -> NoReturn:
    """Run to the end and exit with the work's status; what a person can mend becomes a sentence.

    Args:
        work: what is to be done.
        loop_factory: makes the event loop; asyncio's own where None.
    """
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        raise typer.Exit(runner.run(_guarded(work)))


async def _guarded(work: Callable[[], Awaitable[int]]) -> int:
    try:
        return await work()
    except (TomoniError, ValidationError) as error:
        refused = refusal(error, locale_say())
        assert refused is not None, "both kinds are refusals"
        return say_refusal(refused)
    except (BrokenPipeError, typer.Exit):
        raise
    except OSError as error:
        tell(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))
        return FAILED
    except Exception as error:
        if logs.are_set_up():
            logging.getLogger("tomoni").error("The command failed.", exc_info=error)
        text = "Something went wrong inside Tomoni (%(fault)s). Nothing was sent. TOMONI_LOG=text shows the details."
        tell(locale_say()(text, fault=f"{type(error).__name__}: {error}"))
        return FAILED


def say_refusal(refused: Refusal) -> int:
    """Tell why, field by field, and give the exit status: 3 where a store or a model fails, else 2."""
    tell(refused.detail)
    for fault in refused.errors:
        if fault["reason"] not in refused.detail:
            tell(f"  {fault['field']}: {fault['reason']}")
    return FAILED if refused.status >= 500 else WRONG_USE


def with_coach(data: Path | None, work: Callable[["Coach", Say], Awaitable[int]]) -> NoReturn:
    """Open the coach of the data folder, work in the caller's language (else the organisation's), close, exit."""

    async def opened() -> int:
        from assistant.bootstrap import open_coach

        coach = await open_coach(settings_for(data))
        try:
            organisation = await coach.records.organisation()
            say = locale_say(organisation.language if organisation else "en")
            try:
                return await work(coach, say)
            except (TomoniError, ValidationError) as error:
                refused = refusal(error, say)
                assert refused is not None, "both kinds are refusals"
                return say_refusal(refused)
        finally:
            await coach.close()

    finish(opened)


def text_of(argument: str) -> str:
    """The text of an option: itself, stdin for `-`, a file's for `@FILE` (UTF-8, or CP932 as Excel writes it).

    Raises:
        Invalid: the file cannot be read, or is no text.
    """
    if argument == "-":
        return _decoded(sys.stdin.buffer.read(), "stdin")
    if not argument.startswith("@"):
        return argument
    return _decoded(bytes_of(Path(argument[1:])), argument[1:])


def bytes_of(path: Path) -> bytes:
    """A file's bytes; Invalid where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        values = {"file": path, "reason": error.strerror or error}
        raise Invalid("%(file)s cannot be read: %(reason)s.", values) from error


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise Invalid("%(file)s is no text in UTF-8 or CP932.", {"file": name})
