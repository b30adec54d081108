"""When the model, Slack or Tomoni itself fails: the caller always hears the end of it."""

import time
from threading import Event
from typing import Any

import httpx2
import pytest

from api.slack import drafting
from assistant import coach
from assistant.adapters.records import SqlRecords
from assistant.errors import Unavailable
from assistant.settings import Settings
from tests.model.good import good_model
from tests.model.server import Reply, ScriptedModel
from tests.slack.conftest import Workspace
from tests.slack.running import Running, elements, said
from tests.slack.server import LoopbackSlack

ASKED = "shionoi-setsubi 次のご更新では年額を2割下げていただけませんか。"


def by_model(settings: Settings, **more: object) -> Settings:
    return settings.model_copy(update={"model": "openai:scripted", **more})


@pytest.mark.parametrize(
    "reply",
    [Reply(status=500), Reply(status=401, code="invalid_api_key"), Reply("{", cut=True), Reply("not what was asked for"), Reply("")],
    ids=["broken", "refused", "cut off", "unreadable", "empty"],
)  # fmt: skip
def test_that_a_failing_model_still_ends_in_a_draft_that_says_why(
    settings: Settings, slack: LoopbackSlack, scripted_model: ScriptedModel, reply: Reply
):
    scripted_model.default = reply
    with Running(by_model(settings, model_deadline=6.0)) as running:
        text = said(Workspace(running, slack).drafted(ASKED))
    assert "年額は、現在の1,560,000円(税抜)のままお願いいたします。" in text
    assert "モデル" in text


def test_that_a_slow_model_keeps_nobody_waiting_for_a_sign(
    settings: Settings, slack: LoopbackSlack, scripted_model: ScriptedModel
):
    """A model that says nothing for sixty seconds; its deadline here is six, so that the test need not wait as long."""
    scripted_model.default = Reply(hang=60)
    with Running(by_model(settings, model_deadline=6.0)) as running:
        app = Workspace(running, slack)
        began = time.monotonic()
        assert app.type(ASKED).status_code == 200
        # Slack waits for three.
        assert time.monotonic() - began < 3
        first = slack.wait(1)[0]
        assert 2 < first.at - began < 6
        assert "> 次のご更新では年額を2割下げていただけませんか。" in said(first.json)
        assert "できしだい" in said(first.json) and "actions" not in {b["type"] for b in first.json["blocks"]}
        last = slack.wait(2)[1].json
        assert "share" in elements(last)
        assert len(slack.posts) == 2


def test_that_no_command_waits_for_a_slow_draft(
    settings: Settings, slack: LoopbackSlack, scripted_model: ScriptedModel
):
    scripted_model.default = Reply(hang=60)
    with Running(by_model(settings, model_deadline=3.0)) as running:
        app = Workspace(running, slack)
        for number in range(6):
            began = time.monotonic()
            assert app.type(f"{ASKED}({number})").status_code == 200
            assert time.monotonic() - began < 3
        began = time.monotonic()
        while sum("actions" in {b["type"] for b in p.json.get("blocks", [])} for p in slack.posts) < 6:
            assert time.monotonic() - began < 15, "slow drafts wait for each other"
            time.sleep(0.05)


def test_that_who_waits_is_told_when_the_program_stops(
    settings: Settings, slack: LoopbackSlack, scripted_model: ScriptedModel
):
    scripted_model.default = Reply(hang=60)
    with Running(by_model(settings)) as running:
        assert Workspace(running, slack).type(ASKED).status_code == 200
        time.sleep(1)
        running.stop()
    assert "中断" in slack.posts[-1].json["text"]


def test_that_a_worn_out_address_is_replaced_by_a_message_that_only_the_caller_sees(app: Workspace):
    app.slack.hook_status = [404]
    app.type(ASKED)
    call = app.slack.called("chat.")
    assert call.name == "chat.postEphemeral" and (call.json["channel"], call.json["user"]) == ("C1", "U1")
    assert app.slack.posts == []


