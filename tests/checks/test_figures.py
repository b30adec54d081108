"""Figures and dates, as they are written."""

from datetime import date

import pytest

from assistant.checks.dates import dates_in
from assistant.checks.figures import figures_in
from assistant.checks.text import Text, plain
from assistant.closed_days import ClosedDays
from tests.checks.letters import ORGANISATION

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,000万円", 10_000_000, "JPY"), ("10,000,000円", 10_000_000, "JPY"), ("１０００万円", 10_000_000, "JPY"),
        ("10 million yen", 10_000_000, "JPY"), ("¥10M", 10_000_000, "JPY"), ("1億2,000万円", 120_000_000, "JPY"),
        ("2万3千円", 23_000, "JPY"), ("275.4万円", 2_754_000, "JPY"), ("二百万円", 2_000_000, "JPY"),
        ("3割", 30, "percent"), ("三割五分", 35, "percent"), ("１２％", 12, "percent"), ("12パーセント", 12, "percent"),
        ("twelve percent", 12, "percent"), ("twenty-five per cent", 25, "percent"), ("halved", 50, "percent"),
        ("2.0倍", 2, "times"), ("twice", 2, "times"), ("$12k", 12_000, "USD"), ("£36,450", 36_450, "GBP"),
        ("8.4時間", 8.4, "hour"), ("6営業日", 6, "day"), ("two working days", 2, "day"), ("18か月", 18, "month"),
        ("十二件", 12, "count"), ("40名", 40, "person"),
    ],
)  # fmt: skip
def test_that_a_figure_is_read_however_it_is_written(text, value, unit):
    assert [(f.value, f.unit) for f in figures_in(plain(text))] == [(value, unit)]


@pytest.mark.parametrize("text", ["十分ご存じ", "一人ひとり", "一緒に", "三国様", "第一歩", "千葉支店"])
def test_that_kanji_that_count_nothing_are_no_figures(text):
    assert figures_in(text) == []


def test_that_the_first_of_a_range_takes_the_unit_of_the_second():
    assert [(f.value, f.unit) for f in figures_in("10→6営業日、2〜3件")] == [
        (10, "day"), (6, "day"), (2, "count"), (3, "count"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "value", "fits"),
    [("275万円", 2_754_000, True), ("276万円", 2_754_000, True), ("300万円", 2_754_000, False), ("2.2日", 2.24, True),
     ("2日", 2.4, False), ("89%", 89.4, True), ("90%", 89.4, True), ("2.0倍", 1.9957, True), ("3倍", 2.75, False)],
)  # fmt: skip
def test_that_rounding_to_the_shown_digits_is_allowed_and_no_more(written, value, fits):
    assert figures_in(written)[0].shows(value) is fits


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11月27日（金）", (None, 11, 27)), ("2026年12月15日", (2026, 12, 15)), ("令和8年12月1日", (2026, 12, 1)),
        ("12/15", (None, 12, 15)), ("2026-12-15", (2026, 12, 15)), ("来年６月１４日", (2027, 6, 14)),
        ("Friday 27 November", (None, 11, 27)), ("Nov. 27th", (None, 11, 27)), ("December 15, 2026", (2026, 12, 15)),
        ("15 December 2026", (2026, 12, 15)), ("10月の定例会", (None, 10, None)), ("in October", (None, 10, None)),
    ],
)  # fmt: skip
def test_that_a_date_is_read_however_it_is_written(text, day):
    assert [(m.year, m.month, m.day) for m in dates_in(plain(text), TODAY)] == [day]


def test_that_the_second_of_two_days_takes_the_month_of_the_first():
    assert [(m.month, m.day) for m in dates_in("12月3日か4日の午後", TODAY)] == [(12, 3), (12, 4)]
    assert [(m.month, m.day) for m in dates_in("on 3 or 4 December", TODAY)] == [(12, 3), (12, 4)]


@pytest.mark.parametrize("text", ["24/7", "1/2", "3月間", "you may 5 people", "16月3日"])
def test_that_other_digits_are_no_dates(text):
    assert not [m for m in dates_in(text, TODAY) if m.day]


def test_that_words_mean_the_day_they_say():
    assert [m.relative for m in dates_in("来週火曜と明後日", TODAY)] == [date(2026, 12, 1), date(2026, 11, 27)]


def test_that_holidays_and_the_turn_of_the_year_are_closed_days():
    closed = ClosedDays()(ORGANISATION, TODAY)
    assert {date(2026, 12, d) for d in (29, 30, 31)} | {date(2027, 1, d) for d in (1, 2, 3)} <= closed
    assert date(2026, 11, 23) in closed
    assert not closed & {date(2026, 12, d) for d in (21, 22, 23, 24, 25)}
    assert date(2027, 1, 5) not in closed


def test_that_a_list_numeral_and_an_abbreviation_end_no_sentence():
    text = Text("1. Open it. Mr. Smith has 2.5 hours.\n2. Close it!")
    assert [s.text.strip() for s in text.sentences] == ["1. Open it.", "Mr. Smith has 2.5 hours.", "2. Close it!"]


def test_that_quotations_and_quoted_mail_are_masked():
    text = Text("「来期は無料」とのこと。\n> 半額で\n「保存」を押す")
    assert "無料" not in text.bare and "半額" not in text.bare
    assert "保存" in text.bare
    assert len(text.bare) == len(text.plain)


def test_that_a_count_after_a_month_is_no_day_of_it() -> None:
    (mention,) = dates_in("It was busy: in November 12 crates went out late.", date(2027, 2, 1))
    assert (mention.month, mention.day) == (11, None)
    (mention,) = dates_in("On November 12 the crates went out.", date(2027, 2, 1))
    assert (mention.month, mention.day) == (11, 12)
