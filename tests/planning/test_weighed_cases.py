"""What triage hears rightly is not weighed away: an errand, a guess or good news takes over nothing that words speak for."""

import json
from datetime import date
from pathlib import Path

from assistant.bootstrap import kept
from assistant.domain.account import Account
from assistant.knowledge_base import KNOWLEDGE
from assistant.planning.weighing import weighed
from assistant.triage.knowledge import TriageKnowledge
from assistant.triage.read import read

CASES = Path(__file__).parent.parent / "evals"
# Of a hundred mails that triage reads rightly so few may be answered as something else.
FEW = 0.02


def test_that_a_mail_is_answered_as_what_it_was_heard_as() -> None:
    knowledge = TriageKnowledge.load([KNOWLEDGE], kept.BUILT)
    account, heard, lost = Account(id="a", name="A"), 0, []
    files = [CASES / name / "triage.jsonl" for name in ("cases", "cases_b")]
    for line in [row for file in files for row in file.read_text(encoding="utf-8").splitlines()]:
        case = json.loads(line)
        wanted = {case["situation_expected"], *case.get("acceptable", ())}
        reading = read(case["message"], knowledge=knowledge)
        if case.get("from", "customer") == "customer" and reading.situation.value in wanted:
            heard += 1
            made = weighed(reading, account, today=date(2026, 11, 24))
            lost += [(made.value, case["message"])] if made.value not in wanted else []
    assert heard > 200
    assert len(lost) <= FEW * heard, lost
