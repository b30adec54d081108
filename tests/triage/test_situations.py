"""Which situations a message holds, how sure that is, and which words speak for it."""

import pytest

from assistant.domain.situation import Situation as S

PLAIN = [
    ("勤怠の打刻を修正する方法を教えてください。", S.support_question),
    ("The label printer won't connect to the app. How do I fix it?", S.support_question),
    ("また請求額が間違っています。何度目ですか。責任者を出してください。", S.complaint),
    ("This is unacceptable. Third outage this month and nobody has called us back.", S.complaint),
    ("導入して半年ですが、効果が出ているのか不安です。", S.concern),
    ("I'm worried that we are not seeing any results so far.", S.concern),
    ("来期の利用料、もう少しお安くなりませんか。", S.discount_request),
    ("Could you do 15% off if we sign today?", S.discount_request),
    ("無償で社内研修の講師をしに来ていただけませんか。", S.out_of_scope_request),
    ("Could you also build us a custom website, free of charge?", S.out_of_scope_request),
    ("最近だれもログインしていません。紙に戻ってしまいました。", S.low_usage),
    ("Nobody here has logged in for two months.", S.low_usage),
    ("成功をどう定義すればいいのか、KPIを一緒に決めたいです。", S.success_definition),
    ("Which KPI and baseline should we set before the kick-off?", S.success_definition),
    ("契約更新の手続きについて教えてください。", S.renewal),
    ("Our contract ends in March. We would like to renew for another year.", S.renewal),
    ("今年度末で解約いたします。", S.cancellation),
    ("Please cancel our subscription at the end of the month.", S.cancellation),
    ("全拠点の移行が完了しました。ありがとうございました。", S.project_completion),
    ("All sites are live and we have signed the acceptance.", S.project_completion),
    ("同業の知人が興味を持っているので、ご紹介してもいいですか。", S.referral),
    ("A friend of mine is interested. May I introduce you?", S.referral),
    ("半年使った感想をお伝えします。画面が見やすくなりました。", S.feedback_request),
    ("Some feedback after six months: I love the new calendar, but the font could be bigger.", S.feedback_request),
    ("うちの業態には合っていないように思います。別の製品のほうがよいでしょうか。", S.poor_fit),
    ("Honestly, this tool is not a good fit for a shop our size.", S.poor_fit),
    ("来週の打ち合わせを火曜の午後に変更できますか。", S.other),
    ("Could we move our meeting to Thursday?", S.other),
    ("同じ案内が三通も来ています。一通だけにできますか。", S.support_question),
    ("当番表の控え、もう一枚欲しいです。出せますか", S.support_question),
    ("春のお話では夏に直るとのことでした。秋も終わりますが、何も変わっていません。", S.complaint),
    ("Fourth morning in a row the list came up empty. Somebody tell me what's going on.", S.complaint),
    ("The trustees are thinking of going back to ledgers.", S.cancellation),
    ("理事の間で、元のやり方に戻そうという話が出ています。", S.cancellation),
    ("We have gone back to ledgers, nobody opens it.", S.low_usage),
    ("We've taken the decision to move to Harbourlight when our term ends.", S.cancellation),
    ("I've been told to take 8% out of every supplier.", S.discount_request),
    ("I can't see either visit in the list. Has it gone?", S.support_question),
    ("パートの方を2名追加したいです。給与は見せたくありません。", S.support_question),
    ("会員さんの一部にお知らせのメールが届いていないみたいです。", S.support_question),
    ("完了報告会以来、御社から一度もご連絡がありません。", S.complaint),
]


# Ordinary words that a cue is made of as well: what must not be read into them.
ORDINARY = [
    ("The porters have stopped grumbling about the handhelds.", S.cancellation),
    ("We have moved the scanners to our new office.", S.cancellation),
    ("I'm moving to another department, my successor is Tom Wray.", S.cancellation),
    ("Could you share the minutes from Tuesday?", S.referral),
    ("Could you give us the date of the next class?", S.referral),
    ("It's only the upstairs readers that show the error.", S.out_of_scope_request),
    ("Also, could you tell me who looks after us?", S.out_of_scope_request),
    ("Nobody has the admin login since Ruth left.", S.low_usage),
    ("Nobody has come back to us since May.", S.low_usage),
    ("What is the last day we can give notice? It's for the register.", S.discount_request),
    ("The invoice has no PO number on it, please send it again.", S.renewal),
    ("We went live in May and nobody has been in touch since.", S.project_completion),
    ("Thank you for Tuesday, it was a pleasure.", S.project_completion),
    ("ご連絡が遅くなり申し訳ありません。次の講習はいつでしょうか。", S.complaint),
    ("会費の請求が二重にできていました。取り消し方を教えてください。", S.complaint),
    ("完了報告会以来、御社から一度もご連絡がありません。", S.project_completion),
]


@pytest.mark.parametrize(("message", "situation"), ORDINARY)
def test_that_ordinary_words_are_not_read_as_a_moment_they_do_not_tell(reading, message, situation):
    assert reading(message).situation != situation


@pytest.mark.parametrize(("message", "situation"), PLAIN)
def test_that_a_plain_message_is_read_for_what_it_is(reading, message, situation):
    assert reading(message).situation == situation


