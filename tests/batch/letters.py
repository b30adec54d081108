"""Letters of synthetic customers, planned and worded without records: what the playbooks write, in bulk.

`python -m tests.batch.letters 3000` prints how often two customers get the same paragraph; with `--read 5` it prints letters.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date

from assistant.domain.account import Account
from assistant.domain.batch import Held
from assistant.domain.draft import Draft, DraftRequest
from assistant.domain.organisation import Organisation
from assistant.domain.reading import Reading, SituationHit
from assistant.domain.situation import Situation
from assistant.holding.cues import holding_cues
from assistant.holding.judge import held
from assistant.holding.personal import paragraphs
from assistant.knowledge_base import KNOWLEDGE
from assistant.planning import people
from assistant.planning.brief import Brief
from assistant.planning.compose import make
from assistant.prompt_library import PromptLibrary
from assistant.wording.playbook import Playbooks
from tests.batch.accounts import ORGANISATION, TODAY, account

VENDOR = Organisation.model_validate(ORGANISATION)
PLAYBOOKS = Playbooks(PromptLibrary())
CUES = holding_cues((KNOWLEDGE,))


def brief_of(made: Account, situation: Situation, today: date = TODAY) -> Brief:
    """The brief of a moment of ours, as the flow would gather it."""
    language = made.language or "ja"
    return Brief(
        account=made, organisation=VENDOR, reading=Reading(language=language, situations=(SituationHit(situation, 1.0),)),
        situation=situation, language=language, today=today, contact=people.addressee(made),
    )  # fmt: skip


def judged(record: dict, situation: str = "project_completion") -> tuple[Draft, Held | None]:
    """A letter, and why it would be held: then it is the one that is drafted instead, where there is one."""
    made, request = Account.model_validate(record), DraftRequest(account=record["id"], situation=Situation(situation))
    brief = brief_of(made, Situation(situation))
    found = held(brief, request, CUES)
    if found and found.instead and found.instead.situation:
        brief = brief_of(made, found.instead.situation)
    plan = make(brief)
    words = PLAYBOOKS.word(plan, seed=made.id)
    draft = Draft(
        id=made.id, account=made.id, situation=plan.situation, language=brief.language, subject=words.subject,  # type: ignore[arg-type]
        body=words.body, parts=list(words.parts), citations=list(plan.citations), marks=list(words.marks),
    )  # fmt: skip
    return draft, found


def letters(many: int, situation: str = "project_completion", **how: object) -> Iterator[tuple[Draft, Held | None]]:
    """The letters of so many customers, in their order."""
    for number in range(many):
        yield judged(account(number, **how), situation)  # type: ignore[arg-type]


def _report(many: int, situation: str) -> None:
    facts, others, reasons, rows = Counter[str](), Counter[str](), Counter[str](), 0
    for draft, found in letters(many, situation):
        reasons[found.reason.code if found else "drafted"] += 1
        if found and not found.instead:
            continue
        rows += 1
        for paragraph in paragraphs(draft):
            (facts if paragraph.facts else others)[paragraph.text] += 1
    print(situation, dict(reasons))
    shared = {text: n for text, n in facts.items() if n > 1}
    print(
        f"{rows} letters, {sum(facts.values())} paragraphs with facts, {sum(shared.values())} in more than one letter"
    )
    for text, n in sorted(shared.items(), key=lambda pair: -pair[1])[:12]:
        print(f"  {n:5} {text}")
    print("without facts:")
    for text, n in others.most_common(12):
        print(f"  {n:5} {text}")


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    situation = next((a for a in sys.argv[2:] if a in Situation.__members__), "project_completion")
    if "--read" in sys.argv:
        for draft, found in letters(many, situation):
            print(f"── {draft.account} {found.reason.code if found else ''}\n{draft.subject}\n\n{draft.body}\n")
    else:
        _report(many, situation)
