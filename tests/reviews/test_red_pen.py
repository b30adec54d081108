"""The red pen: exact words, a principle that exists, a reason with this customer, the smallest change that mends."""

import pytest

from assistant.coach import Coach
from assistant.domain.review import Remark, Review, ReviewRequest
from assistant.errors import Invalid, NotFound
from assistant.knowledge_base import KnowledgeBase

pytestmark = pytest.mark.anyio

ASKED = {"account": "shionoi-setsubi", "message": "年額を1割下げていただけませんか。", "today": "2026-11-24"}
BAD = (
    "﨑田様\n\nお世話になっております。榎本です。\n"
    "今回に限り、年額を140万円に値下げいたします。人件費が上がっており、これが精一杯です。ご容赦ください。\n"
    "ご不明な点は、サポート窓口にお問い合わせください。\n\n榎本 沙耶"
)
GOOD = (
    "﨑田様\n\nいつもお世話になっております。海星テックの榎本です。\n"
    "年額の件、率直にお知らせくださり、ありがとうございます。\n"
    "年額は、現在の1,560,000円(税抜)のままお願いいたします。\n"
    "12月2日(水)の午後に30分、ご予算の上限を伺えますでしょうか。\n\n榎本 沙耶"
)


async def read(coach: Coach, draft: str, ui: str = "ja", **asked) -> Review:
    return await coach.review(ReviewRequest.model_validate({**ASKED, "draft": draft, **asked}), ui)


def by_code(review: Review) -> dict[str, Remark]:
    return {remark.code: remark for remark in review.findings}


async def test_that_every_finding_quotes_words_that_are_there(coach: Coach) -> None:
    read_on = await read(coach, BAD)
    assert {"concession", "ungrounded_figure", "cost_based_pricing", "runaround"} <= set(by_code(read_on))
    for remark in read_on.findings:
        if remark.start is not None:
            assert BAD[remark.start : remark.end] == remark.quote


async def test_that_every_finding_cites_a_principle_that_exists(coach: Coach) -> None:
    read_on = await read(coach, BAD)
    cards, cited = KnowledgeBase().principles, {c.id: c for c in read_on.citations}
    for remark in read_on.findings:
        assert remark.citations and set(remark.citations) <= set(cards)
        assert set(remark.citations) <= set(cited)
    assert all(c.kind == "principle" and c.title and c.quote for c in read_on.citations)


async def test_that_the_reason_is_about_this_customer(coach: Coach) -> None:
    account = await coach.records.account("shionoi-setsubi")
    for remark in (await read(coach, BAD)).findings:
        assert "﨑田様" in remark.why or account.name in remark.why, remark


async def test_that_the_words_are_the_callers(coach: Coach) -> None:
    for ui, sign in (("ja", "。"), ("en", ".")):
        assert all(remark.why.endswith(sign) for remark in (await read(coach, BAD, ui)).findings)


async def test_that_the_text_with_all_changes_passes_what_they_claim_to_mend(coach: Coach) -> None:
    read_on = await read(coach, BAD)
    claimed = {remark.code for remark in read_on.findings if remark.change}
    assert {"concession", "cost_based_pricing", "runaround"} <= claimed
    again = await read(coach, read_on.rewrite)
    assert claimed & set(by_code(again)) == set()
    assert "1,560,000円" in read_on.rewrite and "140万円" not in read_on.rewrite
    assert "ご容赦ください" not in read_on.rewrite, "what leans on a sentence goes with it"


async def test_that_one_change_alone_mends_its_own_finding(coach: Coach) -> None:
    for remark in (await read(coach, BAD)).findings:
        if remark.change and remark.start is not None:
            text = BAD[: remark.change.start] + remark.change.text + BAD[remark.change.end :]
            left = [r for r in (await read(coach, text)).findings if r.code == remark.code]
            assert all(r.quote != remark.quote for r in left)


async def test_that_the_suggestion_stands_in_place_of_the_quote(coach: Coach) -> None:
    for remark in (await read(coach, BAD)).findings:
        if remark.start is not None and remark.suggestion:
            assert remark.change and remark.change.text == remark.suggestion
            assert (remark.change.start, remark.change.end) == (remark.start, remark.end)


async def test_that_a_good_draft_is_left_alone_and_praised_for_what_stands_in_it(coach: Coach) -> None:
    read_on = await read(coach, GOOD)
    assert [(r.code, r.quote) for r in read_on.findings] == []
    assert read_on.rewrite == GOOD
    assert any("このままお願い" in words or "のままお願い" in words for words in read_on.good)
    assert any("12月2日(水)" in words for words in read_on.good)


async def test_that_nothing_is_praised_that_is_struck_out(coach: Coach) -> None:
    draft = "﨑田様\n\n今回に限り、年額を140万円に値下げいたします。12月2日(水)に申込書をお送りします。\n\n榎本 沙耶"
    assert all("140万円" not in words for words in (await read(coach, draft)).good)


