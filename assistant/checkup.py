"""What `tomoni doctor` can say without opening the records: settings, folders, keys by presence only."""

import os
import shutil
from urllib.parse import urlsplit

from assistant.settings import Settings
from assistant.texts import Say

_LOW_BYTES = 500_000_000


def without_secret(url: str) -> str:
    """A URL without password and query, either of which may hold a secret."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "?"
    if not parts.netloc:
        return f"{parts.scheme}:{parts.path}" if parts.scheme else parts.path
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{parts.hostname or ''}{port}{parts.path}"


def checkup(settings: Settings, say: Say) -> list[tuple[str, str, str]]:
    """Rows of name, value and state."""
    off, none = say("not set"), ""
    key = os.environ.get("OPENAI_API_KEY")
    base = os.environ.get("OPENAI_BASE_URL")
    folder = settings.knowledge
    return [
        (say("data folder"), str(settings.data), _folder_state(settings, say)),
        ("TOMONI_DATABASE_URL", *_shown_url(settings.database_url, say("SQLite in the data folder"))),
        ("TOMONI_EMBEDDINGS", settings.embeddings or none, none if settings.embeddings else say("lexical search only")),
        ("TOMONI_CHROMA_URL", *_shown_url(settings.chroma_url, off)),
        ("OPENAI_API_KEY", none, say("set, not shown") if key else off),
        ("OPENAI_BASE_URL", *_shown_url(base, off)),
        ("TOMONI_KNOWLEDGE", str(folder or none), (none if folder.is_dir() else say("missing")) if folder else off),
        ("TOMONI_PUBLIC_URL", *_shown_url(settings.public_url, off)),
        (say("words"), say("playbooks"), say("no text leaves this machine for a language model")),
    ]


def _shown_url(url: str | None, otherwise: str) -> tuple[str, str]:
    return (without_secret(url), "") if url else ("", otherwise)


def _folder_state(settings: Settings, say: Say) -> str:
    if not settings.data.exists():
        return say("not there yet")
    if not os.access(settings.data, os.W_OK):
        return say("cannot be written to")
    if shutil.disk_usage(settings.data).free < _LOW_BYTES:
        return say("little space left on the disk")
    return ""
