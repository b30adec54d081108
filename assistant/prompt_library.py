"""The shelf of prompts/: Jinja2 files with a header, rendered strictly."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
)
from jinja2.environment import TemplateModule

from assistant import kept
from assistant.domain.reported import reported
from assistant.errors import KnowledgeError
from assistant.knowledge_base import PROMPTS

_TAKES_IN = re.compile(r'{%-?\s*(?:include|import|from)\s+"([^"]+)"')
_HEADER_OPEN, _HEADER_CLOSE = "{#---", "---#}"


def lower_first(text: str) -> str:
    """A sentence's first word in lower case, unless it is an abbreviation or a name in capitals."""
    return text[:1].lower() + text[1:] if len(text) > 1 and text[1].islower() else text


def honoured(name: str, is_reader: bool = False) -> str:
    """「佐藤様に」 before what somebody confirmed; "" where it was the reader or nobody is named."""
    return "" if is_reader or not name else f"{name.split()[0]}様に"


def sentence(text: str) -> str:
    """A text of the record as a sentence: a capital where the language has them, one full stop at its end."""
    stripped = text.rstrip("。.．\ue002 ")
    closing = "\ue002" if text.rstrip("。.． ").endswith("\ue002") else ""
    japanese = any("\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" for c in stripped)
    # A cited text begins with its citation's number, which is no part of the words.
    start = stripped.find("\ue001") + 1 if stripped.startswith("\ue000") else 0
    stripped = stripped[:start] + stripped[start : start + 1].upper() + stripped[start + 1 :]
    return f"{stripped}{closing}{'。' if japanese else '.'}"


def stated(text: str) -> str:
    """A policy's words as a polite sentence: 「…は見積のうえ有償」 becomes 「…は見積のうえ有償です。」"""
    words = text.rstrip("。. ")
    bare = words.rstrip("\ue002")
    ends_in_noun = re.search(r"[一-龥ァ-ヶー)A-Za-z0-9]$", bare) is not None
    return f"{words}{'です' if ends_in_noun else ''}。"


def _kept_in(folder: Path | None) -> FileSystemBytecodeCache | None:
    """A cache in a folder; none where there is no folder, or no room to make one."""
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))


def _parsed(header: str) -> Any:
    # Installation has read the headers that travel with the program: a start that meets no other needs no YAML.
    import yaml

    return yaml.safe_load(header)


class PromptLibrary:
    """Reads and renders the files of prompts/; a user's own folder comes first.

    Args:
        own: a folder laid out as prompts/, or None.
        kept: where compiled templates are kept between starts, or None.
    """

    def __init__(self, own: Path | None = None, kept: Path | None = None):
        folders = [*([own] if own else []), PROMPTS]
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False, auto_reload=False, bytecode_cache=_kept_in(kept),
        )  # fmt: skip
        self._environment.filters |= {
            "lower_first": lower_first,
            "honoured": honoured,
            "sentence": sentence,
            "stated": stated,
            "reported": reported,
        }
        self._source = cache(self._read)
        self.origin = cache(self._origin)
        self._template = cache(self._environment.get_template)
        self.exists = cache(self._exists)

    def _read(self, name: str) -> str:
        try:
            return self._environment.loader.get_source(self._environment, name)[0]  # type: ignore[union-attr]
        except TemplateNotFound as error:
            raise KnowledgeError("%(file)s is missing among the prompts.", {"file": name}) from error

    def header(self, name: str) -> dict[str, Any]:
        """Version and purpose of a file, from the comment it begins with."""
        source = self._source(name)
        if not source.startswith(_HEADER_OPEN) or _HEADER_CLOSE not in source:
            raise KnowledgeError("%(file)s, line 1: the header is missing.", {"file": name})
        written = source[len(_HEADER_OPEN) : source.index(_HEADER_CLOSE)]
        header = kept.READINGS.value(f"header {written}", lambda: _parsed(written))
        if not isinstance(header, dict) or not {"version", "purpose"} <= header.keys():
            raise KnowledgeError("%(file)s, line 1: the header names version and purpose.", {"file": name})
        return header

    def _origin(self, name: str) -> str:
        """What a stored draft says of its words: name, version, hash of the content and of every file it takes in."""
        digest = hashlib.sha256("".join(self._whole(name)).encode()).hexdigest()[:6]
        return f"{name.removesuffix('.j2')}@{self.header(name)['version']} ({digest})"

    def _whole(self, name: str) -> list[str]:
        """The sources of a file and, once each, of what it takes in."""
        names = [name]
        for known in names:
            names += [n for n in dict.fromkeys(_TAKES_IN.findall(self._source(known))) if n not in names]
        return [self._source(n) for n in names]

    def _exists(self, name: str) -> bool:
        try:
            self._source(name)
        except KnowledgeError:
            return False
        return True

    def module(self, name: str, **values: Any) -> TemplateModule:
        """A file's macros, with `values` to be seen by all of them."""
        self._source(name)
        return self._template(name).make_module(values)
