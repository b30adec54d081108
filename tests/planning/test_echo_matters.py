"""Which sentence of a mail with several subjects is taken up for which of them."""

from pathlib import Path

import pytest

from assistant.coach import Coach
from assistant.domain.draft import DraftRequest
from assistant.domain.situation import Situation
from assistant.planning import echo, saying
from assistant.planning.brief import Sheet
from tests.golden.render import demo_coach
from tests.planning.briefs import brief

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def coach(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("matters")
    opened = await demo_coach(folder)
    yield opened
    await opened.close()


async def test_that_what_is_added_by_the_way_is_answered_as_what_it_is(coach: Coach) -> None:
    mail = "他社から2割ほど安い見積もりが出ています。お値段をご相談できませんか。なお、写真の取り込みが時々止まります。"
    made = await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail), "ja")
    support = next(part.text for part in made.parts if part.kind == "support")
    assert "「写真の取り込みが時々止まります」" in support
    assert all("写真の取り込み" not in part.text for part in made.parts if part.kind != "support")
    assert {"support", "boundary"} <= {part.kind for part in made.parts}


async def support_of(coach: Coach, account: str, mail: str) -> str:
    made = await coach.draft(DraftRequest(account=account, message=mail), "ja")
    assert made.situation == "support_question"
    return next(part.text for part in made.parts if part.kind == "support")


@pytest.mark.parametrize(
    ("account", "mail", "question"),
    [
        (
            "shionoi-setsubi",
            "操作の件で教えてください。一覧を設備の古い順に並べるには、どうすればよいでしょうか。急ぎではありませんので、お手すきのときで結構です。",
            "「一覧を設備の古い順に並べるには、どうすればよいでしょうか」",
        ),
        (
            "shionoi-setsubi",
            "写真に撮影者の名前を入れられますか。お忙しいところ恐縮です。後日でも構いません。",
            "「写真に撮影者の名前を入れられますか」",
        ),
        (
            "harrowmere-property",
            "No rush at all, whenever you get a minute: is there a way to colour the rooms on the floor plan?",
            "whether there is a way to colour the rooms on the floor plan.",
        ),
    ],
)
async def test_that_the_question_is_taken_up_and_not_the_courtesy(
    coach: Coach, account: str, mail: str, question: str
) -> None:
    text = await support_of(coach, account, mail)
    assert question in text
    assert not any(word in text for word in ("お手すき", "急ぎ", "後日", "恐縮", "No rush"))


async def test_that_a_question_that_no_article_speaks_of_is_looked_up_and_no_screen_is_asked_for(coach: Coach) -> None:
    mail = "報告書の並び順を変えるには、どうすればよいでしょうか。"
    text = await support_of(coach, "shionoi-setsubi", mail)
    assert "「ロゴ」" not in text and "調べてお返事いたします" in text
    made = await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail), "ja")
    assert made.needs_review and made.asks and "画面に出て" not in made.body


@pytest.mark.parametrize(
    ("account", "mail", "taken"),
    [
        ("shionoi-setsubi", "先日のご報告ですが、8時間ではなく9時間です。", "「先日のご報告ですが、8時間ではなく9時間です」とのご訂正"),
        ("harrowmere-property", "One correction to the summary: it was 14 visits, not 12.", "it was 14 visits, not 12"),
        # A call to check or to mend makes no other matter of it.
        ("shionoi-setsubi", "議事録をありがとうございます。出席者ですが、川端ではなく川畑です。直しておいていただけると幸いです。", "川畑"),
        ("harrowmere-property", "Hi Madoka, the summary says 61 visits but we make it 58. Could you check?", '"the summary says 61'),
    ],
)  # fmt: skip
async def test_that_a_correction_is_taken_over_with_thanks_and_written_down(
    coach: Coach, account: str, mail: str, taken: str
) -> None:
    made = await coach.draft(DraftRequest(account=account, message=mail), "ja")
    assert made.situation == "other" and taken in made.body
    assert [part.kind for part in made.parts] == ["greeting", "facts", "next_step", "closing"]
    assert not made.needs_review and not any(check.passed is False for check in made.checks)


@pytest.mark.parametrize(
    "mail",
    [
        "年額は120万円ではなく90万円です。記録を直してください。",
        "議事録が間違っています。無償対応ではないとありますが、正しくは無償対応と合意しました。",
        "The agreed price was 9,000, not 12,000. Please correct your records.",
    ],
)
async def test_that_what_was_agreed_or_paid_is_not_rewritten_by_a_correction(coach: Coach, mail: str) -> None:
    made = await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail, language="ja"), "ja")
    assert not any(words in made.body for words in ("記録に書き留め", "ご訂正のとおり"))


