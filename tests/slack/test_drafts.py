"""Drafts in Slack."""

from tests.slack.conftest import Workspace
from tests.slack.running import said

ASKED = "shionoi-setsubi 次のご更新では年額を2割下げていただけませんか。"


def test_that_a_command_is_answered_with_a_draft_that_only_the_caller_sees(app: Workspace):
    answer = app.type(ASKED)
    assert (answer.status_code, answer.text) == (200, "")
    message = app.slack.wait()[0].json
    assert message["response_type"] == "ephemeral"
    text = said(message)
    print(text)
    assert "株式会社汐ノ井設備" in text
