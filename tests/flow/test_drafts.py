"""What a draft promises, on the demonstration's own accounts."""

import re
from datetime import date

import pytest

from assistant.coach import Coach
from assistant.domain.draft import Draft, DraftRequest
from assistant.domain.facts import visibility_of
from assistant.domain.situation import Situation
from assistant.errors import Invalid, NotFound

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.anyio


async def draft(coach: Coach, account: str, message: str = "", **fields) -> Draft:
    request = DraftRequest.model_validate({"account": account, "message": message, "today": TODAY, **fields})
    return await coach.draft(request, "ja")


async def test_that_nothing_said_and_no_situation_is_refused_with_the_field_named(coach: Coach) -> None:
    with pytest.raises(Invalid) as refused:
        await draft(coach, "shionoi-setsubi", " \n ")
    assert "message" in refused.value.fields


async def test_that_an_unknown_account_is_said_to_be_unknown(coach: Coach) -> None:
    with pytest.raises(NotFound):
        await draft(coach, "nobody-here", "値引きしてください")


async def test_that_an_automatic_reply_gets_no_letter_and_a_note_why(coach: Coach) -> None:
    made = await draft(coach, "yonaga-unso", "【自動返信】ただいま不在にしております。11月30日以降にご返信いたします。")
    assert made.body == "" and made.situation == Situation.other
    assert made.coaching and not made.needs_review


async def test_that_a_discount_is_answered_with_value_then_a_plain_decision(coach: Coach) -> None:
    made = await draft(
        coach, "shionoi-setsubi", "他社から2割ほど安い見積もりが出ています。お値段をご相談できませんか。"
    )
    kinds = [part.kind for part in made.parts]
    assert made.situation == Situation.discount_request
    assert kinds.index("value") < kinds.index("boundary") < kinds.index("trade")
    assert "5,184,000円" in made.body and "のままお願いいたします" in made.body
    assert "2割" not in made.body.replace("「", "").split("お見積もりの件")[-1]


async def test_that_an_approval_is_given_exactly_as_approved_and_its_approver_never_named(coach: Coach) -> None:
    made = await draft(coach, "shionoi-setsubi", "更新にあたり、1割ほど値引きしていただけませんか。")
    assert "2年契約" in made.body and "5%" in made.body and "10%" not in made.body and "1割" not in made.body
    assert "事業本部長" not in made.body


async def test_that_an_approval_waits_until_the_price_is_raised(coach: Coach) -> None:
    made = await draft(coach, "shionoi-setsubi", situation="renewal")
    assert "5%" not in made.body and "値引き" not in made.body
    assert any("5%" in note.text for note in made.coaching)


async def test_that_what_only_the_csm_knows_is_asked_and_stands_once_it_is_answered(coach: Coach) -> None:
    made = await draft(coach, "naginomori-hospital", "4階の点検記録がまだ出てきません。どうなっているんですか。")
    assert made.needs_review and made.asks
    time = next(ask for ask in made.asks if ask.kind == "time")
    assert "11月25日(水)15時" not in made.body
    ready = await coach.revise(
        made.id, answers={ask.id: "11月25日(水)15時" if ask is time else "部長の堀" for ask in made.asks}
    )
    assert ready.version == 2 and "11月25日(水)15時までに" in ready.body
    assert all(ask.answer for ask in ready.asks)


async def test_that_an_answer_to_what_was_not_asked_is_refused(coach: Coach) -> None:
    made = await draft(coach, "shionoi-setsubi", situation="renewal")
    with pytest.raises(Invalid):
        await coach.revise(made.id, answers={"q9": "15時"})


async def test_that_the_csms_own_words_are_a_version_checked_again_and_the_earlier_one_stays(coach: Coach) -> None:
    made = await draft(coach, "shionoi-setsubi", "お値段をご相談できませんか。")
    body = made.body.replace(
        "どうぞよろしくお願いいたします。", "今回だけ特別に15%お値引きいたします。\n\nどうぞよろしくお願いいたします。"
    )
    edited = await coach.revise(made.id, body=body)
    assert edited.version == 2 and edited.origin.writer == "csm"
    assert {"concession"} <= {f.code for f in edited.findings if f.severity == "block"} and edited.needs_review
    for finding in edited.findings:
        if finding.source == "body" and finding.start is not None:
            assert edited.body[finding.start : finding.end] == finding.quote
    assert [v.version for v in await coach.records.versions(made.id)] == [1, 2]


async def test_that_an_answer_after_an_edit_keeps_the_edit(coach: Coach) -> None:
    made = await draft(coach, "naginomori-hospital", "4階の点検記録がまだ出てきません。どうなっているんですか。")
    edited = await coach.revise(
        made.id,
        body=made.body.replace(
            "お世話になっております。", "お世話になっております。先ほどはお電話をありがとうございました。"
        ),
    )
    time = next(ask for ask in made.asks if ask.kind == "time")
    ready = await coach.revise(edited.id, answers={time.id: "11月25日(水)15時"})
    assert "先ほどはお電話をありがとうございました。" in ready.body and "11月25日(水)15時" in ready.body
    assert ready.body.index("11月25日(水)15時") < ready.body.index("引き続き")


async def test_that_shorter_is_shorter_and_still_decides(coach: Coach) -> None:
    made = await draft(coach, "shionoi-setsubi", "お値段をご相談できませんか。")
    short = await coach.revise(made.id, instruction="短く")
    assert len(short.body) < len(made.body) and "のままお願いいたします" in short.body


