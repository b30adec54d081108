"""Letters that are one customer's own: which paragraphs state facts, who shares them, what a batch locks."""

from collections import defaultdict

import pytest

from assistant.domain.draft import Ask, Citation, Draft, Finding, Mark, Part
from assistant.domain.situation import Situation
from assistant.holding.locked import lock_broken, with_locked
from assistant.holding.personal import paragraphs
from assistant.holding.settling import Settling
from tests.batch.letters import letters

NOTICE = "12月29日(火)から1月3日(日)まで、窓口をお休みいたします。"


def draft(*parts: tuple[str, str], account: str = "a", cited: str = "", language: str = "ja") -> Draft:
    """A letter of these parts; `cited` are the words that rest on the record."""
    body, made = "", []
    for kind, text in parts:
        body += "\n\n" if body else ""
        made.append(Part(kind=kind, text=text, start=len(body), end=len(body) + len(text)))
        body += text
    marks = [Mark(start=body.index(cited), end=body.index(cited) + len(cited), citation="A1")] if cited else []
    return Draft(
        id=account, account=account, situation="project_completion", language=language, body=body, parts=made, marks=marks,  # type: ignore[arg-type]
        citations=[Citation(id="A1", kind="account", title="t")] if cited else [],
    )  # fmt: skip


GREETING, CLOSING = (
    ("greeting", "カブ\n佐竹様\n\nお世話になっております。"),
    ("closing", "よろしくお願いいたします。\n\n株式会社ソラマメ"),
)
VALUE = ("value", "締めが6日から3日になりました。")
STEP = ("next_step", "12月24日(木)に、私からお電話(03-0000-0000)いたします。")


def settled(*drafts: Draft, locked: tuple[str, ...] = ()) -> dict[int, str]:
    """The reasons by row."""
    settling = Settling(locked)
    for row, one in enumerate(drafts, 1):
        settling.add(row, one)
    return {s.row: s.held.code for s in settling.settled() if s.held}


@pytest.mark.parametrize("situation", ["project_completion", "referral", "feedback_request"])
def test_that_no_two_of_six_hundred_customers_read_the_same_facts(situation: str) -> None:
    who: dict[str, set[str]] = defaultdict(set)
    for letter, held in letters(600, situation):
        if held is None or held.instead:
            for paragraph in paragraphs(letter):
                if paragraph.facts:
                    who[paragraph.text].add(letter.account)
    assert len(who) > 580
    assert {text: accounts for text, accounts in who.items() if len(accounts) > 1} == {}


def test_that_a_closing_letter_has_facts_of_its_own_in_most_paragraphs() -> None:
    drafted = [letter for letter, held in letters(200) if held is None]
    shares = [sum(p.facts for p in said) / len(said) for said in map(paragraphs, drafted)]
    assert len(drafted) > 120
    assert min(shares) >= 0.25 and sum(shares) / len(shares) >= 0.6


def test_that_thanks_and_referral_are_never_in_one_letter() -> None:
    for letter, held in letters(200):
        if held is None:
            assert {"referral"} & {part.kind for part in letter.parts} == set()


def test_that_greeting_and_closing_are_formulas_and_figures_of_theirs_are_facts() -> None:
    said = paragraphs(draft(GREETING, ("thanks", "ありがとうございました。"), VALUE, STEP, CLOSING))
    assert [(p.kind, p.facts) for p in said] == [("thanks", False), ("value", True), ("next_step", False)]


def test_that_what_rests_on_the_record_is_a_fact_without_figures_too() -> None:
    deed = ("thanks", "各班に説明に回ってくださいました。\n\nありがとうございました。")
    said = paragraphs(draft(GREETING, deed, CLOSING, cited="説明に回って"))
    assert [p.facts for p in said] == [True, False]


def test_that_the_later_row_is_held_where_two_customers_read_the_same_facts() -> None:
    one, other = draft(GREETING, VALUE, STEP, account="a"), draft(("greeting", "ナス"), VALUE, account="b")
    mine = draft(("greeting", "カブ\n椎名様"), VALUE, account="a")
    wide = draft(("greeting", "ナス"), ("value", "締めが６日から ３日になりました。"), account="b")
    assert settled(one, other) == {2: "shared_facts"}
    assert settled(one, wide) == {2: "shared_facts"}
    assert settled(one, mine) == {}
    assert settled(one, draft(GREETING, ("value", "締めが7日から3日になりました。"), STEP, account="b")) == {}


