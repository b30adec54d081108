"""Answers by extraction: quoted from one account's record, dated, cited, internal entries marked; or not on record."""

from datetime import date
from typing import Any

import pytest

from assistant.coaching.answers import worded
from assistant.coaching.finding import Found, find
from assistant.coaching.questions import QuestionCues, read_question
from assistant.coaching.record import entries_of
from assistant.domain.account import Account
from assistant.domain.conversation import Answer
from assistant.domain.draft import Citation, CoachingNote, Draft
from assistant.domain.situation import Situation
from assistant.knowledge_base import KNOWLEDGE, KnowledgeBase
from assistant.prompt_library import PromptLibrary
from assistant.recall.index import FLOOR, AccountIndex, build

TODAY = date(2026, 11, 24)
LIBRARY = PromptLibrary()
CUES = QuestionCues.load([KNOWLEDGE])
CARDS = list(KnowledgeBase().principles.values())


def entry(day: str, kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"date": day, "kind": kind, "text": text, "by": "西 真央", **more}


ACCOUNT = Account.model_validate(
    {
        "id": "kazami-seisakusho", "name": "風見製作所", "language": "ja",
        "contacts": [
            {"name": "古賀 涼", "title": "工場長", "role": "decision_maker"},
            {"name": "入江 真帆", "role": "champion"}, {"name": "戸田 司", "role": "decision_maker", "left": True},
        ],
        "contract": {
            "product": "マワリ", "plan": "標準", "renewal": "2027-04-30", "annual_price": 840000, "currency": "JPY",
            "tax": "excluded", "approvals": [{"what": "年額の3%値引き", "percent": 3, "approver": "本部長"}],
        },
        "goals": [{"id": "g1", "kpi": "停止時間", "unit": "時間", "baseline": 12, "target": 4, "current": 7, "as_of": "2026-10-05"}],
        "outcomes": [{"id": "o1", "statement": "残業の削減", "annual_value": 900000, "withdrawn": True}],
        "usage": [{"month": "2026-08", "active_users": 11}, {"month": "2026-10", "active_users": 15}],
        "history": [
            entry("2025-09-09", "meeting", "初回の会議。金型の棚卸しを始める。"),
            entry("2026-09-08", "meeting", "定例会。塗装ラインの手順書を10月中に提出すると約束。"),
            entry("2026-09-20", "ticket", "通知が二重に届く。設定を直して解決。", status="resolved"),
            entry("2026-10-30", "call", "入江さんから:上期の予算が凍結と聞く。", visibility="入江 真帆"),
            entry("2026-11-10", "note", "社内:値引きは自分からは出さない。"),
            entry("2026-11-18", "ticket", "図面の添付で止まる。調査中。", status="open"),
        ],
        "economics": {"gross_margin": 0.4, "support_hours_per_month": 9},
    }
)  # fmt: skip
INDEX = AccountIndex.loads(build(ACCOUNT))


def ask(question: str, draft: Draft | None = None, cards: list = [], why: str = "") -> tuple[Found, Answer]:  # noqa: B006
    asked = read_question(question, CUES, TODAY)
    record = entries_of(ACCOUNT, asked.language, TODAY)
    hits = INDEX.search(asked.search, 50, floor=FLOOR) if asked.search else []

    def promised(words: str) -> bool:
        return any(CUES.found("promised", words.lower(), language) for language in ("ja", "en"))

    found = find(asked, ACCOUNT, record, hits, promised, cards, draft)
    return found, worded(LIBRARY, asked, found, ACCOUNT, draft, TODAY, asked.language, why)


def keys(found: Found) -> list[str]:
    return [e.key for e in found.entries]


def test_that_a_promise_of_a_month_is_quoted_with_its_day_and_its_writer():
    found, answer = ask("9月に何を約束した?")
    assert keys(found) == ["history:1"] and answer.on_record and answer.by == "extraction"
    assert "記録から見つかったもの" in answer.answer and "9月8日(火)" in answer.answer
    assert "「定例会。塗装ラインの手順書を10月中に提出すると約束。」" in answer.answer and "西 真央" in answer.answer
    assert [(c.id, c.kind, c.source) for c in answer.citations] == [
        ("A1", "account", "西 真央")
    ] and "[A1]" in answer.answer
    assert answer.prompt.startswith("coaching/ja/answers@")


def test_that_the_same_month_of_another_year_is_not_meant():
    assert keys(ask("去年の9月に何を話した?")[0]) == ["history:0"]
    assert "history:0" not in keys(ask("9月に何を話した?")[0])


def test_that_what_is_not_on_record_is_said_to_be_missing_with_what_was_looked_for():
    found, answer = ask("9月に海外拠点の何を約束した?")
    assert not found.entries and not answer.on_record
    assert answer.answer.startswith("記録にありません。") and "海外拠点" in answer.answer and "9月" in answer.answer
    assert "近いところでは" in answer.answer and answer.citations
    _, english = ask("What did we promise about the warehouse robots?")
    assert english.answer.startswith("Not on record.") and "warehouse robots" in english.answer
    assert not english.on_record and english.citations == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("決裁者は誰?", ["contact:0"]),
        ("Who is the champion?", ["contact:1"]),
        ("更新日はいつ?", ["contract"]),
        ("未解決の問い合わせは?", ["history:5"]),
        ("前回の定例会の内容は?", ["history:1"]),
        ("利用状況は?", ["usage:2026-10"]),
        ("粗利はどのくらい?", ["economics"]),
        ("What is their goal?", ["goal:g1"]),
    ],
)
def test_that_fields_and_states_of_the_record_are_found(question: str, expected: list[str]):
    assert keys(ask(question)[0])[: len(expected)] == expected


