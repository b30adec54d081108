"""What `tomoni doctor` says of Slack."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app_of
from tests.slack.conftest import SECRET, TOKEN
from tests.slack.server import LoopbackSlack


def doctor(folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app_of(["doctor"]), ["doctor", "--data", str(folder)], env={"LC_ALL": "en_US.UTF-8", "COLUMNS": "200"})  # fmt: skip
    return result.exit_code, result.output


def test_that_without_keys_slack_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SLACK_SIGNING_SECRET", raising=False)
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    assert "docs/slack.md" in doctor(tmp_path)[1]


def test_that_keys_in_the_folders_env_file_count_and_are_never_shown(
    tmp_path: Path, slack: LoopbackSlack, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TOMONI_SLACK_API_URL", slack.api)
    (tmp_path / ".env").write_text(f"SLACK_SIGNING_SECRET={SECRET}\nSLACK_BOT_TOKEN={TOKEN}\n", encoding="utf-8")
    _, said = doctor(tmp_path)
    assert "by HTTP" in said and "answers" in said and "set, not shown" in said
    slack.refuse["auth.test"] = "invalid_auth"
    status, said = doctor(tmp_path)
    assert "invalid_auth" in said and status == 1
    assert SECRET not in said and TOKEN not in said
