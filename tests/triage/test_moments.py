"""What needs no answer; how urgent, how grave, and in what mood."""

import pytest

from assistant.domain.situation import Situation


@pytest.mark.parametrize(
    "message",
    [
        "自動返信:ただいま休暇をいただいております。来週月曜日以降に順次ご返信いたします。",
        "本メールは送信専用です。ご返信いただいてもお答えできません。",
        "お問い合わせを受け付けました。受付番号は1234です。",
        "Automatic reply: I am on annual leave until Monday and will reply on my return.",
        "I am on leave until Monday. Please contact our front desk for anything that cannot wait.",
        "Your message to info@amadi.example could not be delivered. Mail delivery failed.",
        "We have received your request. Ticket #4711 has been created. Please do not reply to this email.",
    ],
)
def test_that_automatic_mails_need_no_answer(reading, message):
    got = reading(message)
    assert got.no_answer == "automatic" and got.situation == Situation.other


@pytest.mark.parametrize(
    "message",
    [
        "おめでとうございます！ギフト券に当選しました。今すぐクリックして受け取りください https://x.invalid",
        "Congratulations, you have won a holiday! Click here to claim your prize.",
        "I came across your website. Our agency helps companies like yours to boost your traffic. Book a quick call?",
    ],
)
def test_that_advertising_needs_no_answer(reading, message):
    assert reading(message).no_answer == "advertising"


@pytest.mark.parametrize(
    "message",
    [
        "本日はありがとうございました。",
        "承知いたしました。よろしくお願いいたします。",
        "Thank you, have a great weekend!",
        "Noted, thanks.",
    ],
)
def test_that_a_mere_courtesy_needs_no_answer(reading, message):
    got = reading(message)
    assert got.no_answer == "courtesy" and got.situation == Situation.other


@pytest.mark.parametrize(
    "message",
    [
        "全店の切り替えが無事に終わりました。ありがとうございました。",
        "Thank you! The last branch went live yesterday.",
        "ありがとうございます。ところで、印刷の設定はどこですか。",
        "自動返信メールの文面を変える方法を教えてください。",
        "How do I set up an out of office message in the app?",
        "ありがとうございました。今期で解約いたします。",
        "届いた広告メールの配信停止はどこから設定できますか。",
        "I'll be out of the office next week, so can we move our call?",
        "I'm on leave until the 9th, so please work with Imran. He signs small orders, the contract waits for me.",
        "来週は休暇をいただきます。お急ぎの件は加賀までお願いします。請求書だけは私の机に届くようにしてください。",
    ],
)
def test_that_thanks_with_news_and_questions_about_such_mails_are_answered(reading, message):
    assert reading(message).no_answer is None


def test_that_a_note_of_the_csm_is_always_answered(reading):
    assert reading("ありがとうございました。", sender="csm").no_answer is None


@pytest.mark.parametrize(
    "message",
    [
        "至急ご対応ください。",
        "本日中に直りますか。",
        "お客様をお待たせしています。",
        "We need this right now.",
        "My customer is waiting at the desk.",
    ],
)
def test_that_haste_is_urgent(reading, message):
    assert reading(message).urgent


@pytest.mark.parametrize(
    "message",
    [
        "来期の目標を相談したいです。",
        "Could we talk about next year some time?",
        "並べ替えの仕方を教えてください。急ぎではありません。",
        "急ぎませんので、お手すきのときに使い方を教えてください。",
        "How do I sort the list? Not urgent.",
        "There is no rush, but how do I add a second site?",
    ],
)
def test_that_a_calm_matter_is_not_urgent(reading, message):
    assert not reading(message).urgent


@pytest.mark.parametrize(
    "message",
    [
        "入力したデータが全部消えています。",
        "他社の請求書がうちの画面に表示されています。",
        "システムが落ちて窓口業務が止まっています。",
        "先月分が二重に引き落とされていました。",
        "名簿が漏えいしたようです。とても心配です。",
        "Customer addresses were leaked last night and I am worried.",
        "All our job records have vanished.",
        "We can see another company's invoices.",
        "You charged us twice in May.",
        "The whole office is at a standstill.",
    ],
)
def test_that_harm_to_work_data_or_money_is_serious(reading, message):
    assert reading(message).serious


@pytest.mark.parametrize(
    "message",
    [
        "不要なデータを削除する方法を教えてください。",
        "大至急、見積書の印刷方法を教えてください。",
        "How do I delete old records?",
        "I need the logo changed today.",
        "保護者の方が個人情報の漏えいを心配しています。",
        "情報漏えい対策の資料はありますか。",
        "Our trustees are worried about a data breach.",
        "Which GDPR questions can you answer for us?",
    ],
)
def test_that_a_question_about_deleting_and_mere_haste_are_not_serious(reading, message):
    assert not reading(message).serious


@pytest.mark.parametrize(
    ("message", "feeling"),
    [
        ("いい加減にしてください。何度目ですか。", "angry"),
        ("I am furious. This is a disgrace.", "angry"),
        ("このまま定着するのか不安です。", "worried"),
        ("I'm worried we won't make it.", "worried"),
        ("おかげさまで無事に稼働しました。嬉しいです。", "happy"),
        ("We love it, thank you so much.", "happy"),
        ("契約の更新日を教えてください。", "calm"),
        ("Where is the export button?", "calm"),
    ],
)
def test_that_the_mood_is_read(reading, message, feeling):
    assert reading(message).feeling == feeling


@pytest.mark.parametrize("mark", ["<!channel>", "<!here>", "<@U024BE7LH>", "<!subteam^S012AB3CD|@desk>", "@channel"])
def test_that_the_marks_of_a_chat_are_not_read_as_a_mood(reading, mark):
    plain = "明日の打ち合わせは10時からでよろしいでしょうか。"
    got, bare = reading(f"{mark} {plain}"), reading(plain)
    assert got.own == bare.own == plain
    assert got.situations == bare.situations and got.feeling == bare.feeling == "calm"


def test_that_fear_of_a_loss_is_not_the_loss(reading):
    assert not reading("ラベルを貼り替えたいのですが、履歴が消えるのは困ります。").serious
    assert reading("ラベルを貼り替えたら、履歴が消えてしまいました。").serious


@pytest.mark.parametrize(
    ("sentence", "introduces"),
    [
        ("もくれん歯科の相馬です。", True), ("はなもも保育園の三浦です。", True), ("総務部の辻です。", True),
        ("お客様に謝ったのはうちの受付です。", False), ("これで二度目の不具合です。", False),
        ("荷物が止まったのは御社の責任です。", False),
    ],
)  # fmt: skip
def test_that_a_sentence_on_a_thing_is_no_introduction_and_is_heard(reading, sentence, introduces):
    got = reading(f"{sentence}ラベルの印刷ができません。")
    heard = any(sentence[:6] in matter.span.quote for matter in got.matters)
    assert heard is not introduces
