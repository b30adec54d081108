"""Answers in JSON: what is asked for, and what comes around it."""

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
        self._held = ""
        self._begun = self._fenced = False

    def take(self, piece: str) -> str:
        """What of the answer can be said on now; the first piece begins with the first brace."""
        self._held += piece
        if not self._begun:
            if self._held.lstrip().startswith("<think>"):
                self._held = _THOUGHT.sub("", self._held)
                if self._held.lstrip().startswith("<think>"):
                    return ""
            start = self._held.find("{")
            if start < 0:
                return ""
            self._fenced = bool(self._held[:start].strip())
            self._held, self._begun = self._held[start:], True
        if not self._fenced:
            said, self._held = self._held, ""
            return said
        # What follows the last brace may be the fence's end: it waits until more JSON comes.
        end = self._held.rfind("}") + 1 or len(re.sub(r"\s*`*\s*\Z", "", self._held))
        said, self._held = self._held[:end], self._held[end:]
        return said


def bare(text: str) -> str:
    """The JSON of a whole answer; the text itself where there is none."""
    text = _THOUGHT.sub("", text)
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text.strip()
