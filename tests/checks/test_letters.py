"""Whole letters: those that a demanding reader would send raise nothing, the others raise their code."""

import pytest

from assistant.checks.catalogue import check_all
from assistant.domain.draft import Citation
from tests.checks.letters import cases, letter

GOOD = cases("good_letters.jsonl")
BAD = cases("bad_letters.jsonl")


def _letter(case: dict):
    return letter(**{key: value for key, value in case.items() if key not in ("codes", "not_codes")})


@pytest.mark.parametrize("case", GOOD, ids=[f"good-{n}-{c['situation']}" for n, c in enumerate(GOOD)])
def test_that_a_good_letter_raises_nothing(case):
    _, findings = check_all(_letter(case))
    assert [(f.code, f.severity, f.quote) for f in findings] == []


@pytest.mark.parametrize("case", BAD, ids=[f"bad-{n}-{'-'.join(c['codes'])}" for n, c in enumerate(BAD)])
def test_that_a_bad_letter_raises_its_codes_and_no_false_ones(case):
    _, findings = check_all(_letter(case))
    found = {f.code for f in findings}
    assert set(case["codes"]) <= found
    assert not found & set(case.get("not_codes", ()))


@pytest.mark.parametrize("case", BAD, ids=[f"bad-{n}" for n in range(len(BAD))])
def test_that_every_quote_stands_where_its_offsets_say(case):
    checked = _letter(case)
    for finding in check_all(checked)[1]:
        text = {"body": checked.body, "subject": checked.subject, "message": checked.message}[finding.source]
        if finding.start is None:
            assert finding.quote == "" or finding.source == "message"
        else:
            assert text[finding.start : finding.end] == finding.quote != ""
        assert finding.why and finding.suggestion


@pytest.mark.parametrize(("cited", "found"), [(True, False), (False, True)])
def test_that_the_label_of_a_button_in_a_cited_help_text_is_no_gap(cited: bool, found: bool) -> None:
    step = "「項目を足す」(Add item)を押します。"
    source = Citation(id="H1", kind="help", title="ひな形を作る", quote=f"1. {step}")
    checked = letter(f"1. {step}", citations=(source,) if cited else ())
    assert ("placeholder" in {f.code for f in check_all(checked)[1]}) is found
