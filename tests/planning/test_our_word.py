"""A word of ours held up to us, our silence, and what the record says of trouble: heard, owned, and nothing made up."""

from datetime import date

import pytest

from assistant.domain.account import Account
from assistant.domain.reading import Reading, SituationHit
from assistant.domain.situation import Situation
from assistant.planning import our_word, tickets
from assistant.planning.compose import make
from assistant.planning.only_errands import errand_of
from assistant.planning.weighing import weighed
from tests.planning.briefs import brief, sheet

TODAY = date(2026, 11, 24)
FAULT = {
    "date": "2026-11-12", "kind": "ticket", "status": "open", "severity": "serious",
    "text": "倉庫2の棚卸しで在庫が37点少なく出る。調査中。",
    "say": "倉庫2の棚卸しで在庫が37点少なく出る件について、11月20日までに修正をお届けするとご案内しました。",
}  # fmt: skip


def read(message: str, situation: Situation = Situation.support_question) -> Reading:
    language = "en" if message.isascii() else "ja"
    return Reading(language=language, own=message, situations=(SituationHit(situation, 0.5),))


@pytest.mark.parametrize(
    ("message", "unkept"),
    [
        ("20日までに直すと聞いていましたが、今日も同じです。", True),
        ("20日までに修正するとのことでしたが、棚卸しができません。", True),
        ("担当の方から折り返しのお電話があると聞いていましたが、三日待ってもございません。", True),
        ("先月末に修正版が届くはずでした。", True),
        ("見積もりは昨日いただけるはずでしたが。", True),
        ("12月3日に訪問していただけるとのことでしたが、時間は10時でよろしいでしょうか。", False),
        ("30日までにご連絡をいただけるとのことでしたが、まだ時間がかかりますか。", False),
        ("ここを押せば直ると聞きましたが、まだ直りません。", False),
        ("業者が今日送るとのことでしたが、まだ届いていません。", False),
        ("11月20日に説明会を開いていただけると伺っておりましたが、参加できませんでした。", False),
        ("無料で直すとのお約束でしたが、まだです。", False),
        ("You promised me the list by Friday. Still nothing.", True),
        ("Somebody was supposed to ring on Monday. Nobody did.", True),
        ("I was told it would be fixed by 15 November but it isn't.", True),
        ("You said you would call on Wednesday 2 December. Does 3 pm still work?", False),
        ("The supplier promised us the parts by Monday and they still haven't come.", False),
        ("You told us how to send the file but it's not working.", False),
        ("You promised us 20% off and we still haven't got it.", False),
    ],
)
def test_that_only_a_word_of_ours_that_was_not_kept_turns_a_mail_into_a_complaint(message: str, unkept: bool) -> None:
    assert bool(our_word.unkept(read(message), TODAY)) is unkept
    assert (weighed(read(message), Account(id="a", name="a"), TODAY) is Situation.complaint) is unkept


@pytest.mark.parametrize(
    ("message", "silent"),
    [
        ("4月の説明会以来、御社から何の連絡もありません。", True),
        ("契約してから一度も電話ひとつありません。", True),
        ("納品したら終わりですか。", True),
        ("売りっぱなしですか。", True),
        ("使い始めてから何もフォローがありません。", True),
        ("お客様から連絡がありません。", False),
        ("ご連絡が遅くなり申し訳ありません。", False),
        ("システムからの連絡が一度もありません。", False),
        ("契約が3月で終わりですが、更新の手続きは。", False),
        ("I haven't heard a peep from you since launch.", True),
        ("Nobody has come back to us about the alerts.", True),
        ("No one from your team has checked in once since we signed.", True),
        ("I haven't had a single call since the trial began.", True),
        ("I haven't heard back from the contractors about their log-ins.", False),
        ("Any update on my question? I haven't heard back.", False),
        ("Nobody has the admin rights any more.", False),
        ("Nobody has called in sick since we changed the rota.", False),
        ("Sorry for the radio silence on our end, we've been busy.", False),
    ],
)
def test_that_a_reproach_of_our_silence_is_told_from_the_silence_of_others(message: str, silent: bool) -> None:
    assert bool(our_word.silence(read(message))) is silent


