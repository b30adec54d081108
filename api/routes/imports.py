"""Imports: files of accounts and of help texts, several at once."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile

from api.voice import TheCoach, Voice
from assistant.importing import import_accounts, import_help

router = APIRouter(prefix="/api/imports")

Files = Annotated[list[UploadFile], File(alias="file")]


async def _read(files: list[UploadFile]) -> list[tuple[str, bytes]]:
    return [(file.filename or "file", await file.read()) for file in files]


@router.post("/accounts")
async def accounts(file: Files, coach: TheCoach, say: Voice) -> dict[str, Any]:
    """Take accounts; the answer says row by row what was taken, and what was refused and why."""
    return asdict(await import_accounts(await _read(file), coach.records, say))


@router.post("/help")
async def help_texts(file: Files, coach: TheCoach, say: Voice) -> dict[str, Any]:
    """Take help texts."""
    return asdict(await import_help(await _read(file), coach.records, say))
