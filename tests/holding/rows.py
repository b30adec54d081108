"""Rows made by hand, for tests of the judgement."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from assistant.domain.batch import Held
from assistant.domain.draft import DraftRequest
from assistant.domain.situation import Situation
from assistant.holding.cues import holding_cues
from assistant.holding.judge import held
from assistant.knowledge_base import KNOWLEDGE
from assistant.planning import people
from tests.planning.briefs import brief

# A record that says enough for a letter: each test takes away or adds what it is about.
GOOD: dict[str, Any] = {
    "kind": "company",
    "contacts": [
        {"name": "長谷部 泉", "title": "課長", "department": "総務課", "role": "decision_maker"},
        {"name": "野間口 歩", "title": "係長", "department": "総務課", "role": "champion"},
    ],
    "goals": [
        {
            "id": "g", "statement": "備品の棚卸を2日で終える", "kpi": "棚卸にかかる日数", "unit": "日",
            "baseline": 6, "target": 2, "current": 3, "as_of": "2026-10-20", "source": "2026年10月 定例会議事録",
        }
    ],
    "history": [{"date": "2026-09-08", "kind": "meeting", "text": "長谷部課長が全倉庫の棚札をそろえた。"}],
    "project": {
        "name": "備品台帳の電子化", "status": "completed", "completed": "2026-11-06", "results": ["3つの倉庫で紙の台帳を終了"],
    },
}  # fmt: skip
CUES = holding_cues((KNOWLEDGE,))


def record(**changes: Any) -> dict[str, Any]:
    """The good record with some fields replaced."""
    return deepcopy(GOOD) | changes


def judged(
    account: dict[str, Any], situation: str = "project_completion", message: str = "", **row: Any
) -> Held | None:
    """What is judged of one row."""
    request = DraftRequest(account="a", situation=Situation(situation), message=message, **row)
    made = brief(account, message, request.situation or Situation.other)
    contact = people.addressee(made.account, request.contact or "")
    return held(replace(made, contact=contact), request, CUES)


def code(account: dict[str, Any], situation: str = "project_completion", **row: Any) -> str:
    """The reason's code, "" where the row may be drafted."""
    found = judged(account, situation, **row)
    return found.reason.code if found else ""
