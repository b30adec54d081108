"""What a question to the coach asks for: a why or how, a topic of the record, a time; and its own words besides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from pathlib import Path

from assistant.coaching.periods import Period, period_in
from assistant.errors import KnowledgeError
from assistant.triage.cue_lists import cue_lists
from assistant.triage.cues import Cues, needles
from assistant.triage.folded import fold
from assistant.triage.languages import language_of
from assistant.triage.lexicon import LANGUAGES, read_yaml

TOPICS = (
    "decision_maker", "champion", "purchasing", "sponsor", "people", "owner", "contract", "approval", "goal",
    "outcome", "usage", "economics", "project",
)  # fmt: skip
KINDS = ("meeting", "call", "email", "ticket", "survey", "milestone", "note")
_SIMPLE = ("why", "how", "advice", "sources", "promise", "promised", "talked", "latest", "open")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, read.

    `search` are its words without the time and the manner of asking; `bare` without topics and kinds as well: what is
    left is something that only the record's own words can answer.
    """

    text: str
    language: str
    search: str
    bare: str
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    period: Period | None = None
    why: bool = False
    how: bool = False
    advice: bool = False
    sources: bool = False
    promise: bool = False
    talked: bool = False
    latest: bool = False
    open: bool = False

    @property
    def narrowed(self) -> bool:
        """True where only entries of a time, a kind or a state can answer."""
        return bool(self.period or self.kinds or self.open or self.latest)


@dataclass(frozen=True, slots=True)
class QuestionCues:
    """The lexicon of questions: cues by language and list; topics and kinds as "topics.goal", "kinds.call"."""

    cues: Mapping[str, Mapping[str, Cues]]

    @classmethod
    def load(cls, folders: Sequence[Path]) -> "QuestionCues":
        """From lexicon/answers*.yaml of the knowledge folders; a user's own phrases are added to the built-in ones.

        Raises KnowledgeError where a file is not as it should be.
        """
        return cls(cue_lists(folders, "answers*.yaml", _lists))

    def found(self, name: str, text: str, language: str) -> list[tuple[int, int]]:
        """Where cues of a list stand in a text (folded, lower case)."""
        lists = self.cues[language]
        return list(lists[name].find(text)) if name in lists else []


def read_question(text: str, cues: QuestionCues, today: Date, default_language: str = "ja") -> Asked:
    """A question, read.

    Args:
        text: the CSM's words.
        cues: the lexicon.
        today: the organisation's day, from which "last September" counts.
        default_language: where the text is too short to tell.
    """
    folded = fold(text)
    low = folded.lower()
    language = language_of(low, default_language)
    simple = {name: cues.found(name, low, language) for name in _SIMPLE}
    topics = {name: cues.found(f"topics.{name}", low, language) for name in TOPICS}
    kinds = {name: cues.found(f"kinds.{name}", low, language) for name in KINDS}
    period = period_in(low, today)
    asking = [at for name, ats in simple.items() if name != "promised" for at in ats]
    start = low.find(period.words) if period else -1
    if period and start >= 0:
        asking.append((start, start + len(period.words)))
        period = replace(period, words=folded.text[start : start + len(period.words)])
    named = [at for lists in (topics, kinds) for ats in lists.values() for at in ats]
    flags = {name: bool(simple[name]) for name in _SIMPLE if name != "promised"}
    return Asked(
        text=text.strip(), language=language, search=_without(low, asking), bare=_without(low, asking + named), period=period,
        topics=tuple(n for n, ats in topics.items() if ats), kinds=tuple(n for n, ats in kinds.items() if ats), **flags,
    )  # fmt: skip


def _without(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    kept, at = "", 0
    for start, end in sorted(stretches):
        kept += f"{text[at:start]} " if start > at else ""
        at = max(at, end)
    return " ".join((kept + text[at:]).split())


def _lists(path: Path) -> list[tuple[str, str, list[str]]]:
    data = read_yaml(path)
    if not isinstance(data, dict) or not set(data) <= set(LANGUAGES):
        raise _fault(path, f"the file holds {', '.join(LANGUAGES)}, each with lists of phrases")
    found: list[tuple[str, str, list[str]]] = []
    for language, lists in data.items():
        named = {
            f"{group}.{name}": words for group in ("topics", "kinds") for name, words in lists.get(group, {}).items()
        }
        named |= {name: words for name, words in lists.items() if name not in ("topics", "kinds")}
        known = {*_SIMPLE, *(f"topics.{t}" for t in TOPICS), *(f"kinds.{k}" for k in KINDS)}
        if unknown := sorted(set(named) - known):
            raise _fault(path, f"'{language}.{unknown[0]}' is not known")
        for name, words in named.items():
            if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
                raise _fault(path, f"'{language}.{name}' must be a list of phrases")
            for word in words:
                try:
                    needles(word)
                except ValueError as error:
                    raise _fault(path, f"{word}: {error}") from error
            found.append((language, name, words))
    return found


def _fault(path: Path, why: str) -> KnowledgeError:
    return KnowledgeError("%(file)s: %(why)s", {"file": path.name, "why": why})
