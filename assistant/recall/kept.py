"""Shelves kept between starts: files in the data folder, named by what is in them, built anew where they fail."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from assistant.recall import analyse
from assistant.recall.lexical import Shelf


class Kept:
    """A folder of derived indexes.

    Args:
        folder: where they lie; None builds each shelf in memory. Anything in the folder may be deleted at any time.
    """

    def __init__(self, folder: Path | None = None):
        self._folder = folder

    def shelf(self, name: str, keys: Sequence[str], fields: Sequence[Sequence[str]], weights: Sequence[float]) -> Shelf:
        """The shelf of these texts: as kept, if it is there and whole, else built and kept."""
        if self._folder is None:
            return Shelf.build(keys, fields, weights)
        digest = hashlib.sha256(repr((analyse.VERSION, keys, fields, weights)).encode()).hexdigest()[:20]
        path = self._folder / f"{name}-{digest}.index"
        with suppress(OSError, ValueError):
            return Shelf.loads(path.read_bytes())
        shelf = Shelf.build(keys, fields, weights)
        self._keep(name, path, shelf.dumps())
        return shelf

    def _keep(self, name: str, path: Path, blob: bytes) -> None:
        # What cannot be kept (a full disk, a folder that is read only) is built anew at the next start.
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{uuid4().hex}")
            try:
                fresh.write_bytes(blob)
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)
            for old in path.parent.glob(f"{name}-*.index"):
                if old != path:
                    old.unlink(missing_ok=True)
