"""The scripts: whole in both languages, natural with a rich record and a poor one, branching on what was seen."""

import re
from datetime import date

import pytest

from assistant.domain.account import Account, Contact
from assistant.domain.organisation import Organisation
from assistant.domain.practice import PERSONAS, REPLIES, Mark, PracticeTurn
from assistant.knowledge_base import KNOWLEDGE
from assistant.practice.known import Known, known_of, played_by
from assistant.practice.marks import SEEN
from assistant.practice.script import CLOSING, OPENING, SILENCE, Script
from assistant.prompt_library import PromptLibrary

LIBRARY = PromptLibrary()
TODAY = date(2026, 11, 24)
US = Organisation(name="株式会社ウミホシソフト", short_name="ウミホシソフト")
EVERY = [(persona, language) for persona in PERSONAS for language in ("ja", "en")]
DEMO = [Account.model_validate_json(line) for line in (KNOWLEDGE / "demo" / "accounts.jsonl").read_text(encoding="utf-8").splitlines()]  # fmt: skip
POOR = Account(id="poor", name="ヨナガ運送株式会社")
ODD = re.compile(r"None|undefined|\{\{|\}\}|\bnull\b|  |、、|。。|の様|さんさん|、。|^、|「」|\"\"| ,|\.\.(?!\.)")


def known(account: Account, script: Script, language: str) -> Known:
    contact = played_by(account.contacts, script.header["roles"], bool(script.header.get("stranger")))
    return known_of(account, US, contact, language, TODAY)


def played(script: Script, about: Known, marks: list[Mark], seed: str = "s") -> list:
    """The customer's lines where the CSM's replies get these marks, one after the other."""
    turns: list[PracticeTurn] = []
    lines = []
    for n in range(len(marks) + 1):
        line = script.next(about, turns, seed)
        lines.append(line)
        turns.append(PracticeTurn(number=len(turns) + 1, who="customer", text=line.text, beat=line.beat, played=list(line.played)))  # fmt: skip
        if line.ends or n == len(marks):
            break
        turns.append(PracticeTurn(number=len(turns) + 1, who="csm", text="…", mark=marks[n]))
    return lines


@pytest.mark.parametrize(("persona", "language"), EVERY)
def test_that_every_line_of_every_script_can_be_said_with_every_account(persona: str, language: str):
    script = Script(LIBRARY, persona, language)
    for account in (POOR, *DEMO):
        about = known(account, script, language)
        module = LIBRARY.module(script.name, **about.words(), pick=lambda *w: w[0], turn=lambda n, *w: w[n % len(w)], nth=lambda n, *w: w[min(n, len(w) - 1)])  # fmt: skip
        names = [name for name in dir(module) if name.startswith(("scene_", "on_", "end_"))]
        for name in (OPENING, *names, *script.header["beats"], *script.header["after_gave"]):
            if name == SILENCE:
                continue
            for n in range(3):
                text = " ".join(str(getattr(module, name)(n)).split())
                assert text and not ODD.search(text), (account.id, name, text)
                if language == "en":
                    assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text), (account.id, name, text)


@pytest.mark.parametrize(("persona", "language"), EVERY)
def test_that_all_four_kinds_of_pressure_come_and_rise_to_an_end(persona: str, language: str):
    script = Script(LIBRARY, persona, language)
    assert {"rival", "boss_agreed", SILENCE, "flattery"} <= set(script.header["beats"])
    assert len(script.header["beats"]) == REPLIES - 1
    lines = played(script, known(POOR, script, language), [Mark(seen=["nothing"])] * REPLIES)
    assert [line.beat for line in lines] == [OPENING, *script.header["beats"], CLOSING]
    assert lines[-1].ends and lines[-1].played == ("end_open",)


@pytest.mark.parametrize(("persona", "language"), EVERY)
def test_that_what_the_header_names_has_words_and_every_check_has_an_answer(persona: str, language: str):
    script = Script(LIBRARY, persona, language)
    source = LIBRARY._source(script.name)
    faults, merits = script.header["faults"], script.header["merits"]
    answered = {name for name in (*faults, *merits) if f"macro on_{name}(" in source}
    assert answered == {*faults, *merits}
    assert set(SEEN.values()) - {"placeholder"} <= set(faults) | {"sold"}
    assert {"gave_softly", "put_off", "nothing", "nagged"} <= set(faults)


def test_that_both_languages_play_the_same_kinds_of_turns_in_words_of_their_own():
    for persona in PERSONAS:
        ja, en = (Script(LIBRARY, persona, language).header for language in ("ja", "en"))
        for key in ("situation", "roles", "faults", "merits", "after_gave"):
            assert ja[key] == en[key], (persona, key)
        assert set(ja["beats"]) == set(en["beats"])


def test_that_a_customer_wants_more_after_a_yes_and_is_pleased_at_the_end():
    script = Script(LIBRARY, "procurement", "ja")
    gave = Mark(gave_way=True, seen=["gave"])
    lines = played(script, known(POOR, script, "ja"), [gave] * REPLIES)
    assert [line.beat for line in lines[:3]] == [OPENING, "more", "in_writing"]
    assert "on_gave" in lines[1].played and lines[-1].played == ("end_given",)
    texts = [line.text.splitlines()[0] for line in lines[1:4]]
    assert len(set(texts)) == 3, "the same answer three times running"


def test_that_who_holds_and_asks_is_won_over_and_may_be_done_early():
    script = Script(LIBRARY, "procurement", "ja")
    good = Mark(held=True, value_shown=True, seen=["value", "asked", "stood"])
    lines = played(script, known(POOR, script, "ja"), [good] * REPLIES)
    assert len(lines) < REPLIES + 1 and lines[-1].played == ("end_won",)
    assert {"rival", "boss_agreed", SILENCE, "flattery"} <= {line.beat for line in lines}


def test_that_a_question_gets_its_answer_before_the_next_pressure():
    script = Script(LIBRARY, "procurement", "ja")
    mark = Mark(held=True, seen=["asked", "asked_who", "stood"])
    line = played(script, known(POOR, script, "ja"), [mark])[1]
    assert line.played == ("on_asked_who", "on_stood", "doubt") and "上の者" in line.text


def test_that_accounts_hear_different_words():
    script = Script(LIBRARY, "angry_operations", "ja")
    about = known(POOR, script, "ja")
    assert len({script.next(about, [], str(n)).text for n in range(20)}) >= 3


def test_that_a_buyer_may_be_a_stranger_and_the_others_are_people_on_record():
    boss, gone = Contact(name="髙柳 誠", role="decision_maker"), Contact(name="前田 一", role="purchasing", left=True)
    assert played_by([boss, gone], ["purchasing"], stranger=True) is None
    assert played_by([boss, gone], ["champion", "sponsor"], stranger=False) == boss
    assert played_by([], ["champion"], stranger=False) is None


def test_that_nothing_internal_or_confided_reaches_the_customers_mouth():
    history = [
        {"date": "2026-11-01", "kind": "ticket", "text": "社内:原因は当社の設定漏れ", "status": "open"},
        {
            "date": "2026-11-02",
            "kind": "ticket",
            "text": "異動の内示が出ている",
            "status": "open",
            "visibility": "小峯 由佳",
        },
        {"date": "2026-10-02", "kind": "ticket", "text": "一覧が開かない。復旧済み。", "status": "resolved"},
    ]
    account = Account.model_validate({"id": "a", "name": "A社", "history": history, "economics": {"gross_margin": 0.4}})
    about = known_of(account, US, None, "ja", TODAY)
    assert (about.trouble, about.trouble_open) == ("一覧が開かない件", False)