async def test_that_english_on_demand_is_english(coach: Coach) -> None:
    made = await draft(
        coach, "harrowmere-property", "Can you come down on the price?", instruction="in English, firmer"
    )
    assert made.language == "en" and "stays at £14,400" in made.body


async def test_that_an_instruction_a_playbook_cannot_follow_is_said(coach: Coach) -> None:
    made = await draft(
        coach, "shionoi-setsubi", "お値段をご相談できませんか。", instruction="来月の展示会のことにも触れて"
    )
    assert any("展示会" in note.text for note in made.coaching)


async def test_that_a_memo_stays_inside_and_only_the_caller_makes_one(coach: Coach) -> None:
    words = "営業です。継続のためだから、帳票20種は無償で作ってあげてよ。"
    memo = await draft(coach, "yoimachi-building", words, **{"from": "colleague"})
    claimed = await draft(coach, "yoimachi-building", words)
    assert memo.audience == "colleague" and "19%" in memo.body and "社内" in memo.subject
    assert claimed.audience == "customer" and "19%" not in claimed.body and "41時間" not in claimed.body


async def test_that_figures_that_were_withdrawn_are_not_used(coach: Coach) -> None:
    for situation in (Situation.renewal, Situation.discount_request, Situation.referral):
        made = await draft(coach, "shionoi-setsubi", situation=situation.value)
        assert "2,400,000" not in made.body


async def test_that_two_matters_get_one_letter_that_deals_with_both(coach: Coach) -> None:
    made = await draft(
        coach,
        "shionoi-setsubi",
        "報告書をPDFにすると右端の列が欠けます。直し方を教えてください。それと、更新のときに1割ほど値引きしていただけませんか。",
    )
    assert "幅に合わせる" in made.body and "のままお願いいたします" in made.body


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("ja", "来期は契約を続けるか迷っています。現場は前のやり方に戻したいと言っています。"),
        ("en", "Our board is thinking of going back to spreadsheets. I would rather stay."),
    ],
)
async def test_that_who_only_thinks_of_leaving_gets_a_letter_whatever_is_on_record(
    coach: Coach, language: str, message: str
) -> None:
    for account in (await coach.records.accounts(limit=100))[0]:
        asked = DraftRequest(account=account.id, message=message, situation=Situation.cancellation, language=language)  # type: ignore[arg-type]
        made = await coach.draft(asked)
        assert made.body and made.language == language


async def test_that_the_same_request_gives_the_same_words(coach: Coach) -> None:
    one = await draft(coach, "shionoi-setsubi", "お値段をご相談できませんか。")
    other = await draft(coach, "shionoi-setsubi", "お値段をご相談できませんか。")
    assert (one.subject, one.body, one.marks) == (other.subject, other.body, other.marks)


async def test_that_marks_say_which_words_rest_on_which_citation(coach: Coach) -> None:
    made = await draft(coach, "shionoi-setsubi", situation="renewal")
    known = {citation.id for citation in made.citations}
    figures = {made.body[m.start : m.end] for m in made.marks}
    assert {m.citation for m in made.marks} <= known and "5,184,000円" in figures
    assert not re.search("[\ue000-\uf8ff]", made.body + made.subject)


@pytest.mark.parametrize(
    "situation", [s for s in Situation if s not in (Situation.internal_persuasion, Situation.other)]
)
async def test_that_no_letter_holds_what_is_internal_confided_or_another_accounts(
    coach: Coach, situation: Situation
) -> None:
    accounts, _ = await coach.records.accounts(limit=50)
    assert len(accounts) >= 12
    for account in accounts:
        whole = await coach.records.account(account.id)
        made = await draft(coach, account.id, situation=situation.value)
        text = f"{made.subject}\n{made.body}"
        reader = made.body.split("様")[0]
        for other in accounts:
            if other.id != account.id:
                assert other.name not in text
        assert "事業本部長" not in text
        if whole.economics and whole.economics.gross_margin:
            assert f"{whole.economics.gross_margin * 100:g}%" not in text
        for entry in whole.history:
            visibility = visibility_of(entry)
            if visibility == "internal" or (visibility != "account" and visibility.split()[0] not in reader):
                assert not any(piece in text for piece in pieces(entry.text)), (account.id, entry.text)


def pieces(text: str) -> list[str]:
    """Runs of an entry that are long enough to be recognised in a letter."""
    return [text[i : i + 14] for i in range(0, max(1, len(text) - 14), 7)] if len(text) >= 14 else []


async def test_that_nine_letters_in_ten_raise_nothing_that_blocks(coach: Coach) -> None:
    accounts, _ = await coach.records.accounts(limit=50)
    blocked, made = [], 0
    for account in accounts:
        for situation in Situation:
            if situation is not Situation.other:
                found = await draft(coach, account.id, situation=situation.value)
                made += 1
                blocked += [
                    (account.id, situation.value, f.code, f.quote) for f in found.findings if f.severity == "block"
                ]
    assert len({(a, s) for a, s, _, _ in blocked}) <= made / 10, blocked


async def test_that_letters_to_two_accounts_do_not_read_alike(coach: Coach) -> None:
    one = await draft(coach, "shionoi-setsubi", situation="renewal")
    other = await draft(coach, "yoimachi-building", situation="renewal")
    stated = [{p.text for p in d.parts if p.kind in ("value", "facts", "thanks")} for d in (one, other)]
    assert not stated[0] & stated[1]
