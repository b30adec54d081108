"""The results of a batch to take along: as a table, as a workbook, as mails."""

from pathlib import PurePath
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from api.voice import TheCoach, Voice
from assistant.batch_files import Kind, results

router = APIRouter(prefix="/api/batches")

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@router.get("/{id}/results.{kind}")
async def files(id: str, kind: Kind, coach: TheCoach, say: Voice) -> StreamingResponse:
    """What has its end so far, in input order; it leaves while it is read from the records."""
    batch = await coach.records.batch(id)
    name = f"{PurePath(batch.name).stem or 'batch'}.{kind}"
    headers = {"content-disposition": f"attachment; filename=\"batch.{kind}\"; filename*=UTF-8''{quote(name, safe='')}"}
    if kind != "csv":
        # They are compressed already.
        headers["content-encoding"] = "identity"
    return StreamingResponse(results(coach.desk, batch, kind, say), headers=headers, media_type=_TYPES[kind])