async def test_that_a_missing_next_step_is_added_before_the_signature(coach: Coach) -> None:
    draft = "﨑田様\n\n年額は、現在の1,560,000円(税抜)のままお願いいたします。ご事情は承りました。\n\nよろしくお願いいたします。\n榎本 沙耶"
    read_on = await read(coach, draft)
    remark = by_code(read_on)["no_next_step"]
    assert (remark.start, remark.end, remark.quote) == (None, None, "")
    assert remark.suggestion and remark.suggestion in read_on.rewrite
    assert read_on.rewrite.index(remark.suggestion) < read_on.rewrite.index("よろしくお願いいたします。\n榎本")


async def test_that_a_name_in_the_address_is_taken_from_the_record(coach: Coach) -> None:
    draft = GOOD.replace("﨑田様", "[お名前]様")
    remark = by_code(await read(coach, draft))["placeholder"]
    assert remark.suggestion == "﨑田"


async def test_that_warnings_come_by_channel(coach: Coach) -> None:
    chat = "了解です。12月2日(水)の午後に30分、お時間をいただけますか。"
    assert "register" not in by_code(await read(coach, chat, channel="chat"))
    assert by_code(await read(coach, chat))["register"].why.startswith("casual: ")


async def test_that_offsets_count_code_points(coach: Coach) -> None:
    draft = "🏢😀 﨑田様\n\nｾﾞﾋ、今回に限り、年額を１４０万円に値下げいたします。\n12月2日(水)にお電話いたします。"
    remark = by_code(await read(coach, draft))["concession"]
    assert draft[remark.start : remark.end] == remark.quote
    assert "値下げ" in remark.quote


async def test_that_an_english_text_is_mended_in_english_for_a_japanese_csm(coach: Coach) -> None:
    account = await coach.records.account("harrowmere-property")
    draft = "Hi [Name],\n\nThat's one for our support team, please contact them directly.\n\nSaya Enomoto"
    asked = {"account": account.id, "message": "The inspection list will not print."}
    read_on = await read(coach, draft, **asked)
    assert {"placeholder", "runaround"} <= set(by_code(read_on))
    assert "来" not in read_on.rewrite and "come back to you" in read_on.rewrite
    assert account.contacts[0].name.split()[0] in read_on.rewrite
    assert "。" in by_code(read_on)["runaround"].why


async def test_that_nothing_is_stored(coach: Coach) -> None:
    before, _ = await coach.records.drafts("shionoi-setsubi", 50, None)
    await read(coach, BAD)
    assert (await coach.records.drafts("shionoi-setsubi", 50, None))[0] == before


async def test_that_an_empty_text_and_an_unknown_account_are_refused(coach: Coach) -> None:
    with pytest.raises(Invalid) as refused:
        await read(coach, " \n")
    assert "draft" in refused.value.fields
    with pytest.raises(NotFound):
        await read(coach, "はい。", account="nobody")


@pytest.mark.parametrize("draft", ["。", "様", "😀" * 40, "\n\n榎本 沙耶", "値引" * 500, "a" * 3000, "\u3000\n。\n。"])
async def test_that_odd_texts_are_read_without_fault(coach: Coach, draft: str) -> None:
    for remark in (await read(coach, draft)).findings:
        assert remark.start is None or draft[remark.start : remark.end] == remark.quote


async def test_that_a_few_lines_are_mended_in_the_words_of_a_few_lines(coach: Coach) -> None:
    short = "﨑田様\n\n榎本です。1割ほどでしたら何とかなると思います。\n12月2日(水)の10時にお電話しますね。\n\n榎本"
    long = GOOD.replace(
        "年額は、現在の1,560,000円(税抜)のままお願いいたします。", "1割ほどでしたら何とかなると存じます。"
    )
    assert "のままでお願いします。" in (await read(coach, short)).rewrite
    assert "のままお願いいたします。" in (await read(coach, long)).rewrite


async def test_that_what_is_added_stands_before_a_name_that_no_record_knows(coach: Coach) -> None:
    draft = "﨑田様\n\nお世話になっております。年額は、現在の1,560,000円(税抜)のままお願いいたします。理由は下記のとおりです。\n\n山田 太郎"
    read_on = await read(coach, draft)
    change = by_code(read_on)["no_next_step"].change
    assert change and change.start == draft.index("山田")


async def test_that_a_line_written_for_the_customer_to_use_may_claim_only_what_is_known(coach: Coach) -> None:
    draft = "﨑田様\n\n榎本です。稟議には、次の一文をお使いください。\n「導入により、紙の購入が年318万円減り、残業もなくなった」\n12月2日(水)にお電話します。\n\n榎本 沙耶"
    assert "ungrounded_figure" in by_code(await read(coach, draft, message="稟議に書く効果を一行で頼みます。"))
