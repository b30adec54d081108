"""Office files are zip archives: what is refused before a library opens one."""

import zipfile
from io import BytesIO

from assistant.adapters.readers.faults import Unreadable

# Real workbooks unpack to some ten times their size, repetitive ones to fifty times.
_MAX_UNPACKED = 600_000_000
_SMALL = 50_000_000
_MAX_RATIO = 150


def opened(name: str, data: bytes, part: str, otherwise: str) -> zipfile.ZipFile:
    """The archive of an Office file.

    Args:
        part: the member that makes it one of its kind.
        otherwise: what is said where it is none of this kind, a msgid.

    Raises:
        Unreadable: it is no such file, unpacks to too much, or declares entities of its own.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > _MAX_UNPACKED or (unpacked > _SMALL and unpacked > _MAX_RATIO * len(data)):
            raise Unreadable("%(file)s unpacks to more than can be read.", file=name)
        if part not in archive.namelist():
            raise Unreadable(otherwise, file=name)
        if any(member.flag_bits & 1 for member in members):
            raise Unreadable("%(file)s is protected by a password.", file=name)
        if any(_declares(archive, member) for member in members):
            raise Unreadable(otherwise, file=name)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError):
        raise Unreadable(otherwise, file=name) from None
    return archive


def _declares(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a part of the file has a document type: Office writes none, bombs of entities need one."""
    if not member.filename.casefold().endswith((".xml", ".rels")):
        return False
    with archive.open(member) as part:
        head = part.read(2048)
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head
