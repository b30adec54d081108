"""The sheet: what it says of a session, in both languages, with words for everything it can say."""

from datetime import date

import pytest

from assistant.domain.account import Account, Goal, Outcome
from assistant.domain.practice import PERSONAS, Mark, PracticeTurn, Remark, Sheet
from assistant.knowledge_base import KnowledgeBase
from assistant.practice.arguments import Value, named, values_of
from assistant.practice.known import Known
from assistant.practice.sheet import RULES, sheet_of
from assistant.prompt_library import PromptLibrary
from assistant.wording.playbook import tidy

LIBRARY, CARDS = PromptLibrary(), KnowledgeBase().principles
TODAY = date(2026, 11, 24)
ACCOUNT = Account(
    id="a", name="A社",
    goals=[
        Goal(id="g", kpi="提出までの日数", unit="日", baseline=5.2, target=1.5, current=2.1),
        Goal(id="worse", kpi="期限切れの件数", unit="件", baseline=5, target=2, current=9),
    ],
    outcomes=[
        Outcome(id="o", statement="清書にかかる時間の削減", annual_value=5184000, currency="JPY", basis="月120時間 × 時給3,600円 × 12か月", confirmed_by="佐藤"),
        Outcome(id="guess", statement="新規受託の増加", annual_value=2400000, currency="JPY"),
        Outcome(id="gone", statement="出張の削減", annual_value=720000, currency="JPY", confirmed_by="佐藤", withdrawn=True),
    ],
)  # fmt: skip
VALUES = values_of(ACCOUNT, "ja", TODAY)


def speaker(language: str, **known: str):
    module = LIBRARY.module(f"practice/{language}/sheet.j2", **Known(**known).words())  # type: ignore[arg-type]
    return lambda macro, **inputs: tidy(str(getattr(module, macro)(**inputs)), language)


def sheet(marks: list[Mark], persona: str = "procurement", language: str = "ja", values: list[Value] = VALUES) -> Sheet:
    turns = [PracticeTurn(number=1, who="customer", text="一割", beat="opening")]
    for mark in marks:
        turns.append(PracticeTurn(number=len(turns) + 1, who="csm", text="…", mark=mark))
        turns.append(PracticeTurn(number=len(turns) + 1, who="customer", text="…", beat="rival"))
    return sheet_of(turns, persona, values, CARDS, language, speaker(language), speaker(language))


GOOD = Mark(held=True, value_shown=True, question_asked=True, seen=["value", "stood", "asked"], arguments=["goal:g"])
GAVE = Mark(gave_way=True, seen=["gave"], notes=[Remark(code="gave", text="…", quote="3%引き")])


def test_that_only_confirmed_results_and_kpis_that_moved_well_are_arguments():
    assert [value.key for value in VALUES] == ["outcome:o", "goal:g"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("5.2日が2.1日になりました。", ["goal:g"]),
        ("提出までの日数は2.1日です。", ["goal:g"]),
        ("3.1日短くなり、提出が早くなりました。", ["goal:g"]),
        ("清書の時間が月120時間減りました。", ["outcome:o"]),
        ("年518万円ほどにあたります。", ["outcome:o"]),
        ("清書にかかる時間の削減が進みました。", ["outcome:o"]),
        ("2.1日以内にご連絡します。", []),
        ("12か月のご契約です。", []),
        ("新規受託の増加は年240万円です。", []),
    ],
)
def test_that_a_result_is_named_by_its_figures_or_its_words(text: str, keys: list[str]):
    assert named(VALUES, text, TODAY) == keys


def test_that_the_first_concession_is_told_with_its_words_and_the_pressure():
    made = sheet([GOOD, GAVE, GAVE])
    assert made.first_concession is not None
    assert (made.first_concession.reply, made.first_concession.quote) == (2, "3%引き")
    assert made.first_concession.pressure == "他社の見積もり"
    assert sheet([GOOD]).first_concession is None


def test_that_arguments_used_and_unused_are_told_apart_and_cited():
    made = sheet([GOOD, GAVE])
    assert [(a.text, a.replies) for a in made.value_used] == [("提出までの日数 5.2日 → 2.1日", [1])]
    assert [a.replies for a in made.value_unused] == [[]]
    assert {c.id for c in made.citations} >= {a.citation for a in (*made.value_used, *made.value_unused)}


def test_that_support_and_success_are_kept_apart_or_told_to_be_mixed():
    repair = Mark(held=True, seen=["apologised", "next_contact"])
    sold = Mark(value_shown=True, seen=["sold"], arguments=["goal:g"])
    assert sheet([repair], "angry_operations").lanes.apart
    lanes = sheet([repair, sold], "angry_operations").lanes
    assert not lanes.apart and lanes.mixed == [2] and "混ざ" in lanes.text


def test_that_to_leave_results_out_while_something_is_broken_is_no_omission():
    made = sheet([Mark(held=True, seen=["apologised", "next_contact", "asked"])], "angry_operations")
    assert made.value_unused == [] and made.missed == []


def test_that_what_went_worst_is_what_to_try_next():
    speak = speaker("ja")
    assert sheet([GOOD, GAVE]).next_time.text == speak("next_time", code="gave", value="")
    asked = Mark(held=True, question_asked=True, seen=["asked"])
    assert sheet([asked]).next_time.text == speak("next_time", code="show_value", value="")
    assert sheet([asked], values=[]).next_time.text == speak("next_time", code="harder", value="")
    assert sheet([]).next_time.text == speak("next_time", code="begin", value="")


def test_that_every_principle_of_the_rules_is_a_card():
    assert {rule.principle for rule in RULES} <= set(CARDS)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("persona", PERSONAS)
def test_that_there_are_words_for_all_that_a_sheet_can_say(persona: str, language: str):
    speak = speaker(language)
    for rule in RULES:
        if not rule.personas or persona in rule.personas:
            assert all(speak("missed", code=code) for code in rule.missed), rule
            assert not rule.met or speak("met", principle=rule.principle), rule
            assert not rule.owed or speak("absent", principle=rule.principle), rule
    for beat in LIBRARY.header(f"practice/{language}/{persona}.j2")["beats"]:
        assert speak("pressure", beat=beat) != speak("pressure", beat="?"), beat
    for kind in ("mixed", "both", "support", "success", "none"):
        assert speak("lanes", kind=kind)
    for known in ({}, {"kpi": "x", "kpi_from": "5", "kpi_now": "2", "result": "y", "amount": "z", "who": "w"}):
        for code in ("gave", "told_secret", "begged", "blamed", "sold", "ask", "show_value", "harder"):
            for value in (None, VALUES[0], VALUES[1]):
                assert speaker(language, **known)("example", code=code, persona=persona, value=value)
