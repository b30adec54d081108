"""A file as a lock between the processes of one machine: the system lets go of it when its holder dies."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held_file(path: Path | None) -> Iterator[bool]:
    """True where the file could be taken, False where another process (or task) holds it.

    Args:
        path: it is made, and removed again; None is nobody else's.
    """
    import fcntl

    if path is None:
        yield True
        return
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            yield False
            return
        if path.exists() and os.fstat(file).st_ino == path.stat().st_ino:
            break
        # Whoever held it before has removed it between our two calls: what we hold is no longer there.
        os.close(file)
    try:
        yield True
    finally:
        path.unlink(missing_ok=True)
        os.close(file)