def test_that_asked_what_there_was_the_newest_entries_answer():
    assert keys(ask("最近どんなやり取りがあった?")[0])[:2] == ["history:5", "history:4"]
    assert keys(ask("これまでの経緯は?")[0]) == ["history:5", "history:4", "history:3"]
    assert keys(ask("When did we last talk to them?")[0]) == ["history:3"]


def test_that_what_is_internal_or_confided_is_marked_as_such():
    _, answer = ask("値引きの承認は?")
    assert "【社内限り】" in answer.answer and "承認者:本部長" in answer.answer
    assert set(answer.internal) == {c.id for c in answer.citations if "値引き" in c.quote}
    _, confided = ask("10月に電話で何を言われた?")
    assert "【入江 真帆様から内密に】" in confided.answer and confided.internal == ["A1"]
    _, open_to_all = ask("更新日はいつ?")
    assert open_to_all.internal == []


def test_that_a_withdrawn_result_is_no_result():
    found, _ = ask("成果は出ている?")
    assert "outcome:o1" not in keys(found)


def draft(language: str = "ja") -> Draft:
    ja = language == "ja"
    return Draft(
        id="d1", account=ACCOUNT.id, situation=Situation.discount_request, language="ja", body="本文",
        citations=[
            Citation(id="A1", kind="account", title="年額", quote="840,000円", source="契約書"),
            Citation(id="P1", kind="principle", title="値段は原価ではなく価値で語る", quote="値段は価値の分け方である。", source="論考"),
            Citation(id="P2", kind="principle", title="別の考え", quote="別の話。", source="論考"),
        ],
        coaching=[
            CoachingNote(text="価値を先に置きました。" if ja else "Value comes first.", citations=["P1"]),
            CoachingNote(text="電話が先です。" if ja else "Call first.", citations=["P2"]),
        ],
    )  # fmt: skip


def test_that_why_is_answered_by_the_principles_of_the_last_draft():
    _, answer = ask("なぜ先に効果の話をするの?", draft())
    assert answer.answer.startswith("今の下書きは、次の考えで書いています。")
    assert "価値を先に置きました。 [P1]" in answer.answer and [c.id for c in answer.citations] == ["P1", "P2"]
    spoken_of = [c for c in CARDS if c.title["ja"] == "値段は原価ではなく価値で語る"]
    assert spoken_of, "the card that the draft cites is in the method"
    _, narrowed = ask("なぜ先に効果の話をするの?", draft(), spoken_of)
    assert [c.id for c in narrowed.citations] == ["P1"]


def test_that_why_without_a_draft_quotes_the_method():
    _, answer = ask("なぜ無償で広げないほうがいいの?", None, CARDS[:3])
    assert answer.answer.startswith("考え方から引用します。") and [c.id for c in answer.citations] == ["P1", "P2"]
    assert all(c.kind == "principle" and c.quote and c.source for c in answer.citations)


def test_that_notes_in_another_language_do_not_answer_a_why():
    _, answer = ask("Why do we begin with the value?", draft("ja"), CARDS[:1])
    assert answer.answer.startswith("From the method") and answer.citations[0].title == CARDS[0].title["en"]


def test_that_advice_on_the_draft_is_the_coachs_notes_and_sources_are_its_citations():
    _, advice = ask("このメールどう思う?", draft())
    assert "電話が先です。 [P2]" in advice.answer and len(advice.citations) == 2
    _, sources = ask("この数字の出どころは?", draft())
    assert [c.id for c in sources.citations] == ["A1"] and "契約書" in sources.answer


def test_that_an_answer_instead_of_the_models_says_why():
    _, answer = ask("決裁者は誰?", why="時間切れです。")
    assert answer.fallback == "時間切れです。" and "時間切れです。" in answer.answer.splitlines()[0]


def test_that_every_kind_of_entry_can_be_shown_in_both_languages():
    for language in ("ja", "en"):
        record = entries_of(ACCOUNT, language, TODAY)
        asked = read_question("x", CUES, TODAY, language)
        answer = worded(LIBRARY, asked, Found(entries=tuple(record.values())), ACCOUNT, None, TODAY, language)
        assert len(answer.citations) == len(record) == 16
        assert "None" not in answer.answer and "{{" not in answer.answer


def test_that_a_contract_is_cited_in_words_and_not_in_codes() -> None:
    for language, words in (("ja", "税抜"), ("en", "before tax")):
        quote = next(e.quote for e in entries_of(ACCOUNT, language, TODAY).values() if e.kind == "contract")
        assert words in quote and "excluded" not in quote
