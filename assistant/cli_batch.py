"""`tomoni batch`: a file of messages in, a file of checked drafts out."""

import asyncio
import errno
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_drafting import option
from assistant.cli_running import DONE, FAILED, FINDINGS, Data, locale_say, settings_for, tell, with_coach
from assistant.domain.batch import Batch, BatchOptions, BatchTally, RowState
from assistant.errors import Invalid, ModelFailed, Unavailable
from assistant.texts import Say

if TYPE_CHECKING:
    from assistant.batching import Batching
    from assistant.coach import Coach
    from assistant.settings import Settings
    from assistant.terminal_batch import Bar, Lines

_FULL = (errno.ENOSPC, errno.EDQUOT)


def batch(
    input: Annotated[Path, typer.Argument(help="JSON Lines or CSV, one row a message.")],
    output: Annotated[Path, typer.Option("--output", help="Where the results go, as JSON Lines.")],
    again: Annotated[bool, typer.Option("--again", help="Do a file again that is finished.")] = False,
    engine: Annotated[str | None, option("--engine", "openai-batch: half the price, within 24 hours.")] = None,
    locked: Annotated[Path | None, option("--locked", "A text whose paragraphs stand word for word in every letter.")] = None,
    data: Data = None,
) -> None:  # fmt: skip
    """Draft every row of a file; given again, goes on where it was left."""

    async def work(coach: "Coach", say: Say) -> int:
        from assistant.batch_intake import begin, take
        from assistant.batch_locks import refuse_unfit
        from assistant.bootstrap_batches import LATER, check_engine, open_batching

        if not output.parent.is_dir():
            raise Invalid("The folder of %(file)s does not exist.", {"file": output})
        settings = settings_for(data)
        check_engine(engine, settings)
        options = BatchOptions(say.language, engine, _paragraphs(locked))
        await refuse_unfit(coach, options.locked, say.language)
        began = time.monotonic()
        try:
            file = input.open("rb")
        except OSError as error:
            values = {"file": input, "reason": error.strerror or error}
            raise Invalid("%(file)s cannot be read: %(reason)s.", values) from error
        with file:
            job, finished = await begin(file, input.name, options, coach.records, again)
            if finished:
                return await _known(job, output, coach, say)
            if left_out := await take(file, job, coach.records):
                tell(say("Not known, and left out: %(columns)s", columns=", ".join(left_out)))
        if job.options.engine == LATER:
            tell(say("OpenAI answers within 24 hours. Ctrl+C does no harm: the same command goes on."))
        async with open_batching(coach, settings) as batching:
            try:
                await _worked(batching, job, say)
            except ModelFailed as fault:
                tell(say(fault.message, **fault.values))
                tell(say("What is done is kept; the same command goes on."))
                return FAILED
        return await _reported(job, output, coach, settings, time.monotonic() - began, say)

    try:
        with_coach(data, work)
    except KeyboardInterrupt:
        tell(locale_say()("Interrupted. What is done is kept; the same command goes on."))
        raise typer.Exit(FAILED) from None


def _paragraphs(path: Path | None) -> tuple[str, ...]:
    from assistant.cli_running import text_of

    text = text_of(f"@{path}") if path else ""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


async def _worked(batching: "Batching", job: Batch, say: Say) -> None:
    """Works on the batch, and shows how it gets on."""
    from assistant.batch_progress import look
    from assistant.terminal_batch import shown

    with shown(say) as progress:
        showing = asyncio.create_task(_show(batching, job, progress))
        try:
            await batching.run(job.id)
        finally:
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)
        progress.show(await look(batching.records, job.id))


async def _show(batching: "Batching", job: Batch, shown: "Bar | Lines") -> None:
    from assistant.batch_progress import follow

    while True:
        with suppress(Unavailable):
            async for progress in follow(batching.records, job.id):
                shown.show(progress)
            return
        await asyncio.sleep(1)


async def _known(job: Batch, output: Path, coach: "Coach", say: Say) -> int:
    """The file was finished before: nothing is drafted."""
    tell(say("This file is finished already; --again drafts it anew."))
    # One that is older than the end of the batch holds something else, or could not be written then.
    if not output.exists() or output.stat().st_mtime < (job.ended or 0):
        await _write(job, output, coach, say)
        tell(say("Its results are in %(file)s.", file=output))
    return FINDINGS


async def _reported(job: Batch, output: Path, coach: "Coach", settings: "Settings", seconds: float, say: Say) -> int:
    from assistant.batch_progress import look
    from assistant.terminal_batch import summary

    ended = await look(coach.records, job.id)
    await _write(ended.batch, output, coach, say)
    if ended.batch.state == "cancelled":
        tell(say("The batch was stopped. What is done is kept; the same command goes on."))
    tell(summary(ended, seconds, settings.cost(ended.tally.tokens_in, ended.tally.tokens_out, ended.batch.options.engine), say))  # fmt: skip
    return DONE if _clean(ended.tally) else FINDINGS


def _clean(tally: BatchTally) -> bool:
    return tally.states.total() == tally.states[RowState.drafted]


async def _write(job: Batch, output: Path, coach: "Coach", say: Say) -> None:
    """The output beside its place first, then there in one step: nobody ever reads half of it."""
    from assistant.batch_output import line, outcomes

    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            async for one in outcomes(coach.records, job):
                file.write(line(one, say))
            file.flush()
            os.fsync(file.fileno())
        part.replace(output)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        if error.errno in _FULL:
            text = "%(file)s could not be written: the disk is full. No row is lost: the same command writes it when there is room."  # fmt: skip
            raise Unavailable(text, {"file": output}) from error
        text = "%(file)s could not be written: %(reason)s. No row is lost: the same command writes it."
        raise Unavailable(text, {"file": output, "reason": error.strerror or error}) from error
