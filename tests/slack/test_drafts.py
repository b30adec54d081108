"""Drafts in Slack: what the caller sees, and what its buttons do."""

import httpx2
import pytest

from api.slack.showing import Told, draft_blocks
from assistant.domain.draft import Draft
from assistant.texts import Say
from tests.slack.conftest import Workspace
from tests.slack.running import elements, said

MESSAGE = "次のご更新では年額を2割下げていただけませんか。"
ASKED = f"shionoi-setsubi {MESSAGE}"


def test_that_a_command_is_answered_with_a_draft_that_only_the_caller_sees(app: Workspace):
    answer = app.type(ASKED)
    assert (answer.status_code, answer.text) == (200, "")
    message = app.slack.wait()[0].json
    text = said(message)
    assert message["response_type"] == "ephemeral"
    assert "株式会社汐ノ井設備" in text and "値引き・価格の相談" in text
    assert f"> {MESSAGE}" in text
    assert "年額は、現在の1,560,000円(税抜)のままお願いいたします。" in text
    assert "2026年10月 定例会議事録" in text and "5,184,000円" in text
    assert len(app.slack.posts) == 1


def test_that_the_draft_is_the_same_as_behind_every_other_door(app: Workspace):
    text = said(app.draft(ASKED))
    request = {"account": "shionoi-setsubi", "message": MESSAGE}
    draft = httpx2.post(f"{app.running.address}/api/drafts", json=request, timeout=90).json()
    for paragraph in draft["body"].split("\n\n"):
        assert paragraph.replace("&", "&amp;") in text


def test_that_customers_words_are_neither_mention_nor_link_nor_command(app: Workspace):
    words = "<!channel> <@U999> <https://evil.example|請求書> & <#C1|general> 次のご更新はいくらですか。"
    text = said(app.draft(f"shionoi-setsubi {words}"))
    assert "> &lt;!channel&gt; &lt;@U999&gt; &lt;https://evil.example|請求書&gt; &amp; &lt;#C1|general&gt;" in text


def test_that_a_command_is_read_as_it_was_typed(app: Workspace):
    app.draft("shionoi-setsubi A &amp; B が &lt;3件&gt; です。ご確認ください。")
    draft = httpx2.get(f"{app.running.address}/api/drafts?limit=1", timeout=90).json()["drafts"][0]
    text = said(app.slack.posts[0].json)
    assert "> A &amp; B が &lt;3件&gt; です。" in text and "&amp;amp;" not in text and "&amp;lt;" not in str(draft)


def test_that_long_words_are_divided_and_nothing_of_them_is_cut(app: Workspace):
    words = "\n\n".join(f"{n}件目の相談です。" + "画面が止まりました。" * 40 for n in range(8))
    message = app.draft(f"shionoi-setsubi {words}")
    shown = said(message).replace("> ", "").replace("\n", "")
    assert words.replace("\n", "") in shown


def test_that_the_language_is_the_callers_in_slack(app: Workspace):
    assert "Show sources" in said(app.draft(ASKED, user="U2"))
    assert "根拠を見る" in said(app.draft(ASKED + " ", user="U1"))


def test_that_the_organisations_language_serves_where_slack_tells_none(app: Workspace):
    app.slack.refuse["users.info"] = "missing_scope"
    assert "根拠を見る" in said(app.draft(ASKED, user="U3"))


@pytest.mark.parametrize(("action", "shorter"), [("shorter", True), ("firmer", False), ("softer", False)])
def test_that_a_button_says_it_another_way_in_place_of_the_old_one(app: Workspace, action: str, shorter: bool):
    first = app.draft(ASKED)
    app.click(elements(first)[action])
    second = app.slack.wait(2)[1].json
    assert second["replace_original"] is True and second["response_type"] == "ephemeral"
    assert elements(second)[action]["value"].endswith(":2")
    assert not shorter or len(said(second)) < len(said(first))


def test_that_a_letter_goes_to_english_and_back(app: Workspace):
    first = app.draft(ASKED)
    app.click(elements(first)["english"])
    second = app.slack.wait(2)[1].json
    assert "Saya Enomoto" in said(second) or "Dear" in said(second) or "Hello" in said(second)
    app.click(elements(second)["japanese"])
    third = app.slack.wait(3)[2].json
    assert "お願いいたします" in said(third)


def test_that_sources_come_with_their_own_words(app: Workspace):
    first = app.draft(ASKED)
    app.click(elements(first)["sources"])
    second = app.slack.wait(2)[1].json
    assert second["replace_original"] is False
    assert "月120時間 × 時給3,600円 × 12か月" in said(second)


