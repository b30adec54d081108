"""A second reading in the flow: by the configured model through the real client, where the rules are unsure."""

import json
import os
from collections.abc import AsyncIterator

import pytest

from assistant.adapters.model import LangChainModel
from assistant.casework import Case, gather
from assistant.coach import Coach
from assistant.domain.draft import DraftRequest
from tests.model.server import Reply, ScriptedModel

pytestmark = pytest.mark.anyio
# The rules find nothing here that they know.
MAIL = "例の件ですが、隣の課の者たちはまだ昔の帳面を手放しません。年内にかたちにしたいのですが、どう思われますか。"
SURE = "ログインできません。パスワードの再発行の方法を教えてください。"


def found(*matters: tuple[str, str], **values) -> str:
    given = {"matters": [{"situation": name, "quote": quote} for name, quote in matters]}
    return json.dumps(given | values, ensure_ascii=False)


ANSWER = found(("concern", "昔の帳面を手放しません"), deadlines=[{"quote": "年内に"}], feeling="worried")


@pytest.fixture
async def asking(coach: Coach, scripted_model: ScriptedModel) -> AsyncIterator[Coach]:
    """The coach with a model that the test scripts."""
    model = LangChainModel("openai:scripted", dict(os.environ), deadline=20.0)
    coach.desk.model = model
    coach.desk.readings = type(coach.desk.readings)()
    yield coach
    coach.desk.model = None
    await model.close()


async def read(coach: Coach, message: str = MAIL, ask: bool = True, **fields) -> Case:
    request = DraftRequest.model_validate(
        {"account": "yonaga-unso", "message": message, "today": "2026-11-24", **fields}
    )
    return await gather(coach.desk, request, {}, ask_model=ask)


async def test_that_a_mail_that_the_rules_are_unsure_of_is_read_by_the_model(
    asking: Coach, scripted_model: ScriptedModel
) -> None:
    scripted_model.say(Reply(ANSWER, usage=(900, 60)))
    case = await read(asking)
    assert case.brief.situation == "concern"
    assert case.brief.reading.feeling == "worried"
    assert [s.quote for s in case.brief.reading.deadlines] == ["年内に"]
    assert case.read_by and (case.read_by.tokens_in, case.read_by.tokens_out) == (900, 60)
    assert "昔の帳面を手放しません" in scripted_model.chats[0]["messages"][-1]["content"]


async def test_that_a_mail_that_the_rules_are_sure_of_asks_nobody(asking: Coach, scripted_model: ScriptedModel) -> None:
    assert (await read(asking, SURE)).read_by is None
    assert scripted_model.chats == []


async def test_that_a_further_version_is_read_alike_without_asking_again(
    asking: Coach, scripted_model: ScriptedModel
) -> None:
    scripted_model.say(ANSWER)
    first = await read(asking)
    for again in (await read(asking, instruction="短く"), await read(asking, ask=False)):
        assert again.brief.reading == first.brief.reading
        assert again.read_by is None
    assert len(scripted_model.chats) == 1


async def test_that_a_check_while_somebody_types_asks_nobody(asking: Coach, scripted_model: ScriptedModel) -> None:
    await asking.check("yonaga-unso", MAIL, "ご連絡ありがとうございます。", "")
    assert scripted_model.chats == []


@pytest.mark.parametrize("fields", [{"sender": "csm"}, {"sender": "colleague"}, {"account": "naginomori-hospital"}])
async def test_that_notes_of_our_own_and_accounts_without_a_model_ask_nobody(
    asking: Coach, scripted_model: ScriptedModel, fields: dict
) -> None:
    given = {"from": fields["sender"]} if "sender" in fields else fields
    assert (await read(asking, **given)).read_by is None
    assert scripted_model.chats == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=401, code="invalid_api_key"), Reply(status=500), Reply("I would rather not say."), Reply(""),
        Reply(found(("concern", "弊社は半額にすると約束しました")), size=200), Reply(ANSWER, cut=True),
    ],
    ids=["key", "server", "structure", "empty", "invented", "cut"],
)  # fmt: skip
async def test_that_where_the_model_fails_or_invents_the_rules_reading_stands(
    asking: Coach, scripted_model: ScriptedModel, reply: Reply
) -> None:
    scripted_model.default = reply
    by_rules = await read(asking, ask=False)
    case = await read(asking)
    assert case.brief.reading == by_rules.brief.reading
    assert scripted_model.chats


async def test_that_a_failing_model_is_named_in_the_log_and_the_mail_is_not(
    asking: Coach, scripted_model: ScriptedModel, caplog: pytest.LogCaptureFixture
) -> None:
    scripted_model.default = Reply(status=401, code="invalid_api_key")
    await read(asking)
    assert "model key" in caplog.text
    assert "帳面" not in caplog.text
