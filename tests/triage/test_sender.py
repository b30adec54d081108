"""Who wrote, as far as the message says."""

import pytest


@pytest.mark.parametrize(
    ("message", "name", "company", "department"),
    [
        ("江藤です。帳票が出ません。", "江藤", "", ""),
        ("総務課の江藤です。帳票が出ません。", "江藤", "", "総務課"),
        ("専務の江藤です。帳票が出ません。", "江藤", "", ""),
        ("お世話になっております。有限会社はやぶさ運輸の江藤です。帳票が出ません。", "江藤", "有限会社はやぶさ運輸", ""),
        ("お世話になります。有限会社はやぶさ運輸 総務課の江藤と申します。帳票が出ません。", "江藤", "有限会社はやぶさ運輸", "総務課"),
        ("Grace here, the app is stuck.", "Grace", "", ""),
        ("Hi Aoi, this is Grace from Amadi Plumbing. It is stuck.", "Grace", "Amadi Plumbing", ""),
    ],
)  # fmt: skip
def test_that_the_greeting_names_the_sender(reading, message, name, company, department):
    sender = reading(message, own_names=["高橋 葵", "Aoi Takahashi"]).sender
    assert (sender.name, sender.company, sender.department) == (name, company, department)


def test_that_a_known_contact_is_recognised_by_the_name_alone(reading):
    assert reading("Grace: it is stuck.", names=["Grace Amadi"]).sender.name == "Grace"
    assert reading("江藤だ。返事をくれ。", names=["江藤 美里"]).sender.name == "江藤"


@pytest.mark.parametrize(
    "message",
    [
        "残念です。もう使いません。",
        "不愉快です。説明してください。",
        "合格です。検収します。",
        "稟議用です。数字をください。",
    ],
)
def test_that_a_noun_before_desu_is_no_name(reading, message):
    assert reading(message).sender.name == ""


def test_that_our_own_people_are_addressed_and_not_senders(reading):
    assert reading("高橋です。連絡をください。", own_names=["高橋 葵"]).sender.name == ""


def test_that_a_name_behind_the_last_sentence_is_the_sender(reading):
    got = reading("説明してください。 江藤")
    assert got.sender.name == "江藤" and "江藤" not in got.own


def test_that_the_signature_tells_name_company_department_and_address(reading):
    got = reading(
        "帳票が出ません。\n\n----------\n有限会社はやぶさ運輸 総務課\n課長 江藤 美里\n電話 022-000-0000\neto@hayabusa.example\n----------"
    ).sender
    assert (got.name, got.company, got.department, got.email) == (
        "江藤 美里", "有限会社はやぶさ運輸", "総務課", "eto@hayabusa.example",
    )  # fmt: skip
    got = reading("It is stuck.\n\nKind regards,\nGrace Amadi\nDispatcher, Amadi Heating & Cooling").sender
    assert (got.name, got.company) == ("Grace Amadi", "Amadi Heating & Cooling")
