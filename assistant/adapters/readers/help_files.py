"""Help texts from a file of any kind, and the files of a folder."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from assistant.adapters.readers.accounts import refuse_size
from assistant.adapters.readers.decoding import decode
from assistant.adapters.readers.faults import MAX_BYTES, Unreadable
from assistant.adapters.readers.help_lines import Page, articles, slug, stem
from assistant.adapters.readers.help_markdown import read_markdown
from assistant.errors import NotFound
from assistant.ports import HelpText

SUFFIXES = (".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx")


def read_help(name: str, data: bytes) -> list[HelpText]:
    """The help texts of a file: Markdown, plain text, HTML, PDF or DOCX.

    Args:
        name: the file's name; its stem becomes the id.
        data: its bytes, at most 100 MB.

    Raises:
        Unreadable: it is none of these, protected, or without text.
    """
    refuse_size(name, data)
    return articles(name, _page(name, data))


def _page(name: str, data: bytes) -> Page:
    suffix = Path(name).suffix.casefold()
    if data[:1024].lstrip().startswith(b"%PDF") or suffix == ".pdf":
        from assistant.adapters.readers.help_pdf import read_pdf

        return read_pdf(name, data)
    if data.startswith(b"PK") or suffix == ".docx":
        from assistant.adapters.readers.help_docx import read_docx

        return read_docx(name, data)
    if suffix in (".html", ".htm") or data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith(
        (b"<!doctype html", b"<html")
    ):
        from assistant.adapters.readers.help_html import read_html

        return read_html(name, data)
    text = decode(name, data)
    if not text.isascii() and any("\udc80" <= char <= "\udcff" for char in text):
        raise Unreadable("%(file)s holds characters that cannot be read. Save it as UTF-8.", file=name)
    return read_markdown(text)


def read_all_help(files: Sequence[tuple[str, bytes]]) -> list[list[HelpText] | Unreadable]:
    """The help texts of each file, or why it has none.

    Where files of different folders share a name, the folder goes in front of the id of each.
    """
    found: list[list[HelpText] | Unreadable] = []
    folders: dict[str, set[str]] = {}
    for name, data in files:
        try:
            found.append(read_help(name, data))
        except Unreadable as fault:
            found.append(fault)
        folders.setdefault(stem(name), set()).add(_folder(name))
    return [
        [_placed(text, _folder(name)) for text in texts]
        if isinstance(texts, list) and len(folders[stem(name)]) > 1
        else texts
        for (name, _), texts in zip(files, found, strict=True)
    ]


def _folder(name: str) -> str:
    return slug(PurePosixPath(name.replace("\\", "/")).parent.name)


def _placed(text: HelpText, folder: str) -> HelpText:
    return replace(text, id=f"{folder}-{text.id}" if folder else text.id)


def walk(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """The files that `paths` name, and the readable ones in folders among them, as (name, bytes), in a steady order.

    A file's name keeps its folder below the given path, with `/`. Hidden files and Office's lock files are passed over.

    Raises:
        NotFound: a path does not exist.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                inside = file.relative_to(path)
                if file.is_file() and file.suffix.casefold() in SUFFIXES and not _is_hidden(inside):
                    yield f"{path.resolve().name}/{inside.as_posix()}", _bytes(file)
        elif path.is_file():
            yield path.name, _bytes(path)
        else:
            raise NotFound("There is no file %(file)s.", {"file": str(path)})


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _bytes(path: Path) -> bytes:
    """One byte more than a file may have at most, so that one that is too large is refused without being read."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)
