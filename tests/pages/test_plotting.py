"""Scales, ticks and paths of the plots, and the marks that are made of them."""

import re
from datetime import date
from itertools import pairwise

import pytest

from api.pages import plots
from api.pages.frame import _environment
from api.pages.plotting import Tick, curve, goal, over_time, spark, spread, thinned, ticks
from api.pages.plotting_bars import bars, columns
from api.pages.plotting_words import cut, month_names, on_axis
from assistant.domain.account import Measured
from assistant.texts import Say

WORDS = {"start": "開始時", "now": "現在", "target": "目標 %s"}


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, [0, 50, 100]),
        (0, 9, [0, 5, 10]),
        (38, 60, [30, 40, 50, 60]),
        (0, 0.3, [0, 0.1, 0.2, 0.3]),
        (-5, 5, [-5, 0, 5]),
        (0, 3_600_000, [0, 1_000_000, 2_000_000, 3_000_000, 4_000_000]),
    ],
)
def test_that_ticks_are_round_and_hold_every_value(low: float, high: float, expected: list[float]):
    found = ticks(low, high)
    assert found == expected or (len(found) <= 7 and found[0] <= low and found[-1] >= high)
    assert found[0] <= low and found[-1] >= high
    steps = {round(b - a, 9) for a, b in pairwise(found)}
    assert len(steps) == 1 and str(steps.pop()).strip("0.")[0] in "125"


def test_that_an_axis_has_a_length_where_all_values_are_the_same():
    assert len(ticks(7, 7)) >= 2 and len(ticks(0, 0)) >= 2 and len(ticks(-3, -3)) >= 2


def test_that_counts_have_no_half_ticks():
    assert all(value == int(value) for value in ticks(0, 2, whole=True))


def test_that_a_missing_value_leaves_a_gap():
    made = curve([("a", 1), ("b", 2), ("c", None), ("d", 4), ("e", 3)], "", "en")
    assert made.path.count("M") == 2 and [dot.label for dot in made.dots] == ["a", "b", "d", "e"]


def test_that_a_higher_value_stands_higher_and_a_target_lies_within():
    made = curve([("a", 10), ("b", 20)], "%", "en", [("target", 30, "Target 30%")])
    assert made.dots[1].y < made.dots[0].y
    assert made.levels[0].y < made.dots[1].y and made.levels[0].y >= min(tick.at for tick in made.ticks)


def test_that_days_stand_true_to_the_time_between_them():
    assert over_time([date(2026, 1, 1), date(2026, 1, 11), date(2026, 4, 11)]) == [0, 10, 100]
    assert over_time([date(2026, 1, 1)]) == [50]


def test_that_the_way_of_a_goal_begins_at_its_baseline_and_ends_with_the_newest_value():
    readings = [Measured(date=date(2026, 6, 30), value=8), Measured(date=date(2026, 3, 31), value=9)]
    made = goal(10, 5, 6, readings, "日", "ja", WORDS, date(2026, 9, 30))
    assert [dot.text for dot in made.dots] == ["10日", "9日", "8日", "6日"]
    assert [dot.x for dot in made.dots] == sorted(dot.x for dot in made.dots)
    assert (made.dots[0].x, made.dots[-1].x) == (0, 100) and made.levels[0].text == "目標 5日"
    assert [dot.text for dot in goal(10, None, 6, readings, "日", "ja", WORDS).dots][-1] == "6日"
    assert goal(None, None, None, [], "", "ja", WORDS).dots == []


def test_that_labels_are_thinned_until_they_have_room_and_the_last_stays():
    labels = [Tick(x, str(n)) for n, x in enumerate(spread(40))]
    kept = thinned(labels)
    assert len(kept) <= 7 and kept[-1].text == "39"


def test_that_the_words_of_a_target_stand_where_the_curve_is_not():
    apart = curve([("a", 10), ("b", 20)], "", "en", [("target", 30, "Target")]).levels[0]
    falling = curve([("a", 10), ("b", 6), ("c", 5)], "", "en", [("target", 4.8, "Target")]).levels[0]
    even = curve([("a", 5), ("b", 6), ("c", 5)], "", "en", [("target", 4.9, "Target")]).levels[0]
    assert (apart.side, falling.side) == ("end", "start") and apart.word_y < apart.y and falling.word_y < falling.y
    assert even.side == "end"


def test_that_bars_share_one_axis_from_zero():
    made, below = bars([("a", 3), ("b", 6), ("c", 0)], "", "en")
    assert made[1].size == 2 * made[0].size and made[2].size == 0 and below[0].text == "0"
    lost, _ = bars([("a", 4), ("b", -4)], "", "en")
    assert lost[0].start == lost[1].start + lost[1].size


def test_that_pieces_of_a_column_lie_on_each_other_without_a_gap():
    made = columns([("9月", {"x": 2, "y": 3}), ("10月", {"x": 0, "y": 5})], "", "ja")
    first, second = made.columns[0][1]
    assert second.start + second.size == pytest.approx(first.start, abs=0.2)
    assert [piece.kind for piece in made.columns[1][1]] == [2]


def test_that_a_small_line_needs_two_values_and_an_even_one_is_even():
    assert spark([3]) == "" and len({pair.split(",")[1] for pair in spark([4, 4, 4]).split()}) == 1


@pytest.mark.parametrize(
    ("value", "unit", "japanese", "english"),
    [
        (2_000_000, "JPY", "200万円", "¥2M"),
        (25_000, "GBP", "£2.5万", "£25K"),
        (1_500_000, "CHF", "CHF 150万", "CHF 1.5M"),
        (800, "JPY", "800円", "¥800"),
        (40, "%", "40%", "40%"),
    ],
)
def test_that_amounts_on_an_axis_are_short(value: float, unit: str, japanese: str, english: str):
    assert (on_axis(value, unit, "ja"), on_axis(value, unit, "en")) == (japanese, english)


def test_that_labels_are_cut_to_the_width_they_take():
    assert cut("株式会社汐ノ井設備", 10) == "株式会社汐…" and cut("Short", 10) == "Short"


def test_that_the_first_month_and_january_have_their_year():
    assert month_names(["2026-11", "2026-12", "2027-01"], "ja") == ["2026/11", "12月", "2027/1"]


def test_that_every_plot_has_words_a_table_and_no_style_of_its_own():
    source = (
        '{% from "plots.html.j2" import spark, line, goal, bars, stacked with context %}'
        '{{ spark([1, 2]) }}{{ line([("9月", 1), ("10月", 2)], 3, "名", title="利用者") }}'
        '{{ goal(1, 3, 2, [], "%", title="目標値") }}{{ bars([("<b>", 3)], "JPY", title="成果") }}'
        '{{ stacked([("9月", {"x": 1})], title="内訳") }}{{ bars([], title="空") }}{{ stacked([], title="空") }}{{ line([], title="空") }}'
    )
    html = _environment.from_string(source).render({"_": Say("ja"), "language": "ja", "plot": plots})
    assert "style=" not in html and "<b>" not in html and "NaN" not in html
    shapes = re.findall(r'<svg[^>]*role="img".*?</svg>', html, re.DOTALL)
    assert len(shapes) == 8 and all("<title>" in shape for shape in shapes)
    assert html.count("<details") == 7 and "表で見る" in html


def test_that_every_second_of_eleven_months_is_named():
    made = columns([(name, {"x": 1}) for name in month_names([f"2026-{m:02}" for m in range(1, 12)], "ja")], "", "ja")
    assert [label.text for label in made.labels] == ["2026/1", "3月", "5月", "7月", "9月", "11月"]
