"""The scripted server itself, and the guard that keeps every test on loopback."""

import socket

import openai
import pytest

from tests.model.server import Reply, ScriptedModel

_ASK = {"model": "scripted", "messages": [{"role": "user", "content": "hello"}]}


@pytest.mark.parametrize("connect", ["connect", "connect_ex"])
def test_that_no_test_connects_beyond_loopback(connect: str):
    with socket.socket() as made, pytest.raises(AssertionError, match="loopback"):
        getattr(made, connect)(("192.0.2.1", 80))


@pytest.mark.anyio
async def test_that_replies_come_in_the_order_of_the_script_and_requests_are_kept(scripted_model: ScriptedModel):
    scripted_model.say("one", lambda asked: asked["messages"][0]["content"] + "!")
    async with openai.AsyncOpenAI() as client:
        said = [(await client.chat.completions.create(**_ASK)).choices[0].message.content for _ in range(3)]  # type: ignore[call-overload]
        assert [model.id async for model in client.models.list()] == ["scripted"]
        vectors = await client.embeddings.create(model="e", input=["a", "b"], encoding_format="float")
    assert said == ["one", "hello!", "ok"]
    assert len(vectors.data) == 2
    assert scripted_model.chats == [_ASK] * 3
    assert scripted_model.asked[0].headers["authorization"] == "Bearer sk-scripted-0123456789"


@pytest.mark.anyio
async def test_that_a_stream_ends_with_its_usage(scripted_model: ScriptedModel):
    scripted_model.say(Reply("abcdef", size=2, usage=(7, 3)))
    async with openai.AsyncOpenAI() as client:
        stream = await client.chat.completions.create(**_ASK, stream=True, stream_options={"include_usage": True})  # type: ignore[call-overload]
        chunks = [chunk async for chunk in stream]
    assert [c.choices[0].delta.content for c in chunks if c.choices] == ["", "ab", "cd", "ef", None]
    assert chunks[-1].usage.completion_tokens == 3
