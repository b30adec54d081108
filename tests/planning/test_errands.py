"""Everyday errands: what is none of the situations is taken up as it is, and what only the CSM knows is asked."""

from dataclasses import replace

import pytest

from assistant.domain.account import Account
from assistant.domain.reading import Matter, Probe, Reading, SituationHit, Span
from assistant.domain.situation import Situation
from assistant.planning import errands, saying
from assistant.planning.compose import make
from assistant.planning.weighing import weighed
from tests.planning.briefs import brief


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("先週お伝えした通知の件、その後いかがでしょうか", "follow_up"),
        ("Any update on the label printer?", "follow_up"),
        ("9月分の請求書の控えを送っていただけますか", "document"),
        ("領収書の宛名を本社名にしていただけますか", "invoice"),
        ("Could you resend the contract we signed in May?", "document"),
        ("私は今月で退職し、後任は山吹が務めます", "successor"),
        ("My last day is Friday and Priya is taking over from me", "successor"),
        ("定例会は11日の午前に変更していただけますか", "date"),
        ("Could we move the call to Thursday morning?", "date"),
        ("同業の集まりで10分ほど話をしてもらえませんか", "invitation"),
        ("Would you speak at our open day?", "invitation"),
        ("9月の実績はもう出ていますか", "figures"),
        ("請求書を印刷する方法を教えてください", None),
        ("How do I send an invoice from the app?", None),
        ("予定を11日にまとめて変更できますか", None),
        ("通知が届きません", None),
        ("退職したスタッフの記録を次の人に引き継げますか", None),
        ("使い方の資料を印刷用にいただけますか", "document"),
        ("春に四つ目の教室を開くことになりました", "growth"),
        ("席を12に増やすと年の料金はいくらになりますか", "growth"),
        ("We're taking over a second yard in May", "growth"),
        ("What would ten more users cost?", "growth"),
        ("新しい教室を画面に追加する方法を教えてください", None),
        ("お支払いを四半期ごとに分けることはできますか", "payment"),
        ("Could we be invoiced quarterly?", "payment"),
        ("When does our contract run out, and how long is the notice period?", "contract"),
        ("監査用に、契約の期間と年額を教えてください", "contract"),
        ("The October invoice has no PO number on it, so our system rejected it", "invoice"),
        ("11月分の請求書がまだ届いていません", "invoice"),
        ("会員への請求書が届いていないと言われました", None),
        ("Which sub-processors do you use?", "compliance"),
        ("データの保管場所と暗号化の有無を書面でいただきたい", "compliance"),
        ("Are you open on 28 December?", "hours"),
        ("そちらの年末年始のお休みはいつからですか", "hours"),
        ("年末年始は園がお休みになります", None),
        ("Are you open to a longer term?", None),
        ("What do we pay a year, and will it be the same next year?", "contract"),
        ("人数が52名分になっているご請求書です。ご確認ください", "invoice"),
        ("12月30日に何かあったときは、どこに電話すればよいですか", "hours"),
        ("The export comes out empty since Monday, how do I fix it?", None),
        ("使い方の講習会に参加できますか", "training"),
        ("使い方の講習を、追加の費用なしでお願いできますか", None),
        ("Could you call me this afternoon?", "call"),
        ("一度お電話をいただけますか", "call"),
        ("Who is looking after our account now?", "contact"),
        ("次回の定例会はいつでしょうか", "contact"),
        ("Is there a class that my two new supervisors could join?", "training"),
        ("Could you come out and train my team on site?", None),
        ("We have exchanged on a ninth nursery, opening in May", "growth"),
        ("About 40 more staff", "growth"),
        ("講師を1人追加したいです", None),
        ("腹を割って話してくれませんか", None),
        ("再来月から倉庫が二つ増えます", "growth"),
        ("入力する人が10名ほど増える予定です", "growth"),
        ("使う人が増えています", None),
        ("Twelve more drivers will need access in May", "growth"),
        ("職員向けの使い方の講習に来週来ていただけますか", None),
    ],
)
def test_that_an_errand_is_known_by_what_is_asked_and_a_way_to_do_something_is_none(
    sentence: str, kind: str | None
) -> None:
    assert errands.in_sentence(sentence, sentence) == kind


