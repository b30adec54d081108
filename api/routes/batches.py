"""Batches: a file in, progress while it is worked on, results out."""

import json
import time
from collections.abc import AsyncIterator
from pathlib import PurePath
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Path, Request, Response, UploadFile
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.problems import Problem
from api.routes.accounts import Cursor, Limit
from api.voice import TheCoach, TheSettings, Voice
from assistant.batch_files import results
from assistant.batch_intake import begin, take
from assistant.batch_locks import refuse_unfit
from assistant.batch_output import line, outcomes
from assistant.batch_progress import Progress, follow, look
from assistant.batch_running import BatchRuns
from assistant.batch_words import in_short
from assistant.bootstrap_batches import check_engine
from assistant.domain.batch import Batch, BatchOptions
from assistant.settings import Settings
from assistant.texts import Say

router = APIRouter(prefix="/api/batches")

BatchId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def runs_of(request: Request) -> BatchRuns:
    """What works on the batches of this app."""
    return request.app.state.batches


Runs = Annotated[BatchRuns, Depends(runs_of)]


@router.post("", status_code=202, response_model=None)
async def given(
    file: UploadFile, coach: TheCoach, runs: Runs, settings: TheSettings, say: Voice, response: Response,
    again: bool = False, once_more: Annotated[bool, Form(alias="again")] = False,
    engine: Annotated[Literal["openai-batch"] | None, Form()] = None, locked: Annotated[str, Form()] = "",
) -> dict[str, Any] | Problem:  # fmt: skip
    """Take a file, every row of it on record, and begin to work on it; one that was left unfinished goes on.

    A file that is finished already is a conflict, with the id of its batch, unless `again` is true.
    """
    check_engine(engine, settings)
    paragraphs = tuple(part.strip() for part in locked.replace("\r\n", "\n").split("\n\n") if part.strip())
    options = BatchOptions(say.language, engine, paragraphs)
    await refuse_unfit(coach, paragraphs, say.language)
    name = file.filename or "file"
    batch, finished = await begin(file.file, name, options, coach.records, again or once_more)
    if finished:
        return Problem(409, say("This file is finished already. Its results are those of batch %(id)s.", id=batch.id), id=batch.id)  # fmt: skip
    left_out = await take(file.file, batch, coach.records)
    runs.wake()
    response.headers["Location"] = f"/api/batches/{batch.id}"
    return {**standing(await look(coach.records, batch.id), settings, say), "ignored_columns": left_out}


@router.get("")
async def listed(coach: TheCoach, limit: Limit = 50, after: Cursor = None) -> dict[str, Any]:
    """A page of batches without their counts, the newest first."""
    found, following = await coach.records.batches(limit, after)
    return {"batches": [_head(batch) for batch in found], "next": following}


@router.get("/{id}")
async def get(id: BatchId, coach: TheCoach, settings: TheSettings, say: Voice) -> dict[str, Any]:
    """How a batch stands: counts by status, findings, reasons, tokens."""
    return standing(await look(coach.records, id), settings, say)


@router.post("/{id}/cancel")
async def cancel(id: BatchId, coach: TheCoach, settings: TheSettings, say: Voice) -> dict[str, Any]:
    """Stop a batch; what is done is kept, and the same file given again goes on."""
    await coach.records.cancel_batch(id)
    return standing(await look(coach.records, id), settings, say)


async def known(id: BatchId, coach: TheCoach) -> Batch:
    """The batch of an address, looked up before a stream begins: then it can still be 404."""
    return await coach.records.batch(id)


Known = Annotated[Batch, Depends(known)]


@router.get("/{id}/events", response_class=EventSourceResponse)
async def events(batch: Known, coach: TheCoach, settings: TheSettings, say: Voice) -> AsyncIterator[ServerSentEvent]:
    """`progress` again and again, then `done`; each holds how the batch stands."""
    async for progress in follow(coach.records, batch.id):
        name = "progress" if progress.batch.state == "running" else "done"
        yield ServerSentEvent(event=name, raw_data=json.dumps(standing(progress, settings, say), ensure_ascii=False))


@router.get("/{id}/results.jsonl")
async def as_lines(batch: Known, coach: TheCoach, say: Voice) -> StreamingResponse:
    """The rows that have their end, in input order, as JSON Lines."""

    async def lines() -> AsyncIterator[bytes]:
        async for one in outcomes(coach.records, batch):
            yield line(one, say).encode("utf-8", "replace")

    return _download(batch, "jsonl", "application/jsonl; charset=utf-8", lines())


@router.get("/{id}/results.{kind}")
async def as_file(batch: Known, kind: Literal["csv", "xlsx", "zip"], coach: TheCoach, say: Voice) -> StreamingResponse:
    """The same as a table, or as an archive with one mail a letter."""
    return _download(batch, kind, _TYPES[kind], results(coach.desk, batch, kind, say))


def _download(batch: Batch, kind: str, type: str, pieces: AsyncIterator[bytes]) -> StreamingResponse:
    name = quote(f"{PurePath(batch.name).stem}.{kind}", safe="", errors="replace")
    headers = {"Content-Disposition": f"attachment; filename=\"tomoni-{batch.id}.{kind}\"; filename*=UTF-8''{name}"}
    if kind in ("xlsx", "zip"):
        # They are compressed already.
        headers["Content-Encoding"] = "identity"
    return StreamingResponse(pieces, media_type=type, headers=headers)


def _head(batch: Batch) -> dict[str, Any]:
    seconds = (batch.ended or time.time()) - batch.begun
    return {
        "id": batch.id, "name": batch.name, "state": batch.state, "rows": batch.rows, "begun": batch.begun,
        "ended": batch.ended, "seconds": round(seconds, 1),
    }  # fmt: skip


def standing(progress: Progress, settings: Settings, say: Say) -> dict[str, Any]:
    """How a batch stands, as plain values; reasons also in a few words of the caller's language."""
    batch, tally = progress.batch, progress.tally
    return {
        **_head(batch), "done": tally.ended, "counts": {state.value: count for state, count in tally.states.items() if count},
        "findings": [{"code": code, "severity": severity, "count": count} for (code, severity), count in tally.findings.most_common()],
        "reasons": [
            {"status": state.value, "code": code, "why": in_short(code, say), "count": count}
            for (state, code), count in tally.reasons.most_common()
        ],
        "near": [{"row": row, "nearest": other, "similarity": alike} for row, other, alike in tally.near],
        "tokens_in": tally.tokens_in, "tokens_out": tally.tokens_out,
        "cost": settings.cost(tally.tokens_in, tally.tokens_out, batch.options.engine),
        "rate": progress.rate, "left": progress.left, "events": f"/api/batches/{batch.id}/events",
        "results": f"/api/batches/{batch.id}/results.jsonl",
    }  # fmt: skip
