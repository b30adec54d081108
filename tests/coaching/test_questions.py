"""What a question to the coach asks for: its time, its topics, its manner."""

from datetime import date
from pathlib import Path

import pytest

from assistant.coaching.periods import period_in
from assistant.coaching.questions import QuestionCues, read_question
from assistant.errors import KnowledgeError
from assistant.knowledge_base import KNOWLEDGE

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.fixture(scope="module")
def cues() -> QuestionCues:
    return QuestionCues.load([KNOWLEDGE])


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("9月に何を約束した?", "2026-09-01", "2026-09-30"),
        ("12月の打ち合わせは?", "2025-12-01", "2025-12-31"),
        ("2025年9月の件", "2025-09-01", "2025-09-30"),
        ("去年9月は?", "2025-09-01", "2025-09-30"),
        ("去年の秋に何があった?", "2025-09-01", "2025-11-30"),
        ("今年の春の話", "2026-03-01", "2026-05-31"),
        ("昨年の冬に困っていたことは?", "2025-12-01", "2026-02-28"),
        ("9月16日の記録は?", "2026-09-16", "2026-09-16"),
        ("9/16に何と言った?", "2026-09-16", "2026-09-16"),
        ("12月3日は?", "2025-12-03", "2025-12-03"),
        ("先週何を話した?", "2026-11-16", "2026-11-22"),
        ("先月の電話", "2026-10-01", "2026-10-31"),
        ("先々月の電話", "2026-09-01", "2026-09-30"),
        ("昨日の電話", "2026-11-23", "2026-11-23"),
        ("去年の問い合わせ", "2025-01-01", "2025-12-31"),
        ("一昨年の問い合わせ", "2024-01-01", "2024-12-31"),
        ("最近の様子は?", "2026-09-25", "2026-11-24"),
        ("what did we promise in september?", "2026-09-01", "2026-09-30"),
        ("last september", "2026-09-01", "2026-09-30"),
        ("last november", "2025-11-01", "2025-11-30"),
        ("in march 2025", "2025-03-01", "2025-03-31"),
        ("in december last year", "2025-12-01", "2025-12-31"),
        ("on 16 september 2026", "2026-09-16", "2026-09-16"),
        ("on sept 16th", "2026-09-16", "2026-09-16"),
        ("last autumn", "2025-09-01", "2025-11-30"),
        ("last summer", "2026-06-01", "2026-08-31"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("what happened yesterday", "2026-11-23", "2026-11-23"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("2026-09-16 の件", "2026-09-16", "2026-09-16"),
    ],
)
def test_that_a_time_is_read(question: str, start: str, end: str):
    found = period_in(question, TODAY)
    assert found and (str(found.start), str(found.end)) == (start, end)


@pytest.mark.parametrize("question", ["更新日はいつ?", "3か月間の契約?", "may i?", "13月の件", "who decides?", ""])
def test_that_no_time_is_read_where_none_is_named(question: str):
    found = period_in(question, TODAY)
    assert found is None


def test_that_three_weeks_ago_is_around_that_day():
    found = period_in("3週間前の電話", TODAY)
    assert found and found.holds(date(2026, 11, 3)) and not found.holds(date(2026, 11, 20)) and not found.holds(None)


@pytest.mark.parametrize(
    ("question", "topics", "flags"),
    [
        ("なぜ値引きに応じないの?", ("approval",), {"why"}),
        ("決裁者は誰?", ("decision_maker",), set()),
        ("9月に何を約束した?", (), {"promise"}),
        ("前回の定例会で何を話した?", (), {"talked", "latest"}),
        ("未解決の問い合わせはある?", (), {"open"}),
        ("このメール、どう思う?", (), {"advice"}),
        ("この数字の出どころは?", (), {"sources"}),
        ("Why don't we give the discount?", ("approval",), {"why"}),
        ("Who is the decision maker?", ("decision_maker",), set()),
        ("What should I watch out for?", (), {"how", "advice"}),
        ("Are there unresolved tickets?", (), {"open"}),
        ("When is their renewal?", ("contract",), set()),
    ],
)
def test_that_topics_and_manner_are_read(cues: QuestionCues, question: str, topics: tuple, flags: set):
    asked = read_question(question, cues, TODAY)
    names = ("why", "how", "advice", "sources", "promise", "talked", "latest", "open")
    assert asked.topics == topics
    assert {name for name in names if getattr(asked, name)} == flags


def test_that_what_is_left_is_what_only_the_record_can_answer(cues: QuestionCues):
    asked = read_question("In September, did we promise the SSO export?", cues, TODAY)
    assert asked.period and asked.period.words == "In September"
    assert "sso export" in asked.bare and "september" not in asked.bare and "promise" not in asked.bare


@pytest.mark.parametrize(
    "text", ["fr: {}", "ja: {whys: [x]}", "ja: {topics: {goals: [x]}}", "en: {why: x}", "en: {why: ['(x']}"]
)
def test_that_a_fault_in_the_lexicon_is_named(tmp_path: Path, text: str):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "answers-own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        QuestionCues.load([KNOWLEDGE, tmp_path])
    assert "answers-own.yaml" in str(fault.value)
