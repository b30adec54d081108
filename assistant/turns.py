"""Turns at the work that waits for nobody: few rows of a batch are planned or checked at once, however many wait.

Where all did so at once, an answer that has come, and the question that could go in its place, would wait for all of them.
"""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from assistant.ports import Answered, Model, Prompt

Read = TypeVar("Read")


class AskedAside:
    """A model whose caller gives up its turn while the answer is waited for; see `ports.Model`.

    Args:
        model: who answers.
        turns: of which every caller holds one.
    """

    def __init__(self, model: Model, turns: asyncio.Semaphore):
        self._model, self._turns = model, turns

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def trouble(self) -> tuple[str, dict[str, Any]] | None:
        return self._model.trouble

    async def ask(
        self, prompt: Prompt, read: Callable[[str], Read], heard: Callable[[str | None], None] | None = None
    ) -> Answered[Read]:
        self._turns.release()
        try:
            return await self._model.ask(prompt, read, heard)
        finally:
            # Whoever is cancelled here gives a turn back all the same, so it has to be taken all the same.
            await asyncio.shield(self._turns.acquire())

    async def probe(self) -> tuple[str, dict[str, Any]] | None:
        return await self._model.probe()

    async def close(self) -> None:
        await self._model.close()
