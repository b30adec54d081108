"""When the model fails: each fault by its name, within bounds, and never with a secret."""

import asyncio
import json
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from assistant.adapters.model import LangChainModel
from assistant.errors import ModelFailed
from assistant.ports import Prompt
from assistant.texts import Say
from tests.model.conftest import PROMPT
from tests.model.server import Reply, Scripted, ScriptedModel

pytestmark = pytest.mark.anyio
ANSWER = json.dumps({"text": "お世話になっております。" * 3, "subject": ""}, ensure_ascii=False)
KEY = "sk-scripted-0123456789"
BUSY = Reply(status=429, headers={"retry-after": "0"})


def read(text: str) -> dict:
    """Reads as the flow does: what is no JSON of the form is a fault of the model's."""
    try:
        return {"text": json.loads(text)["text"]}
    except (ValueError, KeyError, TypeError) as error:
        raise ModelFailed("structure", "not the form") from error


async def fails(model: LangChainModel, prompt: Prompt = PROMPT, heard=None) -> ModelFailed:
    with pytest.raises(ModelFailed) as failed:
        await model.ask(prompt, read, heard)
    return failed.value


# Each fault for good: what is said, how often it was tried, whether a person has to mend something.
FAULTS: dict[str, tuple[Scripted, str, int, bool]] = {
    "no sign of life": (Reply(hang=9), "timeout", 2, False),
    "stalled in mid-stream": (Reply(ANSWER, stall=9), "timeout", 2, False),
    "request timed out there": (Reply(status=408), "timeout", 2, False),
    "wrong key": (Reply(status=401, code="invalid_api_key", message=f"Incorrect API key: {KEY}"), "key", 1, True),
    "key without rights": (Reply(status=403), "key", 1, True),
    "unknown model": (Reply(status=404, code="model_not_found"), "model", 1, True),
    "busy": (BUSY, "busy", 3, False),
    "busy, saying nothing of when": (Reply(status=429), "busy", 2, False),
    "no credit": (Reply(status=429, code="insufficient_quota", headers={"retry-after": "0"}), "busy", 1, True),
    "server's own fault": (Reply(status=500), "server", 2, False),
    "gateway's page": (Reply(status=502, body="<html>Bad gateway</html>"), "server", 2, False),
    "request not accepted": (Reply(status=400, message="no such parameter"), "server", 1, False),
    "too long a request": (Reply(status=400, code="context_length_exceeded", message="context_length_exceeded"), "server", 1, False),
    "cut in mid-stream": (Reply(ANSWER, cut=True), "cut", 2, False),
    "cut before the first word": (Reply(ANSWER, cut=True, after=0), "cut", 2, False),
    "ended without an end": (Reply(ANSWER, finish=""), "cut", 2, False),
    "not the form": ("Dear Tanaka, certainly.", "structure", 2, False),
    "half of the form": (ANSWER[:-9], "structure", 2, False),
    "another form": ('{"letter": "x"}', "structure", 2, False),
    "empty": ("", "empty", 2, False),
    "white space": (" \n ", "empty", 2, False),
    "endless": (Reply(ANSWER, size=40, delay=0.001, endless=True), "endless", 2, False),
    "cut at its longest": (Reply(ANSWER[:20], finish="length"), "endless", 2, False),
    "refused in words": (Reply(refusal="I cannot help with that."), "refused", 2, False),
    "refused by a filter": (Reply("x", finish="content_filter"), "refused", 1, False),
    "refused by a filter before": (Reply(status=400, code="content_filter"), "refused", 1, False),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
async def test_that_every_fault_has_a_name_and_a_bound(
    fault: str, scripted_model: ScriptedModel, model_at: Callable[..., LangChainModel],
    caplog: pytest.LogCaptureFixture,
):  # fmt: skip
    reply, kind, attempts, lasting = FAULTS[fault]
    model = model_at(silence=0.3 if kind == "timeout" else 3.0)
    scripted_model.default = reply
    caplog.set_level(logging.DEBUG)
    began = time.monotonic()
    failed = await fails(model)
    assert time.monotonic() - began < 5
    assert failed.kind == kind
    assert len(scripted_model.chats) == attempts
    assert (model.trouble is not None) is lasting
    said = [str(failed), repr(failed), caplog.text, str(model.trouble), Say("ja")(failed.message, **failed.values)]
    assert not [text for text in said if KEY in text or "田中" in text]


@pytest.mark.parametrize("fault", [f for f, (_, kind, n, _) in FAULTS.items() if n > 1 and kind != "refused"])
async def test_that_another_attempt_mends_what_passes(
    fault: str, scripted_model: ScriptedModel, model_at: Callable[..., LangChainModel]
):
    model = model_at(silence=0.5 if FAULTS[fault][1] == "timeout" else 3.0)
    scripted_model.say(FAULTS[fault][0], ANSWER)
    heard: list[str | None] = []
    answered = await model.ask(PROMPT, read, heard.append)
    assert answered.value == read(ANSWER)
    again = heard.index(None) + 1 if None in heard else 0
    assert "".join(piece or "" for piece in heard[again:]) == ANSWER
    assert heard.count(None) == (1 if again > 1 else 0)


async def test_that_a_reader_who_heard_something_is_told_that_it_begins_anew(
    scripted_model: ScriptedModel, model: LangChainModel
):
    scripted_model.say(Reply(ANSWER, cut=True, after=3), ANSWER)
    heard: list[str | None] = []
    await model.ask(PROMPT, read, heard.append)
    assert "".join(piece or "" for piece in heard[: heard.index(None)]) == ANSWER[:24]


async def test_that_tokens_of_failed_attempts_are_counted_too(scripted_model: ScriptedModel, model: LangChainModel):
    scripted_model.say(Reply("nothing of use", usage=(100, 10)), Reply(ANSWER, usage=(100, 30)))
    answered = await model.ask(PROMPT, read)
    assert (answered.tokens_in, answered.tokens_out) == (200, 40)


async def test_that_a_busy_server_is_asked_again_when_it_said(scripted_model: ScriptedModel, model: LangChainModel):
    scripted_model.say(Reply(status=429, headers={"retry-after": "1"}), ANSWER)
    await model.ask(PROMPT, read)
    first, second = (asked.at for asked in scripted_model.asked)
    assert 0.95 < second - first < 6


@pytest.mark.parametrize("after", ["30", "soon", "date"])
async def test_that_nobody_waits_for_a_server_that_is_busy_beyond_the_deadline(
    scripted_model: ScriptedModel, model: LangChainModel, after: str
):
    when = format_datetime(datetime.now(UTC) + timedelta(minutes=1)) if after == "date" else after
    scripted_model.default = Reply(status=429, headers={"retry-after": when})
    began = time.monotonic()
    assert (await fails(model)).kind == "busy"
    # Far from the eight seconds that it has, on a machine however busy.
    assert time.monotonic() - began < 6
    assert len(scripted_model.chats) == (2 if after == "soon" else 1)


async def test_that_one_deadline_bounds_all_attempts(
    scripted_model: ScriptedModel, model_at: Callable[..., LangChainModel]
):
    scripted_model.default = Reply(ANSWER, delay=0.2, endless=True)
    began = time.monotonic()
    assert (await fails(model_at(deadline=0.6))).kind == "timeout"
    assert time.monotonic() - began < 6
    assert len(scripted_model.chats) == 1, "another attempt was given time of its own"
    assert await asyncio.to_thread(scripted_model.asked[-1].gone.wait, 10.0)


async def test_that_an_endless_answer_is_stopped_at_its_length(scripted_model: ScriptedModel, model: LangChainModel):
    scripted_model.default = Reply("x" * 100, endless=True, delay=0.001)
    heard: list[str | None] = []
    failed = await fails(model, Prompt("coaching_notes", "s", "u", {}, "o", longest=30), heard.append)
    assert failed.kind == "endless"
    assert len("".join(piece or "" for piece in heard)) <= 2 * 30 * 4
    for asked in scripted_model.asked:
        assert await asyncio.to_thread(asked.gone.wait, 10.0)


async def test_that_an_answer_in_the_wrong_language_is_asked_for_once_more(
    scripted_model: ScriptedModel, model: LangChainModel
):
    def japanese(text: str) -> dict:
        if not re.search(r"[ぁ-ん]", text):
            raise ModelFailed("language", "not in Japanese")
        return json.loads(text)

    scripted_model.default = '{"text": "Dear Tanaka"}'
    with pytest.raises(ModelFailed) as failed:
        await model.ask(PROMPT, japanese)
    assert failed.value.kind == "language"
    assert len(scripted_model.chats) == 2


async def test_that_a_server_that_is_not_there_is_called_unreachable(model_at: Callable[..., LangChainModel]):
    nowhere = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_API_KEY": KEY}
    model = model_at(environment=nowhere)
    assert (await fails(model)).kind == "unreachable"
    assert model.trouble is not None


async def test_that_a_password_in_the_servers_address_stays_out_of_the_log(
    scripted_model: ScriptedModel, model_at: Callable[..., LangChainModel], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    address = scripted_model.url.replace("http://", "http://user:hidden-word@")
    scripted_model.say(Reply(status=500), ANSWER)
    await model_at(environment={"OPENAI_BASE_URL": address}).ask(PROMPT, read)
    assert "hidden-word" not in caplog.text


async def test_that_openai_without_a_key_is_never_asked(model_at: Callable[..., LangChainModel]):
    model = model_at(environment={"PATH": ""})
    failed = await fails(model)
    assert failed.kind == "key"
    assert "OPENAI_API_KEY" in str(failed)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gpt-5-mini", "provider:model"),
        ("openai:", "provider:model"),
        ("nobody:x", "nobody"),
        ("anthropic:claude-x", "langchain-anthropic"),
        ("mistralai:large", "langchain-mistralai"),
    ],
)
async def test_that_a_model_that_cannot_be_had_says_what_to_mend(
    model_at: Callable[..., LangChainModel], name: str, said: str
):
    model = model_at(name, environment={"PATH": ""})
    failed = await fails(model)
    assert failed.kind == "model"
    assert said in str(failed)
    assert model.trouble == (failed.message, failed.values)
    assert await model.probe() == model.trouble


