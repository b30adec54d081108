"""People, trades, steps and instructions."""

from datetime import date

import pytest

from assistant.domain.account import Account
from assistant.domain.reading import Reading
from assistant.planning import common, people
from assistant.planning.apology import weight_of
from assistant.planning.brief import Sheet
from assistant.planning.instructions import style_of
from assistant.planning.steps import from_help
from assistant.planning.trades import trades_for
from assistant.ports import HelpText
from tests.planning.briefs import brief


@pytest.mark.parametrize(
    ("name", "kind", "word"),
    [
        ("さくら信用金庫", None, "貴庫"), ("青空病院", None, "貴院"), ("学校法人北山学園", "school", "貴校"),
        ("社会福祉法人すみれ会", None, "貴法人"), ("霞市", "public", "貴市"), ("有限会社三日月堂", None, "貴社"),
        ("農業協同組合みどり", "association", "貴組合"), ("株式会社カブ", "company", "貴社"),
    ],
)  # fmt: skip
def test_that_an_organisation_is_called_by_its_kind(name: str, kind: str | None, word: str) -> None:
    assert people.organisation_word(Account.model_validate({"id": "a", "name": name, "kind": kind})) == word


def test_that_a_company_is_spoken_of_as_onsha_in_a_chat() -> None:
    assert people.organisation_word(Account(id="a", name="株式会社カブ"), "chat") == "御社"


def test_that_the_writer_is_addressed_where_on_record_else_the_default_contact() -> None:
    account = Account.model_validate(
        {
            "id": "a",
            "name": "カブ",
            "contacts": [{"name": "佐藤 健一"}, {"name": "鈴木 葵"}, {"name": "田中 学", "left": True}],
        }
    )
    assert people.addressee(account, "鈴木").name == "鈴木 葵"  # type: ignore[union-attr]
    assert people.addressee(account, "田中").name == "佐藤 健一"  # type: ignore[union-attr]
    assert people.addressee(account, "", "鈴木さんに声をかけたい").name == "鈴木 葵"  # type: ignore[union-attr]


def test_that_a_trade_without_a_counterpart_is_no_trade() -> None:
    case = brief({})
    assert len(trades_for(case, Sheet(case), 3)) == 1


def test_that_a_japanese_trade_is_said_in_english_with_its_own_figures_or_stays_out() -> None:
    case = brief({"language": "en"})
    offers = [t.offer for t in trades_for(case, Sheet(case), 3)]
    assert len(offers) == 1 and "contract of 2 years" in offers[0]


def test_that_steps_are_carried_over_and_never_invented() -> None:
    body = "鍵の貸し出しを直します。\n1. 「台帳」の「…」を開きます。\n2. 「直す」を押します。\n一覧に出ていれば済んでいます。"
    case = brief({})
    found = from_help(case, Sheet(case), HelpText("kagi", "鍵の貸し出しを直す", body))
    assert found and len(found.steps) == 2 and found.check == "一覧に出ていれば済んでいます。"
    assert "「…」" in found.steps[0]
    assert from_help(case, Sheet(case), HelpText("x", "説明だけ", "手順のない文章です。")) is None


def test_that_a_help_text_in_japanese_gives_an_english_reader_the_buttons() -> None:
    body = "1. パソコンで「台帳」\uff08Ledger\uff09を開きます。\n2. 「呼び戻す」\uff08Recall\uff09を押します。状態が「予定」\uff08Planned\uff09に戻ります。"
    case = brief({"language": "en"})
    found = from_help(case, Sheet(case), HelpText("kagi", "鍵", body))
    said = [step.split("\ue001")[1].rstrip("\ue002") for step in found.steps] if found else []
    assert said == ["Open Ledger, on a computer.", "Press Recall; it then shows Planned."]


@pytest.mark.parametrize(
    ("own", "weight"),
    [
        ("10月分が二重に請求されています", "grave"), ("別の会社の見積が混ざっていました", "grave"),
        ("締め作業が止まりました", "stopped"), ("一週間返事がありません", "late"),
        ("担当の方が来なかったんですが", "mistake"), ("画面が見づらいです", "inconvenience"),
        ("Your update wiped our price list", "grave"), ("Nobody came on Monday", "mistake"),
    ],
)  # fmt: skip
def test_that_an_apology_has_the_weight_of_the_matter(own: str, weight: str) -> None:
    assert weight_of(Reading(language="ja", own=own)) == weight


def test_that_an_instruction_is_read_for_style_and_language() -> None:
    style = style_of("もっと短く、きっぱり、英語で")
    assert (style.short, style.tone, style.language, style.unmet) == (True, "firm", "en", "")
    assert style_of("来月の講習のことも入れて").unmet


def test_that_a_day_we_name_is_a_business_day() -> None:
    case = brief({}, holidays=frozenset({date(2026, 11, 27)}))
    assert case.business_day(3) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("today", "day"), [(date(2026, 11, 24), "1月6日"), (date(2026, 11, 2), "12月2日"), (date(2026, 12, 10), "1月11日")]
)
def test_that_nobody_is_asked_over_the_turn_of_the_year_how_things_go(today: date, day: str) -> None:
    assert common.in_days(brief({}, today=today), 30).startswith(day)
