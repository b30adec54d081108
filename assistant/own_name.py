"""Whose practice it is on this machine."""

import secrets
from contextlib import suppress
from pathlib import Path

from assistant.errors import Unavailable


class OwnName:
    """Whose practice it is: a name kept in the data folder, for many people may share one database.

    Args:
        folder: the data folder; None where the practice is nobody's in particular.
    """

    def __init__(self, folder: Path | None = None):
        self._folder = folder

    def __call__(self) -> str:
        """The name, made when it is first asked for. Raises Unavailable where the folder cannot be written to."""
        if self._folder is None:
            return "nobody"
        path = self._folder / "practice-owner.txt"
        try:
            # Two processes may come here at once: the first one's name stays.
            with suppress(FileExistsError), path.open("x", encoding="ascii") as file:
                file.write(secrets.token_hex(8))
            return path.read_text(encoding="ascii").strip()[:64]
        except (OSError, ValueError) as error:
            values = {"folder": self._folder, "reason": getattr(error, "strerror", None) or error}
            raise Unavailable("%(folder)s cannot be written to: %(reason)s.", values) from error
