"""A ZIP archive as a stream of bytes."""

import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_IN_MEMORY = 1 << 20
_PIECE = 1 << 16


class Outlet:
    """Where a file is written to, and taken from in pieces; whoever writes cannot go back."""

    def __init__(self) -> None:
        self._waiting = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed by close)

    def write(self, piece: bytes) -> int:
        return self._waiting.write(piece)

    def flush(self) -> None:
        """What is written can be taken at once."""

    def taken(self) -> Iterator[bytes]:
        """What was written since the last time."""
        self._waiting.seek(0)
        while piece := self._waiting.read(_PIECE):
            yield piece
        self._waiting.seek(0)
        self._waiting.truncate()

    def close(self) -> None:
        """Nothing is taken any more."""
        self._waiting.close()


class Archive:
    """An archive that is handed out while it is written.

    Attributes:
        taken: gives the bytes since the last time.
    """

    def __init__(self) -> None:
        self._outlet, self._contents = Outlet(), _Contents()
        self.taken = self._outlet.taken
        self._zip = ZipFile(self._outlet, "w", ZIP_DEFLATED)  # type: ignore[arg-type]  # it needs no more of a file
        self._zip.filelist, self._zip.NameToInfo = self._contents, _Unremembered()  # type: ignore[assignment]

    def add(self, name: str, data: bytes) -> None:
        """Puts a file in; no name is to come twice."""
        with self.open(name) as file:
            file.write(data)

    def open(self, name: str, large: bool = False) -> IO[bytes]:
        """A file in the archive, to be written and closed before the next one.

        Args:
            large: it may have more than 2 GB.
        """
        info = ZipInfo(name)
        info.compress_type = ZIP_DEFLATED
        # Readable by its owner, for those who unpack it on a system where that is asked for.
        info.external_attr = 0o600 << 16
        return self._zip.open(info, "w", force_zip64=large)

    def end(self) -> None:
        """Writes the table of contents, which stands at the end of an archive."""
        self._zip.close()

    def close(self) -> None:
        """Nothing is taken any more."""
        # An archive that was left half written must not be ended when it is forgotten.
        self._zip.fp = None
        self._outlet.close()
        self._contents.close()


class _Contents:
    """What ZipFile remembers of every file for the table of contents, on the disk: a million are 400 MB in memory."""

    def __init__(self) -> None:
        self._file, self._count = TemporaryFile("w+", encoding="ascii"), 0  # noqa: SIM115

    def append(self, info: ZipInfo) -> None:
        kept = {name: getattr(info, name) for name in _KEPT}
        self._file.write(json.dumps(kept) + "\n")
        self._count += 1

    def close(self) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ZipInfo]:
        self._file.seek(0)
        for line in self._file:
            kept = json.loads(line)
            info = ZipInfo(kept["filename"])
            for name, value in kept.items():
                setattr(info, name, value)
            yield info


_KEPT = (
    "filename",
    "compress_type",
    "flag_bits",
    "external_attr",
    "header_offset",
    "CRC",
    "compress_size",
    "file_size",
)


class _Unremembered(dict[str, ZipInfo]):
    """The names of files, of which none comes twice."""

    def __setitem__(self, name: str, info: ZipInfo) -> None:
        pass
