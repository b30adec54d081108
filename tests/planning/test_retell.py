"""What of a colleague's note may be told to a customer."""

import pytest

from assistant.planning import retell, topics
from assistant.planning.brief import Sheet
from tests.planning.briefs import brief

CONTACTS = [{"name": "菅原 麻衣", "title": "統括園長"}]


def told(
    text: str, what: str, kind: str = "meeting", language: str = "ja", contacts: list | None = None, **entry
) -> str:
    history = [{"date": "2026-10-01", "kind": kind, "text": text, **entry}]
    case = brief({"history": history, "contacts": contacts or CONTACTS, "language": language})
    found = getattr(retell, what)(case, Sheet(case))
    found = found[0] if isinstance(found, list) and found else found
    return found.words.split("\ue001")[-1].rstrip("\ue002") if found else ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("半数が反対。菅原統括園長が各園で昼休みに話を聞いた。", "各園で昼休みに話を聞いて"),
        ("菅原園長が夜勤に3回入り、一緒に入力。", "夜勤に3回入り、一緒に入力して"),
        ("菅原様が手順書を書き直してくださいました。", "手順書を書き直して"),
    ],
)
def test_that_a_deed_is_told_as_something_to_thank_for(text: str, words: str) -> None:
    assert told(text, "deed") == words


def test_that_an_english_deed_speaks_to_the_reader() -> None:
    text = "Staff doubted it; Mick walked every block and stuck on the first labels himself."
    assert told(text, "deed", language="en", contacts=[{"name": "Mick Hale"}]) == (
        "walked every block and stuck on the first labels yourself"
    )


@pytest.mark.parametrize(
    "text", ["菅原園長が値引きを強く求めた。", "菅原園長が不満を述べた。", "菅原園長が削減時間を確認。"]
)
def test_that_money_moods_and_routine_are_no_deeds(text: str) -> None:
    assert told(text, "deed") == ""


def test_that_a_note_and_what_is_marked_internal_tell_nothing() -> None:
    assert told("菅原統括園長が各園で話を聞いた。", "deed", kind="note") == ""
    assert told("社内:菅原統括園長が各園で話を聞いた。", "deed") == ""
    assert told("菅原統括園長が各園で話を聞いた。", "deed", visibility="別の 人") == ""


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("第5回報告。西営業所の返却記録が遅い。", "西営業所の返却記録"),
        ("運転士は未登録。", "運転士の皆様の登録"),
        ("所長のみ入力。", "所長以外の皆様の入力"),
        ("残りは工場の打刻漏れ。", "工場の打刻漏れ"),
        ("一度だけのつもりで様式を直した。", ""),
        ("入力が遅い。無償で手伝う。", ""),
    ],
)
def test_that_an_open_point_is_told_by_its_topic_and_blames_nobody(text: str, topic: str) -> None:
    assert told(text, "open_points") == topic


def test_that_a_ticket_that_is_resolved_is_no_open_point() -> None:
    assert told("承認待ちの報告書が残る。", "open_points", kind="ticket", status="resolved") == ""


def test_that_why_they_began_is_told_in_their_words_or_as_a_wish() -> None:
    assert (
        told("契約開始。きっかけは「電話の言った言わないをなくしたい」。", "own_words", kind="milestone")
        == "電話の言った言わないをなくしたい"
    )
    assert (
        told("Start. Wants to stop losing track of keys.", "own_words", kind="milestone", language="en")
        == "stop losing track of keys"
    )


def test_that_a_topic_is_the_thing_and_not_the_occasion_before_it() -> None:
    assert topics.topic_of("11月6日の会議で、未返却が月210枚まで残った", "ja") == "未返却"
