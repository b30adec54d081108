"""The adapter against the scripted server, with short time-outs."""

import importlib
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import openai
import pytest

from assistant.adapters.model import LangChainModel
from assistant.adapters.model import question as asking_again
from assistant.ports import Prompt
from tests.model.server import ScriptedModel

LETTER = {
    "type": "object",
    "properties": {"text": {"type": "string"}, "subject": {"type": "string", "default": ""}},
    "required": ["text"],
}
PROMPT = Prompt("draft", "You help.", "Write to 田中様.", LETTER, "draft@1", longest=200)


@pytest.fixture(scope="session")
def imported() -> None:
    """LangChain and its provider, whose import would else count towards the first test's deadline."""
    importlib.import_module("langchain.chat_models")
    importlib.import_module("langchain_openai")
    _ = openai.OpenAI(api_key="none").beta.chat.completions


@pytest.fixture
async def model_at(
    scripted_model: ScriptedModel, imported: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[..., LangChainModel]]:
    """Makes models that ask the scripted server, and closes them; pauses between attempts are short."""
    monkeypatch.setattr(asking_again, "_JITTER_SECONDS", 0.01)
    monkeypatch.setattr(asking_again, "_BACK_OFF", lambda state: 0.01)
    async with AsyncExitStack() as stack:

        def make(name: str = "openai:gpt-5-mini", environment: dict[str, str] | None = None, **settings: Any):
            settings = {"deadline": 8.0, "silence": 3.0, **settings}
            made = LangChainModel(name, environment or dict(os.environ), **settings)
            stack.push_async_callback(made.close)
            return made

        yield make


@pytest.fixture
def model(model_at: Callable[..., LangChainModel]) -> LangChainModel:
    """A model that asks the scripted server."""
    return model_at()