def test_that_the_same_letter_twice_is_one_too_many() -> None:
    assert settled(draft(GREETING, VALUE), draft(GREETING, VALUE)) == {2: "same_letter"}


def test_that_nothing_is_asked_of_a_person_who_is_thanked_in_the_same_batch() -> None:
    thanks = draft(GREETING, VALUE)
    ask = draft(GREETING, ("referral", "思い出していただけますと嬉しく存じます。")).model_copy(
        update={"situation": Situation.referral}
    )
    other = ask.model_copy(
        update={"parts": [Part(kind="greeting", text="カブ\n椎名様", start=0, end=6), *ask.parts[1:]], "body": "x"}
    )
    answer = ask.model_copy(update={"citations": [Citation(id="M1", kind="message", title="m")], "body": "y"})
    assert settled(thanks, ask) == {2: "second_ask"}
    assert settled(ask, thanks) == {1: "second_ask"}
    assert settled(thanks, other) == settled(thanks, answer) == settled(ask) == {}


def test_that_a_locked_paragraph_stands_before_the_next_step_and_everything_keeps_its_place() -> None:
    before = draft(GREETING, VALUE, STEP, CLOSING, cited="6日から3日").model_copy(
        update={
            "asks": [Ask(id="q1", text="?", part=2), Ask(id="q2", text="?", part=1)],
            "findings": [
                Finding(code="x", quote="お電話", start=0, end=0),
                Finding.model_validate({"code": "x", "in": "message", "quote": "m", "start": 90, "end": 91}), Finding(code="x"),
            ],
        }
    )  # fmt: skip
    at = before.body.index("お電話")
    before.findings[0].start, before.findings[0].end = at, at + 3
    after = with_locked(before, [NOTICE, "  "])
    assert [p.kind for p in after.parts] == ["greeting", "value", "facts", "next_step", "closing"]
    assert all(after.body[p.start : p.end] == p.text for p in after.parts)
    assert after.body == "\n\n".join(p.text for p in after.parts)
    assert [after.body[m.start : m.end] for m in after.marks] == ["6日から3日"]
    assert [(f.start, f.end) for f in after.findings[1:]] == [(90, 91), (None, None)]
    assert after.body[after.findings[0].start : after.findings[0].end] == "お電話"
    assert [ask.part for ask in after.asks] == [3, 1]
    assert lock_broken(after, [NOTICE]) is None


def test_that_locked_paragraphs_are_shared_by_right_and_checked_word_for_word() -> None:
    one, other = (with_locked(draft(GREETING, (k, t), STEP, account=a), [NOTICE]) for k, t, a in (("value", "6日", "a"), ("value", "7日", "b")))  # fmt: skip
    assert settled(one, other, locked=(NOTICE,)) == {}
    bent = other.model_copy(update={"body": other.body.replace("お休みいたします", "休みます")})
    assert settled(one, bent, locked=(NOTICE,)) == {2: "lock_broken"}
    inside = draft(GREETING, ("value", f"なお、{NOTICE}"))
    assert lock_broken(inside, [NOTICE]) is not None


def test_that_a_locked_paragraph_goes_into_letters_of_its_own_language_only() -> None:
    english = draft(("greeting", "Dear Una,"), ("closing", "Best regards"), language="en")
    notice = "We are closed from 29 December to 3 January."
    assert with_locked(english, [NOTICE]) == english
    broken = lock_broken(english, [NOTICE])
    assert broken and "language" in broken.message
    both = with_locked(english, [NOTICE, notice])
    assert both.body == f"Dear Una,\n\n{notice}\n\nBest regards"
    assert lock_broken(both, [NOTICE, notice]) is None


def test_that_a_letter_that_says_nothing_is_left_alone() -> None:
    empty = draft()
    assert with_locked(empty, [NOTICE]) == empty
    assert settled(empty, empty, locked=(NOTICE,)) == {}
