"""The letter in a model's words, through the real client and a scripted server."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import open_coach
from assistant.coach import Coach
from assistant.domain.draft import Draft, DraftRequest
from assistant.settings import Settings
from tests.golden.render import demo_coach
from tests.model.server import Reply, ScriptedModel

pytestmark = pytest.mark.anyio
TODAY = date(2026, 11, 24)
PRICE = "他社から2割ほど安い見積もりが出ています。お値段をご相談できませんか。"


@pytest.fixture(scope="session")
async def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("modelled")
    await (await demo_coach(folder)).close()
    return folder


@pytest.fixture
async def coach(
    demo_data: Path, scripted_model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Coach]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    monkeypatch.setenv("OPENAI_BASE_URL", scripted_model.url)
    opened = await open_coach(Settings(data=demo_data, model="openai:scripted", model_deadline=8))
    yield opened
    await opened.close()


def letter(*parts: tuple[str, list[int], str], cites: tuple[str, ...] = ()) -> str:
    said = [{"kind": k, "covers": c, "cites": list(cites), "text": t} for k, c, t in parts]
    return json.dumps({"parts": said, "subject": ""}, ensure_ascii=False)


def points_of(request: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Number, kind and text of the points in a prompt."""
    import re

    user = request["messages"][-1]["content"].split("# The points")[-1]
    found = re.findall(r"(?m)^(\d+) \((\w+)\): (.*(?:\n(?!\d+ \(|\n|#).*)*)", user)
    return [(int(n), kind, re.sub(r"\[[A-Z]\d+\]", "", text).strip()) for n, kind, text in found]


def faithful(change: Callable[[str, str], str] = lambda _kind, text: text) -> Callable[[dict[str, Any]], str]:
    """A model that says every point as it stands, or as `change` (kind, text) makes it."""
    return lambda request: letter(*((kind, [n], change(kind, text)) for n, kind, text in points_of(request)))


async def draft(coach: Coach, account: str = "shionoi-setsubi", message: str = PRICE, **fields) -> Draft:
    events = fields.pop("events", None)
    request = DraftRequest.model_validate({"account": account, "message": message, "today": TODAY, **fields})
    tell = None if events is None else lambda name, data: events.append((name, data))
    return await coach.draft(request, "ja", tell)


