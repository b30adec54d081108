"""Marks of replies: what was given, held, shown and asked."""

import pytest

from assistant.coach import Coach
from tests.practice.figures import MARKS, marked, replies

pytestmark = pytest.mark.anyio


async def wrong(coach: Coach, cases: list[dict], mark: str) -> list[str]:
    return [case["text"] for case in cases if (await marked(coach, case))[mark] != case[mark]]


@pytest.mark.parametrize("mark", MARKS)
async def test_that_replies_get_the_marks_that_a_coach_would_give(coach: Coach, mark: str):
    cases = replies()
    assert len(cases) >= 60 and sum(case["set"] == "held" for case in cases) >= 30
    faults = await wrong(coach, cases, mark)
    assert len(faults) <= len(cases) // 20, faults


async def test_that_an_approval_on_record_with_its_condition_is_a_trade_and_no_gift(coach: Coach):
    case = {**replies()[0], "text": "2年契約でご更新いただけるのでしたら、年額から5%をお引きできます。"}
    got = await marked(coach, case)
    assert got["held"] and not got["gave_way"]
    got = await marked(coach, {**case, "text": "2年契約でご更新いただけるのでしたら、年額から8%をお引きできます。"})
    assert got["gave_way"]


async def test_that_no_reply_both_holds_and_gives_way(coach: Coach):
    for case in replies():
        got = await marked(coach, case)
        assert not (got["held"] and got["gave_way"]), case["text"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("お客様の使い方の問題です。マニュアルに記載のとおりです。", "blamed"),
        ("人件費が上がっており、これ以上は赤字になってしまいます。", "costs"),
        ("いつもおっしゃるとおりでございます。", "flattered"),
        ("効果は年1億2,000万円にのぼります。", "doubtful"),
        ("社内に持ち帰り、確認いたします。", "put_off"),
        ("なるほど。", "nothing"),
    ],
)
async def test_that_a_fault_is_seen_for_what_it_is(coach: Coach, text: str, seen: str):
    case = {"account": "shionoi-setsubi", "persona": "procurement", "language": "ja", "heard": "opening", "text": text}
    got = await marked(coach, case)
    assert seen in got["seen"] and not (seen in ("put_off", "nothing") and got["held"])


async def test_that_a_result_held_up_while_something_is_broken_is_a_fault(coach: Coach):
    text = "日常点検の記録漏れは、月62件から11件に減りました。"
    for persona, seen in (("angry_operations", "sold"), ("procurement", "value")):
        case = {"account": "naginomori-hospital", "persona": persona, "language": "ja", "heard": "refund", "text": text}
        case["heard"] = "refund" if persona == "angry_operations" else "doubt"
        got = await marked(coach, case)
        assert got["value_shown"] and seen in got["seen"]
        assert got["held"] is (persona == "procurement")


async def test_that_a_reminder_after_silence_is_no_answer(coach: Coach):
    case = {"account": "shionoi-setsubi", "persona": "silent_champion", "language": "ja", "heard": "silence"}
    assert (
        "nagged"
        in (await marked(coach, {**case, "text": "その後いかがでしょうか。ご返信をお待ちしております。"}))["seen"]
    )
    assert "nagged" not in (await marked(coach, {**case, "text": "会議は、いつになりましたか。"}))["seen"]
