"""No letter repeats what was smuggled into a mail: orders, claims, probes, slander, addresses, formulas, decoded text."""

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from assistant.domain.account import Account
from assistant.domain.organisation import Organisation
from assistant.kept import BUILT
from assistant.planning import echo, saying
from assistant.planning.brief import Brief, Sheet
from assistant.triage import TriageKnowledge, read
from tests.triage.hostile_figures import hostile

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
_MARKS = re.compile("\ue000[^\ue001]*\ue001|\ue002")


@pytest.fixture(scope="module")
def knowledge() -> TriageKnowledge:
    return TriageKnowledge.load([KNOWLEDGE], BUILT)


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def echoes(message: str, knowledge: TriageKnowledge) -> tuple[set[str], list[str]]:
    """All that a letter could quote of a message, and the words that the CSM is warned of."""
    reading = read(message, knowledge=knowledge)
    brief = Brief(
        account=Account(id="a", name="A"), organisation=Organisation(name="B"), reading=reading,
        situation=reading.situation, language=reading.language, today=date(2026, 11, 25), message=message,
    )  # fmt: skip
    names = {reading.situation, *(hit.name for hit in reading.situations)}
    quoted = [say(brief, Sheet(brief), name) for name in names for say in (echo.matter, echo.circumstance)]
    quoted += [
        echo.harm(brief, Sheet(brief), ""),
        *(echo.quoted(brief, Sheet(brief), s) for s in saying.sentences(reading)),
    ]
    spans = [*reading.orders, *(c.span for c in reading.claims), *(p.span for p in reading.probes), *reading.defames]
    return {_MARKS.sub("", words) for words in quoted if words}, [s.quote for s in spans]


def test_that_nothing_the_csm_is_warned_of_is_quoted_back(knowledge):
    repeated = []
    for case in hostile():
        quoted, warned = echoes(case.message, knowledge)
        repeated += [(words, case.message) for words in quoted for w in warned if bare(words) in bare(w)]
    assert repeated == []


def test_that_no_address_formula_or_code_is_quoted_back(knowledge):
    quoted = {words for case in hostile() for words in echoes(case.message, knowledge)[0]}
    assert quoted
    assert [
        w for w in quoted if re.search(r"https?:|[<>{}]|[=+@][A-Z]{2,}\(|[A-Za-z0-9+/]{24,}|[\u200b-\u202e]", w)
    ] == []


def test_that_little_of_a_hostile_mail_is_quoted_besides_its_question(knowledge):
    cases = [case for case in hostile() if not {"hidden", "markup"} & set(case.must)]
    beside = []
    for case in cases:
        keeps = bare(case.keeps)
        quoted, _ = echoes(case.message, knowledge)
        beside += [(w, case.message) for w in quoted if not keeps or (keeps not in bare(w) and bare(w) not in keeps)]
    assert len({message for _, message in beside}) <= 0.1 * len(cases), beside


def test_that_the_question_beside_an_order_can_still_be_quoted(knowledge):
    asked = [case for case in hostile() if case.keeps and case.half == "dev"]
    kept = [c for c in asked if bare(c.keeps)[:6] in bare(" ".join(echoes(c.message, knowledge)[0]))]
    assert len(kept) >= 0.5 * len(asked)
