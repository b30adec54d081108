"""What `tomoni doctor` and `/readyz` say of the model."""

import asyncio
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from api.app import create_app
from assistant.adapters.model import faults, provider, question
from assistant.cli import app_of
from assistant.settings import Settings, provider_environment
from assistant.texts import Say
from tests.demo_folder import demo_copy
from tests.model.server import Reply, ScriptedModel

KEY = "sk-scripted-0123456789"


@pytest.fixture
def folder(tmp_path: Path, imported: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("TOMONI_MODEL", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")
    return demo_copy(tmp_path / "data")


def doctor(folder: Path) -> Result:
    return CliRunner().invoke(app_of(["doctor"]), ["doctor", "--data", str(folder)])


def test_that_doctor_says_how_a_model_is_switched_on(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    without = doctor(folder).output
    assert "TOMONI_MODEL" in without and "switched on by a name" in without
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with_key = doctor(folder).output
    assert "the key alone switches nothing on" in with_key
    assert KEY not in with_key


def test_that_doctor_says_that_the_model_answers_and_where_mails_go(
    folder: Path, scripted_model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TOMONI_MODEL", "openai:gpt-5-mini")
    done = doctor(folder)
    assert done.exit_code == 0, done.output
    assert re.search(r"language model\s+gpt-5-mini\s+answers", done.output)
    assert "customers' mails go to 127.0.0.1" in done.output
    assert len(scripted_model.chats) == 1


def test_that_doctor_says_a_wrong_key_once_and_never_the_key(folder: Path, scripted_model: ScriptedModel):
    (folder / ".env").write_text(f"TOMONI_MODEL=openai:gpt-5-mini\nOPENAI_API_KEY={KEY}\n")
    scripted_model.default = Reply(status=401, message=f"Incorrect API key provided: {KEY}")
    done = doctor(folder)
    assert done.exit_code == 1
    assert done.output.count("was refused") == 1
    assert "OPENAI_API_KEY" in done.output
    assert KEY not in done.output and "sk-" not in done.output
    assert len(scripted_model.chats) == 1


def test_that_a_key_may_stand_in_the_data_folder_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / ".env").write_text("OPENAI_API_KEY=from-file\nOPENAI_BASE_URL=http://127.0.0.1:1/v1\n")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "from-environment")
    found = provider_environment(tmp_path)
    assert (found["OPENAI_API_KEY"], found["OPENAI_BASE_URL"]) == ("from-environment", "http://127.0.0.1:1/v1")


def test_that_readyz_stays_ready_and_names_the_models_trouble(folder: Path, scripted_model: ScriptedModel):
    scripted_model.say(Reply(status=401), "OK")
    api = create_app(Settings(data=folder, model="openai:gpt-5-mini"))
    with TestClient(api, base_url="http://127.0.0.1:8000") as client:
        assert client.get("/readyz").json() == {"status": "ready"}
        assert client.portal
        client.portal.call(api.state.coach.desk.model.probe)
        answer = client.get("/readyz", headers={"accept-language": "ja"})
        assert answer.status_code == 200
        assert answer.json()["status"] == "ready"
        assert "OPENAI_API_KEY" in answer.json()["model"] and "ご確認" in answer.json()["model"]
        client.portal.call(api.state.coach.desk.model.probe)
        assert client.get("/readyz").json() == {"status": "ready"}


def test_that_every_fault_is_said_in_japanese_with_all_its_values():
    said = [*faults.SENTENCES.values(), faults._CREDIT, faults._REQUEST, faults._LONG]
    said += [question._OWN_LIMIT, question.UNREADABLE]
    said += [getattr(provider, name) for name in ("_NAME", "_NO_KEY", "_NO_PACKAGE", "_NO_PROVIDER", "_NO_SETUP")]
    for msgid in said:
        places = set(re.findall(r"%\(\w+\)s", msgid))
        japanese = Say("ja")(msgid)
        assert re.search(r"[ぁ-ん]", japanese), msgid
        assert set(re.findall(r"%\(\w+\)s", japanese)) == places


def test_that_a_start_says_once_what_keeps_the_model_from_answering(
    folder: Path, scripted_model: ScriptedModel, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    from assistant.bootstrap import open_coach
    from assistant.cli_serve import _ask_the_model

    scripted_model.default = Reply(status=401)

    async def start() -> None:
        coach = await open_coach(Settings(data=folder, model="openai:gpt-5-mini"))
        await _ask_the_model(coach, Say("en"))
        await coach.close()

    asyncio.run(start())
    assert (capsys.readouterr().err + caplog.text).count("was refused") == 1
