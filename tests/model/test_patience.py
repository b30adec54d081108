"""A model that is asked where nobody waits for a single letter."""

import asyncio
import json
import time
from collections.abc import Callable

import pytest

from assistant.adapters.model import LangChainModel
from assistant.adapters.model.limits import Limits
from assistant.errors import ModelFailed
from tests.model.conftest import PROMPT
from tests.model.server import Reply, ScriptedModel

pytestmark = pytest.mark.anyio
ANSWER = json.dumps({"text": "お世話になっております。", "subject": ""}, ensure_ascii=False)
BUSY = Reply(status=429, code="rate_limit_exceeded", headers={"retry-after": "0.1"})
MakeModel = Callable[..., LangChainModel]


async def test_that_a_busy_server_is_asked_until_it_answers(scripted_model: ScriptedModel, model_at: MakeModel):
    scripted_model.say(*[BUSY] * 6, ANSWER)
    answered = await model_at(limits=Limits(1, patient=True)).ask(PROMPT, json.loads)
    assert answered.value["text"]
    assert len(scripted_model.chats) == 7


async def test_that_a_fault_is_still_tried_no_more_than_twice(scripted_model: ScriptedModel, model_at: MakeModel):
    scripted_model.default = Reply(status=500)
    with pytest.raises(Exception, match="fault"):
        await model_at(limits=Limits(1, patient=True)).ask(PROMPT, json.loads)
    assert len(scripted_model.chats) == 2


# By the fault that is told: an answer in one piece that cannot stand.
WRONG = [
    ("server", Reply(status=500)), ("server", Reply(status=202, body="<html>Please wait</html>")),
    ("server", Reply(status=202, body={"choices": []})), ("key", Reply(status=401)), ("model", Reply(status=404)),
    ("cut", Reply(ANSWER, finish="")), ("endless", Reply(ANSWER, finish="length")),
    ("endless", Reply(ANSWER + " " * 20_000)), ("refused", Reply(refusal="No.")), ("empty", Reply()),
]  # fmt: skip


async def test_that_an_answer_that_nobody_reads_along_comes_in_one_piece(
    scripted_model: ScriptedModel, model_at: MakeModel
):
    scripted_model.say(Reply(ANSWER, usage=(30, 12)))
    heard = list[str | None]()
    model = model_at(limits=Limits(1, patient=True))
    answered = await model.ask(PROMPT, json.loads, heard.append)
    assert (answered.model, answered.tokens_in, answered.tokens_out, heard) == ("gpt-5-mini", 30, 12, [])
    assert answered.value == json.loads(ANSWER) and not scripted_model.chats[0].get("stream")
    for kind, reply in WRONG:
        scripted_model.default = reply
        with pytest.raises(ModelFailed) as failed:
            await model.ask(PROMPT, json.loads)
        assert failed.value.kind == kind, reply
    scripted_model.default = Reply(hang=3)
    with pytest.raises(ModelFailed, match="in time"):
        await model_at(limits=Limits(1, patient=True), deadline=0.5).ask(PROMPT, json.loads)
    scripted_model.default, scripted_model.refuses_response_format = ANSWER, True
    assert (await model.ask(PROMPT, json.loads)).value["text"]


async def test_that_waiting_for_a_place_is_no_part_of_the_deadline(scripted_model: ScriptedModel, model_at: MakeModel):
    scripted_model.default = Reply(ANSWER, hang=0.4)
    model = model_at(limits=Limits(1, patient=True), deadline=1.0)
    await asyncio.gather(*(model.ask(PROMPT, json.loads) for _ in range(4)))
    assert scripted_model.most_at_once == 1


async def test_that_a_refusal_holds_back_every_call(scripted_model: ScriptedModel, model_at: MakeModel):
    model = model_at(limits=Limits(8, patient=True))
    scripted_model.say(Reply(status=429, code="rate_limit_exceeded", headers={"retry-after": "1"}))
    scripted_model.default = ANSWER
    first = asyncio.create_task(model.ask(PROMPT, json.loads))
    while not scripted_model.chats:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)
    began = time.monotonic()
    await model.ask(PROMPT, json.loads)
    assert time.monotonic() - began >= 0.7
    await first