def test_that_where_nothing_arrives_a_word_without_the_customers_words_is_left(app: Workspace):
    app.slack.hook_status = [404]
    app.slack.refuse["chat.postEphemeral"] = "not_in_channel"
    app.type(ASKED)
    call = app.slack.called("chat.", 2)
    assert call.name == "chat.postMessage" and call.json["channel"] == "U1"
    assert "https://tomoni.example/?account=shionoi-setsubi&amp;draft=" in call.json["text"]
    assert "2割" not in str(call.json)


def test_that_a_hiccup_of_slacks_is_waited_out(app: Workspace):
    app.slack.hook_status = [500]
    assert "share" in elements(app.draft(ASKED))


def test_that_a_form_that_slack_does_not_open_is_said_with_the_reason(app: Workspace):
    app.slack.refuse["views.open"] = "expired_trigger_id"
    assert "expired_trigger_id" in app.draft("")["text"]


def test_that_a_failed_revision_may_be_tried_again(app: Workspace, monkeypatch: pytest.MonkeyPatch):
    button = elements(app.draft(ASKED))["shorter"]
    revise = coach.Coach.revise

    async def fails(*_: object, **__: object) -> None:
        raise Unavailable("The disk is full.")

    monkeypatch.setattr(coach.Coach, "revise", fails)
    app.click(button)
    assert ":warning:" in app.slack.wait(2)[1].json["text"]
    monkeypatch.setattr(coach.Coach, "revise", revise)
    app.click(button)
    assert elements(app.slack.wait(3)[2].json)["shorter"]["value"].endswith(":2")


def test_that_a_fault_of_ours_is_said_without_its_details(app: Workspace, monkeypatch: pytest.MonkeyPatch):
    async def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(coach.Coach, "draft", breaks)
    message = app.draft(ASKED)
    assert message["response_type"] == "ephemeral" and "secret detail" not in str(message)


def test_that_records_without_an_organisation_are_said(slack: LoopbackSlack, configured: None, tmp_path):
    from tests.demo_folder import empty_copy

    with Running(Settings(data=empty_copy(tmp_path / "nothing"), slack_api_url=slack.api)) as running:
        app = Workspace(running, slack)
        assert "見つかりません" in app.draft("minato-foods お世話になっております。")["text"]
        assert httpx2.get(f"{running.address}/healthz").status_code == 200


def test_that_records_that_cannot_be_written_are_said_at_once(app: Workspace, monkeypatch: pytest.MonkeyPatch):
    async def fails(*_: object, **__: object) -> bool:
        raise Unavailable("The disk is full.")

    monkeypatch.setattr(SqlRecords, "claim", fails)
    answer = app.type(ASKED)
    assert answer.status_code == 200 and answer.json()["response_type"] == "ephemeral"
    assert "The disk is full." in answer.json()["text"]


def test_that_a_draft_that_grows_slowly_is_shown_as_it_grows(
    settings: Settings, slack: LoopbackSlack, scripted_model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(drafting, "_STEPS", (0.1,) * 1_000)
    gate = Event()

    def halfway(request: dict[str, Any]) -> Reply:
        text = good_model(request)
        return Reply(text, size=6, after=len(text) // 12, gate=gate)

    scripted_model.default = halfway
    with Running(by_model(settings, model_deadline=80.0)) as running:
        app = Workspace(running, slack)
        assert app.type(ASKED).status_code == 200
        # Whoever waits is told twice at most, the second time with what has grown.
        growing = next(count for count in (1, 2) if "点検前" in said(slack.wait(count)[count - 1].json))
        gate.set()
        last = slack.wait(growing + 1)[growing].json
    assert "model" in said(last) or "scripted" in said(last)
    assert len(slack.posts) == growing + 1
    growing = [said(post.json) for post in slack.posts[:-1]]
    assert any("点検前" in text for text in growing)
    assert all("1,560,000円(税抜)のまま" not in text or "点検前" in text for text in growing)
