"""What a mail confirms or corrects: forty own examples a language, half of them held out when the lexicon was written."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.checks.figures import figures_in
from assistant.domain.account import Account
from assistant.knowledge_base import KNOWLEDGE
from assistant.triage.confirmed import Confirmed
from assistant.triage.confirmed_cues import ConfirmedCues
from assistant.triage.trust import sincere, writer

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
ACCOUNTS = {
    a["id"]: Account.model_validate(a) for a in json.loads((HERE / "confirmed_accounts.json").read_text("utf-8"))
}
EXAMPLES = [json.loads(line) for line in (HERE / "confirmed_examples.jsonl").read_text("utf-8").splitlines()]
CUES = ConfirmedCues.load([KNOWLEDGE])


@pytest.fixture
def said(reading):
    """What a mail says, as (kind, item, value); nothing where the writer is not on record or tries something."""

    def read_it(message: str, account: str, asked: str = "") -> list[tuple[str, str, float]]:
        known = ACCOUNTS[account]
        names = [c.name for c in known.contacts] + [known.name]
        read = reading(message, names=names, own_names=["Sam Ellery", "榎本 沙耶"], default_language=known.language)
        if not sincere(read) or writer(known, read) is None:
            return []
        found = Confirmed(known, read, TODAY, asked, CUES, figures_in).read(message)
        for one in found:
            assert one.quote in message
        return [(one.kind, one.item.key, one.amount.value) for one in found]

    return read_it


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["message"].replace("\n", " ")[:40])
def test_that_a_mail_proposes_what_it_says_and_nothing_else(example, said):
    expected = [tuple(one) for one in example["expected"]]
    assert said(example["message"], example["account"], example["asked"]) == expected
