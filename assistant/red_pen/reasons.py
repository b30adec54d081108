"""Why a finding hurts with this customer, and the principles that it goes against."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.draft import Citation, Finding
from assistant.knowledge_base import Card, read_yaml
from assistant.red_pen.standing import Standing
from assistant.wording.playbook import Playbooks

NAME = "red_pen.yaml"
_WHY = "why"
_ENDS = "。.!?」)"


@dataclass(frozen=True, slots=True)
class Reason:
    """The macro of prompts/red_pen/<language>/why.j2 that words it, and the principles it goes with."""

    why: str
    principles: tuple[str, ...]


class Reasons:
    """The reasons of knowledge/red_pen.yaml by code and by rule; a user's own file adds to them.

    Args:
        folders: the folders of the knowledge, the user's own last.
        cards: the principles by id; a principle that is not there is not cited.
    """

    def __init__(self, folders: Sequence[Path], cards: dict[str, Card]):
        self._cards = cards
        self._codes: dict[str, Reason] = {}
        self._rules: dict[str, Reason] = {}
        for folder in folders:
            if (folder / NAME).is_file():
                data = read_yaml(folder / NAME)
                self._codes |= {name: _reason(name, told) for name, told in data.get("codes", {}).items()}
                self._rules |= {name: _reason(name, told) for name, told in data.get("rules", {}).items()}

    def cards(self) -> list[Card]:
        """The principles that findings can rest on."""
        told = (id for reason in (*self._codes.values(), *self._rules.values()) for id in reason.principles)
        return [self._cards[id] for id in dict.fromkeys(told) if id in self._cards]

    def of(self, finding: Finding) -> Reason | None:
        """The reason that goes with a finding; a rule of the register stands at the head of its `why`."""
        if finding.code == "register":
            return self._rules.get(rule_of(finding))
        return self._codes.get(finding.code)

    def words(self, finding: Finding, customer: Standing, pen: Playbooks, language: str) -> str:
        """What is wrong, and what it does with this customer."""
        reason = self.of(finding)
        told = finding.why if not finding.why or finding.why[-1] in _ENDS else finding.why + _stop(language)
        if reason is None:
            return told
        because = pen.say(situation=_WHY, language=language, name=reason.why, inputs={"c": customer})
        return f"{told}{'' if language == 'ja' else ' '}{because}".strip()

    def citations(self, ids: Sequence[str], language: str) -> list[Citation]:
        """The principles with these ids, each once, in the order in which they are first named."""
        cards = (self._cards[id] for id in dict.fromkeys(ids))
        return [
            Citation(
                id=c.id, kind="principle", title=c.title[language], quote=c.idea[language].strip(), source=c.source
            )
            for c in cards
        ]

    def principles(self, finding: Finding) -> list[str]:
        """The ids of the principles that a finding goes against."""
        reason = self.of(finding)
        return [id for id in (reason.principles if reason else ()) if id in self._cards]


def rule_of(finding: Finding) -> str:
    """The rule of the register that a finding names at the head of its `why`."""
    return finding.why.partition(":")[0]


def _reason(name: str, told: dict[str, Any]) -> Reason:
    return Reason(told.get("why", name), tuple(told.get("principles", ())))


def _stop(language: str) -> str:
    return "。" if language == "ja" else "."
