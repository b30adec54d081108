"""What a reader is told while a draft is made: each event once, and what became of words that were shown too early."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from assistant.domain.draft import Citation, Draft, Part

OnEvent = Callable[[str, dict[str, Any]], None]


def unheard(_name: str, _data: dict[str, Any]) -> None:
    """Where nobody listens."""


class Telling:
    """The events of one draft.

    Args:
        tell: takes an event's name and data.
    """

    def __init__(self, tell: OnEvent = unheard):
        self._tell = tell
        self._shown: list[tuple[str, str]] = []
        self._sources: set[str] = set()

    def stage(self, name: str) -> None:
        """The step that begins: triage, plan, words, repair, check."""
        self._tell("stage", {"name": name})

    def sources(self, citations: Iterable[Citation]) -> None:
        for citation in citations:
            if citation.id not in self._sources:
                self._sources.add(citation.id)
                self._tell("source", citation.model_dump(mode="json"))

    def grow(self, part: int, kind: str, append: str) -> None:
        """A part's text grows; parts begin in their order."""
        while len(self._shown) <= part:
            self._shown.append((kind, ""))
        self._shown[part] = (kind, self._shown[part][1] + append)
        self._tell("text", {"part": part, "kind": kind, "append": append})

    def settle(self, parts: Sequence[Part]) -> None:
        """What is shown becomes `parts`: what is new is told, what differs is replaced, what is too much is emptied."""
        for number, part in enumerate(parts):
            if number >= len(self._shown):
                self.grow(number, part.kind, part.text)
            elif self._shown[number] != (part.kind, part.text):
                self._shown[number] = (part.kind, part.text)
                self._tell("replace", {"part": number, "kind": part.kind, "text": part.text})
        for number in range(len(parts), len(self._shown)):
            if self._shown[number][1]:
                self._shown[number] = ("", "")
                self._tell("replace", {"part": number, "kind": "", "text": ""})

    def finished(self, draft: Draft) -> None:
        """All of a draft that has not been told yet, but for its being done."""
        self.sources(draft.citations)
        self.settle(draft.parts)
        self.stage("check")
        for finding in draft.findings:
            self._tell("finding", finding.model_dump(mode="json", by_alias=True))
        for ask in draft.asks:
            self._tell("ask", ask.model_dump(mode="json"))
        for note in draft.coaching:
            self._tell("coach", note.model_dump(mode="json"))
