"""What recall finds over all shelves for one question (`tomoni search`)."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.domain.fact import Fact
from assistant.recall import analyse
from assistant.recall.index import Hit
from assistant.recall.query import Query
from assistant.recall.search import Library

KINDS = ("principle", "help", "practice", "account")
_SENTENCE = re.compile(r"[^。!?！？\n]+[。!?！？]?")


@dataclass(frozen=True, slots=True)
class Found:
    """A search result: `kind` is principle, help, practice or account; `score`, 0 to 1, compares over kinds."""

    kind: str
    id: str
    title: str
    quote: str
    score: float


def find(
    library: Library,
    query: str,
    kinds: Collection[str] = KINDS,
    language: str = "ja",
    limit: int = 10,
    account: Sequence[tuple[Hit, Fact]] = (),
) -> list[Found]:
    """What answers a question, best first.

    Args:
        kinds: which shelves.
        account: what an `AccountIndex` found for the same question, with the facts of those keys.
    """
    read = library.read(query)
    found: list[Found] = []
    if "principle" in kinds:
        for card, score in library.principles(read, limit=limit):
            text = card.idea[language]
            found.append(Found("principle", card.id, card.title[language], _quote(text, read), score))
    if "help" in kinds:
        for text, score in library.help(read, language, limit):
            found.append(Found("help", text.id, text.title, _quote(text.body, read), score))
    if "practice" in kinds:
        for practice, score in library.practices(read, limit=limit):
            title = practice.setting[language]
            found.append(Found("practice", practice.id, title, practice.effect[language], score))
    if "account" in kinds:
        for hit, fact in account:
            found.append(Found("account", hit.key, fact.title, _quote(fact.text, read), hit.evidence))
    return sorted(found, key=lambda one: -one.score)[:limit]


def _quote(text: str, query: Query) -> str:
    """The sentence of a text that has most of the question's words."""
    asked = set(analyse.terms(query.text))
    sentences = [s.strip() for s in _SENTENCE.findall(text) if s.strip()]
    return max(sentences, key=lambda s: len(asked & set(analyse.terms(s))), default="")
