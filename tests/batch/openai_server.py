"""OpenAI's Files and Batches on loopback, as a test scripts them."""

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Form, Request, UploadFile
from fastapi.responses import JSONResponse, PlainTextResponse


@dataclass
class Kept:
    """One batch at the provider."""

    id: str
    file: str
    mark: str
    created: int = field(default_factory=lambda: int(time.time()))
    looks: int = 0
    status: str = "in_progress"
    output: str | None = None
    error: str | None = None
    code: str | None = None


class BatchServer:
    """The server. `answer` makes a line's answer: a text, or (status, body). It is asked with the request's body.

    `looks` is how often somebody has to look until a batch is over; `expires` lets half of the next batch's lines go
    unanswered; `most_waiting` is how many lines may wait altogether; `drop` lets the answer to the next creation of a
    batch get lost; `refuse` answers every call with that status.
    """

    def __init__(self) -> None:
        self.answer: Callable[[dict[str, Any]], str | tuple[int, Any]] = lambda body: "ok"
        self.looks, self.expires, self.drop, self.refuse = 1, False, False, 0
        self.most_waiting = 10**9
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.deleted: list[str] = []
        self.batches: dict[str, Kept] = {}
        self.asked: list[dict[str, Any]] = []
        self._server = uvicorn.Server(
            uvicorn.Config(self._routes(), "127.0.0.1", 0, log_config=None, ws="none", lifespan="off")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> "BatchServer":
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}/v1"
        return self

    def stop(self) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(5)

    def _routes(self) -> FastAPI:
        app = FastAPI()

        @app.middleware("http")
        async def refused(request: Request, call_next: Any) -> Any:
            if self.refuse:
                return JSONResponse({"error": {"message": "no", "code": None}}, self.refuse)
            return await call_next(request)

        @app.post("/v1/files")
        async def upload(file: UploadFile, purpose: str = Form()) -> Any:
            assert purpose == "batch"
            return self._file(await file.read(), file.filename or "")

        @app.get("/v1/files")
        async def files() -> Any:
            data = [self._shown_file(id) for id in self.files]
            return {"object": "list", "data": data, "has_more": False}

        @app.get("/v1/files/{id}/content")
        async def content(id: str) -> Any:
            if id not in self.files:
                return JSONResponse({"error": {"message": "no such file", "code": None}}, 404)
            return PlainTextResponse(self.files[id])

        @app.delete("/v1/files/{id}")
        async def delete(id: str) -> Any:
            self.files.pop(id, None)
            self.deleted.append(id)
            return {"id": id, "object": "file", "deleted": True}

        @app.post("/v1/batches")
        async def make(request: Request) -> Any:
            said = await request.json()
            kept = Kept(f"batch_{len(self.batches)}", said["input_file_id"], said["metadata"]["tomoni"])
            self.batches[kept.id] = kept
            if self._waiting() > self.most_waiting:
                kept.status, kept.code = "failed", "token_limit_exceeded"
            if self.drop:
                self.drop = False
                return JSONResponse({"error": {"message": "lost", "code": None}}, 500)
            return self._shown(kept)

        @app.get("/v1/batches")
        async def batches() -> Any:
            data = [self._shown(kept) for kept in reversed(self.batches.values())]
            return {"object": "list", "data": data, "has_more": False}

        @app.get("/v1/batches/{id}")
        async def look(id: str) -> Any:
            kept = self.batches[id]
            kept.looks += 1
            if kept.status == "in_progress" and kept.looks >= self.looks:
                self._finish(kept)
            return self._shown(kept)

        @app.post("/v1/batches/{id}/cancel")
        async def cancel(id: str) -> Any:
            self.batches[id].status = "cancelled"
            return self._shown(self.batches[id])

        return app

    def _waiting(self) -> int:
        return sum(len(self.files[k.file].splitlines()) for k in self.batches.values() if k.status == "in_progress")

    def _finish(self, kept: Kept) -> None:
        good, bad = [], []
        lines = [json.loads(line) for line in self.files[kept.file].decode().splitlines()]
        expired, self.expires = lines[len(lines) // 2 :] if self.expires else [], False
        for line in lines:
            id = line["custom_id"]
            if line in expired:
                bad.append({"custom_id": id, "response": None, "error": {"code": "batch_expired", "message": "late"}})
                continue
            self.asked.append(line)
            said = self.answer(line["body"])
            status, body = said if isinstance(said, tuple) else (200, chat(said, line["body"]))
            (good if status == 200 else bad).append(
                {"id": "r", "custom_id": id, "response": {"status_code": status, "body": body}, "error": None}
            )
        # In no order, as the real one.
        random.shuffle(good)
        kept.output = self._stored(good)
        kept.error = self._stored(bad)
        kept.status = "expired" if expired else "completed"

    def _stored(self, lines: list[dict[str, Any]]) -> str | None:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        return self._file(text.encode(), "out.jsonl")["id"] if lines else None

    def _file(self, data: bytes, name: str) -> dict[str, Any]:
        id = f"file-{len(self.names)}"
        self.files[id], self.names[id] = data, name
        return self._shown_file(id)

    def _shown_file(self, id: str) -> dict[str, Any]:
        return {
            "id": id, "object": "file", "bytes": len(self.files[id]), "created_at": 1, "filename": self.names[id],
            "purpose": "batch", "status": "processed",
        }  # fmt: skip

    @staticmethod
    def _shown(kept: Kept) -> dict[str, Any]:
        errors = {"object": "list", "data": [{"code": kept.code, "message": "m"}]} if kept.code else None
        return {
            "id": kept.id, "object": "batch", "endpoint": "/v1/chat/completions", "completion_window": "24h",
            "status": kept.status, "input_file_id": kept.file, "output_file_id": kept.output,
            "error_file_id": kept.error, "created_at": kept.created, "metadata": {"tomoni": kept.mark}, "errors": errors,
        }  # fmt: skip


def chat(text: str, request: dict[str, Any], finish: str = "stop") -> dict[str, Any]:
    """A whole answer of Chat Completions."""
    message = {"role": "assistant", "content": text or None, "refusal": None}
    return {
        "id": "c", "object": "chat.completion", "created": 1, "model": request.get("model", ""),
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }  # fmt: skip
