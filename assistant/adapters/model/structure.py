"""Answers in JSON: what is asked for, and what comes around it."""

import json
import re
from typing import Any

# What OpenAI's strict mode refuses, or has no use for.
_DROPPED = frozenset({"default", "title", "minLength", "maxLength", "examples"})
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


def response_format(task: str, schema: dict[str, Any]) -> dict[str, Any]:
    """OpenAI's `response_format` for a JSON schema, in strict mode."""
    return {"type": "json_schema", "json_schema": {"name": task, "strict": True, "schema": strict(schema)}}


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON schema as OpenAI's strict mode asks for it: every property required, none besides them."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _DROPPED:
            continue
        if key in ("properties", "$defs"):
            made[key] = {name: strict(inner) for name, inner in value.items()}
        elif key in ("anyOf", "allOf"):
            made[key] = [strict(inner) for inner in value]
        else:
            made[key] = strict(value) if key == "items" else value
    if made.get("type") == "object":
        made |= {"required": list(made.get("properties", {})), "additionalProperties": False}
    return made


class Bare:
    """The JSON of an answer without what models put around it: thoughts, a remark, a ```json fence."""

    def __init__(self) -> None:
        self._before: str | None = ""
        self._depth = 0
        self._in_string = self._escaped = False

    def take(self, piece: str) -> str:
        """What of the answer can be said on now: from the first brace to the one that closes it."""
        if self._before is not None:
            piece = self._before + piece
            if piece.lstrip().startswith("<think>"):
                piece = _THOUGHT.sub("", piece)
            start = piece.find("{")
            if start < 0 or piece.lstrip().startswith("<think>"):
                self._before = piece
                return ""
            self._before = None
            return self._until_closed(piece[start:])
        return self._until_closed(piece) if self._depth else ""

    def _until_closed(self, piece: str) -> str:
        for place, character in enumerate(piece):
            if self._in_string:
                self._in_string = self._escaped or character != '"'
                self._escaped = character == "\\" and not self._escaped
            elif character == '"':
                self._in_string = True
            elif character in "{}":
                self._depth += 1 if character == "{" else -1
                if not self._depth:
                    return piece[: place + 1]
        return piece


def bare(text: str) -> str:
    """The JSON of a whole answer; the text itself where there is none."""
    try:
        # Nearly every answer is JSON and nothing else; the way below looks at each character.
        json.loads(text)
        return text.strip()
    except ValueError:
        pass
    return Bare().take(text) or text.strip()
