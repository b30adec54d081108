"""Which telling words two texts have in common: pairs of kanji, katakana, English words, and figures."""

import re
import unicodedata

# So many tell that two texts speak of the same thing: a single one may stand in any mail.
ENOUGH = 2
_KANJI = re.compile(r"[一-龥]{2,}")
_OTHER = re.compile(r"[ァ-ヶー]{2,}|[a-z]{4,}", re.IGNORECASE)
# 23件, "23 records", 20日: a figure is told on purpose, and says more than most words.
_FIGURE = re.compile(r"(?<![\d.])(\d{2,4})(?![\d.])")
_ANYWHERE = frozenset(
    [
        "about",
        "after",
        "again",
        "already",
        "anyone",
        "anything",
        "been",
        "before",
        "chance",
        "could",
        "did",
        "does",
        "from",
        "have",
        "here",
        "into",
        "it's",
        "just",
        "last",
        "like",
        "look",
        "make",
        "more",
        "much",
        "nobody",
        "only",
        "over",
        "people",
        "said",
        "some",
        "still",
        "than",
        "thank",
        "that",
        "their",
        "them",
        "then",
        "there",
        "they",
        "thing",
        "this",
        "time",
        "today",
        "told",
        "very",
        "want",
        "week",
        "weeks",
        "well",
        "were",
        "what",
        "when",
        "where",
        "which",
        "will",
        "with",
        "would",
        "your",
    ]
)


def of(text: str) -> set[str]:
    """The telling words of a text."""
    plain = unicodedata.normalize("NFKC", text)
    pairs = {run[n : n + 2] for run in _KANJI.findall(plain) for n in range(len(run) - 1)}
    return pairs | ({w.lower() for w in _OTHER.findall(plain)} - _ANYWHERE) | set(_FIGURE.findall(plain))
