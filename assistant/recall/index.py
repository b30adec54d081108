"""The stored search index of one account: its history and its facts, and nothing of any other account."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.domain.account import Account
from assistant.domain.facts import facts_of
from assistant.recall.lexical import Shelf
from assistant.recall.query import Query, read_query

# Below the first a hit shares words with the question by chance; an earlier ticket told as an answer needs the second.
# Chosen on the notes of the question set, asked of their own account and of all others (docs/retrieval.md).
FLOOR = 0.2
ANSWER_FLOOR = 0.4


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact that was found: its key in the record, its kind, how well it fits, and how sure it is as evidence.

    `score` ranks within one question; `evidence`, 0 to 1, is comparable over questions.
    """

    key: str
    kind: str
    score: float
    evidence: float


def build(account: Account) -> bytes:
    """The index of an account's facts and whole history, to be stored beside it.

    A history entry is found by the words a customer may read and by our own; its key is "history:<position>".
    """
    entries = account.history
    keys, texts = [], []
    for fact in facts_of(account):
        keys.append(f"{fact.kind} {fact.key}")
        text = fact.text if fact.kind != "outcome" or fact.text else fact.title
        if fact.key.startswith("history:") and (entry := entries[int(fact.key[8:])]).say:
            text = f"{entry.say} {entry.text}"
        texts.append(text)
    return Shelf.build(keys, [texts], [1.0]).dumps()


class AccountIndex:
    """An account's index, ready to be asked."""

    def __init__(self, shelf: Shelf):
        self._shelf = shelf
        self._kinds = np.array([key.partition(" ")[0] for key in shelf.keys])

    @classmethod
    @lru_cache(maxsize=64)
    def loads(cls, blob: bytes) -> "AccountIndex":
        """From stored bytes; of the accounts at work the same object again.

        Raises:
            ValueError: the bytes are damaged or of another version; `build` makes them anew from the account.
        """
        return cls(Shelf.loads(blob))

    def search(
        self, query: str | Query, limit: int = 10, among: Collection[str] | None = None, floor: float = FLOOR
    ) -> list[Hit]:
        """The facts that fit best, best first; none below the floor of evidence.

        Args:
            query: a question; as a `Query` of `Library.read` it brings synonyms and both languages along.
            limit: at most so many.
            among: kinds of facts ("ticket", "meeting", "goal", "outcome", …), or None for all.
            floor: the least evidence, 0 to 1; `ANSWER_FLOOR` for what a letter tells as an answer.
        """
        if not self._shelf.keys:
            return []
        scores = self._shelf.scores(read_query(query) if isinstance(query, str) else query)
        sure = scores.share >= floor
        if among is not None:
            sure &= np.isin(self._kinds, list(among))
        ranking = np.where(sure, scores.score, 0)
        best = np.argsort(-ranking, kind="stable")[:limit]
        return [self._hit(int(n), float(scores.score[n]), float(scores.share[n])) for n in best if ranking[n] > 0]

    def _hit(self, n: int, score: float, share: float) -> Hit:
        kind, _, key = self._shelf.keys[n].partition(" ")
        return Hit(key, kind, score, share)
