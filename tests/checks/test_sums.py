"""A CSM's own sums: what follows from the record, the message and the letter passes; a figure or a day from nowhere does not."""

import pytest

from assistant.checks.catalogue import check_all
from tests.checks.letters import letter

_AROUND = {
    "tachibana": "大河原部長\n\nコトノハシステムの小田切です。\n\n{}\n\n小田切 葉子",
    "harbour": "Dear Imogen,\n\n{}\n\nKind regards,\nYoko Odagiri",
}


def found(account: str, words: str, message: str) -> list[str]:
    given = letter(_AROUND[account].format(words), account, message)
    return [f.quote for f in check_all(given)[1] if f.code in ("ungrounded_figure", "ungrounded_date") and f.quote]


@pytest.mark.parametrize(
    ("account", "words", "message"),
    [
        ("tachibana", "転記は月56時間、年にすると672時間減りました。", ""),
        ("tachibana", "2年分では1,920,000円(税抜)です。", ""),
        ("tachibana", "ベルタ社の見積との差は、年240,000円です。", "ベルタ社から年720,000円の見積が出ました。"),
        ("tachibana", "次の年額は1,008,000円で、48,000円、5%の増額です。", "来期は年額1,008,000円と聞きました。"),
        ("tachibana", "7月の14時間から4.5時間短くなりました。", ""),
        ("tachibana", "書き出しは3か月までですので、2年分ですと8回になります。", "2年分を書き出したいです。"),
        ("tachibana", "9時5分から11時40分まで、155分間ご不便をおかけしました。", ""),
        ("tachibana", "9時5分から11時40分までの2時間35分、止まっておりました。", ""),
        ("tachibana", "20日にご連絡いただいてから5日、お待たせしております。", "20日にも言いました。"),
        ("tachibana", "7月から10月の4か月分でございます。", "7月から10月の分が要ります。"),
        ("tachibana", "期間を7月1日から9月30日にしてください。", "7月から10月の分が要ります。"),
        (
            "tachibana",
            "12月4日にどなたがお入りになるか、お知らせください。この2件で結構です。",
            "4日の会議の人数と部屋を決めます。",
        ),
        ("tachibana", "「2026年10月20日の定例会で、9.5時間と確認しました。」とお書きください。", ""),
        ("tachibana", "新しい契約は4月1日からです。", ""),
        ("tachibana", "お申し出の期限は12月25日(金)です。24日(木)までにいただければ確実です。", ""),
        (
            "tachibana",
            "30席に減らすご契約でしたら、年720,000円(税抜)、今より240,000円少なくなります。",
            "減らせますか。",
        ),
        ("tachibana", "2席分、48,000円(税抜)多い金額です。ご契約は40席です。", "請求書が42席でした。"),
        ("tachibana", "紙で受けていただいたのは、2館です。", "松江館も金沢館も紙に戻しました。"),
        ("tachibana", "12月15日(火)10時か、16日(水)15時にお電話します。", ""),
        ("tachibana", "41人目が必要になれば、席の追加が要ります。", ""),
        (
            "harbour",
            "The gap is £2,500. At £38 an hour that is about 66 hours.",
            "They quoted 15,900; we pay £38 an hour.",
        ),
        ("harbour", "Shall we look at five recent cases on Thursday 3 December at 11?", ""),
        ("harbour", "Ours is £18,400, so the gap is £2,500 a year.", "They quoted us 15,900 for the same 26 people."),
        ("harbour", "The effect is £46,000, which is 2.5 times the fee, or £2.50 for every pound.", ""),
        ("harbour", "A claim is £2,000. At £1,500 a claim, the 23 claims would still come to £34,500.", ""),
        ("harbour", "The incident form was opened 340 times in October.", ""),
        ("harbour", "You have 13 days left until Tuesday 8 December.", "Please answer by Tuesday 8 December."),
    ],
)
def test_that_what_follows_from_what_is_known_passes(account: str, words: str, message: str) -> None:
    assert found(account, words, message) == []


@pytest.mark.parametrize(
    ("account", "words", "message", "quote"),
    [
        ("tachibana", "転記は月56時間、年にすると750時間減りました。", "", "750"),
        (
            "tachibana",
            "ベルタ社の見積との差は、年310,000円です。",
            "ベルタ社から年720,000円の見積が出ました。",
            "310,000",
        ),
        ("tachibana", "9時5分から11時40分まで、185分間ご不便をおかけしました。", "", "185"),
        ("tachibana", "20日にご連絡いただいてから9日、お待たせしております。", "20日にも言いました。", "9日"),
        ("tachibana", "期間を7月1日から9月17日にしてください。", "7月から10月の分が要ります。", "9月17日"),
        ("tachibana", "修正は2月9日に終わります。", "9月の分が要ります。", "2月9日"),
        ("tachibana", "平均して18件のお問い合わせが減ります。", "", "18件"),
        (
            "harbour",
            "Ours is £18,400, so the gap is £3,100 a year.",
            "They quoted us 15,900 for the same people.",
            "3,100",
        ),
        ("tachibana", "入力の手間が月に40時間も減りました。", "", "40時間"),
        ("tachibana", "30席に減らすご契約でしたら、年650,000円(税抜)になります。", "減らせますか。", "650,000"),
        ("harbour", "The effect is £46,000, which is 3.4 times the fee.", "", "3.4 times"),
        ("harbour", "Most of our customers save 26% in their first year.", "", "26%"),
    ],
)
def test_that_a_figure_or_a_day_from_nowhere_is_found(account: str, words: str, message: str, quote: str) -> None:
    assert any(quote in text for text in found(account, words, message))