def reading(own: str, situation: Situation, **fields) -> Reading:
    hits = (SituationHit(situation, 0.7),)
    sentence = saying.sentences(Reading(language="ja", own=own))[0]
    return Reading(
        language="ja", own=own, situations=hits, matters=(Matter(situation, Span(sentence, 0, 1)),), **fields
    )


def test_that_a_paper_asked_for_is_no_question_on_use_and_an_added_question_keeps_it_one() -> None:
    account = Account(id="a", name="A")
    asked = "9月分の請求書の控えを送っていただけますか。"
    assert weighed(reading(asked, Situation.support_question), account) is Situation.other
    both = f"{asked}部屋の色を変えるにはどうすればよいですか。"
    assert weighed(reading(both, Situation.support_question), account) is Situation.support_question
    angry = reading(asked, Situation.support_question, feeling="angry")
    assert weighed(angry, account) is Situation.support_question


def test_that_a_bare_call_for_advice_belongs_to_what_was_told_before_it() -> None:
    account = Account(id="a", name="A")
    mail = "再来月から倉庫が二つ増えます。何から始めればよいでしょうか。"
    assert weighed(reading(mail, Situation.success_definition), account) is Situation.other
    asked = "再来月から倉庫が二つ増えます。色分けの印刷はどうすればできますか。"
    assert weighed(reading(asked, Situation.support_question), account) is Situation.support_question


def test_that_what_others_pay_is_declined_and_nothing_of_theirs_is_said() -> None:
    asked = "ほかの会社さんはいくらでお使いですか。"
    probe = Probe("other_customer", Span(asked, 0, len(asked)))
    guess = replace(reading(asked, Situation.referral), probes=(probe,))
    assert weighed(guess, Account(id="a", name="A")) is Situation.other
    made = replace(brief({}, asked, Situation.other), reading=guess)
    assert [move.name for move in make(made).moves if move.kind in ("facts", "question")] == [
        "others_private", "what_to_compare",
    ]  # fmt: skip
    sure = replace(guess, situations=(SituationHit(Situation.discount_request, 0.9, ("値引き",)),))
    assert weighed(sure, Account(id="a", name="A")) is Situation.discount_request


def test_that_who_must_tell_those_above_gets_the_figures_and_where_there_are_none_the_questions() -> None:
    mail = "来週の総会で効果を説明することになりました。どう話せばよいでしょうか。"
    goal = {
        "statement": "待ち時間を減らす",
        "kpi": "待ち時間",
        "unit": "分",
        "baseline": 30,
        "current": 12,
        "target": 10,
    }
    told = [move.name for move in make(brief({"goals": [goal]}, mail, Situation.success_definition)).moves]
    assert {"in_three_steps", "where_we_stand", "page_to_show"} <= set(told)
    unknown = [move.name for move in make(brief({}, mail, Situation.success_definition)).moves]
    assert "three_questions" in unknown and "page_to_show" not in unknown


def test_that_a_wish_beside_praise_is_an_idea_and_work_asked_for_stays_work() -> None:
    account = Account(id="a", name="A")
    praise = "新しい一覧、現場で好評です。欲を言えば色分けできるともっと嬉しいです。"
    assert weighed(reading(praise, Situation.out_of_scope_request), account) is Situation.feedback_request
    work = "一覧を色分けする機能を、うち専用に作ってもらえませんか。"
    assert weighed(reading(work, Situation.out_of_scope_request), account) is Situation.out_of_scope_request


def test_that_who_grows_hears_the_terms_of_today_and_no_figure_of_tomorrow() -> None:
    mail = "春に四つ目の教室を開きます。講師は9名です。料金はいくらになりますか。"
    account = {"contract": {"annual_price": 480000, "seats": 20, "plan": "標準"}}
    named = reading(mail, Situation.discount_request)
    assert weighed(named, Account(id="a", name="A")) is Situation.other
    cheaper = reading(f"{mail}1割引いてください。", Situation.discount_request)
    assert weighed(cheaper, Account(id="a", name="A")) is Situation.discount_request
    plan = make(brief(account, mail, Situation.other))
    names = [move.name for move in plan.moves]
    assert {"growth_welcomed", "terms_today", "what_it_adds", "growth_next"} <= set(names)
    assert "also_asked" not in names and "trades" not in names
    assert [ask.name for ask in plan.asks] == ["ask_what_to_answer"]