@pytest.mark.parametrize(("completed", "congratulated"), [("2026-11-13", True), ("2026-07-31", False)])
def test_that_a_completion_of_long_ago_is_no_occasion_to_congratulate(completed: str, congratulated: bool) -> None:
    account = Account.model_validate(
        {"id": "a", "name": "a", "project": {"name": "棚卸しの電子化", "completed": completed}}
    )
    reading = read("完了報告会の資料をもう一度拝見しました。", Situation.project_completion)
    assert (weighed(reading, account, TODAY) is Situation.project_completion) is congratulated


def test_that_a_csms_own_note_on_a_silent_customer_is_no_complaint() -> None:
    reading = read("4月以来、先方の担当の方から何の連絡もありません。", Situation.low_usage)
    assert weighed(reading, Account(id="a", name="a"), TODAY, from_customer=False) is Situation.low_usage


def test_that_a_contractors_silence_is_not_apologised_for() -> None:
    reading = Reading(
        language="ja", own="業者からの返事が一度もありません。催促する機能はありますか。",
        situations=(SituationHit(Situation.complaint, 0.7, ("返事が一度もありません",)),),
    )  # fmt: skip
    assert weighed(reading, Account(id="a", name="a"), TODAY) is Situation.support_question


def _made(account: dict, message: str, situation: Situation = Situation.complaint):
    return {move.name: move.inputs for move in make(brief(account, message, situation)).moves}


def test_that_a_word_on_record_is_owned_and_what_is_known_is_told_once() -> None:
    made = _made({"history": [FAULT]}, "20日までに修正すると聞いていましたが、倉庫の在庫は今日も合いません。")
    assert made["word_held_up"]["owned"] and "11月20日までに修正をお届けするとご案内し" in made["word_held_up"]["told"]
    assert "known_and_unknown" not in made and made["known_on_record"]["told"] == ""


def test_that_a_word_the_record_does_not_hold_is_looked_up_and_not_conceded() -> None:
    made = _made({}, "20日までに修正すると聞いていましたが、今日も同じです。")
    assert not made["word_held_up"]["owned"] and "known_and_unknown" in made


def test_that_the_only_serious_fault_stands_for_what_is_not_named_with_the_means_to_say_no() -> None:
    made = _made({"history": [FAULT]}, "18日までにご連絡をいただけるとのことでしたが、何もありません。")
    assert made["known_on_record"]["sure"] is False


def test_that_the_serious_fault_is_not_laid_at_the_door_of_what_is_named_otherwise() -> None:
    made = _made({"history": [FAULT]}, "請求書の控えと配送の明細を20日までに送るとのことでしたが、まだ届きません。")
    assert "known_on_record" not in made and "not_forgotten" in made


def test_that_no_article_answers_what_is_on_record_as_a_serious_fault() -> None:
    account = Account.model_validate({"id": "a", "name": "a", "history": [FAULT]})
    assert weighed(read("倉庫の棚卸しの件、まだ合いません。"), account, TODAY) is Situation.complaint
    assert weighed(read("荷札の印刷ができません。"), account, TODAY) is Situation.support_question


def test_that_a_reproach_in_the_form_of_a_question_is_not_promised_an_answer() -> None:
    said = "納品以来、御社から何の連絡もありません。忘れられているのでしょうか。こういうものなのでしょうか。"
    assert "left_open" not in _made({}, said)


def test_that_whoever_wrote_without_an_answer_is_asked_for_those_messages() -> None:
    made = _made({}, "御社のサポートから一度も返事がありません。")
    assert made["first_step"]["unanswered"] and "where_it_stands" not in made


def test_that_a_precise_question_on_the_fault_is_asked_of_the_csm() -> None:
    plan = make(brief({"history": [FAULT]}, "在庫が37点消えました。37点の記録は元に戻りますか。", Situation.complaint))
    assert "asked_of_us" in [m.name for m in plan.moves]
    assert any("戻りますか" in str(ask.inputs.get("matter")) for ask in plan.asks)


