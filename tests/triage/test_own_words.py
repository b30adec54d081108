"""What the writer wrote now: without quoted mail, signature, mark-up and what cannot be seen."""

import pytest

from assistant.triage.hidden import unseen

SIGNED_JA = """いつもお世話になっております。
給与明細の印刷方法を教えてください。

＝＝＝＝＝＝＝＝＝＝＝＝
有限会社はやぶさ運輸
総務課　課長　江藤　美里
電話　０２２－０００－００００
mail: eto@hayabusa.example
＝＝＝＝＝＝＝＝＝＝＝＝
"""

SIGNED_EN = """How do I archive a finished job?

Best regards,

Grace Amadi
Office Manager, Amadi Plumbing Ltd
Phone: +44 1632 960 000
This e-mail is confidential and intended for the addressee only.
"""


def test_that_a_ruled_signature_is_no_part_of_the_own_words(reading):
    own = reading(SIGNED_JA).own
    assert own.endswith("教えてください。") and "はやぶさ" not in own


def test_that_an_english_sign_off_signature_and_disclaimer_are_no_part_of_the_own_words(reading):
    assert reading(SIGNED_EN).own == "How do I archive a finished job?"


def test_that_lines_with_dashes_begin_a_signature(reading):
    assert reading("It prints twice.\n-- \nGrace\nAmadi Plumbing").own == "It prints twice."


@pytest.mark.parametrize("mark", [">", "＞", "| ", "> > "])
def test_that_quoted_lines_are_left_out(reading, mark):
    assert reading(f"承知しました。続けます。\n{mark}値引きはできません。").own == "承知しました。続けます。"


@pytest.mark.parametrize(
    "head",
    [
        "On Fri, Nov 20, 2026 at 9:12 AM Aoi Takahashi <aoi@sample.example> wrote:",
        "2026年11月20日(金) 9:12 高橋 葵 <aoi@sample.example>:",
        "-----Original Message-----\nFrom: Aoi\nSent: Friday",
        "----- 転送メッセージ -----",
        "差出人: 高橋\n送信日時: 2026年11月20日\n宛先: 佐藤\n件名: 更新",
        "From: Aoi\nSent: Friday\nTo: Kyle\nSubject: Renewal",
    ],
)
def test_that_everything_below_the_head_of_an_earlier_mail_is_left_out(reading, head):
    reading = reading(f"Please resend it.\n\n{head}\n\nWe can lower the price by half.")
    assert reading.own == "Please resend it."


def test_that_words_below_a_quotation_are_the_writers_own(reading):
    message = "On Friday Aoi wrote:\n> Shall we meet?\n\nYes, gladly."
    assert reading(message).own == "Yes, gladly."


def test_that_the_head_of_a_pasted_mail_is_no_text_and_names_its_sender(reading):
    got = reading("From: Grace Amadi <grace@amadi.example>\nSubject: Help\n\nThe export fails.")
    assert got.own == "The export fails."
    assert (got.sender.name, got.sender.email) == ("Grace Amadi", "grace@amadi.example")


def test_that_own_words_are_in_one_width(reading):
    assert reading("ﾊﾟｽﾜｰﾄﾞを１２回入れました。").own == "パスワードを12回入れました。"


def test_that_a_line_broken_for_width_does_not_break_a_sentence(reading):
    message = "月末の締め処理のあとで帳票を印刷しようとすると、\n余白が大きくなってしまうのはどうすれば直りますか。"
    assert [q.quote for q in reading(message).questions] == [message]


def test_that_offsets_point_into_the_message_as_it_came(reading):
    message = "ﾀﾌﾞﾚｯﾄの件です。\u200bどうやって設定しますか？"
    for question in reading(message).questions:
        assert message[question.start : question.end] == question.quote
    assert reading(message).questions


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2066", "\ufeffx\ufeff"[1:], "\u00ad", "\U000e0041"])
def test_that_invisible_and_direction_changing_characters_are_found_and_left_out(reading, sign):
    got = reading(f"請求書を{sign}再送してください。")
    assert got.hidden and sign[-1] not in got.own


@pytest.mark.parametrize(
    "plain", ["👩‍💻 助かりました", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 office", "葛󠄀城市の者です。設定を教えてください。", "\ufeffHello there"]
)
def test_that_emoji_flags_and_variants_of_kanji_are_nothing_hidden(plain):
    assert not unseen(plain).characters


def test_that_tags_scripts_comments_and_formulas_are_mark_up_and_left_out(reading):
    message = (
        '=HYPERLINK("http://x.invalid","a")\n<b>Hello</b><script>alert(1)</script><!-- note --> Where is my invoice?'
    )
    got = reading(message)
    assert len(got.markup) >= 4
    assert got.own.split() == ["Hello", "Where", "is", "my", "invoice?"]


def test_that_an_address_in_angle_brackets_is_no_mark_up(reading):
    assert not reading("Please copy <grace@amadi.example> in, and 3 < 5.").markup


@pytest.mark.parametrize(
    "code", ["eyJhbGciOiJIUzI1NiJ9AAAA9f8e7d6c5b", "A" * 44, "https://x.example/" + "Q2xvc2UgeW91ciBsZXR0ZXI=" * 2]
)
def test_that_keys_and_addresses_are_no_hidden_text(reading, code):
    assert not reading(f"The link is {code} and it fails.").hidden
