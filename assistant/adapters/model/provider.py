"""LangChain's chat models by name, made at first use."""

import json
import logging
import os
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from assistant.adapters.model.faults import Fault

OPENAI_ADDRESS = "https://api.openai.com/v1"
_CONNECT_SECONDS = 5.0
_NAME = "TOMONI_MODEL must be provider:model, such as openai:gpt-5-mini, not %(name)s."
_NO_KEY = "The language model %(model)s needs a key: set %(setting)s in the environment or in the data folder's .env."
_NO_PACKAGE = "The language model %(model)s needs the package %(package)s. Install it in Tomoni's environment."
_NO_PROVIDER = "No provider of language models is called %(provider)s. Check TOMONI_MODEL."
_NO_SETUP = "The language model %(model)s cannot be set up (%(why)s)."
_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "google_genai": "GOOGLE_API_KEY"}


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat model of LangChain; `structured` where it takes OpenAI's `response_format`, `close` lets go of it.

    `whole` asks OpenAI's protocol for an answer in one piece: it is given the messages with their options and the
    seconds that the answer may take, and gives the answer's object as it came.
    """

    made: Any
    structured: bool
    close: Callable[[], Awaitable[None]]
    whole: Callable[[dict[str, Any], float], Awaitable[Any]] | None = None


def key_setting(name: str) -> str:
    """The environment variable that holds the key of a model's provider."""
    provider = name.partition(":")[0].strip().lower().replace("-", "_")
    return _KEYS.get(provider, f"{provider.upper()}_API_KEY")


def make_chat(name: str, environment: Mapping[str, str], silence: float) -> Chat:
    """The chat model that a setting `provider:model` names.

    Args:
        name: provider and model, as LangChain's `init_chat_model` names them.
        environment: keys and addresses of providers, as in `settings.provider_environment`.
        silence: seconds without a sign of life after which a call is given up.

    Raises:
        Fault: the name cannot be read, the key or the provider's package is missing; the sentence says what to do.
    """
    provider, _, model = name.strip().partition(":")
    if not provider or not model:
        raise Fault("model", name, _NAME, name=name)
    _no_tracing()
    if provider.lower() == "openai":
        return _openai(model, environment, silence)
    for key, value in environment.items():
        os.environ.setdefault(key, value)
    return Chat(_of_langchain(name, provider, model, silence), False, _nothing)


def _openai(model: str, environment: Mapping[str, str], silence: float) -> Chat:
    import warnings

    from langchain.chat_models import init_chat_model
    from openai import DefaultAsyncHttpxClient, Timeout

    # What it warns of (a server that knows no `json_schema`) is dealt with where the answer comes.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"langchain_openai\.")
    # Each request's line in their logs holds the address, which may hold a password.
    for library in ("httpx", "httpx2"):
        logging.getLogger(library).setLevel(logging.WARNING)
    # An address given here also keeps LANGSMITH_GATEWAY from sending the request another way.
    address = environment.get("OPENAI_BASE_URL") or environment.get("OPENAI_API_BASE") or OPENAI_ADDRESS
    key = environment.get("OPENAI_API_KEY", "").strip()
    if not key and urlsplit(address).hostname == urlsplit(OPENAI_ADDRESS).hostname:
        raise Fault("key", model, _NO_KEY, setting="OPENAI_API_KEY")
    if not (key.isascii() and key.isprintable()):
        raise Fault("key", model, setting="OPENAI_API_KEY")
    # A client of its own: LangChain's default is shared by all models of the process and outlives event loops.
    client = DefaultAsyncHttpxClient()
    made: Any = init_chat_model(
        model, model_provider="openai", api_key=key or "none", base_url=address, http_async_client=client,
        timeout=Timeout(silence, connect=min(silence, _CONNECT_SECONDS), pool=None), max_retries=0, stream_usage=True,
        use_responses_api=False,
        # The client's own time-out and the deadline bound every wait; LangChain's starts a task for each piece.
        stream_chunk_timeout=0,
    )  # fmt: skip
    _read_quickly(made.root_async_client)
    return Chat(made, True, client.aclose, _in_one_piece(made.root_async_client, model))


def _in_one_piece(client: Any, model: str) -> Callable[[dict[str, Any], float], Awaitable[Any]]:
    """`Chat.whole` by the client's own way to any address: what it and LangChain make of each field takes longer than
    the call itself, and a batch makes a hundred a second."""
    from openai import Timeout

    async def whole(asked: dict[str, Any], seconds: float) -> Any:
        body = json.dumps({"model": model, **asked}, ensure_ascii=False).encode(errors="replace")
        wait = Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS), pool=None)
        options = {"timeout": wait, "headers": {"Content-Type": "application/json"}}
        return await client.post("/chat/completions", cast_to=object, content=body, options=options)

    return whole


def _read_quickly(client: Any) -> None:
    """Pieces of an answer that are as OpenAI describes them are read by Pydantic, others as the client reads all.

    The client puts every piece together field by field, so that none is refused; that is a third of what a piece costs.
    """
    from openai.types.chat import ChatCompletionChunk
    from pydantic import ValidationError

    leniently = client._process_response_data

    def read(*, data: object, cast_to: Any, response: Any) -> Any:
        if cast_to is ChatCompletionChunk:
            try:
                return ChatCompletionChunk.model_validate(data)
            except ValidationError:
                pass
        return leniently(data=data, cast_to=cast_to, response=response)

    client._process_response_data = read


def _of_langchain(name: str, provider: str, model: str, silence: float) -> Any:
    from langchain.chat_models import init_chat_model
    from pydantic import ValidationError

    try:
        try:
            return init_chat_model(model, model_provider=provider, timeout=silence, max_retries=0)
        except (TypeError, ValidationError):
            return init_chat_model(model, model_provider=provider)
    except ImportError as error:
        named = re.search(r"pip install ([\w-]+)", str(error))
        package = named[1] if named else f"langchain-{provider}"
        raise Fault("model", name, _NO_PACKAGE, package=package) from None
    except ValueError as error:
        if "nsupported" in str(error):
            raise Fault("model", name, _NO_PROVIDER, provider=provider) from None
        raise Fault("key", name, _NO_KEY, setting=key_setting(name)) from None
    except Exception as error:
        raise Fault("model", name, _NO_SETUP, why=type(error).__name__) from None


def _no_tracing() -> None:
    """Keeps LangChain from sending prompts to its makers, whatever a user's environment says."""
    for name in list(os.environ):
        if re.fullmatch(r"(LANGSMITH|LANGCHAIN)_TRACING(_V2)?", name):
            del os.environ[name]
    import langsmith

    langsmith.configure(enabled=False)


async def _nothing() -> None:
    return None