async def test_that_a_fault_to_be_mended_stands_in_the_log_once(
    scripted_model: ScriptedModel, model: LangChainModel, caplog: pytest.LogCaptureFixture
):
    scripted_model.default = Reply(status=401)
    await fails(model)
    await fails(model)
    assert caplog.text.count("was refused") == 1


async def test_that_trouble_is_forgotten_once_the_model_answers(scripted_model: ScriptedModel, model: LangChainModel):
    scripted_model.say(Reply(status=401), ANSWER)
    await fails(model)
    assert model.trouble
    await model.ask(PROMPT, read)
    assert model.trouble is None


@pytest.mark.parametrize("fault", ["wrong key", "unknown model", "server's own fault", "no sign of life"])
async def test_that_a_probe_says_what_is_wrong_after_one_call(
    fault: str, scripted_model: ScriptedModel, model_at: Callable[..., LangChainModel]
):
    reply, kind, _, lasting = FAULTS[fault]
    model = model_at(silence=0.3 if kind == "timeout" else 3.0)
    scripted_model.default = reply
    trouble = await model.probe()
    assert trouble
    assert len(scripted_model.chats) == 1
    assert model.trouble == (trouble if lasting else None)


@pytest.mark.parametrize("reply", ["OK", "", Reply(refusal="no"), Reply("long " * 800)])
async def test_that_any_answer_to_a_probe_is_a_sign_of_life(
    scripted_model: ScriptedModel, model: LangChainModel, reply: Scripted
):
    scripted_model.say(reply)
    assert await model.probe() is None


async def test_that_an_unforeseen_error_of_the_library_is_told_by_its_class(
    scripted_model: ScriptedModel, model: LangChainModel
):
    scripted_model.say(Reply(status=200, body=None, text=ANSWER))
    await model.ask(PROMPT, read)
    assert model._chat

    class Odd:
        def astream(self, *_: object, **__: object):
            raise RuntimeError(f"Bearer {KEY}")

    model._chat = type(model._chat)(Odd(), True, model._chat.close)
    failed = await fails(model)
    assert failed.kind == "server"
    assert "RuntimeError" in str(failed)
    assert KEY not in str(failed)
