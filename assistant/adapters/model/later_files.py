"""Files of OpenAI's Batch API: requests collected on disk until they go up, and what stands in the lines that come back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.adapters.model.structure import response_format
from assistant.domain.later import LaterAnswer, LaterKey
from assistant.ports import Prompt

# OpenAI's limits for one file (platform.openai.com, Batch API), a little below them.
MOST_LINES, MOST_BYTES = 50_000, 195_000_000
# Of a whole request: a line that did not come to its turn, or met a fault that may be over.
_PASSING = frozenset({408, 409, 425, 429})


@dataclass(slots=True)
class _File:
    path: Path
    keys: list[LaterKey] = field(default_factory=list)
    size: int = 0


class Collected:
    """Requests of one batch that are to go up, in files of a size that is taken.

    Args:
        folder: its own; what an earlier process left there was never sent, and is asked anew.
        most_lines: requests in a file.
        most_bytes: bytes in a file.
    """

    def __init__(self, folder: Path, most_lines: int = MOST_LINES, most_bytes: int = MOST_BYTES):
        self._folder, self._most_lines, self._most_bytes = folder, most_lines, most_bytes
        self._known: set[LaterKey] = set()
        self._files: list[_File] = []
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.jsonl"):
            left.unlink()

    def add(self, key: LaterKey, model: str, prompt: Prompt) -> None:
        """Notes a request, once."""
        if key in self._known:
            return
        self._known.add(key)
        line = (json.dumps(_request(key, model, prompt), ensure_ascii=False) + "\n").encode()
        if not self._files or not self._fits(self._files[-1], len(line)):
            # Customers' mail: nobody else on this machine reads it.
            self._files.append(_File(self._folder / f"{len(self._files)}.jsonl"))
            self._files[-1].path.touch(mode=0o600)
        file = self._files[-1]
        with file.path.open("ab") as out:
            out.write(line)
        file.keys.append(key)
        file.size += len(line)

    def files(self) -> Iterator[tuple[Path, list[LaterKey]]]:
        """The files with what is asked in them; each is deleted once it has been dealt with."""
        for file in self._files:
            yield file.path, file.keys
            file.path.unlink()

    def _fits(self, file: _File, more: int) -> bool:
        return len(file.keys) < self._most_lines and file.size + more <= self._most_bytes


def _request(key: LaterKey, model: str, prompt: Prompt) -> dict[str, Any]:
    messages = [
        {"role": role, "content": text} for role, text in (("system", prompt.system), ("user", prompt.user)) if text
    ]
    body: dict[str, Any] = {"model": model, "messages": messages}
    if prompt.schema:
        body["response_format"] = response_format(prompt.task, prompt.schema)
    return {"custom_id": f"{key.row}-{key.digest}", "method": "POST", "url": "/v1/chat/completions", "body": body}


def read_line(line: str) -> LaterAnswer | None:
    """What a line of an output or error file says; None where it is none of ours."""
    try:
        said = json.loads(line)
        row, _, digest = said["custom_id"].partition("-")
        key = LaterKey(int(row), digest)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    response = said.get("response") or {}
    status, body = response.get("status_code"), response.get("body") or {}
    try:
        if status == 200:
            return _answer(key, body)
        fault = said.get("error") or body.get("error") or {}
        if fault.get("code") in ("content_filter", "content_policy_violation"):
            return LaterAnswer(key, "failed", kind="refused")
    except (KeyError, IndexError, TypeError, AttributeError):
        return LaterAnswer(key, "again", kind="server")
    passing = status is None or status in _PASSING or status >= 500
    return LaterAnswer(key, "again" if passing else "failed", kind="server")


def _answer(key: LaterKey, body: dict[str, Any]) -> LaterAnswer:
    choice, usage = body["choices"][0], body.get("usage") or {}
    message, finish = choice["message"], choice.get("finish_reason")
    text = message.get("content") or ""
    kind = ""
    if message.get("refusal") or finish == "content_filter":
        kind = "refused"
    elif finish == "length":
        kind = "endless"
    elif not text.strip():
        kind = "empty"
    state = "answered" if not kind else "failed" if kind == "refused" else "again"
    read, written = usage.get("prompt_tokens") or 0, usage.get("completion_tokens") or 0
    return LaterAnswer(key, state, "" if kind else text, kind, body.get("model") or "", read, written)
