"""Accounts from JSON (one, a list, or under `accounts`) and JSON Lines."""

import json
from collections.abc import Iterator
from typing import Any

from assistant.adapters.readers.faults import MAX_ROWS, Unreadable
from assistant.adapters.readers.rows import Row

_BROKEN = "Line %(line)s, column %(column)s of %(file)s is not valid JSON."


def read_json(name: str, text: str) -> Iterator[Row]:
    """The accounts of a JSON or JSON Lines file; a row is the line in JSON Lines, else the place in the list, from 1.

    Raises:
        Unreadable: a JSON file is broken or holds no accounts. In JSON Lines a broken line is a row with a fault.
    """
    try:
        # JSON Lines fail here at once, behind the first value.
        whole = parsed(name, text)
    except Unreadable:
        if not _is_json_lines(name, text):
            raise
        yield from _lines(name, text)
    else:
        for number, raw in enumerate(_listed(name, whole), 1):
            yield Row(number, raw)


def _is_json_lines(name: str, text: str) -> bool:
    """Whether text that is no JSON as a whole is meant line by line: by its name, or because one line is an object."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()]
    if len(lines) < 2:
        return False
    if name.casefold().endswith((".jsonl", ".ndjson")):
        return True
    return not lines[0].lstrip().startswith("[") and any(_is_object(line) for line in lines[:3])


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(name: str, text: str) -> Iterator[Row]:
    # `splitlines` would also cut at U+2028 and form feeds, which may stand inside a JSON text.
    for number, line in enumerate(text.split("\n"), 1):
        if number > MAX_ROWS:
            raise Unreadable("%(file)s has more than %(limit)s rows.", row=number, file=name, limit=f"{MAX_ROWS:,}")
        if line.strip():
            try:
                yield Row(number, parsed(name, line, number))
            except Unreadable as broken:
                yield Row(number, {}, faults=(broken.fault,))


def parsed(name: str, text: str, line: int | None = None) -> Any:
    """A JSON value.

    Args:
        line: the line of the file the text stands on, where it is one of many.

    Raises:
        Unreadable: with line and column where it is no JSON, or too deeply nested.
    """
    try:
        # NaN and Infinity stay as words, so that the field they stand in is refused by name.
        return json.loads(text, parse_constant=str)
    except json.JSONDecodeError as error:
        at = line or error.lineno
        raise Unreadable(_BROKEN, row=at, file=name, line=at, column=error.colno) from None
    except RecursionError:
        raise Unreadable("%(file)s is too deeply nested.", row=line or 1, file=name) from None
    except ValueError:
        raise Unreadable("%(file)s holds a number with too many digits.", row=line or 1, file=name) from None


def _listed(name: str, whole: Any) -> list[Any]:
    if isinstance(whole, dict) and isinstance(whole.get("accounts"), list):
        whole = whole["accounts"]
    elif isinstance(whole, dict):
        return [whole]
    if not isinstance(whole, list):
        raise Unreadable("%(file)s holds no accounts.", file=name)
    if len(whole) > MAX_ROWS:
        raise Unreadable("%(file)s has more than %(limit)s rows.", row=1, file=name, limit=f"{MAX_ROWS:,}")
    return whole
