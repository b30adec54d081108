"""The titles of help articles: how much of one a question says, and which articles are versions of each other.

A title is a short question itself. What share of it the customer says, however long the mail, tells an article that
answers from one that only shares words with the mail (docs/retrieval.md).
"""

import re
from collections.abc import Mapping

import numpy as np

from assistant.recall import analyse
from assistant.recall.lexical import Shelf
from assistant.recall.query import Query, joined, words_of

_FILE_KIND = re.compile(r"(\.(md|markdown|html?|pdf|docx|txt))?$")


def twin(id: str) -> str:
    """The name that the language versions of one article share: `approval.en.md` and `approval.md` are `approval`."""
    return re.sub(r"[.\-_](ja|en)$", "", _FILE_KIND.sub("", id))


class Titles:
    """The titles of a shelf's articles.

    Args:
        titles: by id, in the order of the shelf's keys.
        shelf: the articles, which say how much each word tells.
    """

    def __init__(self, titles: Mapping[str, str], shelf: Shelf):
        texts = [words_of(analyse.terms(title)) for title in titles.values()]
        self._names = [twin(id) for id in titles]
        self._owners = np.repeat(np.arange(len(texts)), [len(text.codes) for text in texts])
        self._words = joined(texts)
        self._telling = shelf.telling(self._words)
        self._whole = np.maximum(np.bincount(self._owners, self._telling, len(texts)), 1e-9)

    def said(self, query: Query) -> np.ndarray:
        """What share of each title the question says, 0 to 1, in whatever words or language.

        An article's versions all have the share of the one that is said best.
        """
        said = np.bincount(self._owners, self._telling * query.weight_of(self._words), len(self._names))
        best: dict[str, float] = {}
        for name, share in zip(self._names, (said / self._whole).tolist(), strict=True):
            best[name] = max(best.get(name, 0.0), share)
        return np.array([best[name] for name in self._names])
