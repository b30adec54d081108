"""The app on a free port of loopback, in a thread of its own; and what a message says."""

import threading
import time
from typing import Any

import uvicorn

from api.app import create_app
from assistant.settings import Settings


class Running:
    """`with Running(settings) as running: running.address`."""

    def __init__(self, settings: Settings):
        self.settings = settings
        config = uvicorn.Config(create_app(settings), "127.0.0.1", 0, log_config=None, access_log=False, ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    def __enter__(self) -> "Running":
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the app did not start"
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the app as a signal would."""
        self._server.should_exit = True
        self._thread.join(20)


def said(message: dict[str, Any]) -> str:
    """All text of a message, as a reader sees it, a line for each piece."""
    return "\n".join(_texts(message.get("blocks") or [{"text": message["text"]}]))


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for item in node for text in _texts(item)]
    if isinstance(node, dict):
        found = node.get("text")
        own = [found] if isinstance(found, str) else []
        return own + [text for value in node.values() if not isinstance(value, str) for text in _texts(value)]
    return []


def elements(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons and menus of a message, by their action."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return {element["action_id"]: element for row in rows for element in row}
