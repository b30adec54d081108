"""The organisation from its JSON file."""

import copy
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from assistant.adapters.readers.accounts import refuse_size
from assistant.adapters.readers.decoding import decode
from assistant.adapters.readers.faults import Fault, Unreadable, dotted
from assistant.adapters.readers.json_files import parsed
from assistant.adapters.readers.shaping import checked
from assistant.domain.organisation import Organisation


def read_organisation(name: str, data: bytes) -> tuple[Organisation | None, list[Fault], list[str]]:
    """The organisation, or the reasons why there is none; and the fields that were left out as unknown."""
    try:
        refuse_size(name, data)
        raw = parsed(name, decode(name, data))
    except Unreadable as unreadable:
        return None, [unreadable.fault], []
    if not isinstance(raw, dict):
        return None, [Fault("%(file)s holds no organisation.", {"file": name})], []
    raw, ignored = _without_unknown(raw)
    organisation, faults = checked(raw, Organisation)
    return organisation, faults, ignored


def _without_unknown(raw: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    try:
        Organisation.model_validate(raw)
    except ValidationError as error:
        unknown = [one["loc"] for one in error.errors(include_url=False) if one["type"] == "extra_forbidden"]
        left = copy.deepcopy(raw)
        return left, [dotted(path) for path in unknown if _drop(left, path)]
    return raw, []


def _drop(tree: Any, path: Sequence[Any]) -> bool:
    """Remove a field; false where the path leads through one of several kinds of value and so is none of the file's."""
    try:
        for step in path[:-1]:
            tree = tree[step]
        del tree[path[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    return True
