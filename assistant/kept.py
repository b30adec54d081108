"""What installation reads once out of the files that people edit, kept by the content that it was read from.

A shell that wants one draft has no time to parse knowledge/ again. Nothing kept can be stale: what
stands under a content is its reading, and an edited file has another content, which is simply read.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any


class Kept:
    """Readings in a file: a line each, `key<TAB>JSON`.

    Args:
        path: the file. It may be missing, broken or deleted at any time; then everything is read anew.
    """

    def __init__(self, path: Path):
        self._path = path
        self._made: dict[str, str] | None = None

    @cached_property
    def _lines(self) -> dict[str, str]:
        try:
            text = self._path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return {}
        # Not splitlines: JSON leaves U+2028 and the like as they are.
        return {key: value for key, tab, value in (line.partition("\t") for line in text.split("\n")) if tab}

    def value(self, content: str | bytes, read: Callable[[], Any]) -> Any:
        """What `read` makes of a content.

        Args:
            content: everything that the value depends on.
            read: makes the value; only what JSON gives back as it was is kept.
        """
        key = hashlib.sha1(content.encode() if isinstance(content, str) else content, usedforsecurity=False).hexdigest()
        if self._made is None and (line := self._lines.get(key)) is not None:
            try:
                return json.loads(line)
            except ValueError:
                return read()
        value = read()
        if self._made is not None:
            text = json.dumps(value, ensure_ascii=False, default=str)
            if json.loads(text) == value:
                self._made[key] = text
        return value

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Everything asked for inside is read anew, and the file holds it and nothing else afterwards."""
        self._made = {}
        try:
            yield
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part = self._path.with_suffix(".part")
            part.write_text("".join(f"{key}\t{text}\n" for key, text in self._made.items()), encoding="utf-8")
            part.replace(self._path)
        finally:
            self._made = None
            self.__dict__.pop("_lines", None)


# What `make install` derives once for all data folders.
BUILT = Path(__file__).parent / "_built"
READINGS = Kept(BUILT / "readings.kept")
