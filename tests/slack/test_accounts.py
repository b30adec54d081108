"""The account that a command names, and what happens where it is not clear which one."""

import json
from collections.abc import Iterator

import httpx2
import pytest

from api.slack.finding import Names
from api.slack.romaji import latin
from assistant.settings import Settings
from tests.slack.conftest import Workspace
from tests.slack.running import Running, elements, said

NAMES = Names({
    "minato-foods": "株式会社みなとフーズ", "acme-001": "Harbor Lane Hotels, Inc.", "acme-002": "ミナト物流(株)",
    "clinic-7": "医療法人 青葉会", "kyoto-s": "京都しょうゆ株式会社", "tokyo-tech": "Tokyo Tech",
})  # fmt: skip


@pytest.mark.parametrize(
    ("text", "hits", "rest"),
    [
        ("minato-foods 3割引いて", ["minato-foods"], "3割引いて"),
        ("MINATO-FOODS\n3割引いて", ["minato-foods"], "3割引いて"),
        ("みなとフーズ 3割引いて", ["minato-foods"], "3割引いて"),
        ("ミナトフーズ、3割引いて", ["minato-foods"], "3割引いて"),
        ("株式会社みなとフーズ 佐藤様より、3割引いて", ["minato-foods"], "佐藤様より、3割引いて"),
        ("ミナト物流様 お世話になっております", ["acme-002"], "お世話になっております"),
        ("Harbor Lane Hotels can you cut it?", ["acme-001"], "can you cut it?"),
        ("harbor can you cut it?", ["acme-001"], "can you cut it?"),
        ("「青葉会」 画面が出ません", ["clinic-7"], "画面が出ません"),
        ('"Tokyo Tech" hello', ["tokyo-tech"], "hello"),
        ("shoyu いくらですか", ["kyoto-s"], "いくらですか"),
        ("aobakai 画面が出ません", ["clinic-7"], "画面が出ません"),
        ("あおば 画面が出ません", ["clinic-7"], "画面が出ません"),
        ("みなと 値引き", ["acme-002", "minato-foods"], "値引き"),
        ("minato 値引き", ["acme-002", "minato-foods"], "値引き"),
        ("lane please", ["acme-001"], "please"),
        ("arb yes", [], "arb yes"),
        ("この度は値引きを", [], "この度は値引きを"),
    ],
)
def test_that_an_account_is_found_by_id_name_or_piece_in_either_script(text: str, hits: list[str], rest: str):
    sought = NAMES.sought(text)
    assert (sorted(sought.hits), sought.rest) == (hits, rest)


def test_that_kana_are_read_in_latin_letters():
    said = {
        "きょうと": "kyoto",
        "しんじゅく": "shinjuku",
        "さっぽろ": "saporo",
        "とうきょう": "tokyo",
        "ふぁみりー": "famiri",
    }
    assert {kana: latin(kana).replace("pp", "p") for kana in said} == said


def test_that_a_misspelt_name_finds_those_that_come_nearest():
    assert NAMES.misspelt("minatofodds") and NAMES.nearest("minatofodds")[0] == "minato-foods"
    assert NAMES.misspelt("みなとフード") and not NAMES.misspelt("お世話になっております")


@pytest.fixture(scope="module")
def running(settings: Settings) -> Iterator[Running]:
    """An app that knows two more accounts."""
    with Running(settings) as started:
        for id, name in (("minato-foods", "株式会社みなとフーズ"), ("minato-log", "ミナト物流株式会社")):
            account = {"id": id, "name": name, "language": "ja", "contacts": [{"name": "佐藤 健一"}]}
            assert httpx2.put(f"{started.address}/api/accounts/{id}", json=account, timeout=180).is_success
        yield started


def test_that_of_several_accounts_one_is_chosen_from_a_menu(app: Workspace):
    asked = app.draft("みなと 更新の金額を教えてください。")
    menu = elements(asked)["account"]
    assert asked["response_type"] == "ephemeral"
    assert {option["value"] for option in menu["options"]} == {"minato-foods", "minato-log"}
    assert app.drafts() == 0
    block = asked["blocks"][-1]["block_id"]
    app.click(menu, block, chosen="minato-log")
    draft = app.slack.wait(2)[1].json
    assert draft["replace_original"] is True
    assert "ミナト物流株式会社" in said(draft) and "> 更新の金額を教えてください。" in said(draft)
    app.click(menu, block, chosen="minato-log")
    assert app.drafts("minato-log") == 1 and app.drafts("minato-foods") == 0


def test_that_a_menu_does_not_answer_for_ever(app: Workspace):
    app.click({"type": "static_select", "action_id": "account"}, "0011223344556677", chosen="minato-log")
    assert "有効期限" in app.slack.wait()[0].json["text"]


