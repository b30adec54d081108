"""What is asked of a server of the OpenAI protocol, and what comes back of it."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from assistant.adapters.model import LangChainModel
from assistant.errors import ModelFailed
from assistant.ports import Prompt
from tests.model.conftest import PROMPT
from tests.model.server import Reply, ScriptedModel

pytestmark = pytest.mark.anyio
ANSWER = json.dumps({"text": "お世話になっております。" * 5, "subject": ""}, ensure_ascii=False)


async def test_that_the_answer_is_heard_in_pieces_and_then_read(scripted_model: ScriptedModel, model: LangChainModel):
    scripted_model.say(Reply(ANSWER, usage=(321, 45)))
    heard: list[str | None] = []
    answered = await model.ask(PROMPT, json.loads, heard.append)
    assert len(heard) > 3
    assert "".join(piece or "" for piece in heard) == ANSWER
    assert answered.value["text"].startswith("お世話")
    assert (answered.model, answered.tokens_in, answered.tokens_out) == ("gpt-5-mini", 321, 45)
    assert model.trouble is None


async def test_that_the_form_of_the_answer_is_asked_for_strictly(scripted_model: ScriptedModel, model: LangChainModel):
    scripted_model.say(ANSWER)
    await model.ask(PROMPT, json.loads)
    asked = scripted_model.chats[0]
    form = asked["response_format"]["json_schema"]
    assert asked["response_format"]["type"] == "json_schema"
    assert form["strict"] is True
    assert form["schema"]["required"] == ["text", "subject"]
    assert form["schema"]["additionalProperties"] is False
    assert [m["role"] for m in asked["messages"]] == ["system", "user"]
    assert asked["stream_options"] == {"include_usage": True}
    assert "max_tokens" not in asked
    assert "max_completion_tokens" not in asked


async def test_that_a_server_without_response_format_is_asked_in_words_from_then_on(
    scripted_model: ScriptedModel, model: LangChainModel
):
    scripted_model.refuses_response_format = True
    scripted_model.say(f"```json\n{ANSWER}\n```", f"```json\n{ANSWER}\n```")
    heard: list[str | None] = []
    first = await model.ask(PROMPT, json.loads, heard.append)
    await model.ask(PROMPT, json.loads)
    assert first.value["text"]
    assert json.loads("".join(piece or "" for piece in heard)) == first.value
    assert ["response_format" in chat for chat in scripted_model.chats] == [True, False, False]


async def test_that_a_text_without_a_form_is_left_as_it_is(scripted_model: ScriptedModel, model: LangChainModel):
    scripted_model.say("Use {braces} as you like.")
    answered = await model.ask(Prompt("coaching_notes", "s", "u", {}, "o"), str)
    assert answered.value == "Use {braces} as you like."
    assert "response_format" not in scripted_model.chats[0]


async def test_that_no_more_calls_go_at_once_than_are_allowed(
    scripted_model: ScriptedModel, model_at: Callable[..., LangChainModel]
):
    scripted_model.default = Reply(ANSWER, hang=0.05)
    model = model_at(concurrency=3)
    await asyncio.gather(*(model.ask(PROMPT, json.loads) for _ in range(9)))
    assert len(scripted_model.chats) == 9
    assert scripted_model.most_at_once == 3


async def test_that_streams_side_by_side_are_never_mixed_up(scripted_model: ScriptedModel, model: LangChainModel):
    def echo(asked: dict) -> Reply:
        return Reply(json.dumps({"text": asked["messages"][-1]["content"] * 20}), delay=0.001)

    scripted_model.default = echo
    asked = [Prompt("draft", "s", f"<{n}>", PROMPT.schema, "o") for n in range(12)]
    heard: list[list[str]] = [[] for _ in asked]
    answers = await asyncio.gather(
        *(model.ask(p, json.loads, lambda s, n=n: heard[n].append(s or "")) for n, p in enumerate(asked))
    )
    assert [a.value["text"] for a in answers] == [f"<{n}>" * 20 for n in range(12)]
    assert [json.loads("".join(pieces)) for pieces in heard] == [a.value for a in answers]


@pytest.mark.parametrize("limit", [{"requests_per_minute": 2}, {"tokens_per_minute": 220}])
async def test_that_a_budget_a_minute_holds_calls_back_until_the_deadline(
    scripted_model: ScriptedModel, model_at: Callable[..., LangChainModel], limit: dict[str, int]
):
    scripted_model.default = ANSWER
    model = model_at(deadline=1.0, **limit)
    await model.ask(PROMPT, json.loads)
    await model.ask(PROMPT, json.loads)
    with pytest.raises(ModelFailed, match="own limits") as failed:
        await model.ask(PROMPT, json.loads)
    assert failed.value.kind == "busy"
    assert len(scripted_model.chats) == 2


async def test_that_a_stopped_call_hangs_up_on_the_server(scripted_model: ScriptedModel, model: LangChainModel):
    scripted_model.say(Reply(ANSWER, delay=0.02, endless=True))
    first = asyncio.Event()
    task = asyncio.create_task(model.ask(PROMPT, json.loads, lambda _: first.set()))
    await first.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(scripted_model.asked[0].gone.wait, 10.0)
    assert len(scripted_model.chats) == 1


async def test_that_a_listener_who_fails_ends_the_call_with_the_listeners_own_error(
    scripted_model: ScriptedModel, model: LangChainModel
):
    class Stopped(Exception):
        pass

    def stop(_: str | None) -> None:
        raise Stopped

    scripted_model.say(Reply(ANSWER, delay=0.02, endless=True))
    with pytest.raises(Stopped):
        await model.ask(PROMPT, json.loads, stop)
    assert await asyncio.to_thread(scripted_model.asked[0].gone.wait, 10.0)


async def test_that_a_local_server_needs_no_key(scripted_model: ScriptedModel, model_at: Callable[..., LangChainModel]):
    scripted_model.say(ANSWER)
    await model_at(environment={"OPENAI_BASE_URL": scripted_model.url}).ask(PROMPT, json.loads)
    assert scripted_model.asked[0].headers["authorization"] == "Bearer none"


async def test_that_nothing_is_sent_to_langchains_makers(
    scripted_model: ScriptedModel, model: LangChainModel, monkeypatch: pytest.MonkeyPatch
):
    # The gateway's address is another path of the scripted server, which would see what came.
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", scripted_model.url.replace("/v1", "/traces"))
    monkeypatch.setenv("LANGSMITH_GATEWAY", scripted_model.url.replace("/v1", "/gateway"))
    monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_x")
    scripted_model.say(ANSWER)
    await model.ask(PROMPT, json.loads)
    await asyncio.sleep(0.3)
    assert [asked.path for asked in scripted_model.asked] == ["/v1/chat/completions"]
    assert scripted_model.asked[0].headers["authorization"] == f"Bearer {os.environ['OPENAI_API_KEY']}"


def test_that_a_start_without_a_model_imports_nothing_of_it():
    code = (
        "import sys, assistant.bootstrap, assistant.settings\n"
        "heavy = {'langchain', 'langchain_core', 'langchain_openai', 'openai', 'langsmith', 'tenacity', 'aiolimiter'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=180, check=True)
    assert done.stdout.strip() == "[]"


async def test_that_the_words_are_there_at_once(scripted_model: ScriptedModel, model: LangChainModel):
    await model.probe()
    scripted_model.say(Reply(ANSWER, delay=0.05))
    came: list[float] = []
    await model.ask(PROMPT, json.loads, lambda _: came.append(time.monotonic()))
    asked = scripted_model.asked[-1].at
    assert came[0] - asked < (came[-1] - asked) / 2
    assert came[-1] - came[0] > 0.2


async def test_that_any_other_provider_of_langchain_is_asked_in_words(
    model_at: Callable[..., LangChainModel], monkeypatch: pytest.MonkeyPatch
):
    from langchain_core.language_models import GenericFakeChatModel

    made: list[dict[str, object]] = []

    def init(model: str, **options: object) -> GenericFakeChatModel:
        made.append({"model": model, **options})
        if "timeout" in options:
            raise TypeError("this provider takes no timeout")
        return GenericFakeChatModel(messages=iter([f"```json\n{ANSWER}\n```"]))

    monkeypatch.setattr("langchain.chat_models.init_chat_model", init)
    heard: list[str | None] = []
    model = model_at("ollama:llama3:8b", environment={})
    answered = await model.ask(PROMPT, json.loads, heard.append)
    assert answered.value == json.loads(ANSWER) == json.loads("".join(piece or "" for piece in heard))
    assert answered.model == "llama3:8b"
    assert [(m["model"], m["model_provider"]) for m in made] == [("llama3:8b", "ollama")] * 2
