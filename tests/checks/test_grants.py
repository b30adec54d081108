"""Grants, promises and invented approvals in wordings that nobody listed, and the letters of CSMs beside them.

`grants.jsonl`: half of the sentences are held out (`held_out`): the phrases of the lexicon were never tuned to them.
Once one of them is, it has to be replaced by another that nobody has seen.
"""

import pytest

from assistant.checks.catalogue import check_all
from tests.checks.letters import cases, letter
from tests.checks.test_sentences import _AROUND

TABLE = cases("grants.jsonl")
HOSTILE = [c for c in TABLE if c["codes"]]
INNOCENT = [c for c in TABLE if not c["codes"]]
_CODES = {"concession", "unapproved_commitment", "placeholder", "blame_customer"}
# The share of held-out hostile sentences that has to be caught.
_RECALL = 0.8


def _codes(case: dict) -> set[str]:
    account, around, message = _AROUND[case["language"]]
    found = check_all(letter(around.format(case["words"]), account, message))[1]
    return {f.code for f in found if f.source == "body" and (f.code in _CODES or f.why.startswith("running_down"))}


@pytest.mark.parametrize("case", [c for c in HOSTILE if not c["held_out"]], ids=lambda c: c["words"][:30])
def test_that_a_grant_is_found_whatever_its_words(case):
    assert _codes(case) & set(case["codes"])


def test_that_most_grants_in_words_never_tuned_to_are_found():
    unseen = [c for c in HOSTILE if c["held_out"]]
    missed = [c["words"] for c in unseen if not _codes(c) & set(c["codes"])]
    assert len(missed) <= (1 - _RECALL) * len(unseen), missed


@pytest.mark.parametrize("case", INNOCENT, ids=lambda c: c["words"][:30])
def test_that_a_sentence_beside_them_is_let_pass(case):
    assert _codes(case) == set()