def test_that_of_no_account_the_nearest_are_listed(app: Workspace):
    asked = app.draft("minatofodds 更新の金額を教えてください。")
    assert "見つかりませんでした" in said(asked)
    menu = elements(asked)["account"]
    assert menu["options"][0]["value"] == "minato-foods"
    app.click(menu, asked["blocks"][-1]["block_id"], chosen="minato-foods")
    assert "> 更新の金額を教えてください。" in said(app.slack.wait(2)[1].json)


def test_that_a_message_without_an_account_offers_those_that_it_names(app: Workspace):
    asked = app.draft("いつもお世話になっております。みなとフーズの佐藤です。更新の金額を教えてください。")
    menu = elements(asked)["account"]
    assert [option["value"] for option in menu["options"]] == ["minato-foods"]
    app.click(menu, asked["blocks"][-1]["block_id"], chosen="minato-foods")
    assert "> いつもお世話になっております。みなとフーズの佐藤です。" in said(app.slack.wait(2)[1].json)


def test_that_an_unheard_of_account_is_said_with_a_way_on(app: Workspace):
    asked = app.draft("ask 🙂 <!here>")
    assert "見つかりませんでした" in asked["text"] and "/tomoni" in asked["text"]


def test_that_the_command_alone_opens_a_form(app: Workspace):
    app.type("")
    form = app.opened()
    assert [block["block_id"] for block in form["blocks"]] == [
        "account",
        "message",
        "situation",
        "language",
        "instruction",
    ]
    typed = {"type": "block_suggestion", "user": {"id": "U1"}, "team": {"id": "T1"}, "action_id": "find_account", "block_id": "account", "value": "minato", "view": form}  # fmt: skip
    options = app.interact(typed).json()["options"]
    assert {option["value"] for option in options} == {"minato-foods", "minato-log"}
    fields = {
        "account": {"type": "external_select", "selected_option": options[0]},
        "message": {"type": "plain_text_input", "value": "更新の金額を教えてください。"},
        "situation": {"type": "static_select", "selected_option": {"value": "renewal"}},
        "language": {"type": "static_select", "selected_option": {"value": "en"}},
        "instruction": {"type": "plain_text_input", "value": "shorter"},
    }
    answer = app.submit(form, fields)
    assert answer.status_code == 200 and answer.text == ""
    text = said(app.slack.wait()[0].json)
    assert "契約の更新" in text and "Mr" not in text and "> 更新の金額を教えてください。" in text
    made = httpx2.get(f"{app.running.address}/api/drafts?account={options[0]['value']}", timeout=90).json()["drafts"][0]
    assert (made["situation"], made["language"]) == ("renewal", "en")


def test_that_a_form_says_what_is_missing_beside_the_field(app: Workspace):
    app.type("")
    form = app.opened()
    account = {"account": {"type": "external_select", "selected_option": {"value": "minato-foods"}}}
    answer = app.submit(form, account).json()
    assert answer["response_action"] == "errors" and "お客様からのメッセージ" in answer["errors"]["message"]
    assert app.drafts() == 0


def test_that_an_account_alone_opens_the_form_with_it(app: Workspace):
    app.type("みなとフーズ")
    account = app.opened()["blocks"][0]
    assert account["element"]["initial_option"]["value"] == "minato-foods"


def test_that_a_form_of_somebody_elses_address_is_not_answered_there(app: Workspace):
    app.type("")
    form = app.opened() | {"private_metadata": json.dumps({"url": "https://evil.example/", "channel": "C1"})}
    fields = {"account": {"selected_option": {"value": "minato-foods"}}, "message": {"value": "更新の金額は。"}}
    app.submit(form, fields)
    call = app.slack.called("chat.")
    assert call.name == "chat.postEphemeral"


def test_that_who_writes_in_chat_gets_a_chat_message(app: Workspace):
    entries = [
        {"date": f"2026-11-{n:02}", "kind": "note", "text": f"Slackで佐藤様から質問{n}。その場で回答。"}
        for n in (2, 9, 16)
    ]
    account = {"id": "chatty", "name": "株式会社おしゃべり", "language": "ja", "contacts": [{"name": "佐藤 健一"}], "history": entries}  # fmt: skip
    httpx2.put(f"{app.running.address}/api/accounts/chatty", json=account, timeout=90)
    chat, mail = (
        said(app.draft("chatty 更新の金額を教えてください。")),
        said(app.draft("minato-foods 更新の金額を教えてください。")),
    )
    assert "電話 03-0000-0000" in mail and "電話 03-0000-0000" not in chat
    assert "件名" in mail and "件名" not in chat