@pytest.mark.parametrize(
    ("beside", "taken"), [("ほかの部屋は一回だけみたいです。", False), ("ほかの部屋も見てみたいです。", True)]
)
def test_that_how_it_looks_is_no_wish(beside: str, taken: bool) -> None:
    plan = make(brief({}, f"部屋の色を変えられますか。{beside}", Situation.support_question))
    assert ("left_open" in [move.name for move in plan.moves]) == taken


def test_that_every_item_of_a_list_is_taken_up_by_its_own_words() -> None:
    mail = "三点お願いします。(1)領収書の控えを送ってください。(2)席の色を変えられますか。(3)次の定例会は9日の午後でいかがでしょうか。"
    moves = make(brief({}, mail, Situation.other)).moves
    said = [str(move.inputs["matter"]) for move in moves if move.name in ("errand_taken_up", "also_asked")]
    assert [["領収書", "席の色", "定例会"][n] in words for n, words in enumerate(said)] == [True] * 3
    assert not any("三点" in words or "(1)" in words for words in said)


@pytest.mark.parametrize(
    ("asked", "offered"), [("あと支払いは年2回に分けられますか。", False), ("あと、少し安くなりませんか。", True)]
)
def test_that_nothing_is_traded_for_another_day_to_pay(asked: str, offered: bool) -> None:
    mail = f"来期も更新します。{asked}"
    made = brief({"contract": {"annual_price": 480000}}, mail, Situation.renewal)
    matters = (Matter(Situation.renewal, Span(mail[:8], 0, 8)), Matter(Situation.discount_request, Span(asked, 8, 9)))
    plan = make(replace(made, reading=replace(made.reading, matters=matters)))
    assert ("trades" in [move.name for move in plan.moves]) == offered


TICKET = {
    "date": "2026-11-10", "kind": "ticket", "status": "open",
    "text": "倉庫の通知が届かない。", "say": "倉庫の通知が届かない件",
}  # fmt: skip


def test_that_who_asks_what_became_of_it_is_told_what_is_open_and_given_no_steps() -> None:
    mail = "先週お伝えした倉庫の通知の件、その後いかがでしょうか。"
    plan = make(brief({"history": [TICKET]}, mail, Situation.other))
    told = {move.name: move.inputs for move in plan.moves}
    assert {"kept_waiting", "still_open"} <= set(told)
    assert "倉庫の通知が届かない件" in told["still_open"]["told"]
    assert "steps" not in told
    assert [ask.name for ask in plan.asks] == ["ask_report_by"]


def test_that_no_ticket_is_named_that_the_mail_does_not_speak_of() -> None:
    mail = "先週お願いした見積もりの色の件、その後いかがでしょうか。"
    plan = make(brief({"history": [TICKET]}, mail, Situation.other))
    assert "still_open" not in [move.name for move in plan.moves]


def test_that_what_is_asked_beside_the_matter_is_said_to_be_open_and_asked_of_the_csm() -> None:
    mail = "来期も同じ内容で更新します。あと、お支払いは年2回に分けられますか。"
    plan = make(brief({"contract": {"renewal": "2027-03-31", "annual_price": 720000}}, mail, Situation.renewal))
    left = [move for move in plan.moves if move.name == "left_open"]
    assert [("お支払いは年2回に分けられますか" in move.inputs["matter"]) for move in left] == [True]
    assert "ask_what_to_answer" in [ask.name for ask in plan.asks]
    alone = make(brief({"contract": {"renewal": "2027-03-31"}}, "来期も更新します。", Situation.renewal))
    assert "left_open" not in [move.name for move in alone.moves]


CONTRACT = {
    "renewal": "2027-08-31", "notice_by": "2027-05-28", "annual_price": 14400, "currency": "GBP", "tax": "excluded",
}  # fmt: skip