async def test_that_a_correction_beside_a_question_does_not_take_the_letter(coach: Coach) -> None:
    mail = "ご報告の件、8時間ではなく9時間です。それと、パスワードを忘れた者がいます。再発行の手順を教えてください。"
    assert (
        await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail), "ja")
    ).situation == "support_question"


async def test_that_every_matter_of_a_mail_is_answered_where_none_stands_out(coach: Coach) -> None:
    mail = (
        "期限切れの知らせが異動した前任の課長に飛び続けています。パスワードの変え方をお願いします。それと別件ですが、"
        "支店を3つ減らすので、来期は安くなりますよね。正直なところ、現場が定着するのか不安もあります。"
    )
    made = await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail), "ja")
    assert all(hit.confidence < 0.5 for hit in made.situations)
    assert "1. " in next(part.text for part in made.parts if part.kind == "support")
    assert any(part.kind == "boundary" for part in made.parts)


async def test_that_who_says_why_they_leave_is_not_asked_what_was_missing(coach: Coach) -> None:
    told = "親会社の指示で別の仕組みに統合されるため、来年3月で解約いたします。"
    plain = "来年3月で解約いたします。"
    for mail, asks in ((told, False), (plain, True)):
        made = await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail), "ja")
        assert made.situation == "cancellation"
        assert any(part.kind == "question" for part in made.parts) is asks


async def test_that_a_complaint_names_the_day_that_the_customer_named(coach: Coach) -> None:
    mail = "11月18日の件、どうなっていますか。点検画面が半日開かず、納品が遅れました。いい加減にしてください。"
    made = await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail), "ja")
    apology = next(part.text for part in made.parts if part.kind == "apology")
    assert made.situation == "complaint" and apology.startswith("11月18日の件、「")


async def test_that_feedback_offered_in_english_gets_a_day_that_no_check_objects_to(coach: Coach) -> None:
    mail = "Happy to tell you what I would change after six months, if that is any use?"
    made = await coach.draft(DraftRequest(account="harrowmere-property", message=mail), "ja")
    assert made.situation == "feedback_request" and any(part.kind == "next_step" for part in made.parts)
    assert not made.findings


async def test_that_whoever_asks_what_it_is_worth_is_told_the_money_that_is_confirmed(coach: Coach) -> None:
    for mail, told in (
        ("社長に「本当に価値があるのか」と聞かれ、うまく答えられず不安です。", True),
        ("現場に定着していくのか不安です。", False),
    ):
        made = await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail), "ja")
        assert made.situation == "concern"
        assert ("5,184,000円" in made.body) is told


def test_that_a_way_that_is_asked_for_is_quoted_and_not_what_was_told_beside_it() -> None:
    for mail, quoted in (
        ("where do i change who signs the weekly sheet? the chap who signs it left in august", "where do i change"),
        (
            "how do we mend this? the weekly sheet comes out blank for every site since monday",
            "the weekly sheet comes out",
        ),
    ):
        case = brief({"language": "en"}, mail, Situation.support_question)
        assert quoted in echo.matter(case, Sheet(case), Situation.support_question)


async def test_that_a_lower_price_taken_for_granted_is_not_quoted_as_if_it_were_so(coach: Coach) -> None:
    mail = "パスワードの再発行の仕方を教えてください。それと別件ですが、支店を3つ減らすので、来期は安くなりますよね。"
    made = await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail), "ja")
    assert any(part.kind == "boundary" for part in made.parts) and "安くなります" not in made.body


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("はなびら保育園の久保田です", True), ("ひだまりの家社会福祉法人の原と申します", True), ("久保田です", True),
        ("止めたのは御社の責任です", False), ("困っているのは本社の経理です", False), ("原因はその会社の不具合です", False),
    ],
)  # fmt: skip
def test_that_a_name_with_any_letter_in_it_is_an_introduction_and_a_reproach_is_none(
    sentence: str, named: bool
) -> None:
    assert saying.introduces(sentence) is named


async def test_that_each_question_of_a_mail_gets_the_article_that_answers_it(coach: Coach) -> None:
    mail = (
        "一覧の写真が暗くて見づらいです。来週から働く3名を利用者に加えたいのですが、役割はあとで変えられますか。"
        "それと、その3名に西の拠点だけ見せるには、どう設定すればよいですか。"
    )
    made = await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail), "ja")
    said = made.body
    assert said.index("役割はあとで変えられますか") < said.index("「招待を送る」") < said.index("「見える範囲」")
    assert said.count("それと、その3名") == 0 and said.count("その3名に西の拠点だけ見せるには") == 1


def test_that_a_question_that_points_back_is_no_question_of_its_own() -> None:
    def asked(mail: str) -> list[str]:
        return saying.asked(brief({"language": "en"}, mail).reading)

    assert len(asked("Who approves the plans while she is away, and how do I set that up?")) == 1
    assert len(asked("Who approves the plans while she is away, and how do I print the week?")) == 2