def test_that_coaching_stands_behind_a_button(app: Workspace):
    first = app.draft(ASKED)
    app.click(elements(first)["coaching"])
    notes = said(app.slack.wait(2)[1].json)
    assert "コーチからの助言" in notes
    assert not set(notes.splitlines()[1:]) & set(said(first).splitlines())


def test_that_the_workspace_opens_at_the_draft(app: Workspace):
    button = elements(app.draft(ASKED))["workspace"]
    assert button["url"].startswith("https://tomoni.example/?account=shionoi-setsubi&draft=")
    assert app.click(button).status_code == 200


def test_that_a_shared_draft_is_the_letter_and_nothing_else(app: Workspace):
    first = app.draft(ASKED)
    button = elements(first)["share"]
    assert button["confirm"]["confirm"]["text"] == "共有する"
    app.click(button)
    shared = app.slack.wait(2)[1].json
    text = said(shared)
    assert shared["response_type"] == "in_channel" and "<@U1>" in text
    assert "年額は、現在の1,560,000円(税抜)のままお願いいたします。" in text
    assert (
        MESSAGE not in text and "定例会議事録" not in text and not any(b["type"] == "actions" for b in shared["blocks"])
    )


def test_that_a_draft_that_a_finding_blocks_is_not_shared(app: Workspace):
    first = app.draft(ASKED)
    button = elements(first)["share"]
    id = button["value"].split(":")[0]
    body = {"body": "汐ノ井設備 﨑田様\n\n今回に限り、年額を30%お値引きいたします。", "subject": "ご契約"}
    made = httpx2.post(f"{app.running.address}/api/drafts/{id}/revisions", json=body, timeout=90).json()
    assert any(finding["severity"] == "block" for finding in made["findings"])
    app.click({**button, "value": f"{id}:2"})
    refused = app.slack.wait(2)[1].json
    assert refused["response_type"] == "ephemeral" and "共有できません" in refused["text"]


def test_that_a_blocking_finding_shows_and_takes_the_share_button_away(app: Workspace):
    first = app.draft(ASKED)
    id = elements(first)["share"]["value"].split(":")[0]
    body = {"body": "汐ノ井設備 﨑田様\n\n今回に限り、年額を30%お値引きいたします。", "subject": "ご契約"}
    httpx2.post(f"{app.running.address}/api/drafts/{id}/revisions", json=body, timeout=90)
    made = Draft.model_validate(httpx2.get(f"{app.running.address}/api/drafts/{id}", timeout=90).json())
    shown = {"blocks": draft_blocks(made, Told("汐ノ井設備", MESSAGE, "https://tomoni.example", {}), Say("ja"))}
    assert "share" not in elements(shown)
    assert ":no_entry:" in said(shown)


def test_that_what_only_the_csm_can_say_is_asked_and_put_in(app: Workspace):
    first = app.draft(
        "shionoi-setsubi 先週から同期が止まったままで、現場の記録が3日分消えました。いったいどうなっているのですか。"
    )
    app.click(elements(first)["answer"])
    form = app.opened()
    fields = {block["block_id"]: {"type": "plain_text_input", "value": "11月26日(木)15時"} for block in form["blocks"]}
    assert app.submit(form, fields).status_code == 200
    second = said(app.slack.wait(2)[1].json)
    assert "11月26日(木)15時" in second


def test_that_the_completion_message_needs_the_account_alone(app: Workspace):
    text = said(app.draft("close shionoi-setsubi"))
    assert "プロジェクトの完了" in text
    assert app.drafts() == 1


def test_that_the_coach_answers_a_question(app: Workspace):
    text = said(app.draft("ask shionoi-setsubi 契約の更新日はいつですか"))
    assert "> 契約の更新日はいつですか" in text and "2027年3月31日" in text


def test_that_help_comes_in_the_callers_language(app: Workspace):
    assert "`/tomoni ask 顧客 質問`" in said(app.draft("help"))
    assert "`/tomoni ask ACCOUNT QUESTION`" in said(app.draft("help", user="U2"))
    assert app.drafts() == 0


def test_that_ones_own_draft_is_gone_over(app: Workspace):
    app.type("review 汐ノ井")
    form = app.opened()
    assert form["blocks"][0]["element"]["initial_option"]["value"] == "shionoi-setsubi"
    own = "汐ノ井設備 﨑田様\n\nお世話になっております。今回に限り、年額を30%お値引きいたします。"
    fields = {
        "account": {"selected_option": {"value": "shionoi-setsubi"}},
        "message": {"value": MESSAGE},
        "draft": {"value": own},
    }
    assert app.submit(form, fields).status_code == 200
    shown = app.slack.wait()[0].json
    text = said(shown)
    assert shown["response_type"] == "ephemeral"
    assert ":no_entry:" in text and "30%" in text and f"> {MESSAGE}" in text
    assert app.drafts() == 0
