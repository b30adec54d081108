"""Other accounts' names in a mail."""

import pytest

from assistant.adapters.records import SqlRecords
from assistant.adapters.records.nametable import NameTable
from tests.records.samples import account

pytestmark = pytest.mark.anyio

ACCOUNTS = [
    ("own", "株式会社ひなた機工"),
    ("minato", "株式会社 東雲フーズ"),
    ("shinonome", "東雲フーズ物流株式会社"),
    ("hospital", "医療法人青葉会 若草病院"),
    ("short", "有限会社北星"),
    ("word", "つばさ株式会社"),
    ("latin", "Cedar Lane Ltd."),
    ("single", "Brightwell, Inc."),
    ("everyday", "Summit LLC"),
    ("katakana", "株式会社リソラ"),
    ("university", "学校法人海原学園"),
    ("part", "ひなた"),
]
TABLE = NameTable(ACCOUNTS)


@pytest.mark.parametrize(
    ("text", "id", "quote"),
    [
        ("先日、株式会社東雲フーズ様から伺いました。", "minato", "株式会社東雲フーズ"),
        ("東雲フーズさんの事例を", "minato", "東雲フーズ"),
        ("㈱東雲フーズの件", "minato", "東雲フーズ"),
        ("東雲ﾌｰｽﾞ様の件", "minato", "東雲ﾌｰｽﾞ"),
        ("株式会社東雲\nフーズ様", "minato", "株式会社東雲\nフーズ"),
        ("東雲フーズ物流の倉庫で", "shinonome", "東雲フーズ物流"),
        ("若草病院の師長さん", "hospital", "若草病院"),
        ("青葉会さまでも", "hospital", "青葉会"),
        ("先週は有限会社北星に", "short", "有限会社北星"),
        ("（有）北星の社長", "short", "北星"),
        ("つばさ（株）のように", "word", "つばさ"),
        ("as CEDAR LANE did", "latin", "CEDAR LANE"),
        ("Ｃｅｄａｒ　Ｌａｎｅ様", "latin", "Ｃｅｄａｒ　Ｌａｎｅ"),
        ("What does Brightwell pay?", "single", "Brightwell"),
        ("Brightwell様の条件", "single", "Brightwell"),
        ("a call with Summit, LLC today", "everyday", "Summit"),
        ("リソラ様では", "katakana", "リソラ"),
        ("海原学園の先生", "university", "海原学園"),
    ],
)
def test_that_another_account_is_found_as_people_write_it(text: str, id: str, quote: str):
    assert [(found.id, found.quote) for found in TABLE.find(text, "own")] == [(id, quote)]


@pytest.mark.parametrize(
    "text",
    [
        "株式会社ひなた機工の森田です。ひなた機工では、ひなたの会を開きます。",
        "北星が見える",
        "つばさを広げる",
        "the summit of the year, a summit and The Summit Meeting",
        "a brightwell of ideas",
        "Brightwellness and cedar laneways",
        "リソラシステムとスリソラ",
        "東雲 と フーズ",
        "株式会社",
        "",
        "あ",
    ],
)
def test_that_words_that_only_look_like_a_name_are_left_alone(text: str):
    assert TABLE.find(text, "own") == []


def test_that_a_mail_may_name_several_each_once_in_its_order():
    text = "リソラ様と、若草病院様、それからリソラ様"
    assert [found.id for found in TABLE.find(text, "own")] == ["katakana", "hospital"]


def test_that_the_account_itself_is_never_another_account():
    assert TABLE.find("リソラの件、株式会社リソラ", "katakana") == []
    assert [found.id for found in TABLE.find("東雲フーズ物流より、東雲フーズ様へ", "minato")] == ["shinonome"]


def test_that_a_name_inside_the_own_name_is_not_another_account():
    assert TABLE.find("東雲フーズの倉庫です", "shinonome") == []


def test_that_two_accounts_of_one_name_are_both_found():
    table = NameTable([("a", "株式会社海猫堂"), ("b", "海猫堂合同会社")])
    assert {found.id for found in table.find("海猫堂さん", "x")} == {"a", "b"}


async def test_that_the_names_follow_what_is_on_record(records: SqlRecords):
    await records.merge_accounts([account("own", "ひなた機工"), account("other", "株式会社リソラ")])
    text = "リソラ様とアマネカ様"
    assert [found.name for found in await records.named_in(text, "own")] == ["株式会社リソラ"]
    await records.put_account(account("other", "株式会社アマネカ"))
    assert [found.quote for found in await records.named_in(text, "own")] == ["アマネカ"]
    other = SqlRecords(records.database.url.render_as_string(hide_password=False))
    await other.put_account(account("third", "リソラ合同会社"))
    await other.close()
    assert [found.id for found in await records.named_in(text, "own")] == ["third", "other"]