@pytest.mark.parametrize("situation", [Situation.renewal, Situation.cancellation, Situation.low_usage])
def test_that_dates_of_the_contract_are_told_as_such_and_who_leaves_is_answered_as_one_who_leaves(
    situation: Situation,
) -> None:
    asked = "When is our contract up, and what's the last day to give notice?"
    hits = (SituationHit(situation, 0.8, ("give notice",)),)
    heard = Reading(language="en", own=asked, situations=hits)
    assert weighed(heard, Account(id="a", name="A")) is Situation.other
    leaves = f"{asked} We are moving to another vendor."
    assert weighed(replace(heard, own=leaves), Account(id="a", name="A")) is situation
    plan = make(replace(brief({"language": "en", "contract": CONTRACT}, asked, Situation.other), reading=heard))
    told = {move.name: move.inputs for move in plan.moves}["contract_facts"]
    assert "31 August 2027" in told["end"] and "28 May 2027" in told["notice"] and not told["fee"]
    assert plan.asks == ()


def test_that_what_no_record_of_ours_holds_is_asked_of_the_csm() -> None:
    mail = "契約の期間と、お支払いの条件を教えてください。"
    plan = make(brief({"contract": CONTRACT}, mail, Situation.other))
    assert [m.inputs["what"] for m in plan.moves if m.name == "contract_open"] == [["payment_terms"]]
    assert [ask.name for ask in plan.asks] == ["ask_what_to_answer"]


@pytest.mark.parametrize(
    ("mail", "points"),
    [
        ("(1)データの保管場所(国内か)、(2)暗号化の有無、(3)再委託先の有無、を11月30日までに書面でいただきたい。", 3),
        ("Legal ask me for the following: where our data is hosted, which sub-processors you use, and whether you hold ISO 27001.", 3),
        ("Where is our data stored?", 1),
    ],
)  # fmt: skip
def test_that_every_point_of_law_is_kept_and_none_is_refused(mail: str, points: int) -> None:
    language = "en" if mail.isascii() else "ja"
    plan = make(brief({"language": language}, mail, Situation.other))
    told = {move.name: move.inputs for move in plan.moves}
    assert len(told["points_taken_up"]["points"]) == points
    assert told["passed_on"]["by"] == ("11月30日" if language == "ja" else "")
    assert "not_in_contract" not in told


def test_that_closed_days_are_those_on_record_and_a_saturday_that_they_name_is_told() -> None:
    mail = "Are you working December 25 through January 1? And who do we call if it goes down on the 26th?"
    made = brief({"language": "en"}, mail, Situation.other)
    ours = {"holidays": ["2026-12-25", "2026-12-28"], "support_hours": {"en": "9 to 5, Monday to Friday"}}
    plan = make(
        replace(made, organisation=made.organisation.model_validate({**made.organisation.model_dump(), **ours}))
    )
    told = {move.name: move.inputs for move in plan.moves}
    assert [first for first, _ in told["opening_days"]["closed"]] == ["Friday 25 December", "Monday 28 December"]
    assert told["opening_days"]["weekend"] == ["the 26th, a Saturday,"]
    assert "reach_when_closed" in told and [ask.name for ask in plan.asks] == ["ask_what_to_answer"]


@pytest.mark.parametrize(("may", "named"), [(["call"], "call_promised"), (["reply_by"], "call_asked")])
def test_that_a_call_is_promised_only_where_policy_lets_it_be(may: list[str], named: str) -> None:
    made = brief({"language": "en"}, "This is a joke. Call me", Situation.other)
    policy = {**made.organisation.policy.model_dump(), "may_promise": may}
    upset = replace(made.reading, feeling="angry", language="en", situations=(SituationHit(Situation.complaint, 0.9),))
    ours = made.organisation.model_validate({**made.organisation.model_dump(), "policy": policy})
    assert weighed(upset, made.account) is Situation.other
    assert named in [move.name for move in make(replace(made, organisation=ours, reading=upset)).moves]
    told = replace(upset, own="The export is broken again and nobody answers. Call me")
    assert weighed(told, made.account) is Situation.complaint