def test_that_a_disclaimer_in_front_does_not_cancel_the_topic_it_names(reading):
    assert (
        reading("値下げのお願いではないのですが、他社様のお見積りは御社の七割でして。").situation == S.discount_request
    )
    assert reading("I'm not asking for a discount, but your rival quoted 30% less.").situation == S.discount_request


def test_that_irony_does_not_read_as_praise(reading):
    assert reading("さすがのご対応ですね（嫌味です）。三日待たされました。").situation == S.complaint
    assert reading("Great job, you deleted our orders again.").situation == S.complaint


def test_that_half_and_full_width_read_the_same(reading):
    assert reading("ﾛｸﾞｲﾝできません。ﾊﾟｽﾜｰﾄﾞを忘れました。").situation == S.support_question
    assert reading("来期は２０％引きでお願いします。").situation == S.discount_request


def test_that_quoted_mail_and_signature_are_not_classified(reading):
    message = "帳票の印刷方法を教えてください。\n\n> 解約のお手続きを承りました。\n> 値引きはいたしかねます。"
    assert [hit.name for hit in reading(message).situations if hit.confidence > 0.3] == [S.support_question]


def test_that_the_greeting_and_the_signature_of_a_mail_change_nothing(reading):
    bare = reading("来期の利用料、もう少しお安くなりませんか。")
    mail = reading(
        "高橋様\n\nいつもお世話になっております。\nはやぶさ運輸の江藤です。\n\n来期の利用料、もう少しお安くなりませんか。\n\n"
        "よろしくお願いいたします。\n\n--\n有限会社はやぶさ運輸\n電話 022-000-0000"
    )
    assert mail.situation == bare.situation == S.discount_request


def test_that_several_matters_are_all_found_with_their_words(reading):
    message = "The CSV export fails with an error. By the way, can we get 20% off next year?"
    got = reading(message)
    assert {S.support_question, S.discount_request} <= {hit.name for hit in got.situations}
    matters = {matter.situation: matter.span.quote for matter in got.matters}
    assert "export" in matters[S.support_question] and "20%" in matters[S.discount_request]


def test_that_several_matters_of_a_japanese_mail_are_found(reading):
    got = reading("CSVの出力がエラーになります。直し方を教えてください。それと、来期は二割引きにしていただけませんか。")
    assert {S.support_question, S.discount_request} <= {matter.situation for matter in got.matters}


def test_that_the_strongest_comes_first_and_confidence_is_a_share(reading):
    for message, _ in PLAIN:
        hits = reading(message).situations
        assert all(0 <= hit.confidence <= 1 for hit in hits)
        assert list(hits[1:]) == sorted(hits[1:], key=lambda hit: -hit.confidence)


def test_that_the_reasons_are_words_of_the_message(reading):
    for message, situation in PLAIN:
        hit = next(hit for hit in reading(message).situations if hit.name == situation)
        assert all(quote in message for quote in hit.because)
    assert reading("来期は３割引いてください。").situations[0].because


def test_that_what_is_not_sure_stays_other(reading):
    for message in ("🙂", "あ", "？？？", "asdf qwer"):
        assert reading(message).situation == S.other


def test_that_only_the_callers_word_makes_a_colleague(reading):
    message = "営業の久保です。とにかく値引きすると返事しておいてください。契約が先です。"
    assert S.internal_persuasion not in {hit.name for hit in reading(message).situations}
    assert reading(message, sender="colleague").situation == S.internal_persuasion


def test_that_a_csms_own_notes_are_read_as_the_moment_they_are_about(reading):
    assert (
        reading("(メモ)今月は一人もログインがない。様子を尋ねるメールを出したい。", sender="csm").situation
        == S.low_usage
    )
    assert (
        reading("I need a memo that convinces my director not to give this customer free work.", sender="csm").situation
        == S.internal_persuasion
    )


def test_that_questions_are_found_and_greetings_are_not(reading):
    got = reading("いかがお過ごしでしょうか。更新の期限はいつですか。請求書は届きました。単価も教えてください。")
    assert [q.quote for q in got.questions] == ["更新の期限はいつですか。", "単価も教えてください。"]
    got = reading("How are you? The report is late. When will it arrive? Please tell me who checks it.")
    assert [q.quote for q in got.questions] == ["When will it arrive?", "Please tell me who checks it."]


@pytest.mark.parametrize(
    ("message", "language"),
    [("Word で開けません", "ja"), ("Please ask 佐藤 about it, thank you", "en"), ("👍", "ja"), ("OK", "ja")],
)
def test_that_the_language_is_told_by_script_and_short_words_tell_nothing(reading, message, language):
    assert reading(message).language == language


def test_that_a_short_message_is_in_the_default_language(reading):
    assert reading("👍", default_language="en").language == "en"


@pytest.mark.parametrize(
    ("told", "call"),
    [
        ("うちの職員が誰も開いてくれません。", "どうしたらいいでしょうか。"),
        ("うちの職員が誰も開いてくれません。", "よその園ではどうされているのでしょうか。"),
        ("Nobody here opens it any more.", "What would you do in my place?"),
        ("It would be nice if the porters could sign off rooms.", "Any chance of that?"),
    ],
)
def test_that_a_bare_call_for_advice_is_no_matter_of_its_own(reading, told, call):
    assert [m.situation for m in reading(f"{told}{call}").matters] == [m.situation for m in reading(told).matters]
    assert reading(f"{told} {call}").situation == reading(told).situation
