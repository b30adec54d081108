"""Pieces of an answer as servers send them: those of OpenAI's form read quickly, all others still read."""

import pytest
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionChunk

from assistant.adapters.model.provider import make_chat

_ADDRESS = "http://127.0.0.1:9/v1"
_CHOICE = {"index": 0, "delta": {"content": "あ"}, "finish_reason": None}
_PIECE = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [_CHOICE]}


def read_here(piece: dict) -> ChatCompletionChunk:
    client = make_chat("openai:m", {"OPENAI_BASE_URL": _ADDRESS}, silence=1.0).made.root_async_client
    return client._process_response_data(data=piece, cast_to=ChatCompletionChunk, response=None)


def read_by_the_client_alone(piece: dict) -> ChatCompletionChunk:
    client = AsyncOpenAI(base_url=_ADDRESS, api_key="none")
    return client._process_response_data(data=piece, cast_to=ChatCompletionChunk, response=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "piece",
    [
        _PIECE,
        {**_PIECE, "choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}},
        {**_PIECE, "choices": [{**_CHOICE, "delta": {"content": "あ", "reasoning_content": "hm"}}]},
        {**_PIECE, "choices": [{**_CHOICE, "delta": {}, "finish_reason": "stop"}], "timings": {"n": 1}},
        {"choices": [_CHOICE]},
        {**_PIECE, "created": "now", "choices": [{**_CHOICE, "finish_reason": "eos"}]},
        {**_PIECE, "choices": None},
    ],
    ids=["plain", "usage", "more in the delta", "more in the piece", "bare", "other types", "no choices"],
)
def test_that_a_piece_is_read_as_the_client_alone_reads_it(piece):
    assert read_here(piece).to_dict(mode="python", warnings=False) == read_by_the_client_alone(piece).to_dict(
        mode="python", warnings=False
    )