def test_that_silence_is_answered_with_where_things_stand_and_neither_terms_nor_congratulations() -> None:
    goal = {
        "statement": "棚卸しを2日で終える",
        "kpi": "棚卸しの日数",
        "unit": "日",
        "baseline": 6,
        "target": 2,
        "current": 3,
    }
    done = {"name": "棚卸しの電子化", "status": "completed", "completed": "2026-08-03"}
    account = {"goals": [goal], "project": done, "contract": {"total_price": 700000, "renewal": "2027-03-31"}}
    made = _made(account, "稼働報告会以来、御社から何の連絡もありません。導入したら終わりですか。")
    assert {"our_silence", "where_it_stands", "first_step"} <= made.keys()
    assert made["our_silence"]["over"] and not made.keys() & {"terms_as_they_are", "congratulations", "owned"}


def test_that_a_letter_on_something_else_does_not_forget_the_serious_fault() -> None:
    made = _made({"history": [FAULT]}, "知人の会社を紹介しましょうか。", Situation.referral)
    assert {"not_forgotten", "first_put_right"} <= made.keys() and "three_lines" not in made
    other = {**FAULT, "visibility": "別の 人"}
    assert "not_forgotten" not in _made({"history": [other]}, "知人の会社を紹介しましょうか。", Situation.referral)
    assert "not_forgotten" not in _made(
        {"history": [{**FAULT, "status": "resolved"}]}, "紹介しましょうか。", Situation.referral
    )


def test_that_no_success_figure_is_held_up_that_the_fault_contradicts() -> None:
    goal = {"statement": "在庫の差を月5点以下にする", "kpi": "在庫の差(月)", "baseline": 80, "target": 5, "current": 9}
    asked = "他社より高いので、値引きしてください。"
    assert "value_kpi" in _made({"goals": [goal]}, asked, Situation.discount_request)
    assert "value_kpi" not in _made({"goals": [goal], "history": [FAULT]}, asked, Situation.discount_request)


@pytest.mark.parametrize(
    ("say", "topic"),
    [
        (FAULT["say"], "倉庫2の棚卸しで在庫が37点少なく出る件"),
        ("在庫37点が一覧に出ていません。お調べしております。", "在庫37点が一覧に出ていません"),
        ("届いた荷札の印字が薄い件は、調べております。", "届いた荷札の印字が薄い件"),
    ],
)
def test_that_a_well_written_word_for_the_customer_is_used_and_not_dropped(say: str, topic: str) -> None:
    entry = sheet(history=[{**FAULT, "say": say}]).brief.account.history[0]
    assert tickets.topic(entry, "ja") == topic


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("どうなっているのでしょうか。", "follow_up"),
        ("金曜の件ですが、原因は分かりましたか。", "follow_up"),
        ("What's happening with the labels? Is it fixed yet?", "follow_up"),
        ("契約はどうなっていますか。", None),
        ("帳票の件、返事まだですか。無料でやってよ。できないなら考えるからね。", None),
        ("Any news on the form? If it can't be done for free, or we'll look elsewhere.", None),
    ],
)
def test_that_a_bare_question_how_far_it_is_counts_and_a_demand_for_free_work_does_not(
    message: str, kind: str | None
) -> None:
    errand = errand_of(read(message, Situation.out_of_scope_request))
    assert (errand.kind if errand else None) == kind


def test_that_a_demand_for_free_work_beside_a_reminder_gets_its_no() -> None:
    message = "帳票の件、返事まだですか。無料でやってよ。できないなら考えるからね。"
    assert (
        weighed(read(message, Situation.discount_request), Account(id="a", name="a"), TODAY)
        is Situation.out_of_scope_request
    )
    assert {"kept_waiting", "not_in_contract"} <= _made({}, message, Situation.out_of_scope_request).keys()