@pytest.mark.parametrize(
    ("mail", "good"),
    [
        ("Just wanted to say thank you. The night shift got home on time all week, first time ever. No need to reply!", True),
        ("おかげさまで受付の電話が減りました。スタッフも喜んでいます。ご返信は不要です。", True),
        ("Thank you for the list. However, half of the names are missing.", False),
        ("ありがとうございます。色も変えられますか。", False),
        ("おかげさまで先週、全店で稼働しました。ありがとうございました。", False),
    ],
)  # fmt: skip
def test_that_thanks_with_nothing_to_do_asks_nothing_and_congratulates_on_nothing(mail: str, good: bool) -> None:
    language = "en" if mail.isascii() else "ja"
    heard = Reading(language=language, own=mail, situations=(SituationHit(Situation.project_completion, 0.5),))
    assert (weighed(heard, Account(id="a", name="A")) is Situation.other) == good
    if good:
        plan = make(replace(brief({"language": language}, mail, Situation.other), reading=heard))
        assert [move.name for move in plan.moves[1:-1]] == ["good_news", "good_news_theirs", "no_answer_needed"]
        assert plan.asks == ()


@pytest.mark.parametrize(
    "mail", ["先日の件、承知しました。それで進めてください。", "Any news on the thing from last week?"]
)
def test_that_who_names_nothing_is_asked_which_one_with_the_likeliest_offered(mail: str) -> None:
    language = "en" if mail.isascii() else "ja"
    english = {"text": "The pantry printer stays off.", "say": "The pantry printer stays off."}
    ticket = TICKET if language == "ja" else {**TICKET, **english}
    told = {
        m.name: m.inputs for m in make(brief({"language": language, "history": [ticket]}, mail, Situation.other)).moves
    }
    assert ("倉庫の通知" if language == "ja" else "pantry printer") in told["which_one"]["told"]
    assert "taken_note" not in told and "kept_waiting" not in told


def test_that_a_change_of_hands_thanks_who_goes_and_tells_who_comes_where_things_stand() -> None:
    mail = "12月に総務へ異動することになりました。後任は業務課の柏木です。引き継ぎで押さえる点があれば教えてください。"
    goal = {"kpi": "差し戻し", "unit": "件", "baseline": 40, "current": 12, "target": 5, "as_of": "2026-10-01"}
    plan = make(brief({"goals": [goal]}, mail, Situation.other))
    told = {move.name: move.inputs for move in plan.moves}
    assert told["handover_told"]["leaves"] and "柏木" in told["handover_story"]["name"]
    assert [ask.name for ask in plan.asks] == ["ask_what_to_answer"]
    assert plan.moves[-2].name == "handover_next"


def test_that_a_class_that_support_includes_is_granted_and_not_refused() -> None:
    mail = "新人が2名入ります。研修をお願いできますか。"
    made = brief({}, mail, Situation.out_of_scope_request)
    policy = {**made.organisation.policy.model_dump(), "included_support": ["電話での案内", "定例会", "月1回の研修会"]}
    ours = made.organisation.model_validate({**made.organisation.model_dump(), "policy": policy})
    names = [move.name for move in make(replace(made, organisation=ours)).moves]
    assert "class_included" in names and "not_in_contract" not in names
    assert "not_in_contract" in [move.name for move in make(made).moves]


@pytest.mark.parametrize(
    ("mail", "situation", "left"),
    [
        ("来期も更新します。年額と、支払いの締め日、請求書の送り先を教えてください。", Situation.renewal, ["支払いの締め日", "請求書の送り先"]),
        ("来期も更新します。直せないなら直せないと早く言ってください。", Situation.renewal, []),
        ("来期も更新します。結局、売ったら終わりということでしょうか。", Situation.renewal, []),
        ("新しい棚の色を変えられますか。来月の研修はどなたでも参加できますか。", Situation.support_question, ["来月の研修はどなたでも参加できますか"]),
        ("新しい棚の色を変えられますか。よろしくお願いします。", Situation.support_question, []),
        ("倉庫の入力画面が今日も固まってしまい、現場が困っています。なぜ起きたのですか。来週の説明会は予定どおりありますか。", Situation.complaint, ["来週の説明会は予定どおりありますか"]),
        ("We will renew. Please send the signed order form to our London office.", Situation.renewal, ["Please send the signed order form to our London office"]),
        ("We will renew. Our owner wants to know whether the smaller plan would do.", Situation.renewal, ["whether the smaller plan would do"]),
        ("We will renew. You never called, is that how it works?", Situation.renewal, []),
        ("Can I change the colour of a shelf? Where do I send it?", Situation.support_question, []),
    ],
)  # fmt: skip
def test_that_every_question_of_a_mail_is_answered_or_named_and_asked_of_the_csm(
    mail: str, situation: Situation, left: list[str]
) -> None:
    account = {
        "contract": {"renewal": "2027-03-31", "annual_price": 720000},
        "language": "ja" if "。" in mail else "en",
    }
    plan = make(brief(account, mail, situation))
    taken_up = ("left_open", "thing_left_open", "quoted_left_open", "asked_of_us")
    named = [str(move.inputs["matter"]) for move in plan.moves if move.name in taken_up]
    assert len(named) == len(left) and all(words in said for words, said in zip(left, named, strict=True))
    asked = [str(ask.inputs.get("matter")) for ask in plan.asks]
    assert all(any(words in matter for matter in asked) for words in left)