def shown(events: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """What a reader has before them after all events."""
    parts: dict[int, str] = {}
    for name, data in events:
        if name == "text":
            parts[data["part"]] = parts.get(data["part"], "") + data["append"]
        if name == "replace":
            parts[data["part"]] = data["text"]
    return [text for _, text in sorted(parts.items()) if text]


async def test_that_the_letter_is_the_models_between_the_playbooks_greeting_and_closing(
    coach: Coach, scripted_model: ScriptedModel
) -> None:
    scripted_model.say(
        faithful(lambda kind, text: text.replace("お聞かせくださり", "お知らせくださり") if kind == "thanks" else text)
    )
    made = await draft(coach)
    assert made.drafted_by == "scripted" and made.origin.writer == "model" and made.origin.prompt.startswith("draft@")
    assert made.origin.tokens_in > 0 and made.origin.tokens_out > 0 and made.origin.fallback is None
    assert "お知らせくださり" in made.body and made.body.startswith("株式会社汐ノ井設備\n﨑田様")
    assert "enomoto@umihoshi.example" in made.parts[-1].text and len(scripted_model.chats) == 1
    assert all(made.body[p.start : p.end] == p.text for p in made.parts)


async def test_that_the_reader_sees_the_letter_grow_and_ends_with_the_letter_that_is_stored(
    coach: Coach, scripted_model: ScriptedModel
) -> None:
    scripted_model.say(faithful())
    events: list = []
    made = await draft(coach, events=events)
    first = next(n for n, (name, data) in enumerate(events) if name == "text" and data["part"] == 1)
    assert first < next(n for n, (name, data) in enumerate(events) if (name, data.get("name")) == ("stage", "check"))
    assert sum(name == "text" for name, _ in events) > 20
    assert shown(events) == [part.text for part in made.parts]


async def test_that_what_a_check_objects_to_goes_back_to_the_model_once_with_the_words_and_why(
    coach: Coach, scripted_model: ScriptedModel
) -> None:
    bad = faithful(lambda kind, text: text + "今回に限り、30%お値引きいたします。" if kind == "boundary" else text)
    scripted_model.say(bad, faithful())
    events: list = []
    made = await draft(coach, events=events)
    assert len(scripted_model.chats) == 2
    objected = scripted_model.chats[1]["messages"][-1]["content"]
    assert "今回に限り、30%お値引きいたします。" in objected and "concession" in objected
    assert "30%" not in made.body and not made.needs_review and made.drafted_by == "scripted"
    assert ("stage", {"name": "repair"}) in events and shown(events) == [part.text for part in made.parts]


async def test_that_what_still_blocks_is_said_as_the_playbook_says_it_and_the_csm_is_told(
    coach: Coach, scripted_model: ScriptedModel
) -> None:
    bad = faithful(
        lambda kind, text: "承知しました。今回に限り、30%お値引きいたします。" if kind == "boundary" else text
    )
    scripted_model.say(bad, bad)
    made = await draft(coach)
    assert len(scripted_model.chats) == 2
    assert "30%" not in made.body and "承知" not in made.body and "のままお願いいたします" in made.body
    assert made.needs_review and "段落" in made.coaching[0].text and made.drafted_by == "scripted"
    assert not [f for f in made.findings if f.severity == "block"]


async def test_that_a_point_is_said_once_where_two_paragraphs_that_word_it_do_not_hold(
    coach: Coach, scripted_model: ScriptedModel
) -> None:
    def twice(request: dict[str, Any]) -> str:
        bad = "今回に限り、30%お値引きいたします。"
        parts = [(kind, [n], text) for n, kind, text in points_of(request)]
        number = next(n for n, kind, _ in points_of(request) if kind == "boundary")
        return letter(
            *(p for p in parts if p[0] != "boundary"), ("boundary", [number], bad), ("boundary", [number], bad)
        )

    scripted_model.default = twice
    made = await draft(coach)
    assert made.drafted_by == "scripted" and made.body.count("のままお願いいたします") == 1 and "30%" not in made.body


async def test_that_a_letter_of_which_nothing_holds_is_the_playbooks_and_says_so(
    coach: Coach, scripted_model: ScriptedModel
) -> None:
    scripted_model.default = faithful(lambda _kind, text: f"{text}今回に限り、30%お値引きいたします。")
    made = await draft(coach)
    assert made.drafted_by == "playbook" and made.origin.writer == "playbook" and made.origin.fallback
    assert made.origin.tokens_in > 0 and "30%" not in made.body


async def test_that_an_accounts_no_model_keeps_its_words_from_every_model(
    coach: Coach, scripted_model: ScriptedModel
) -> None:
    account = await coach.records.account("shionoi-setsubi")
    await coach.records.put_account(account.model_copy(update={"no_model": True}))
    try:
        made = await draft(coach)
    finally:
        await coach.records.put_account(account)
    assert made.drafted_by == "playbook" and scripted_model.asked == [] and made.origin.fallback is None


async def test_that_nothing_to_send_asks_no_model(coach: Coach, scripted_model: ScriptedModel) -> None:
    made = await draft(coach, message="【自動返信】ただいま不在にしております。11月30日以降にご返信いたします。")
    assert made.body == "" and scripted_model.asked == []


FAULTS = {
    "timeout": Reply(hang=30),
    "key": Reply(status=401, code="invalid_api_key"),
    "model": Reply(status=404, code="model_not_found"),
    "busy": Reply(status=429, headers={"retry-after": "60"}),
    "server": Reply(status=500),
    "cut": Reply(letter(("value", [1], "途中で切れる手紙です。" * 20)), after=4, cut=True),
    "structure": Reply("申し訳ございませんが、JSONではお答えできません。"),
    "empty": Reply(""),
    "endless": Reply(letter(("value", [1], "終わらない手紙です。" * 50))[:-4] + "まだ", endless=True, size=4000),
    "language": Reply(letter(("value", [1], "Thank you for your frank words about the price."))),
    "refused": Reply(refusal="I cannot help with that."),
}


@pytest.mark.parametrize("kind", FAULTS)
async def test_that_a_model_that_fails_leaves_the_playbooks_letter_and_the_csm_is_told_why(
    kind: str, demo_data: Path, scripted_model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    monkeypatch.setenv("OPENAI_BASE_URL", scripted_model.url)
    without = await open_coach(Settings(data=demo_data))
    expected = await draft(without)
    await without.close()
    coach = await open_coach(Settings(data=demo_data, model="openai:scripted", model_deadline=2))
    scripted_model.default = FAULTS[kind]
    events: list = []
    try:
        made = await draft(coach, events=events)
    finally:
        await coach.close()
    assert made.body == expected.body and made.drafted_by == "playbook" and made.origin.writer == "playbook"
    assert made.origin.fallback and made.coaching[0].text.startswith("言語モデルは使えませんでした(")
    assert "sk-scripted" not in made.model_dump_json()
    assert shown(events) == [part.text for part in made.parts]
    assert 1 <= len(scripted_model.chats) <= 3


async def test_that_an_instruction_changes_the_last_version_and_the_model_is_shown_it(
    coach: Coach, scripted_model: ScriptedModel
) -> None:
    scripted_model.say(faithful())
    first = await draft(coach)
    scripted_model.say(
        letter(
            ("value", [1, 2], "報告書の清書は、年5,184,000円の削減とご確認いただいています。"),
            ("boundary", [3], "年額は現在の1,560,000円(税抜)のままお願いいたします。"),
        )
    )
    second = await coach.revise(first.id, instruction="質問と条件の段落は要りません")
    asked = scripted_model.chats[-1]["messages"][-1]["content"]
    assert "質問と条件の段落は要りません" in asked and first.parts[2].text.split("、")[0] in asked
    assert second.version == 2 and second.drafted_by == "scripted" and second.origin.prompt.startswith("revise@")
    assert [p.kind for p in second.parts] == ["greeting", "value", "boundary", "closing"]


async def test_that_an_answer_is_put_into_the_models_words_without_asking_it_again(
    coach: Coach, scripted_model: ScriptedModel
) -> None:
    scripted_model.default = faithful(lambda kind, text: text.replace("ご不便", "お手間"))
    first = await draft(
        coach,
        message="写真の取り込みが急にできなくなりました。原因も分からず現場が止まっています。至急ご対応ください。",
    )
    assert first.asks and first.drafted_by == "scripted"
    before = len(scripted_model.chats)
    answers = {ask.id: "11月24日(火)17時" if ask.kind in ("time", "date") else "部長の山本" for ask in first.asks}
    second = await coach.revise(first.id, answers=answers)
    assert len(scripted_model.chats) == before and second.drafted_by == "scripted"
    assert "17時" in second.body and first.parts[1].text in second.body