def test_that_of_many_open_points_two_are_named_and_each_is_asked() -> None:
    things = "".join(f"{word}の置き場所はどこですか。" for word in ("写真", "図面", "帳票", "見本"))
    plan = make(brief({}, f"来期も更新します。{things}", Situation.renewal))
    names = [move.name for move in plan.moves]
    assert (names.count("left_open"), names.count("rest_left_open"), len(plan.asks)) == (2, 1, 4)


def test_that_a_bill_charged_twice_is_checked_first_and_one_that_is_wrong_again_is_a_complaint() -> None:
    mail = "We seem to have been charged twice for November. Can somebody check?"
    hits = (SituationHit(Situation.complaint, 0.7, ("charged twice",)),)
    heard = Reading(language="en", own=mail, situations=hits, serious=True, feeling="angry")
    assert weighed(heard, Account(id="a", name="A")) is Situation.other
    again = replace(heard, own="We have been charged twice again. Nobody listens to us and I have had enough of it.")
    assert weighed(again, Account(id="a", name="A")) is Situation.complaint


def test_that_a_fault_beside_a_date_of_the_contract_is_not_passed_over() -> None:
    mail = "The app keeps crashing and when does our contract end?"
    hits = (
        SituationHit(Situation.renewal, 0.6, ("contract end",)),
        SituationHit(Situation.support_question, 0.6, ("crashing",)),
    )
    heard = Reading(language="en", own=mail, situations=hits)
    assert weighed(heard, Account(id="a", name="A")) is Situation.support_question
    made = replace(brief({"language": "en", "contract": CONTRACT}, mail, Situation.support_question), reading=heard)
    assert "contract_facts" in [move.name for move in make(made).moves]


@pytest.mark.parametrize(
    ("mail", "leave", "promises"),
    [
        ("新しい一覧が見やすいと皆が喜んでいます。", False, False),
        ("一覧の並べ替え、いつになったら楽になるんですか。", False, True),
        ("気になる点を書いてお送りしてもよいですか。", True, True),
    ],
)
def test_that_leave_to_speak_is_given_to_who_asks_for_it_and_praise_is_not_to_be_mended(
    mail: str, leave: bool, promises: bool
) -> None:
    told = {move.name: move.inputs for move in make(brief({}, mail, Situation.feedback_request)).moves}
    assert told["feedback_taken_up"]["invites"] is leave and ("what_becomes_of_it" in told) is promises
    assert not told["feedback_taken_up"]["liked"]


def test_that_what_a_project_cost_once_is_no_fee_and_nobody_vouches_before_they_began() -> None:
    once = {"contract": {"total_price": 600000, "renewal": "2027-03-31"}}
    told = {move.name: move.inputs for move in make(brief(once, "来期も更新します。", Situation.renewal)).moves}
    assert told["terms_as_they_are"]["price"] == ""
    fresh = make(brief({}, "知り合いをご紹介できます。", Situation.referral))
    begun = make(brief({"contract": {"start": "2026-01-01"}}, "知り合いをご紹介できます。", Situation.referral))
    assert ["three_lines" in [move.name for move in plan.moves] for plan in (fresh, begun)] == [False, True]
